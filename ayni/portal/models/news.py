"""News of the unit: what it says, in which versions, and what the next version is to say."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from ayni.access.models import User
from ayni.access.permissions import Permission
from ayni.governance.models import Draft, OpenDrafts
from ayni.lib.tongues import Tongue
from ayni.outreach.models import Campaign, Session


class NewsItem(models.Model):
    """One item under one address."""

    slug = models.SlugField(max_length=60, unique=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["slug"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""), name="a_withdrawn_news_item_says_why"
            )
        ]

    def __str__(self) -> str:
        return self.slug


class NewsSaid(models.Model):
    """What an item says, and what it rests on and leads to."""

    texts = models.JSONField(default=dict)
    """By language: title, summary, and the paragraphs of its body. Spanish is always there once it is published."""
    figures = models.JSONField(default=list)
    """Codes of published figures that are shown beneath it, each with its source."""
    guides = models.JSONField(default=list)
    """Addresses of the guides that it leads to."""
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    def text(self, language: str) -> dict[str, Any]:
        """In that language; empty if it is not translated."""
        found: dict[str, Any] = self.texts.get(language) or {}
        return found

    @property
    def title(self) -> str:
        return str(self.text(Tongue.ES).get("title", ""))


class NewsVersion(NewsSaid):
    """What an item says from a day on, until the next version begins."""

    item = models.ForeignKey(NewsItem, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    published_on = models.DateField()
    made_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_by = models.CharField(max_length=200)
    """Who says it, as readers see it: an institution, and nobody's name."""

    class Meta:
        ordering: ClassVar = ["-published_on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "number"], name="a_version_of_a_news_item_has_its_number")
        ]
        indexes: ClassVar = [models.Index(fields=["-published_on", "-id"], name="news_version_begun")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.number}"


class NewsDraftQuerySet(OpenDrafts["NewsDraft"]):
    def visible_to(self, user: User) -> Self:
        """What is to be published is no secret among whoever writes it."""
        return self if user.may(Permission.GUIDE_EDIT) or user.may(Permission.GUIDE_APPROVE) else self.none()


class NewsDraft(NewsSaid, Draft):
    item = models.ForeignKey(NewsItem, on_delete=models.PROTECT, related_name="drafts")
    publish_on = models.DateField(null=True, blank=True)
    """Empty: the day of the approval."""
    reason = models.CharField(max_length=300, blank=True)
    """Why it changes, for whoever reads it over."""
    based_on = models.ForeignKey(NewsVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The version that it corrects; empty: it is the first."""
    returned_note = models.CharField(max_length=500, blank=True)
    version = models.OneToOneField(NewsVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="draft")
    """What it became."""

    objects = NewsDraftQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-started_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(state__in=["WRITING", "SUBMITTED"]),
                name="one_open_draft_of_a_news_item",
            ),
            models.CheckConstraint(
                condition=Q(state="APPROVED", version__isnull=False) | ~Q(state="APPROVED") & Q(version__isnull=True),
                name="an_approved_news_draft_is_a_version",
            ),
        ]

    def __str__(self) -> str:
        return f"Draft {self.pk} of news item {self.item_id}"
