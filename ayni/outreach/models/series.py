from typing import ClassVar, Self

from django.db import models

from ayni.access.models import Office, User
from ayni.access.scope import counter_scope_of
from ayni.lib.ids import uuid7
from ayni.people.models.people import is_within_reach


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(is_within_reach(counter_scope_of(user), "office"))


class Series(models.Model):
    """Sessions that belong together: a course of four Tuesdays, the desayuno of every month."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    objects = SeriesQuerySet.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "name", "office", "made_by", "made_at"}

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["office", "-made_at", "-id"], name="series_of_office")]

    def __str__(self) -> str:
        return self.name
