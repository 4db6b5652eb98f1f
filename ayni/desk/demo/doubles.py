"""People of a small demo world who were registered twice, as it happens: heard wrongly, copied wrongly, in a hurry.

They are made from somebody who is there already, as the verb writes them, and then noted, decided and merged by the
verbs' own rules, so that whoever opens the queue of duplicates finds what they will find at work. Only the id of the
merge does not come from the seed. A large world has none: it is made in pieces that know nothing of one another.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.people import actions as people
from ayni.people import queries
from ayni.people.models import (
    Basis,
    Birth,
    FoundBy,
    IdentityDocument,
    PairStatus,
    Person,
    PossibleDuplicate,
    Purpose,
)
from ayni.people.rules import duplicates as rules

from .chance import Chance
from .making import Stage
from .staff import HEAD_OFFICE
from .tables import Tables
from .trail import Trail
from .writing import Rows

FEWEST_PEOPLE = 200
"""In a smaller world there is hardly anybody to be registered twice."""
SETTLED = timedelta(days=20)
"""Since when somebody is there who comes again."""
_HEARD = (("z", "s"), ("s", "z"), ("v", "b"), ("b", "v"), ("y", "i"), ("ll", "y"), ("c", "s"), ("í", "i"), ("é", "e"))

Said = dict[str, Any]


def _misheard(column: str) -> Callable[[Said], Said]:
    """One sound is written another way, beyond the first letter."""

    def change(said: Said) -> Said:
        name = said[column]
        for was, becomes in _HEARD:
            if was in name[1:]:
                return {**said, column: name[0] + name[1:].replace(was, becomes, 1)}
        return said

    return change


def _surnames_swapped(said: Said) -> Said:
    return {**said, "surname_1": said["surname_2"], "surname_2": said["surname_1"]} if said["surname_2"] else said


def _in_a_hurry(said: Said) -> Said:
    return {**said, "given_name_2": "", "surname_2": ""} if said["given_name_2"] and said["surname_2"] else said


def _day_and_month_swapped(said: Said) -> Said:
    born = said["birth_date"]
    return {**said, "birth_date": born.replace(day=born.month, month=born.day)} if born.day <= 12 else said


def _a_year_off(said: Said) -> Said:
    born = said["birth_date"]
    return {**said, "birth_date": born.replace(year=born.year + 1, day=min(born.day, 28))}


def _estimated(said: Said) -> Said:
    born = said["birth_date"].replace(month=1, day=1)
    return {**said, "birth_date": born, "birth_precision": Birth.ESTIMATED.value}


def _by_the_second_name(said: Said) -> Said:
    return {**said, "given_name_1": said["given_name_2"], "given_name_2": ""} if said["given_name_2"] else said


def _sibling(said: Said) -> Said:
    """Not the same person: a brother or sister who shares a name and the telephone."""
    younger = _by_the_second_name(said)
    return {**younger, "birth_date": said["birth_date"] + timedelta(days=560)} if younger != said else said


@dataclass(frozen=True)
class Again:
    """How somebody comes to be registered a second time. `document`: "same", "near" (one digit), "other" or "none"."""

    change: Callable[[Said], Said]
    document: str = "none"
    same_phone: bool = False
    found_by: str = FoundBy.REGISTER
    becomes: str = PairStatus.OPEN


MERGED = "MERGED"
AGAIN = (
    Again(_misheard("surname_1"), "same"),
    Again(_surnames_swapped, "near"),
    Again(_day_and_month_swapped, "same", found_by=FoundBy.NIGHTLY),
    Again(_in_a_hurry, same_phone=True),
    Again(_misheard("given_name_1"), "near", found_by=FoundBy.NIGHTLY),
    Again(_a_year_off, "same", same_phone=True),
    Again(_estimated, same_phone=True),
    Again(_by_the_second_name, "same", found_by=FoundBy.HAND),
    Again(_misheard("surname_2"), "other", same_phone=True),
    Again(_sibling, same_phone=True, found_by=FoundBy.NIGHTLY),
    Again(_misheard("surname_1"), "none", same_phone=True),
    Again(_a_year_off, "near", found_by=FoundBy.NIGHTLY),
    Again(_in_a_hurry, "same", becomes=PairStatus.UNSURE),
    Again(_sibling, same_phone=True, becomes=PairStatus.DIFFERENT),
    Again(_misheard("given_name_1"), "same", same_phone=True, becomes=MERGED),
)


@dataclass(frozen=True)
class Twice:
    """Somebody and their second file."""

    again: Again
    first: Person
    second: Any
    """Its id."""
    by: User
    at: datetime


def how_many(people: int) -> int:
    """Of the files of a world of this size, how many are second ones that stay."""
    return sum(again.becomes != MERGED for again in AGAIN) if people >= FEWEST_PEOPLE else 0


class Doubles:
    """Second files, as rows and lines of the trail that are written with the others."""

    def __init__(self, stage: Stage, chance: Chance, tables: Tables, trail: Trail) -> None:
        self.stage, self.chance, self.tables, self.trail = stage, chance, tables, trail
        self.desk = stage.staff.desks[HEAD_OFFICE]

    def make(self, people: int) -> list[Twice]:
        """In a world of so many people."""
        found: list[Twice] = []
        free = self._who() if people >= FEWEST_PEOPLE else []
        for again in AGAIN:
            for first in free:
                said = _said(first)
                if again.change(said) != said:
                    free.remove(first)
                    found.append(self._second(again, first, again.change(said)))
                    break
        return found

    def _who(self) -> list[Person]:
        """Whose file every supervisor of the head office may decide about."""
        rows = Person.objects.filter(
            office=self.desk.office, compartments=None, birth_precision=Birth.EXACT,
            registered_at__lt=self.stage.at - SETTLED, contacts__kind__in=["PHONE", "WHATSAPP"],
            documents__number__gt="",
        )  # fmt: skip
        return self.chance.sample(chosen := list(rows.distinct().order_by("pk")), k=len(chosen))

    def _second(self, again: Again, first: Person, said: Said) -> Twice:
        at = self.stage.at - self.chance.hours(5, 300)
        by = self.chance.choice(self.desk.reception + self.desk.caseworkers)
        pk = self.chance.uuid(at)
        self.tables.people.add(
            id=pk, **said, sex_id=first.sex_id, language_id=first.language_id, district_id=first.district_id,
            in_transit=first.in_transit, office_id=self.desk.office.pk, registered_by_id=by.pk, registered_at=at,
            is_fictitious=True,
        )  # fmt: skip
        for row in first.nationalities.order_by("order"):
            self.tables.nationalities.add(person_id=pk, country_id=row.country_id, order=row.order)
        self._document(again, first, pk)
        if again.same_phone:
            phone = first.contacts.filter(kind__in=["PHONE", "WHATSAPP"]).order_by("pk")[0]
            self.tables.contacts.add(person_id=pk, kind=phone.kind, value=phone.value, since=at, is_safe=True)
        if home := first.residences.order_by("pk").first():
            self.tables.residences.add(
                person_id=pk, district_id=home.district_id, in_transit=home.in_transit, since=localdate(at),
                address="" if home.in_transit else f"Av. Perú {self.chance.randrange(100, 999)}",
            )  # fmt: skip
        self.trail.say("person.registered", "people.Person", pk, by.pk, at, thread=pk, office=self.desk.office.pk)
        self._consent(pk, by, at)
        return Twice(again, first, pk, by, at)

    def _document(self, again: Again, first: Person, pk: Any) -> None:
        held: IdentityDocument = first.documents.exclude(number="").order_by("pk")[0]
        kind, number = held.type_id, held.number
        if again.document == "near":
            number = number[:-1] + str((int(number[-1]) + 3) % 10)
        elif again.document == "other":
            kind, number = self.stage.reference.document_types["PAS"].pk, f"K{self.chance.digits(8)}"
        elif again.document == "none":
            kind, number = self.stage.reference.document_types["SINDOC"].pk, ""
        self.tables.documents.add(
            person_id=pk, type_id=kind, number=number, issued_in_id=held.issued_in_id if number else None,
            office_id=self.desk.office.pk,
        )  # fmt: skip

    def _consent(self, pk: Any, by: User, at: datetime) -> None:
        text, given = self.stage.reference.consent_texts[Purpose.REGISTER], self.chance.uuid(at)
        self.tables.consents.add(
            id=given, person_id=pk, purpose=Purpose.REGISTER, basis=Basis.CONSENT, text_id=text.pk, grounds="",
            taken_by_id=by.pk, given_at=at,
        )  # fmt: skip
        self.trail.say(
            "consent.given", "people.Consent", given, by.pk, at, thread=pk, purpose_code=str(Purpose.REGISTER),
            organisation="", basis=str(Basis.CONSENT), text=text.pk,
        )  # fmt: skip


def _said(person: Person) -> Said:
    columns = ("given_name_1", "given_name_2", "surname_1", "surname_2", "birth_date", "birth_precision")
    return {column: getattr(person, column) for column in columns}


def decide(twice: Sequence[Twice], stage: Stage, chance: Chance) -> None:
    """What was found alike waits in the queue; of three pairs somebody has decided. After the index was made."""
    marta, rosa = stage.staff.users["marta"], stage.staff.users["rosa"]
    for one in twice:
        second = Person.objects.get(pk=one.second)
        pair = _noted(one, second, chance)
        later = min(one.at + timedelta(hours=3), stage.at)
        if one.again.becomes == PairStatus.UNSURE:
            people.decide_unsure(
                pair=pair, promised_by=rosa, due_on=localdate(stage.at) + timedelta(days=4),
                note="Preguntarle si tiene otro documento.", by=marta, at=later,
            )  # fmt: skip
        elif one.again.becomes == PairStatus.DIFFERENT:
            people.decide_different(pair=pair, note="Son hermanos: vinieron juntos.", by=marta, at=later)
        elif one.again.becomes == MERGED:
            people.merge(kept=one.first, absorbed=second, choose={}, by=marta, at=later)


def _noted(one: Twice, second: Person, chance: Chance) -> PossibleDuplicate:
    # Why they are alike is kept in words; the command that makes a world speaks English.
    with translation.override(settings.LANGUAGE_CODE):
        [match] = queries.liken(second, [one.first.pk])
    first, other = rules.in_order(one.first.pk, second.pk)
    rows, pk = Rows(PossibleDuplicate), chance.uuid(one.at)
    rows.add(
        id=pk, one_id=first, other_id=other, score=rules.percent(match.score), reasons=list(match.reasons),
        found_by=one.again.found_by, found_at=one.at,
    )  # fmt: skip
    rows.write()
    pair = PossibleDuplicate.objects.get(pk=pk)
    by = one.by if one.again.found_by != FoundBy.NIGHTLY else audit.SYSTEM
    audit.record(
        "duplicate.noted", subject=pair, by=by, at=one.at, one=str(first), other=str(other), score=pair.score,
        found=one.again.found_by,
    )  # fmt: skip
    return pair
