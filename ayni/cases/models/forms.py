from typing import ClassVar, Self

from django.db import models
from django.db.models import OuterRef, Q, QuerySet
from django.utils.translation import pgettext_lazy

from ayni.access.models import User
from ayni.instruments.models import Instrument
from ayni.lib.ids import uuid7

from .cases import Case


class FormState(models.TextChoices):
    DRAFT = "DRAFT", pgettext_lazy("state of a form", "Begun")
    COMPLETE = "COMPLETE", pgettext_lazy("state of a form", "Complete")


class CaseFormQuerySet(models.QuerySet["CaseForm"]):
    def visible_to(self, user: User) -> Self:
        """Those of the cases whose file this user may open; which of their answers they read, `queries.forms` says."""
        return self.filter(case__in=Case.objects.visible_to(user).order_by().values("pk"))

    def of_answers(self, about: str) -> QuerySet["CaseForm"]:
        return self.filter(pk=OuterRef(about))


class CaseForm(models.Model):
    """A form of a case that somebody answers: the occasion that its answers belong to. The same form may be answered
    again later; each time is a row of its own, with the version of the form that was answered."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="forms", db_index=False)
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=FormState.choices, default=FormState.DRAFT)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    started_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    saved_at = models.DateTimeField()
    saved_from = models.UUIDField(null=True, blank=True)
    """Which page saved it, by the id that every page with a form has: two windows of one user are two pages."""
    completed_at = models.DateTimeField(null=True, blank=True)

    objects = CaseFormQuerySet.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "case", "instrument", "state", "started_by", "started_at", "saved_by", "saved_at", "saved_from",
            "completed_at",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "instrument", "-started_at"], name="form_by_case")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "instrument"], condition=Q(state="DRAFT"), name="one_draft_of_a_form_per_case"
            ),
            models.CheckConstraint(
                condition=Q(state="DRAFT", completed_at__isnull=True) | Q(state="COMPLETE", completed_at__isnull=False),
                name="a_complete_form_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Form {self.pk}"

    @property
    def is_draft(self) -> bool:
        return self.state == FormState.DRAFT
