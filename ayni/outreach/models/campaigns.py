"""A campaign: what the unit says to many, by which ways, with what, and whom it reached. It counts people and names
none."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from ayni.access.models import Office, Organisation, User
from ayni.access.scope import counter_scope_of
from ayni.codelists.models import Territory
from ayni.lib.ids import uuid7
from ayni.people.models.people import is_within_reach

from .requests import CommunicationRequest
from .strategy import Strategy
from .terms import CampaignAudience, CampaignChannel, CampaignKind, CampaignTheme


class CampaignState(models.TextChoices):
    PLANNED = "PLANNED", pgettext_lazy("campaign", "Planned")
    RUNNING = "RUNNING", pgettext_lazy("campaign", "Running")
    ENDED = "ENDED", pgettext_lazy("campaign", "Ended")
    CANCELLED = "CANCELLED", pgettext_lazy("campaign", "Cancelled")


class How(models.TextChoices):
    """How people were counted: the two are never added up."""

    MEASURED = "MEASURED", pgettext_lazy("reach", "Measured")
    ESTIMATED = "ESTIMATED", pgettext_lazy("reach", "Estimated")


class Moment(models.TextChoices):
    BEFORE = "BEFORE", pgettext_lazy("perception", "Before the campaign")
    AFTER = "AFTER", pgettext_lazy("perception", "After the campaign")


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, user: User) -> Self:
        """Those of the offices that the user works in or answers for."""
        return self.filter(is_within_reach(counter_scope_of(user), "office"))

    def public(self) -> Self:
        """What a news item may lead to: what began, and was not called off."""
        return self.filter(state__in=[CampaignState.RUNNING, CampaignState.ENDED])


class Campaign(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = models.CharField(max_length=120)
    objective = models.CharField(max_length=600)
    kind = models.ForeignKey(CampaignKind, on_delete=models.PROTECT, related_name="+", db_index=False)
    audiences = models.ManyToManyField(CampaignAudience, related_name="+")
    channels = models.ManyToManyField(CampaignChannel, related_name="+")
    themes = models.ManyToManyField(CampaignTheme, blank=True, related_name="+")
    department = models.ForeignKey(
        Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """Empty: the whole country."""
    begins_on = models.DateField()
    ends_on = models.DateField()
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    """Which answers for it."""
    strategy = models.ForeignKey(
        Strategy, on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns", db_index=False
    )
    request = models.ForeignKey(
        CommunicationRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns"
    )
    """The unit that asked for it asked with this. Empty: it is our own."""
    state = models.CharField(max_length=9, choices=CampaignState.choices, default=CampaignState.PLANNED)
    cancelled_reason = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)
    """One more with every change of its words: how two colleagues who write at once are told."""
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    objects = CampaignQuerySet.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "title", "objective", "kind", "department", "begins_on", "ends_on", "office", "strategy", "request",
            "state", "cancelled_reason", "revision", "made_by", "made_at", "audiences", "channels", "themes",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["-begins_on", "-id"]
        indexes: ClassVar = [models.Index(fields=["office", "-begins_on", "-id"], name="campaign_of_office")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")), name="a_campaign_of_the_unit_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(state="CANCELLED") | ~Q(cancelled_reason=""), name="a_cancelled_campaign_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"Campaign {self.pk}"


class CampaignMaterial(models.Model):
    """Something that is handed out, stuck up or played."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="materials")
    title = models.CharField(max_length=120)
    address = models.URLField(max_length=300, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    """A guide or a poster of ours: its address here, such as /guias/carne/."""

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "campaign", "title", "address", "reference"}

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(address="") & Q(reference="") | Q(address="") & ~Q(reference=""),
                name="a_material_is_here_or_elsewhere",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Spreading(models.Model):
    """An organisation that spreads the campaign, and what it took of it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="spreadings")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    name = models.CharField(max_length=160, blank=True)
    """Of an organisation that is not in the register: never of a person."""
    material = models.ForeignKey(
        CampaignMaterial, on_delete=models.PROTECT, null=True, blank=True, related_name="spreadings"
    )
    copies = models.PositiveIntegerField(null=True, blank=True)
    since = models.DateField()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "campaign", "organisation", "name", "material", "copies", "since"}

    class Meta:
        ordering: ClassVar = ["since", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, name="") | Q(organisation__isnull=True) & ~Q(name=""),
                name="who_spreads_is_registered_or_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(copies__isnull=True) | Q(material__isnull=False), name="copies_are_of_a_material"
            ),
        ]

    def __str__(self) -> str:
        return f"Spreading {self.pk}"

    @property
    def who(self) -> str:
        return self.organisation.name if self.organisation else self.name


class Reach(models.Model):
    """How many people a channel of a campaign reached, and how that is known."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="reaches")
    channel = models.ForeignKey(CampaignChannel, on_delete=models.PROTECT, related_name="+", db_index=False)
    how = models.CharField(max_length=9, choices=How.choices)
    people = models.PositiveIntegerField()
    counted_on = models.DateField()
    method = models.CharField(max_length=300)
    """How it was counted or estimated."""

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "campaign", "channel", "how", "people", "counted_on", "method"}

    class Meta:
        ordering: ClassVar = ["counted_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "channel", "how", "counted_on"], name="a_reach_is_counted_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"Reach {self.pk}"


class Perception(models.Model):
    """What a survey found of how people see migration: a share of a sample, of nobody."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="perceptions")
    moment = models.CharField(max_length=6, choices=Moment.choices)
    question = models.CharField(max_length=300)
    population = models.CharField(max_length=200)
    """Who was asked."""
    agree = models.PositiveIntegerField()
    """How many of them answered so."""
    sample = models.PositiveIntegerField()
    asked_on = models.DateField()
    source = models.CharField(max_length=300)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "campaign", "moment", "question", "population", "agree", "sample", "asked_on", "source",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["asked_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(sample__gte=1, agree__lte=F("sample")), name="a_share_is_of_a_sample"),
            models.UniqueConstraint(
                fields=["campaign", "moment", "question"], name="a_question_is_asked_once_before_and_after"
            ),
        ]

    def __str__(self) -> str:
        return f"Perception {self.pk}"
