"""The whole history of a file, line by line: what was so when, where it comes from, when it was written down."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ayni.codelists import queries as codelists
from ayni.codelists.models import FunctionalDifficulty, Listed
from ayni.lib.together import read_together
from ayni.people.models import (
    ONE_AT_A_TIME,
    Characteristic,
    Confidence,
    ContactPoint,
    IdentityChange,
    IdentityDocument,
    Kind,
    MigratorySituation,
    Nationality,
    OtherIdentity,
    Person,
    Residence,
    Source,
    Sourced,
    Spell,
)
from ayni.people.rules.characteristics import COUNTING, KINDS, NOT_SAID, SHORT_NAMES, Disability, disability_status
from ayni.people.rules.documents import NONE
from ayni.people.rules.histories import Times
from ayni.people.rules.sources import Provenance

from . import words
from .identities import registered_as

UNCONFIRMED = frozenset({Source.ESTIMATED, Source.LIST, Source.RELATIVE})
"""What comes from there is shown as unconfirmed, however sure whoever wrote it was."""
WITHOUT_DIFFICULTY = "WG-1"
ALSO = "also"


@dataclass(frozen=True)
class Line:
    """One value of a file. `topic`: what it is about; of a `single` one only one value can be so on a day."""

    topic: str
    heading: str
    text: str
    times: Times
    provenance: Provenance
    recorded_at: datetime
    recorded_by: str = ""
    single: bool = False
    is_confirmed: bool = True
    row: Any = None
    """What the line tells of: to end it, or to correct it."""

    @property
    def is_dated(self) -> bool:
        """Whether one may ask since when it is so: not of a name."""
        return self.topic not in {ALSO, *(aspect.topic for aspect in ASPECTS)}

    @property
    def end_url(self) -> str:
        """The page that ends or corrects it, where it has one of its own."""
        if self.times.ended_on is not None:
            return ""
        return _ENDED_BY.get(type(self.row), "")

    @property
    def source(self) -> str:
        return str(Source(self.provenance.source).label)

    @property
    def confidence(self) -> str:
        return str(Confidence(self.provenance.confidence).label)


_ENDED_BY = {Characteristic: "people:characteristic-end", Nationality: "people:nationality-end"}


def times_of(row: Spell, recorded_at: datetime | None = None) -> Times:
    """`recorded_at`: for what was there before sources were kept."""
    at = row.recorded_at or recorded_at or row.person.registered_at  # type: ignore[attr-defined]
    return Times(localdate(at), row.since, row.until, _day(row.ended_at), row.is_mistake)


def provenance_of(person: Person, column: str) -> Provenance:
    """Where the value of a column of Person comes from: said at registration, unless something else was written."""
    return identitysources_of(person).get(column, Provenance())


def identitysources_of(person: Person) -> dict[str, Provenance]:
    """For the columns that do not rest on what the person said at registration."""
    return sources_of(changes_of(person))


def changes_of(person: Person) -> list[IdentityChange]:
    return list(_changes(person))


def _changes(person: Person) -> QuerySet[IdentityChange]:
    return person.identity_changes.select_related("recorded_by").order_by("recorded_at", "pk")


def sources_of(changes: Iterable[IdentityChange]) -> dict[str, Provenance]:
    found: dict[str, Provenance] = {}
    for change in changes:
        found |= dict.fromkeys(change.columns, said(change))
    return found


def said(row: Sourced) -> Provenance:
    return Provenance(row.source, row.confidence, row.reference)


def as_of(person: Person, day: date, known_on: date = date.max) -> list[Line]:
    """What was so on that day, by what the file says; or by what it said on another day."""
    return holding(lines(person), day, known_on)


def says(person: Person, kind: str) -> bool:
    """Whether the file says something of this kind now that a new value would take the place of."""
    if kind not in ONE_AT_A_TIME:
        return False
    mirror = KINDS[kind].mirror
    rows = person.characteristics.filter(kind=kind)
    return rows.filter(ended_at=None).exists() or bool(mirror and getattr(person, f"{mirror}_id") and not rows.exists())


def holding(every: Iterable[Line], day: date, known_on: date = date.max) -> list[Line]:
    return [line for line in every if line.times.held(day, known_on=known_on)]


def lines(person: Person, contacts: Iterable[ContactPoint] | None = None) -> list[Line]:
    """All of them, the latest beginning first. One statement, however long the history is."""
    [changes, situations, residences, documents, nationalities, rows, identities, read] = read_together(
        _changes(person),
        person.situations.select_related("status", "norm", "recorded_by").order_by("pk"),
        person.residences.select_related("district__parent__parent", "abroad_in", "recorded_by").order_by("pk"),
        person.documents.select_related("type", "issued_in", "recorded_by").order_by("pk"),
        person.nationalities.select_related("country", "recorded_by").order_by("order", "pk"),
        person.characteristics.select_related("recorded_by").order_by("pk"),
        person.other_identities.select_related("recorded_by").order_by("pk"),
        person.contacts.select_related("recorded_by").order_by("pk")
        if contacts is None
        else ContactPoint.objects.none(),
    )
    found = [
        *_situations(person, situations), *_residences(person, residences), *_documents(person, documents),
        *_contacts(person, read if contacts is None else contacts), *_nationalities(person, nationalities),
        *_characteristics(person, rows, sources_of(changes)), *_identity(person, changes),
        *_identities(person, identities),
    ]  # fmt: skip
    return sorted(found, key=lambda line: (line.times.begins, line.recorded_at), reverse=True)


def _line(person: Person, row: Any, topic: str, heading: str, text: str, **more: Any) -> Line:
    at = row.recorded_at or person.registered_at
    sure = more.pop("is_confirmed", True) and is_confirmed(said(row))
    by = row.recorded_by or person.registered_by
    times = more.pop("times", None) or times_of(row, at)
    return Line(topic, heading, text, times, said(row), at, by.display_name, is_confirmed=sure, row=row, **more)


def _situations(person: Person, rows: Iterable[MigratorySituation]) -> Iterator[Line]:
    for row in rows:
        text = f"{row.status.label_es} ({words.regularity(row)})"
        text = f"{text} · {row.norm.label_es}" if row.norm else text
        yield _line(person, row, "situation", _("Migratory situation"), text, single=True)


def _residences(person: Person, rows: Iterable[Residence]) -> Iterator[Line]:
    for row in rows:
        yield _line(person, row, "residence", _("Where the person lives"), words.residence(row), single=True)


def _documents(person: Person, rows: Iterable[IdentityDocument]) -> Iterator[Line]:
    for row in rows:
        recorded = localdate(row.recorded_at or person.registered_at)
        times = Times(recorded, row.issued_on, None, _day(row.ended_at))
        seen = row.is_verified or row.type.code == NONE
        yield _line(person, row, "document", _("Document"), _paper(row), times=times, is_confirmed=seen)


def _paper(row: IdentityDocument) -> str:
    text = words.document(row)
    if row.expires_on is None:
        return text
    return _("%(document)s, valid until %(day)s") % {"document": text, "day": words.day(row.expires_on)}


def _contacts(person: Person, rows: Iterable[ContactPoint]) -> Iterator[Line]:
    for row in rows:
        times = Times(localdate(row.recorded_at or row.since), localdate(row.since), None, _day(row.ended_at))
        yield _line(person, row, "contact", _("Contact"), _safety(row), times=times)


def _safety(row: ContactPoint) -> str:
    return f"{words.contact(row)} · {_('safe') if row.is_safe else _('not known to be safe')}"


def _nationalities(person: Person, rows: Iterable[Nationality]) -> Iterator[Line]:
    for row in rows:
        yield _line(person, row, "nationality", _("Nationality"), row.country.label_es)


def _characteristics(
    person: Person, rows: Collection[Characteristic], sources: Mapping[str, Provenance]
) -> Iterator[Line]:
    labels = codelists.labels(_codes(rows))
    for row in rows:
        plain = labels.get((KINDS[row.kind].codes, row.code), row.code)
        text = _sealed(row.sealed, labels) if row.sealed else plain
        yield _line(person, row, row.kind, str(Kind(row.kind).label), text, single=row.kind in ONE_AT_A_TIME)
    yield from _of_registration(person, {row.kind for row in rows}, sources)


def _codes(rows: Iterable[Characteristic]) -> Iterator[tuple[type[Listed], str]]:
    for row in rows:
        for code in (row.sealed or {"": row.code}).values():
            yield KINDS[row.kind].codes, code


def _sealed(answers: dict[str, str], labels: dict[Any, str]) -> str:
    """Con discapacidad: ver (Sí, mucha dificultad)"""
    text = str(Disability(disability_status(answers, COUNTING)).label)
    told = [
        f"{SHORT_NAMES[domain]} ({labels.get((FunctionalDifficulty, code), code)})"
        for domain, code in answers.items()
        if code not in {WITHOUT_DIFFICULTY, NOT_SAID}
    ]
    return f"{text}: {', '.join(told)}" if told else text


def _of_registration(person: Person, kinds: set[str], sources: Mapping[str, Provenance]) -> Iterator[Line]:
    """What stands on the person alone, because it was never changed since."""
    for kind, of in KINDS.items():
        entry = getattr(person, of.mirror) if of.mirror and kind not in kinds else None
        if entry is not None:
            yield _of_person(person, kind, str(Kind(kind).label), entry.label_es, sources.get(of.mirror, Provenance()))


def _of_person(
    person: Person, topic: str, heading: str, text: str, provenance: Provenance, ended_on: date | None = None
) -> Line:
    """Written at registration."""
    times = Times(localdate(person.registered_at), ended_on=ended_on, is_mistake=ended_on is not None)
    return Line(
        topic, heading, text, times, provenance, person.registered_at, person.registered_by.display_name,
        single=True, is_confirmed=is_confirmed(provenance),
    )  # fmt: skip


def is_confirmed(provenance: Provenance) -> bool:
    return provenance.source not in UNCONFIRMED and provenance.confidence == Confidence.HIGH


@dataclass(frozen=True)
class Aspect:
    """Columns of Person that are one thing to whoever reads."""

    topic: str
    heading: str | Promise
    columns: tuple[str, ...]
    text: Callable[[dict[str, Any]], str]


def _name(state: dict[str, Any]) -> str:
    return " ".join(filter(None, (state[column] for column in ASPECTS[0].columns)))


def _birth(state: dict[str, Any]) -> str:
    born = state["birth_date"]
    return words.birth_of(date.fromisoformat(born) if born else None, state["birth_precision"])


ASPECTS = (
    Aspect("name", _lazy("Name"), ("given_name_1", "given_name_2", "surname_1", "surname_2"), _name),
    Aspect("known_as", _lazy("Goes by"), ("known_as",), lambda state: state["known_as"]),
    Aspect("birth", _lazy("Birth date"), ("birth_date", "birth_precision"), _birth),
    Aspect("sex", _lazy("Sex"), ("sex",), lambda state: state["sex"]),
)
"""What of the identity the history shows. Gender is on the summary alone."""


def identity_now(person: Person) -> dict[str, Any]:
    """The columns of the identity as plain values, as `IdentityChange.before` keeps them. Sex is kept in words."""
    born = person.birth_date
    plain = {column: getattr(person, column) for aspect in ASPECTS for column in aspect.columns}
    plain |= {"gender": person.gender, "needs_interpreter": person.needs_interpreter}
    return plain | {"birth_date": born.isoformat() if born else None, "sex": person.sex.label_es}


def _identity(person: Person, changes: list[IdentityChange]) -> Iterator[Line]:
    """What stands now, and what was corrected: believed until then."""
    for aspect in ASPECTS:
        yield from _aspect(person, aspect, [c for c in reversed(changes) if set(c.columns) & set(aspect.columns)])


def _identities(person: Person, rows: Iterable[OtherIdentity]) -> Iterator[Line]:
    for row in rows:
        who = registered_as(row)
        text = " · ".join(filter(None, [who.full_name, who.known_as, words.birth(who)]))
        yield _line(person, row, ALSO, _("Also registered as"), text, times=Times(_written(person, row)))


def _written(person: Person, row: Sourced) -> date:
    return localdate(row.recorded_at or person.registered_at)


def _aspect(person: Person, aspect: Aspect, changes: list[IdentityChange]) -> Iterator[Line]:
    state, ended, heading = identity_now(person), None, str(aspect.heading)
    for change in changes:
        written = localdate(change.recorded_at or person.registered_at)
        times = Times(written, ended_on=ended, is_mistake=ended is not None)
        if text := aspect.text(state):
            yield _line(person, change, aspect.topic, heading, text, times=times, single=True)
        if not change.before:
            return
        state, ended = state | change.before, written
    if text := aspect.text(state):
        yield _of_person(person, aspect.topic, heading, text, Provenance(), ended)


def _day(moment: datetime | None) -> date | None:
    return localdate(moment) if moment else None
