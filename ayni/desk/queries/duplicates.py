"""Two files side by side, as whoever decides about them sees them: what each says, and where they differ."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.access.permissions import Permission
from ayni.audit.models import Event
from ayni.cases.models import Case
from ayni.design import words as times
from ayni.desk import words as spoken
from ayni.lib.together import read_together
from ayni.people import queries as people
from ayni.people.models import (
    Attachment,
    Consent,
    ContactPoint,
    FoundBy,
    IdentityDocument,
    Kind,
    MigratorySituation,
    Nationality,
    OtherIdentity,
    PairStatus,
    Person,
    PossibleDuplicate,
    Relationship,
    Residence,
)
from ayni.people.queries import words
from ayni.referrals.models import Referral

EVENTS = 40
NAMES = ("A", "B")

Lines = list[str]


@dataclass(frozen=True)
class Row:
    """One thing that both files say, or one of them."""

    label: str
    one: Lines
    other: Lines

    @property
    def is_told(self) -> bool:
        return bool(self.one or self.other)

    @property
    def differs(self) -> bool:
        return sorted(self.one) != sorted(self.other)

    @property
    def mark(self) -> str:
        """In words: colour is never the only sign."""
        if not self.differs:
            return _("the same")
        return _("different") if self.one and self.other else _("only in one")

    @property
    def tone(self) -> str:
        return "orange" if self.mark == _("different") else "" if self.differs else "green"


@dataclass(frozen=True)
class Part:
    title: str
    rows: list[Row]


def _person(row: Any) -> UUID:
    pk: UUID = row.person_id
    return pk


class Pages:
    """What is in both files. All tables are read in one statement: however much is in them, the page waits once."""

    def __init__(self, pair: PossibleDuplicate, user: User, today: date) -> None:
        self.user = user
        both = Person.objects.filter(pk__in=[pair.one_id, pair.other_id])
        self.both = list(people.whole(both, today).order_by("pk"))
        asked = self._asked()
        self._read = dict(zip(asked, read_together(*asked.values()), strict=True))

    def _asked(self) -> dict[str, QuerySet[Any]]:
        """What is read of both, each kind with what its words need."""
        seen = Exists(Person.objects.visible_to(self.user).filter(pk=OuterRef("relative")))
        cases = Case.objects.visible_to(self.user) if self.user.may(Permission.CASE_VIEW) else Case.objects.none()
        own: dict[str, QuerySet[Any]] = {
            "nationalities": Nationality.objects.filter(ended_at=None)
            .select_related("country")
            .order_by("order", "pk"),
            "identities": OtherIdentity.objects.order_by("-pk"),
            "documents": IdentityDocument.objects.select_related("type", "issued_in").order_by("pk"),
            "situations": MigratorySituation.objects.select_related("status").order_by("-is_current", "-pk"),
            "contacts": ContactPoint.objects.order_by("pk"),
            "homes": Residence.objects.select_related("district__parent__parent").order_by("-since", "-pk"),
            "kin": Relationship.objects.select_related("relative").annotate(is_seen=seen).order_by("pk"),
            "cases": cases.order_by("opened_at", "pk"),
            "consents": Consent.objects.select_related("organisation").order_by("given_at", "pk"),
            "attachments": people.attachments_of(self.both) if self._sees_pictures else Attachment.objects.none(),
        }
        sent = Referral.objects.filter(case__in=cases.filter(person__in=self.both)).order_by("sent_at", "pk")
        done = Event.objects.filter(thread__in=[person.pk for person in self.both]).exclude(verb__endswith=".opened")
        return {name: rows.filter(person__in=self.both) for name, rows in own.items()} | {
            "referrals": sent.select_related("organisation", "case"),
            # By when it was done: what was done without signal came to the trail later.
            "events": done.order_by("-at", "-seq")[:EVENTS],
        }

    @property
    def _sees_pictures(self) -> bool:
        return self.user.may(Permission.PERSON_VIEW)

    def parts(self) -> list[Part]:
        made = [
            Part(_("Who it is"), self._identity()),
            Part(_("Documents and situation"), self._documents()),
            Part(_("Contact, residence and family"), self._contact()),
            Part(_("Work with the person"), self._work()),
            Part(_("The files"), self._files()),
        ]
        return [Part(part.title, [row for row in part.rows if row.is_told]) for part in made]

    def _row(self, label: str, say: Callable[[Person], str | Promise | None]) -> Row:
        one, other = ([str(said)] if (said := say(person)) else [] for person in self.both)
        return Row(label, one, other)

    def _lists(self, label: str, kind: str, say: Callable[[Any], str], of: Callable[[Any], UUID] = _person) -> Row:
        said: Mapping[UUID, Lines] = defaultdict(list)
        for row in self._read[kind]:
            said[of(row)].append(say(row))
        return Row(label, *(list(filter(None, said[person.pk])) for person in self.both))

    def _identity(self) -> list[Row]:
        return [
            self._row(_("Name as on the document"), lambda p: p.full_name),
            self._row(_("Goes by"), lambda p: p.known_as),
            self._lists(_("Also registered as"), "identities", lambda row: people.registered_as(row).full_name),
            self._row(_("Birth date"), words.birth),
            self._row(_("Sex"), lambda p: p.sex.label_es),
            self._row(_("Gender"), people.gender_label),
            self._lists(_("Nationality"), "nationalities", lambda n: n.country.label_es),
            self._row(_("Language"), lambda p: p.language.label_es if p.language else ""),
            self._row(_("Education"), lambda p: p.education.label_es if p.education else ""),
        ]

    def _documents(self) -> list[Row]:
        return [
            self._lists(_("Documents"), "documents", _document),
            self._lists(_("Migratory situation"), "situations", _situation),
            Row(_("Other data"), *([_other(one) for one in _others(person)] for person in self.both)),
        ]

    def _contact(self) -> list[Row]:
        return [
            self._lists(_("How to reach the person"), "contacts", _contact),
            self._lists(_("Where the person has lived"), "homes", _home),
            self._lists(_("Family"), "kin", _relative),
        ]

    def _work(self) -> list[Row]:
        return [
            self._lists(_("Cases"), "cases", _case),
            self._lists(_("Referrals"), "referrals", _referral, lambda referral: referral.case.person_id),
            self._lists(_("Consents"), "consents", _consent),
        ]

    def _files(self) -> list[Row]:
        return [
            self._row(_("Registered"), lambda p: f"{times.moment(p.registered_at)}, {p.registered_by.display_name}"),
            self._row(_("Office"), lambda p: p.office.name),
        ]

    def pictures(self) -> list[tuple[str, list[people.Shown]]]:
        """Photos and scans of each, for whoever may open a picture; nothing if neither has one."""
        found = [
            (name, people.current_attachments([row for row in self._read["attachments"] if row.person_id == person.pk]))
            for name, person in zip(NAMES, self.both, strict=True)
        ]
        return found if any(shown for _name, shown in found) else []

    def timeline(self) -> list["Told"]:
        """What was done to both, in one column, the newest first; what somebody did again and again on a day, once."""
        sides = {person.pk: name for person, name in zip(self.both, NAMES, strict=True)}
        events: list[Event] = self._read["events"]
        ids = {int(event.by) for event in events if event.by.isdigit()}
        users = {str(pk): user.display_name for pk, user in User.objects.in_bulk(ids).items()}
        told = [
            Told(sides[e.thread], spoken.sentence(e), users.get(e.by) or spoken.somebody(e.by), e.at)
            for e in events
            if e.thread
        ]
        return [_once(list(same)) for _what, same in groupby(told, lambda one: (one[:3], localdate(one.at)))]


class Told(NamedTuple):
    side: str
    what: str
    who: str
    at: datetime


def _once(same: Sequence[Told]) -> Told:
    if len(same) == 1:
        return same[0]
    times_done = _("%(times)s times") % {"times": len(same)}
    return same[0]._replace(what=f"{same[0].what} · {times_done}")


def _ended(text: str, ended: Any) -> str:
    return _("%(what)s (ended)") % {"what": text} if ended else text


def _document(row: IdentityDocument) -> str:
    seen = _("original seen") if row.is_verified else ""
    return _ended(" · ".join(filter(None, [words.document(row), seen])), row.ended_at)


def _situation(row: MigratorySituation) -> str:
    return _ended(row.status.label_es, not row.is_current)


def _others(person: Person) -> list[people.Present]:
    """What has no row of its own."""
    return [one for one in people.characteristics_now(person) if one.kind not in {Kind.EDUCATION, Kind.LANGUAGE}]


def _other(one: people.Present) -> str:
    return f"{one.heading}: {one.text}"


def _contact(row: ContactPoint) -> str:
    return _ended(words.contact(row), row.ended_at)


def _home(row: Residence) -> str:
    where = _("in transit") if row.in_transit else words.territory(row.district) if row.district else ""
    return _ended(" · ".join(filter(None, [where, row.address])), row.ended_at)


def _relative(row: Relationship) -> str:
    """Of a file that is hidden from whoever looks, not even its existence is told."""
    file = row.relative if row.is_seen else None  # type: ignore[attr-defined]
    if row.relative_id and file is None and not (row.name or row.birth_year):
        return ""
    who = file.full_name if file else row.name
    return _ended(" · ".join(filter(None, [row.get_kind_display(), who, str(row.birth_year or "")])), row.ended_at)


def _case(row: Case) -> str:
    return f"{row.number} · {row.get_status_display()} · {times.day(row.opened_at)}"


def _referral(row: Referral) -> str:
    return f"{row.number} · {row.organisation.name} · {row.get_status_display()}"


def _consent(row: Consent) -> str:
    what = " · ".join(filter(None, [row.get_purpose_display(), row.organisation.name if row.organisation else ""]))
    return _("%(what)s (withdrawn)") % {"what": what} if row.withdrawn_at else what


@dataclass(frozen=True)
class Filters:
    """What narrows the queue; it lives in the address."""

    status: str = ""
    found_by: str = ""


def queue(user: User, filters: Filters, at: datetime) -> QuerySet[PossibleDuplicate]:
    """What is to be decided; or, if asked for, what somebody is finding out or what was decided."""
    today = localdate(at)
    rows = people.to_decide(user, today)
    if filters.status in {PairStatus.UNSURE, PairStatus.DIFFERENT}:
        rows = people.with_files(PossibleDuplicate.objects.visible_to(user).filter(status=filters.status))
    if filters.found_by in FoundBy.values:
        rows = rows.filter(found_by=filters.found_by)
    return rows
