"""Is this person already here? Few statements, whatever the number of people."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.people import hooks
from ayni.people.models import Birth, ContactPoint, IdentityDocument, Person
from ayni.people.rules import asking, keys, likeness
from ayni.people.rules.asking import Sought
from ayni.people.rules.documents import phone_tail
from ayni.people.rules.likeness import Known, Likeness

from . import reading, words
from .candidates import Candidates, add_near, blind_phone, candidates, offices_in_reach, own_offices
from .reading import RawId
from .scan import NAMES

SHOWN = 10
MOST_SCANNED = 120
"""How many of the second look are read and compared in full."""
_LONGEST_CASE_NUMBER = 20
BY_PHONE = (ContactPoint.Kind.PHONE, ContactPoint.Kind.WHATSAPP, ContactPoint.Kind.SMS, ContactPoint.Kind.THROUGH)


@dataclass(frozen=True)
class Hit:
    """Somebody whom the user may see, with the reasons why they may be who is sought."""

    person: Person
    """With what a list shows of them: names, birth."""
    score: float
    is_strong: bool
    reasons: tuple[str, ...]
    office: str = ""
    nationalities: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """What tells namesakes apart."""
        return " · ".join([words.birth(self.person), *self.nationalities, *self.documents, self.office])


@dataclass(frozen=True)
class Found:
    hits: Sequence[Hit] = ()
    hidden: Sequence[UUID] = ()
    """They look very much like who is sought, and are none of this user's business: call the focal point."""
    finding: hooks.Finding | None = None
    """What has the number that was typed, such as a case."""
    more: bool = False
    """More people answer than are shown: add a name or a date."""

    @property
    def somebody_hidden(self) -> bool:
        return bool(self.hidden)


class Compared(NamedTuple):
    values: Sequence[Any]
    known: Known
    likeness: Likeness
    office: str


def search(text: str, user: User, at: datetime) -> Found:
    """What one line of text may mean, of what this user may see. Raises NothingToSearch with a sentence."""
    if finding := find_number(text, user):
        return Found(finding=finding)
    return search_for(asking.read(text, localdate(at)), user)


def find_number(text: str, user: User) -> hooks.Finding | None:
    text = text.strip()
    if len(text) > _LONGEST_CASE_NUMBER:
        return None
    return next(filter(None, (find(text, user) for find in hooks.NUMBER_FINDERS)), None)


def search_for(sought: Sought, user: User, shown: int = SHOWN) -> Found:
    maybe = candidates(sought, offices_in_reach(user) if len(sought.words) == 1 else ())
    compared = compared_with(sought, reading.names_of(maybe.best(own_offices(user))), maybe)
    visible = reading.visible(_alike(compared, likeness.SHOWN_FROM), user)
    if is_weak(sought, (compared[pk].likeness.score for pk in visible)):
        more = past_errors(sought, maybe, own_offices(user), compared)
        visible |= reading.visible(_alike(more, likeness.FAINT_FROM), user)
        compared |= more
    best = sorted((compared[pk] for pk in visible), key=lambda c: (c.likeness.score, c.values[0]), reverse=True)
    # The words on the page are the same whatever hides the person: another office, a protected or restricted case.
    hidden = [reading.as_uuid(pk) for pk, c in compared.items() if c.likeness.is_strong and pk not in visible]
    return Found(_hits(sought, best[:shown], maybe), hidden, more=len(best) > shown)


def is_weak(sought: Sought, scores: Iterable[float]) -> bool:
    """Whether to look again, past errors: nobody fits well, or a birth date that is estimated lets many fit."""
    is_estimated = sought.born is not None and sought.day is None
    return is_estimated or max(scores, default=0.0) < likeness.WEAK_BELOW


def past_errors(
    sought: Sought, maybe: Candidates, offices: set[int], known: Mapping[RawId, Compared]
) -> dict[RawId, Compared]:
    """Whoever else may be meant, if what was typed has errors in it."""
    NAMES.refresh()
    add_near(sought, maybe, offices)
    near = reading.names_of(maybe.best(offices, without=known))
    lines = NAMES.best(sought, MOST_SCANNED) if len(sought.words) > 1 else []
    scanned = [row for row in reading.names_of_lines(lines) if row[0] not in known]
    return compared_with(sought, [*near, *scanned], maybe)


def strong_matches(sought: Sought, user: User) -> set[UUID]:
    """Those whom it would be careless not to look at before registering somebody."""
    return {hit.person.pk for hit in search_for(sought, user).hits if hit.is_strong}


_READ = ("id", "given_name_1", "given_name_2", "surname_1", "surname_2", "known_as", "birth_date", "birth_precision")


def compared_with(sought: Sought, rows: Iterable[Sequence[Any]], maybe: Candidates) -> dict[RawId, Compared]:
    found = {}
    for pk, *names, born, precision, office in rows:
        values = (pk, *names, reading.as_date(born), precision)
        known = _known(values[1:])
        found[pk] = Compared(values, known, likeness.compare(sought, known, frozenset(maybe.via.get(pk, ()))), office)
    return found


def _alike(compared: Mapping[RawId, Compared], least: float) -> list[RawId]:
    """Those who matter, seen or hidden: whether the user may open their files is asked for no others."""
    return [pk for pk, c in compared.items() if c.likeness.is_strong or c.likeness.score >= least]


def _known(values: Iterable[Any]) -> Known:
    given_1, given_2, surname_1, surname_2, known_as, born, precision = values
    words = keys.name_words
    return Known(words(given_1, given_2), words(surname_1), words(surname_2), words(known_as), born, precision)


def _hits(sought: Sought, best: list[Compared], maybe: Candidates) -> list[Hit]:
    """The people to show, with what a list shows of them, and why."""
    ids = [c.values[0] for c in best]
    nationalities, documents = reading.nationalities_of(ids), reading.documents_of(ids)
    return [
        Hit(
            person=Person.from_db("default", _READ, (reading.as_uuid(pk), *c.values[1:])),
            score=c.likeness.score,
            is_strong=c.likeness.is_strong,
            reasons=likeness.reasons(sought, c.known, frozenset(maybe.via.get(pk, ()))),
            office=c.office,
            nationalities=tuple(nationalities.get(pk, ())),
            documents=tuple(documents.get(pk, ())),
        )
        for pk, c in zip(ids, best, strict=True)
    ]


def facts_of(persons: Sequence[Person]) -> list[keys.Facts]:
    """What of these people goes into search keys: two statements, however many they are."""
    ids = [person.pk for person in persons]
    numbers: dict[UUID, list[str]] = defaultdict(list)
    documents = IdentityDocument.objects.filter(person__in=ids).exclude(number="").order_by()
    for pk, number in documents.values_list("person_id", "number"):
        numbers[pk].append(number)
    phones: dict[UUID, list[bytes]] = defaultdict(list)
    contacts = ContactPoint.objects.filter(person__in=ids, ended_at__isnull=True, kind__in=BY_PHONE).order_by()
    for pk, value in contacts.values_list("person_id", "value"):
        if tail := phone_tail(value):
            phones[pk].append(blind_phone(tail))
    return [_facts(person, numbers.get(person.pk, []), phones.get(person.pk, [])) for person in persons]


def _facts(person: Person, numbers: list[str], phones: list[bytes]) -> keys.Facts:
    return keys.Facts(
        office_id=person.office_id,
        given=keys.name_words(person.given_name_1, person.given_name_2),
        surnames=keys.name_words(person.surname_1, person.surname_2),
        known_as=keys.name_words(person.known_as),
        born=person.birth_date if person.birth_precision == Birth.EXACT else None,
        numbers=tuple(numbers),
        phones=tuple(phones),
    )
