"""The next version of a regime or a procedure, until a colleague who did not write it approves it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User
from ayni.access.permissions import Permission
from ayni.governance.models import Draft, OpenDrafts


class CatalogueDraftQuerySet(OpenDrafts["CatalogueDraft"]):
    def visible_to(self, user: User) -> Self:
        """A draft is rules, not people: whoever writes or approves the catalogue reads all of them."""
        may = user.may(Permission.PROCEDURE_EDIT) or user.may(Permission.PROCEDURE_APPROVE)
        return self if may else self.none()


class CatalogueDraft(Draft):
    """What it will say, as `rules.catalogue_drafts` describes it."""

    class Kind(models.TextChoices):
        REGIME = "REGIME", _("Regime")
        PROCEDURE = "PROCEDURE", _("Procedure")

    kind = models.CharField(max_length=9, choices=Kind.choices)
    code = models.CharField(max_length=24)
    content = models.JSONField(default=dict)
    """The fields of the entry, and of a procedure its requirements, fees and rules."""
    reason = models.CharField(max_length=500, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    """Empty: the day of the approval."""
    based_on = models.PositiveSmallIntegerField(null=True, blank=True)
    """The version that it follows; empty: it is new."""
    returned_note = models.CharField(max_length=500, blank=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveSmallIntegerField(null=True, blank=True)
    """What it became."""

    objects = CatalogueDraftQuerySet.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "kind", "code", "content", "reason", "valid_from", "based_on", "state", "revision", "authors",
            "started_by", "started_at", "submitted_at", "returned_note", "approved_by", "version",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["-started_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "code"],
                condition=Q(state__in=["WRITING", "SUBMITTED"]),
                name="one_open_draft_of_a_catalogue_entry",
            ),
            models.CheckConstraint(
                condition=Q(state="APPROVED", version__isnull=False, approved_by__isnull=False)
                | ~Q(state="APPROVED") & Q(version__isnull=True, approved_by__isnull=True),
                name="an_approved_catalogue_draft_is_a_version",
            ),
        ]

    def __str__(self) -> str:
        return f"Draft {self.pk} of {self.code}"

    @property
    def is_procedure(self) -> bool:
        return self.kind == self.Kind.PROCEDURE

    @property
    def label(self) -> str:
        return str(self.content.get("label_es") or self.code)
