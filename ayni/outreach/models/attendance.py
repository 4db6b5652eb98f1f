"""Who came. Somebody without a file is counted by sex, band of age and nationality, and by nothing else."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import pgettext_lazy

from ayni.access.models import Organisation, User
from ayni.access.scope import counter_scope_of
from ayni.lib.ids import uuid7
from ayni.people.models import Person
from ayni.people.models.people import is_within_reach

from .sessions import Session
from .sheets import Sheet
from .signing import SignUp


class Way(models.TextChoices):
    """How it was noted that somebody came."""

    LIST = "LIST", pgettext_lazy("attendance", "Pressed on the list")
    CODE = "CODE", pgettext_lazy("attendance", "By the code of their slip")
    WALK_IN = "WALK_IN", pgettext_lazy("attendance", "Came without signing up")
    SHEET = "SHEET", pgettext_lazy("attendance", "From the sheet")


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def visible_to(self, user: User) -> Self:
        """Those of the sessions that the user sees. Whose file it is, only whoever sees the person is told."""
        return self.filter(is_within_reach(counter_scope_of(user), "session__office"))


class Attendance(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances", db_index=False)
    sign_up = models.OneToOneField(SignUp, on_delete=models.PROTECT, null=True, blank=True, related_name="attendance")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    colleague = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """Of our own staff: their training is on record (R164)."""
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """Which sent them: operators trained by municipality (R163)."""
    way = models.CharField(max_length=7, choices=Way.choices)
    sex = models.CharField(max_length=24, blank=True)
    age_band = models.CharField(max_length=24, blank=True)
    nationality = models.CharField(max_length=24, blank=True)
    """Codes. Of somebody with a file, as it stood on that day."""
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances")
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    noted_at = models.DateTimeField()

    objects = AttendanceQuerySet.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "session", "sign_up", "person", "colleague", "organisation", "way", "sex", "age_band", "nationality",
            "sheet", "noted_by", "noted_at",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["noted_at", "id"]
        indexes: ClassVar = [models.Index(fields=["session", "noted_at", "id"], name="attendance_in_line")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "person"], condition=Q(person__isnull=False), name="a_person_came_once_to_a_session"
            ),
            models.UniqueConstraint(
                fields=["session", "colleague"], condition=Q(colleague__isnull=False),
                name="a_colleague_came_once_to_a_session",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Attendance {self.pk}"


class Dimension(models.TextChoices):
    """By what a number of people is parted. Each adds up to the total or to less: of the rest it is not known."""

    TOTAL = "TOTAL", pgettext_lazy("headcount", "All")
    SEX = "SEX", pgettext_lazy("headcount", "By sex")
    AGE = "AGE", pgettext_lazy("headcount", "By age")
    NATIONALITY = "NATIONALITY", pgettext_lazy("headcount", "By nationality")


class Headcount(models.Model):
    """Heads that were counted in the room, when nobody was noted one by one."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="headcounts")
    dimension = models.CharField(max_length=11, choices=Dimension.choices)
    code = models.CharField(max_length=24, blank=True)
    people = models.PositiveIntegerField()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "session", "dimension", "code", "people"}

    class Meta:
        ordering: ClassVar = ["session", "dimension", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "dimension", "code"], name="heads_are_counted_once"),
            models.CheckConstraint(
                condition=Q(dimension="TOTAL", code="") | ~Q(dimension="TOTAL") & ~Q(code=""),
                name="only_the_total_has_no_code",
            ),
        ]

    def __str__(self) -> str:
        return f"Headcount {self.pk}"


def with_came(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Each with `came`: how many were noted one by one, and how many were counted in the room."""
    noted = Attendance.objects.filter(session=OuterRef("pk")).order_by().values("session").annotate(n=Count("pk"))
    heads = Headcount.objects.filter(session=OuterRef("pk"), dimension=Dimension.TOTAL).order_by().values("people")
    zero = {"output_field": IntegerField()}
    counted: QuerySet[Any] = rows.annotate(
        came=Coalesce(Subquery(noted.values("n"), **zero), 0) + Coalesce(Subquery(heads[:1], **zero), 0)
    )
    return counted
