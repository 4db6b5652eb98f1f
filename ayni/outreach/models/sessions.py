"""A session: something that the unit invites to, at an hour, in a place or online."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext, pgettext_lazy

from ayni.access.models import Office, Organisation, User
from ayni.access.scope import counter_scope_of
from ayni.codelists.models import Listed, NeedSector, Territory
from ayni.lib.ids import uuid7
from ayni.people.models.people import is_within_reach


class Tongue(models.TextChoices):
    """In which a session is held, by the name that its speakers give it. `ayni.lib.tongues` has those of the public
    site."""

    ES = "es", "Español"
    EN = "en", "English"
    PT = "pt", "Português"
    FR = "fr", "Français"
    HT = "ht", "Kreyòl ayisyen"
    QU = "qu", "Quechua"
    AY = "ay", "Aymara"


class State(models.TextChoices):
    PLANNED = "PLANNED", pgettext_lazy("session", "Planned")
    OPEN = "OPEN", pgettext_lazy("session", "Open to sign up")
    HELD = "HELD", pgettext_lazy("session", "Held")
    CLOSED = "CLOSED", pgettext_lazy("session", "Held and closed")
    CANCELLED = "CANCELLED", pgettext_lazy("session", "Cancelled")


OVER = (State.HELD, State.CLOSED)
"""It took place."""


class Audience(models.TextChoices):
    """Whom a session is for, as the unit reports it (R159, R172)."""

    STATE = "STATE", _("Public institutions")
    MUNICIPALITY = "MUNICIPALITY", _("Municipalities and their operators")
    STAFF = "STAFF", _("Own staff")
    PRIVATE = "PRIVATE", _("Business sector")
    FINANCIAL = "FINANCIAL", _("Financial entities")
    CIVIL = "CIVIL", _("Civil organisations")
    COOPERATION = "COOPERATION", _("Cooperation agencies")
    MIGRANT = "MIGRANT", _("Migrant and refugee community")
    HOST = "HOST", _("Host community")
    MIXED = "MIXED", _("Migrants and host community together")


class Topic(models.TextChoices):
    """What it is about (R158, R163–R171)."""

    RIGHTS = "RIGHTS", _("Rights and duties")
    REGULARISATION = "REGULARISATION", _("Regularisation and documents")
    TREATMENT = "TREATMENT", _("Dignified treatment")
    PROTECTION = "PROTECTION", _("Protection, trafficking, violence")
    LIVELIHOOD = "LIVELIHOOD", _("Work and livelihoods")
    SERVICES = "SERVICES", _("Health, education and other services")
    COEXISTENCE = "COEXISTENCE", _("Living together, against xenophobia")
    CAPACITY = "CAPACITY", _("Strengthening of institutions")
    MONITORING = "MONITORING", _("Monitoring and evaluation")
    OTHER = "OTHER", pgettext_lazy("topic", "Other")


class Aim(models.TextChoices):
    """The three objectives of the unit, by their codes in `data/reference/uim_structure.csv`."""

    TRANSVERSAL = "OBJ-1", _("Migration in what public and private institutions do")
    DIFFERENTIAL = "OBJ-2", _("Differential approaches")
    INTEGRATION = "OBJ-3", _("Access to socio-economic integration")


class Outcome(models.TextChoices):
    """The two results in which the unit's impact is told (R231), by their codes in the same table."""

    STRENGTHENING = "RES-1", _("Institutional and normative strengthening")
    MAINSTREAMING = "RES-2", _("Other entities mainstream migration")


class Kind(Listed):
    """Session, talk, desayuno migratorio, training…"""

    def label(self, language: str) -> str:
        """Our catalogues have the words of the list by their English ones."""
        if language == Tongue.ES or not self.label_en:
            return self.label_es
        with override(language):
            return pgettext("kind of session", self.label_en)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "code", "version", "valid_from", "valid_to", "label_es", "label_en", "source", "confidence", "digest",
        }  # fmt: skip


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, user: User) -> Self:
        """Those of the offices that the user works in or answers for: with them comes who signed up."""
        return self.filter(is_within_reach(counter_scope_of(user), "office"))

    def published(self) -> Self:
        """What anybody may read of: not what is only planned."""
        return self.exclude(state=State.PLANNED)


class Session(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=120)
    objective = models.CharField(max_length=600)
    """What it is for, as whoever reads the calendar sees it."""
    audience = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, choices=Tongue.choices, default=Tongue.ES)
    """In which it is held; title and objective are written in it, too."""
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    """Which answers for it."""
    is_online = models.BooleanField(default=False)
    place = models.CharField(max_length=200, blank=True)
    """Where one goes. Online: nothing."""
    department = models.ForeignKey(
        Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """Where it is. Online: nowhere."""
    link = models.URLField(max_length=300, blank=True)
    """Of the meeting. Only whoever signed up is told."""
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seats = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.PLANNED)
    cancelled_reason = models.CharField(max_length=300, blank=True)
    audience_kind = models.CharField(max_length=12, choices=Audience.choices, blank=True)
    topic = models.CharField(max_length=14, choices=Topic.choices, blank=True)
    aim = models.CharField(max_length=5, choices=Aim.choices, blank=True)
    """Asked for when it is closed. Empty, and closed, is only what was closed before that was asked: nobody guesses it
    afterwards, so the database does not demand it."""
    outcome = models.CharField(max_length=5, choices=Outcome.choices, blank=True)
    """Empty: neither of the two, as a talk for the community is."""
    sector = models.ForeignKey(
        NeedSector, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    institution = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """To which it is given, of a training or an assistance."""
    partners = models.ManyToManyField(Organisation, related_name="+", blank=True)
    """Who gives it together with the unit (R167)."""
    series = models.ForeignKey(
        "outreach.Series", on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    assistance = models.ForeignKey(
        "outreach.Assistance", on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    result = models.CharField(max_length=600, blank=True)
    """What came of it: what was agreed, which improvement."""
    staff_hours = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    """Of all colleagues together, with what it took to prepare."""
    cost = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    """In soles, beside the hours of staff."""
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = SessionQuerySet.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "kind", "title", "objective", "audience", "language", "office", "is_online", "place", "department",
            "link", "starts_at", "ends_at", "seats", "state", "cancelled_reason", "made_by", "made_at", "changed_at",
            "audience_kind", "topic", "aim", "outcome", "sector", "institution", "partners", "series", "assistance",
            "result", "staff_hours", "cost", "closed_by", "closed_at",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["starts_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["starts_at", "id"], name="session_by_day"),
            models.Index(fields=["office", "-starts_at", "-id"], name="session_of_office"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_session_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="a_session_has_a_seat"),
            models.CheckConstraint(
                condition=Q(is_online=True, place="") | Q(is_online=False) & ~Q(place=""),
                name="a_session_is_online_or_in_a_place",
            ),
            models.CheckConstraint(
                condition=~Q(state="CANCELLED") | ~Q(cancelled_reason=""), name="a_cancelled_session_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state="CLOSED", closed_by__isnull=False, closed_at__isnull=False)
                | ~Q(state="CLOSED") & Q(closed_by__isnull=True, closed_at__isnull=True),
                name="a_closed_session_says_by_whom_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"Session {self.pk}"
