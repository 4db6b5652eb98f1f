"""Who saw or changed somebody's file, for that person: from the trail, naming offices and not officials.

Only what whoever prints may see: what hangs on a case that is hidden from them is told by the team of that case.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.access.models import Membership, User
from ayni.audit.models import Event
from ayni.audit.words import WORDS
from ayni.cases.models import Case, Screening
from ayni.desk import words
from ayni.people.models import Compartment, Person, ReadingPurpose
from ayni.referrals.models import AccessLink, Referral

MOST = 2000
"""Lines of the trail that one report reads, the newest."""

PURPOSES: dict[str, str | Promise] = {
    **{purpose.lower(): purpose.label for purpose in ReadingPurpose},
    "case": gettext_lazy("Work on the case"),
    "answer": gettext_lazy("Answer the referral"),
    "follow-up": gettext_lazy("Follow up the referral"),
}
READING = (".opened", ".printed", ".plan_printed", ".downloaded", ".handed_over")


@dataclass(frozen=True)
class Line:
    """Something that was done with the file, once or several times within one hour."""

    number: int
    """Of the trail: with it the unit finds who it was, without this paper saying so."""
    at: datetime
    where: str
    role: str
    what: str
    purpose: str
    is_reading: bool
    times: int


@dataclass(frozen=True)
class Release:
    """An institution to which data were sent."""

    referral: Referral
    fields: str


@dataclass(frozen=True)
class Report:
    lines: list[Line]
    releases: list[Release]
    has_more: bool

    @property
    def readings(self) -> int:
        return sum(line.times for line in self.lines if line.is_reading)

    @property
    def changes(self) -> int:
        return sum(line.times for line in self.lines if not line.is_reading)


def report(person: Person, user: User) -> Report:
    """The newest first. Six statements and one for each app that a line is about."""
    cases = list(Case.objects.visible_to(user).filter(person=person).order_by().values_list("pk", flat=True))
    found = list(_events(person, user, cases).order_by("-seq")[: MOST + 1])
    return Report(_lines(_without_hidden(found[:MOST], person, user)), _releases(cases), len(found) > MOST)


def _events(person: Person, user: User, cases: list[UUID]) -> QuerySet[Event]:
    talks = Screening.objects.visible_to(user).filter(person=person).order_by().values_list("pk", flat=True)
    in_talks = Q(subject_type=Screening._meta.label, subject_id__in=[str(pk) for pk in talks])
    hidden_talks = Q(subject_type=Screening._meta.label) & ~in_talks
    return Event.objects.filter((Q(thread__in=[person.pk, *cases]) & ~hidden_talks) | in_talks)


def _without_hidden(events: list[Event], person: Person, user: User) -> list[Event]:
    """Of a case that this user may not see, neither that it is there nor who came because of it."""
    shown = set(Compartment.objects.visible_to(user).filter(person=person).values_list("pk", flat=True))
    every = list(person.compartments.select_related("team").order_by("pk"))
    hidden = [place for place in every if place.pk not in shown]
    if not hidden:
        return events
    offices = {person.office_id, *(place.office_id for place in every if place.pk in shown)}
    members = Membership.objects.filter(team__in=[place.team_id for place in hidden if place.team_id]).order_by()
    insiders = {str(place.assignee_id) for place in hidden} | {str(pk) for pk in members.values_list("user", flat=True)}
    # Whoever works in an office that sees the person anyhow says nothing by being there.
    elsewhere = User.objects.filter(pk__in=[int(by) for by in insiders if by.isdigit()]).exclude(office__in=offices)
    unseen = {str(pk) for pk in elsewhere.order_by().values_list("pk", flat=True)}
    reasons = {str(place.reason) for place in hidden}
    return [e for e in events if e.by not in unseen and str(e.details.get("reason", "")) not in reasons]


def _lines(events: list[Event]) -> list[Line]:
    """Readings of one hour by the same person for the same end are one line."""
    keys = [
        (e.by, e.verb, e.purpose, f"{localtime(e.at):%Y%m%d%H}") if _is_reading(e) else (str(e.seq),) for e in events
    ]
    times, places = Counter(keys), _places(events)
    told = dict(zip(reversed(keys), reversed(events), strict=True))
    return [_line(event, times[key], *places(event)) for key, event in sorted(told.items(), key=lambda i: -i[1].seq)]


def _is_reading(event: Event) -> bool:
    return event.verb.endswith(READING)


def _line(event: Event, times: int, where: str, role: str) -> Line:
    purpose = str(PURPOSES.get(event.purpose, event.purpose))
    return Line(event.seq, event.at, where, role, _what(event), purpose, _is_reading(event), times)


def _what(event: Event) -> str:
    """What no case's timeline tells, such as the answers of a screening, has its words in the trail."""
    return words.sentence(event) if event.verb in words.VERBS else str(WORDS.get(event.verb, event.verb))


def _places(events: Iterable[Event]) -> Any:
    """From where, and as what, somebody did it: as their role stood at that moment."""
    by = {event.by for event in events}
    users = User.objects.select_related("office", "organisation").in_bulk([int(pk) for pk in by if pk.isdigit()])
    held: dict[int, list[Membership]] = {}
    for membership in Membership.objects.filter(user__in=users).select_related("office__organisation").order_by("pk"):
        held.setdefault(membership.user_id, []).append(membership)
    links = _institutions(by)

    def of(event: Event) -> tuple[str, str]:
        user = users.get(int(event.by)) if event.by.isdigit() else None
        if user is None:
            return links.get(event.by) or words.somebody(event.by), ""
        then = [m for m in held.get(user.pk, []) if m.is_active(event.at)]
        office = next((m.office for m in then if m.office), user.office)
        parts = [office.name if office else "", user.organisation.name if user.organisation else ""]
        return " · ".join(filter(None, parts)), ", ".join(sorted({str(m.get_role_display()) for m in then}))

    return of


def _institutions(by: Iterable[str]) -> Mapping[str, str]:
    """Who came through a link: the institution that it was sent to."""
    ids = [one.removeprefix("link:") for one in by if one.startswith("link:")]
    rows = AccessLink.objects.filter(pk__in=ids).select_related("referral__organisation").order_by() if ids else []
    return {f"link:{link.pk}": link.referral.organisation.name for link in rows}


def _releases(cases: list[UUID]) -> list[Release]:
    rows = Referral.objects.filter(case__in=cases).select_related("organisation", "service", "consent")
    return [
        Release(row, ", ".join(str(label) for _field, label, _value in row.shared) or _("none"))
        for row in rows.order_by("-sent_at", "-pk")
    ]
