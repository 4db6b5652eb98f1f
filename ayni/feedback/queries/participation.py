"""What comes back to people: what was published, who is asked how it was, what they said of a draft."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, UUIDField
from django.db.models.functions import Coalesce, TruncMonth
from django.utils.crypto import constant_time_compare

from ayni.access.models import Office, User
from ayni.access.permissions import Role
from ayni.cases.models import Case
from ayni.lib.shares import wilson
from ayni.people.models import Compartment, ContactPoint, Person, Sensitivity
from ayni.procedures.models import Ticket, TicketState
from ayni.referrals.models import FeedbackLink
from ayni.referrals.queries import token_hash

from .. import rules
from ..models import (
    Attention,
    Consultation,
    ConsultationState,
    Contribution,
    Invitation,
    Opinion,
    Publication,
    PublicationState,
    Report,
    Route,
    Satisfied,
    Stage,
    State,
)

MONTHS_TOLD = 12


def published() -> QuerySet[Publication]:
    rows = Publication.objects.filter(state=PublicationState.PUBLISHED).select_related("office", "category")
    return rows.order_by("-month", "-published_at", "-pk")


def publications() -> QuerySet[Publication]:
    """For whoever writes and approves them."""
    rows = Publication.objects.select_related("office", "category", "written_by", "approved_by")
    return rows.order_by("-written_at", "-pk")


def changes_from(report: Report) -> list[Publication]:
    """What was done because of it, among other things, as the public reads it."""
    return list(published().filter(reports=report))


def behind(publication: Publication, user: User) -> QuerySet[Report]:
    """The reports that led to it, as far as this user sees them."""
    seen = Report.objects.visible_to(user).filter(pk__in=publication.reports.order_by().values("pk"))
    return seen.select_related("category").defer("text").order_by("received_at", "pk")


def reports_to_publish(user: User, numbers: str) -> list[Report]:
    """Those of these numbers that may lead to a publication. What is sensitive never does."""
    words = {word.strip() for word in numbers.replace(",", " ").split()}
    rows = Report.objects.visible_to(user).exclude(route=Route.NAMED).filter(number__in=words)
    return list(rows.order_by("pk"))


@dataclass(frozen=True)
class Told:
    """What was told in a month, and what became of it. Nothing of few."""

    month: date
    received: int
    answered: int
    in_time: int
    judged: int
    satisfied: int

    @property
    def is_few(self) -> bool:
        return self.received < rules.FEWEST_TOLD

    @property
    def share(self) -> float | None:
        return self.satisfied / self.judged if self.judged >= rules.FEWEST_TOLD else None

    @property
    def margin(self) -> tuple[float, float] | None:
        return wilson(self.satisfied, self.judged) if self.judged >= rules.FEWEST_TOLD else None


def told_by_month(today: date) -> list[Told]:
    """For everybody: what is sensitive is not in it."""
    rows = Report.objects.exclude(route=Route.NAMED).exclude(state=State.DISCARDED)
    since = today.replace(day=1) - timedelta(days=31 * (MONTHS_TOLD - 1))
    by_month = rows.filter(received_at__date__gte=since).order_by().annotate(of=TruncMonth("received_at")).values("of")
    counted = by_month.annotate(
        received=Count("pk"), answered=Count("pk", filter=Q(first_answered_at__isnull=False)),
        in_time=Count("pk", filter=Q(first_answered_at__lte=F("answer_by"))),
        judged=Count("pk", filter=~Q(satisfied="")), good=Count("pk", filter=Q(satisfied=Satisfied.YES)),
    )  # fmt: skip
    found = [
        Told(row["of"].date(), row["received"], row["answered"], row["in_time"], row["judged"], row["good"])
        for row in counted
    ]
    return sorted(found, key=lambda told: told.month, reverse=True)


# Surveys.


@dataclass(frozen=True)
class Attended:
    person: UUID
    office: int
    attention: str


def attended(since: datetime, until: datetime) -> Iterator[Attended]:
    """Who was attended at a window, or whose case ended. Nobody whose file is restricted is among them."""
    holder = Coalesce("application__person_id", "appointment__person_id", output_field=UUIDField())
    tickets = Ticket.objects.filter(state=TicketState.DONE, ended_at__gt=since, ended_at__lte=until)
    rows = tickets.annotate(holder=holder).filter(holder__isnull=False).order_by("ended_at", "pk")
    for person, office in rows.values_list("holder", "day__office"):
        yield Attended(person, office, Attention.TICKET)
    cases = Case.objects.filter(closed_at__gt=since, closed_at__lte=until).exclude(sensitivity=Sensitivity.RESTRICTED)
    for person, office in cases.order_by("closed_at", "pk").values_list("person", "office"):
        yield Attended(person, office, Attention.CASE)


def may_be_asked(person: UUID, at: datetime) -> ContactPoint | None:
    """The way to ask: one that is safe and may say something. None: they were asked not long ago, or are not to be."""
    since = at - rules.ASKED_AGAIN_AFTER
    asked = Invitation.objects.filter(person=OuterRef("pk"), asked_at__gt=since)
    linked = FeedbackLink.objects.filter(referral__case__person=OuterRef("pk"), made_at__gt=since)
    hidden = Compartment.objects.filter(person=OuterRef("pk"), sensitivity=Sensitivity.RESTRICTED)
    rows = Person.objects.filter(pk=person).exclude(Exists(asked)).exclude(Exists(linked)).exclude(Exists(hidden))
    if not rows.exists():
        return None
    kinds = [ContactPoint.Kind.SMS, ContactPoint.Kind.PHONE, ContactPoint.Kind.EMAIL]
    contacts = ContactPoint.objects.filter(
        person=person, kind__in=kinds, is_safe=True, may_leave_content=True, ended_at__isnull=True
    )
    return contacts.exclude(value="").order_by("-since", "-pk").first()


def is_drawn(person: UUID, day: date, one_in: int) -> bool:
    """The draw of the day: the same whoever asks again."""
    return int(token_hash("survey", f"{person}:{day.isoformat()}")[:8], 16) % one_in == 0


def survey_of(token: str, at: datetime) -> Invitation | None:
    """The open page of this address. Used, expired, altered and guessed are all nothing."""
    digest = token_hash("survey-link", token)
    found = Invitation.objects.filter(token_hash=digest).first()
    if found is None or not constant_time_compare(found.token_hash, digest):
        return None
    return found if found.is_open(at) else None


def opinions(user: User) -> list[tuple[str, dict[str, int], tuple[float, float] | None]]:
    """Office, how many answered what, and between what the share of «well» lies; of few nothing."""
    offices = [m.office_id for m in user.active_memberships if m.office_id]
    rows = Opinion.objects.filter(office__in=offices).order_by("office__name")
    found: dict[str, Counter[str]] = {}
    for name, mark, number in rows.values_list("office__name", "mark").annotate(number=Count("pk")):
        found.setdefault(name, Counter())[mark] = number
    return [
        (name, dict(counts), wilson(counts["WELL"], counts.total()))
        for name, counts in found.items()
        if counts.total() >= rules.FEWEST_TOLD
    ]


def offices_asked_about(user: User) -> dict[str, str]:
    """Of which offices this user may read what people answered: code and name of those that they answer for."""
    rows = Office.objects.filter(pk__in=[m.office_id for m in user.active_memberships if m.role == Role.SUPERVISOR])
    return dict(rows.order_by("name", "pk").values_list("code", "name"))


def answers(user: User, office: str, *, since: date | None, until: date | None) -> QuerySet[Opinion]:
    """What people answered about an office, in months of which enough did: of few it could be guessed who."""
    rows = Opinion.objects.filter(office__code=office if office in offices_asked_about(user) else "")
    rows = rows.filter(month__gte=since) if since else rows
    rows = rows.filter(month__lte=until) if until else rows
    counted = rows.order_by().values("month").annotate(number=Count("pk")).filter(number__gte=rules.FEWEST_TOLD)
    return rows.filter(month__in=counted.values("month"))


# Consultations.


def consultations() -> QuerySet[Consultation]:
    return Consultation.objects.select_related("protocol", "service", "made_by").order_by("-made_at", "-pk")


def public_consultations() -> QuerySet[Consultation]:
    return Consultation.objects.public().select_related("protocol", "service").order_by("-closes_on", "-pk")


@dataclass(frozen=True)
class Taking:
    """How people took part at one stage of the work."""

    stage: str
    asked: int
    """How often they were asked."""
    people: int
    """How many answers came, of whoever."""
    decided: int
    """How many ended with a decision that is published."""


def taking_part() -> list[Taking]:
    """The record of participation: every stage, also the one at which nobody was asked yet."""
    opened = Consultation.objects.public().order_by()
    asked = Count("pk", distinct=True)
    decided = Count("pk", distinct=True, filter=Q(state=ConsultationState.PUBLISHED))
    counted = opened.values("stage").annotate(asked=asked, decided=decided, people=Count("contributions"))
    rows = {row["stage"]: row for row in counted}
    empty = {"asked": 0, "people": 0, "decided": 0}
    found = [(stage, rows.get(stage.value, empty)) for stage in Stage]
    return [Taking(str(stage.label), row["asked"], row["people"], row["decided"]) for stage, row in found]


@dataclass(frozen=True)
class Outcome:
    """How many said what; the shares are told from some answers on."""

    stances: dict[str, int]
    speaks: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.stances.values())

    @property
    def is_few(self) -> bool:
        return self.total < rules.FEWEST_TOLD


def outcome(consultation: Consultation) -> Outcome:
    def counted(name: str) -> dict[str, int]:
        rows = consultation.contributions.order_by(name).values_list(name)
        return dict(rows.annotate(number=Count("pk")))

    return Outcome(counted("stance"), counted("speaks"))


def contributions(consultation: Consultation) -> QuerySet[Contribution]:
    """The words of whoever took part, for whoever writes the result."""
    return consultation.contributions.order_by("-pk")
