"""What a guide is to say, until a colleague who did not write it has read it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from ayni.access.models import User
from ayni.access.permissions import Permission
from ayni.governance.models import Draft, OpenDrafts
from ayni.lib.tongues import Tongue

from .guides import Guide, GuideVersion


class GuideDraftQuerySet(OpenDrafts["GuideDraft"]):
    def visible_to(self, user: User) -> Self:
        """What is to be published is no secret among whoever writes it."""
        return self if user.may(Permission.GUIDE_EDIT) or user.may(Permission.GUIDE_APPROVE) else self.none()


class GuideDraft(Draft):
    guide = models.ForeignKey(Guide, on_delete=models.PROTECT, related_name="drafts")
    language = models.CharField(max_length=2, choices=Tongue.choices, default=Tongue.ES)
    text = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    confidence = models.CharField(max_length=6, blank=True)
    changes_meaning = models.BooleanField(default=True)
    """Whether the Spanish text comes to say something else, so that its translations are outdated."""
    meaning = models.PositiveSmallIntegerField(default=1)
    """Of a translation: the meaning of the Spanish text that it was last held against."""
    reason = models.CharField(max_length=300, blank=True)
    publish_on = models.DateField(null=True, blank=True)
    """Empty: the day of the approval."""
    based_on = models.ForeignKey(GuideVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The version that it is compared with; empty: it is the first."""
    returned_note = models.CharField(max_length=500, blank=True)
    version = models.OneToOneField(GuideVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="draft")
    """What it became."""

    objects = GuideDraftQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-started_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["guide", "language"],
                condition=Q(state__in=["WRITING", "SUBMITTED"]),
                name="one_open_draft_of_a_guide_in_a_language",
            ),
            models.CheckConstraint(
                condition=Q(state="APPROVED", version__isnull=False) | ~Q(state="APPROVED") & Q(version__isnull=True),
                name="an_approved_guide_draft_is_a_version",
            ),
        ]

    def __str__(self) -> str:
        return f"Draft {self.pk} of guide {self.guide_id}"
