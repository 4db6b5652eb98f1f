from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Organisation, User
from ayni.access.permissions import Permission
from ayni.codelists.models import LegalNorm, Territory

from .gaps import Gap


class InstrumentKind(models.TextChoices):
    """What kind of norm, policy, plan or arrangement it is (R264, R270-R277)."""

    LAW = "LAW", _("Law")
    DECREE = "DECREE", _("Decree")
    RESOLUTION = "RESOLUTION", _("Resolution")
    ORDINANCE = "ORDINANCE", _("Regional or municipal ordinance")
    DIRECTIVE = "DIRECTIVE", _("Directive")
    GUIDELINE = "GUIDELINE", _("Guideline")
    INSTRUCTION = "INSTRUCTION", _("Instruction")
    PROTOCOL = "PROTOCOL", _("Protocol")
    PROCEDURE = "PROCEDURE", _("Internal procedure")
    INTERNATIONAL = "INTERNATIONAL", _("International instrument")
    POLICY = "POLICY", _("Policy")
    PLAN = "PLAN", _("Plan")
    PROGRAMME = "PROGRAMME", _("Programme")
    SPACE = "SPACE", _("Coordination space")
    RECOMMENDATION = "RECOMMENDATION", _("Recommendation on the institutionality of the Unit")


class Track(models.TextChoices):
    """Which way its states go."""

    PROPOSAL = "PROPOSAL", _("Proposal of ours, until it is approved")
    EXISTING = "EXISTING", _("Exists already: it is followed")
    ADVICE = "ADVICE", _("Recommendation: it is followed until it is carried out")


class InstrumentState(models.TextChoices):
    DRAFTED = "DRAFTED", _("Drafted")
    CONSULTED = "CONSULTED", _("In consultation")
    LEGAL_OPINION = "LEGAL_OPINION", _("With the legal office")
    PRESENTED = "PRESENTED", _("Submitted for approval")
    ENACTED = "ENACTED", _("Approved, not yet published")
    PUBLISHED = "PUBLISHED", _("Published")
    REJECTED = "REJECTED", _("Rejected")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")
    IN_FORCE = "IN_FORCE", _("In force, or at work")
    ENDED = "ENDED", _("No longer in force, or no longer at work")
    MADE = "MADE", _("Made")
    TAKEN_UP = "TAKEN_UP", _("Taken up")
    CARRIED_OUT = "CARRIED_OUT", _("Carried out")


class Level(models.TextChoices):
    INTERNATIONAL = "INTERNATIONAL", _("International")
    NATIONAL = "NATIONAL", _("National")
    REGIONAL = "REGIONAL", _("Regional")
    LOCAL = "LOCAL", _("Local")
    INSTITUTION = "INSTITUTION", _("Of one institution")


class MigrationContent(models.TextChoices):
    """Whether human mobility is in it (R150, R275)."""

    YES = "YES", _("Yes")
    PARTLY = "PARTLY", _("Mentioned, without actions or budget")
    NO = "NO", _("No")
    UNKNOWN = "UNKNOWN", _("Not looked at yet")


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    def visible_to(self, user: User) -> Self:
        return self if user.may(Permission.GAP_VIEW) else self.none()


class Instrument(models.Model):
    """A norm, policy, plan, coordination space or recommendation that the unit proposes or follows."""

    code = models.CharField(max_length=16, unique=True)
    """PN-2026-0003: the year it was registered in, and which of that year."""
    kind = models.CharField(max_length=16, choices=InstrumentKind.choices)
    track = models.CharField(max_length=8, choices=Track.choices)
    title = models.CharField(max_length=300)
    summary = models.TextField(max_length=4000, blank=True)
    topic = models.CharField(max_length=40, blank=True)
    """As of the norms: trata, refugio, ninez, …"""
    level = models.CharField(max_length=13, choices=Level.choices)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Who must approve it, or whose it is."""
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.CharField(max_length=20, blank=True)
    covers_from = models.DateField(null=True, blank=True)
    covers_to = models.DateField(null=True, blank=True)
    """Of a plan, policy or programme: the years that it is for (R149)."""
    reference = models.CharField(max_length=300, blank=True)
    """Its number and where it can be read."""
    objectives = models.TextField(max_length=6000, blank=True)
    """One a line."""
    study = models.CharField(max_length=300, blank=True)
    """The study that it rests on (R274)."""
    migration = models.CharField(max_length=8, choices=MigrationContent.choices, default=MigrationContent.UNKNOWN)
    migration_note = models.TextField(max_length=2000, blank=True)
    gap = models.ForeignKey(Gap, on_delete=models.PROTECT, null=True, blank=True, related_name="instruments")
    norm = models.ForeignKey(LegalNorm, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """What it became in the list of norms."""
    state = models.CharField(max_length=14, choices=InstrumentState.choices)
    state_on = models.DateField()
    """Since when it is in this state."""
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-registered_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["-registered_at", "-id"], name="instrument_by_registration"),
            models.Index(fields=["kind", "-registered_at", "-id"], name="instrument_by_kind"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(covers_from__isnull=True)
                | Q(covers_to__isnull=True)
                | Q(covers_to__gte=models.F("covers_from")),
                name="a_plan_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def objective_lines(self) -> list[str]:
        return [line.strip() for line in self.objectives.splitlines() if line.strip()]


class FollowUpKind(models.TextChoices):
    STATE = "STATE", _("Change of state")
    REVIEW = "REVIEW", _("Review")
    MEETING = "MEETING", _("Meeting or session")
    NOTE = "NOTE", _("What was done")


class Finding(models.TextChoices):
    """What a review came to."""

    KEEP = "KEEP", _("It stays as it is")
    CHANGE = "CHANGE", _("It should be changed")
    REPEAL = "REPEAL", _("It should be repealed")


class FollowUp(models.Model):
    """Something that happened with an instrument, or with a norm of the list. Never changed."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    norm_code = models.CharField(max_length=24, blank=True)
    """Of a norm of the list, whichever version."""
    kind = models.CharField(max_length=8, choices=FollowUpKind.choices)
    state = models.CharField(max_length=14, choices=InstrumentState.choices, blank=True)
    on = models.DateField()
    by_whom = models.CharField(max_length=200)
    """The body or office that did it."""
    note = models.TextField(max_length=4000, blank=True)
    document = models.CharField(max_length=300, blank=True)
    finding = models.CharField(max_length=8, choices=Finding.choices, blank=True)
    approaches = models.CharField(max_length=120, blank=True)
    """Of a review: the differential approaches that it looked for and found (R265), separated by |."""
    next_on = models.DateField(null=True, blank=True)
    """When to look again."""
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-on", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["instrument", "-on", "-id"], name="follow_up_by_instrument"),
            models.Index(fields=["norm_code", "-on", "-id"], name="follow_up_by_norm"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(instrument__isnull=False, norm_code="") | Q(instrument__isnull=True) & ~Q(norm_code=""),
                name="a_follow_up_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(kind="STATE") & ~Q(state="") | ~Q(kind="STATE") & Q(state=""),
                name="a_change_of_state_says_which",
            ),
            models.CheckConstraint(
                condition=Q(kind="REVIEW") & ~Q(finding="") | ~Q(kind="REVIEW") & Q(finding=""),
                name="a_review_says_what_it_came_to",
            ),
        ]

    def __str__(self) -> str:
        return f"Follow-up {self.pk}"
