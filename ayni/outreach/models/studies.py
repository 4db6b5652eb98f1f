"""Studies of needs and gaps: a form in from a spreadsheet, answers without a name, findings that lead to a gap."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import Office, User
from ayni.access.scope import counter_scope_of
from ayni.codelists.models import Barrier, NeedSector, Territory
from ayni.governance.models import Gap
from ayni.lib.fields import EncryptedJSONField
from ayni.lib.ids import uuid7
from ayni.people.models.people import is_within_reach

from .answers import AnswerFile
from .sessions import Tongue


class StudyKind(models.TextChoices):
    NEEDS = "NEEDS", _("Needs and living conditions")
    BARRIERS = "BARRIERS", _("Barriers to services and rights")
    CONTEXT = "CONTEXT", _("Context of flows, disasters, climate")
    CONSULTATION = "CONSULTATION", _("Consultation of a community")
    COMPETENCE = "COMPETENCE", _("Competences of staff or of an institution")


class StudyState(models.TextChoices):
    DRAFT = "DRAFT", pgettext_lazy("study", "Being prepared")
    OPEN = "OPEN", pgettext_lazy("study", "Takes answers")
    CLOSED = "CLOSED", pgettext_lazy("study", "Closed")


class StudyQuerySet(models.QuerySet["Study"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(is_within_reach(counter_scope_of(user), "office"))


class Study(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=12, choices=StudyKind.choices)
    title = models.CharField(max_length=200)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    consultation = models.URLField(max_length=400, blank=True)
    """Of the consultation or the library entry that it goes with."""
    definition = models.JSONField()
    """The form, as `instruments.xlsform.reading` gives it. A changed form is another study."""
    token = models.CharField(max_length=20, unique=True)
    """In the address of its page."""
    state = models.CharField(max_length=6, choices=StudyState.choices, default=StudyState.DRAFT)
    done_on = models.DateField(null=True, blank=True)
    """When it was made, of one that came with its findings and without a form of ours."""
    again_on = models.DateField(null=True, blank=True)
    """When it is due again (R181)."""
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    objects = StudyQuerySet.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "kind", "title", "office", "territory", "consultation", "definition", "token", "state", "done_on",
            "again_on", "made_by", "made_at",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["office", "-made_at", "-id"], name="study_of_office")]

    def __str__(self) -> str:
        return f"Study {self.pk}"


class Response(models.Model):
    """What somebody answered, or began to. Nothing leads back to whoever it was."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="responses", db_index=False)
    draft = models.CharField(max_length=64, unique=True)
    """Keyed digest of what the address of a half-filled form holds, or of the id that it has in a file."""
    answers = EncryptedJSONField()
    """Path → answer. Of one that is not sent yet: as it was typed."""
    language = models.CharField(max_length=2, choices=Tongue.choices, default=Tongue.ES)
    saved_at = models.DateTimeField()
    sent_on = models.DateField(null=True, blank=True)
    file = models.ForeignKey(AnswerFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """That it came in, of one that was collected elsewhere."""

    class Privacy:
        personal: ClassVar = {"answers", "draft"}
        open: ClassVar = {"id", "study", "language", "saved_at", "sent_on", "file"}

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["study", "sent_on", "id"], name="response_of_study")]

    def __str__(self) -> str:
        return f"Response {self.pk}"


class Population(models.TextChoices):
    MIGRANT = "MIGRANT", _("Migrants and refugees")
    HOST = "HOST", _("Host community")
    BOTH = "BOTH", pgettext_lazy("population", "Both")


class Finding(models.Model):
    """What a study found: a need or a barrier, of whom, and how many (R174, R175, R179)."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="findings")
    sector = models.ForeignKey(NeedSector, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    barrier = models.ForeignKey(Barrier, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    population = models.CharField(max_length=7, choices=Population.choices)
    people = models.PositiveIntegerField(null=True, blank=True)
    """How many it concerns, as far as the study says."""
    words = models.CharField(max_length=600)
    gap = models.ForeignKey(Gap, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Of the norms, to which it led (R180)."""
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "study", "sector", "barrier", "population", "people", "words", "gap", "made_by", "made_at",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["made_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(sector__isnull=False) | Q(barrier__isnull=False), name="a_finding_is_a_need_or_a_barrier"
            )
        ]

    def __str__(self) -> str:
        return f"Finding {self.pk}"
