from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import Organisation, User
from ayni.access.scope import scope_of
from ayni.governance.models import DeadlineKind, ProtocolStep
from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7
from ayni.people.models.compartments import seen_by

from .cases import Case


class TaskState(models.TextChoices):
    TODO = "TODO", pgettext_lazy("state of a task", "To do")
    REFERRED = "REFERRED", _("Referred, waiting")
    DONE = "DONE", _("Done")
    SKIPPED = "SKIPPED", _("Skipped")


class SkipReason(models.TextChoices):
    DOES_NOT_APPLY = "DOES_NOT_APPLY", _("Does not apply to this person")
    PERSON_DECLINED = "PERSON_DECLINED", _("The person does not want it")
    DONE_BEFORE = "DONE_BEFORE", _("Was already done by somebody else")
    SERVICE_MISSING = "SERVICE_MISSING", _("There is no such service here")
    SERVICE_REFUSED = "SERVICE_REFUSED", _("The service refused")


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: User) -> Self:
        """The tasks of the cases whose file this user may open."""
        return self.filter(seen_by(scope_of(user), assignee="caseworker", of="case__"))

    def waiting(self) -> Self:
        return self.filter(state__in=[TaskState.TODO, TaskState.REFERRED])


class Task(models.Model):
    """Something to be done in a case: a step of its protocol, or one that a caseworker added."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks", db_index=False)
    step = models.ForeignKey(
        ProtocolStep, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    covers = models.ManyToManyField(ProtocolStep, blank=True, related_name="+")
    """Steps of other protocols of the case that ask the same of the same institution: done once, for all of them."""
    order = models.PositiveSmallIntegerField()
    own_title = EncryptedTextField(default="")
    """Of an added task. A step's title is in the step."""
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    """Who must do it."""
    assignee = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """Of ours, who sees to it."""
    starts_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    deadline_kind = models.CharField(max_length=20, choices=DeadlineKind.choices, default=DeadlineKind.NONE)
    state = models.CharField(max_length=8, choices=TaskState.choices, default=TaskState.TODO)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    skip_reason = models.CharField(max_length=16, choices=SkipReason.choices, blank=True)
    remark = EncryptedTextField(default="")

    objects = TaskQuerySet.as_manager()

    class Privacy:
        personal: ClassVar = {"own_title", "remark"}
        open: ClassVar = {
            "id", "case", "step", "order", "organisation", "assignee", "starts_at", "due_at", "deadline_kind",
            "state", "finished_at", "finished_by", "skip_reason", "covers",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["case", "order", "id"]
        indexes: ClassVar = [
            models.Index(fields=["assignee", "state", "due_at"], name="task_by_assignee"),
            models.Index(fields=["state", "due_at"], name="task_by_deadline"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "step"], name="a_step_is_laid_out_once_per_case"),
            models.CheckConstraint(
                condition=Q(state__in=["TODO", "REFERRED"], finished_at__isnull=True)
                | Q(state__in=["DONE", "SKIPPED"], finished_at__isnull=False),
                name="a_finished_task_has_a_time",
            ),
            models.CheckConstraint(
                condition=(Q(state="SKIPPED") & ~Q(skip_reason="")) | (~Q(state="SKIPPED") & Q(skip_reason="")),
                name="a_skipped_task_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Task {self.pk}"

    @property
    def title(self) -> str:
        """Empty for a task of our own whose person was erased."""
        return self.step.action_es if self.step else str(self.own_title) or str(_("Erased"))

    @property
    def is_waiting(self) -> bool:
        return self.state in {TaskState.TODO, TaskState.REFERRED}

    @property
    def is_unverified(self) -> bool:
        """Nobody has checked the deadline against the text of the norm: it is never shown as a legal one."""
        return self.deadline_kind in {DeadlineKind.LEGAL_UNVERIFIED, DeadlineKind.PROTOCOL_UNVERIFIED}


class PlanPrint(models.Model):
    """A plan that was printed for the person to take along."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    proof = models.CharField(max_length=32, unique=True)
    """Random: what the QR of the print holds. It says whether the plan still stands, never whose it is."""
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "case", "proof", "printed_at", "printed_by"}

    def __str__(self) -> str:
        return f"Plan print {self.pk}"


class Note(models.Model):
    """What somebody wrote about a case. Never changed; a correction is another note."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes", db_index=False)
    text = EncryptedTextField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField()

    class Privacy:
        personal: ClassVar = {"text"}
        open: ClassVar = {"id", "case", "written_by", "written_at"}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "-written_at", "-id"], name="note_by_case")]

    def __str__(self) -> str:
        return f"Note {self.pk}"


class NoteDraft(models.Model):
    """A note that somebody is writing: saved by itself, seen by its author only, gone when the note is written."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    text = EncryptedTextField()
    saved_at = models.DateTimeField()

    class Privacy:
        personal: ClassVar = {"text"}
        open: ClassVar = {"id", "case", "author", "saved_at"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "author"], name="one_draft_per_author_and_case")
        ]

    def __str__(self) -> str:
        return f"Draft {self.pk}"
