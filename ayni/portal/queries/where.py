"""Where to go, in the words of the public site: what the directory may tell anybody, ready for a page."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import pgettext

from ayni.codelists import queries as codelists
from ayni.codelists.models import ServiceCategory
from ayni.codelists.rules import fold
from ayni.directory import queries as directory
from ayni.directory.queries import Sought, WayPoint, Ways

from ..rules import needs
from ..rules import whereabouts as said
from .telling import dialled, to_be_confirmed

A_PAGE, A_SHEET = 10, 14
MOST = 1000
DOUBT = re.compile(r"\(?\bverificar\b\)?")


@dataclass(frozen=True)
class Asked:
    """What somebody asks for, read from an address or a form: what was not understood is among the problems."""

    needs: tuple[str, ...] = ()
    words: str = ""
    typed: str = ""
    """A place as it was typed."""
    place: str = ""
    """The code of the place that it was understood to be."""
    others: tuple[codelists.Place, ...] = ()
    """Places that it may be as well."""
    point: tuple[float | None, float | None] = (None, None)
    language: str = ""
    open_now: bool = False
    free: bool = False
    accessible: bool = False
    after: str = ""
    problems: tuple[str, ...] = ()

    @property
    def is_something(self) -> bool:
        return bool(self.needs or self.words or self.typed or self.place or self.is_near or self.is_filtered)

    @property
    def is_near(self) -> bool:
        return self.point[0] is not None

    @property
    def is_filtered(self) -> bool:
        return bool(self.language or self.open_now or self.free or self.accessible)

    @property
    def categories(self) -> frozenset[str]:
        return frozenset(code for need in self.needs for code in below(need))

    @property
    def meant(self) -> frozenset[str]:
        """The needs that it is about: those that were chosen, or what the words are called."""
        return frozenset(self.needs) or needs.called(self.words)

    @property
    def is_discreet(self) -> bool:
        return bool(needs.DISCREET & self.meant)

    def pairs(self, **other: str) -> list[tuple[str, str]]:
        """As it stands in an address. Never a point: that is sent in a form, and kept nowhere."""
        yes = {"abierto": self.open_now, "gratis": self.free, "accesible": self.accessible}
        found = [("necesidad", need) for need in self.needs]
        one_by_one = {"q": self.words, "lugar": self.place, "idioma": self.language}
        if not self.place:
            one_by_one["donde"] = self.typed
        one_by_one |= {name: "si" for name, is_so in yes.items() if is_so} | other
        return found + [(name, value) for name, value in one_by_one.items() if value]


@dataclass(frozen=True)
class Phone:
    number: str
    note: str = ""

    @property
    def dialled(self) -> str:
        return ("+" if self.number.startswith("+") else "") + dialled(self.number)


@dataclass
class Card:
    """A service where one goes for it, as a person reads it."""

    public_id: UUID
    point: WayPoint
    title: str
    organisation: str
    need: str
    place_name: str
    where: str
    """The district, its province and its department."""
    address: str
    opening: str
    hours: list[str]
    phones: list[Phone]
    whom: list[str]
    cost: str
    cost_is_ours: bool
    """Said by us and not written by the institution: in the language of the page."""
    languages: list[str]
    access: list[str]
    papers: list[str]
    distance: str
    checked: str
    call_first: bool

    @property
    def phone(self) -> Phone | None:
        return self.phones[0] if self.phones else None

    @property
    def is_open(self) -> bool:
        return self.point.opening.state == "open" and not self.point.service.by_appointment


@dataclass
class Listing:
    cards: list[Card]
    total: int
    is_many: bool
    here: int
    next_key: str
    by_place: list[tuple[str, str, int]] = field(default_factory=list)
    """Code, name, how many: the most first."""


def full_name(code: str) -> str:
    return codelists.full_place_name(codelists.kept_places(), code)


def hours_of_office(office: int, today: date) -> list[str]:
    return said.hours_in_words(directory.schedules_of_office(office), today)


def public_points() -> list[tuple[UUID, datetime | None]]:
    return directory.public_points()


def need_label(code: str) -> str:
    if code in needs.NEEDS:
        return str(needs.NEEDS[code][0])
    return dict(codelists.kept_choices(ServiceCategory)).get(code, code)


def all_needs() -> list[tuple[str, str]]:
    """Those of the list in force: first as we order them, then whatever else the data has."""
    there = {code for code, _label in codelists.kept_choices(ServiceCategory)}
    ours = [code for code in needs.NEEDS if code in there]
    return [(code, need_label(code)) for code in [*ours, *sorted(there - set(ours))]]


def below(need: str) -> list[str]:
    """The category and what stands under it, as its code says."""
    return [
        code for code, _label in codelists.kept_choices(ServiceCategory) if code == need or code.startswith(f"{need}-")
    ]


def listing(asked: Asked, at: datetime, *, size: int = A_PAGE) -> Listing:
    sought = Sought(
        categories=asked.categories, text=asked.words, text_categories=needs.called(asked.words), place=asked.place,
        point=asked.point, language=asked.language, open_now=asked.open_now, free=asked.free,
        accessible=asked.accessible,
    )  # fmt: skip
    found: Ways = directory.ways(sought, at, after=asked.after, size=size)
    places = codelists.kept_places()
    counted = sorted(found.by_place.items(), key=lambda one: (-one[1], one[0]))
    return Listing(
        cards=cards(found.points, at),
        total=min(found.total, MOST),
        is_many=found.total > MOST,
        here=found.here,
        next_key=found.next_key,
        by_place=[(code, codelists.full_place_name(places, code), times) for code, times in counted],
    )


def card(public_id: UUID, at: datetime) -> Card | None:
    found = directory.way_point(public_id, at)
    return cards([found], at)[0] if found else None


def cards(points: Sequence[WayPoint], at: datetime) -> list[Card]:
    places = codelists.kept_places()
    return [_card(one, codelists.full_place_name(places, one.code) if one.code else "", at) for one in points]


def _card(one: WayPoint, where: str, at: datetime) -> Card:
    service, location = one.service, one.location
    cost = said.cost_in_words(
        is_free=one.is_free, fees=service.fees_description, options=one.records.get("cost_option", ())
    )
    phones = _phones(one)
    return Card(
        public_id=one.public_id,
        point=one,
        # The generic service of an institution is the institution itself.
        title=service.organisation.name if service.is_generic else service.name,
        organisation="" if service.is_generic else service.organisation.name,
        need=need_label(service.category.code) if service.category else "",
        place_name=location.name if location else "",
        where=where,
        address=location.address if location else "",
        opening=said.opening_in_words(
            one.opening, one.hours, by_appointment=service.by_appointment, now=at, has_phone=bool(phones)
        ),
        hours=said.hours_in_words(one.hours, at.date()),
        phones=phones,
        whom=_whom(one),
        cost=cost,
        cost_is_ours=one.is_free or not (service.fees_description or one.records.get("cost_option")),
        languages=_languages(one.records.get("language", ())),
        access=_texts(one.records.get("accessibility", ()), "description", "details"),
        papers=_texts(one.records.get("required_document", ()), "document"),
        distance=said.distance_in_words(one.km, is_exact=bool(location and location.latitude is not None)),
        checked=said.checked_in_words(one.verified_at, one.verified_how),
        call_first=one.is_stale,
    )


def _phones(one: WayPoint) -> list[Phone]:
    """Of the service or of the point; of the institution if they have none. Of somebody who hides, line 100 is told."""
    found = []
    for row in one.records.get("phone", ()):
        number, note = said.number_in(str(row.get("number") or ""))
        note = _sure(note)
        extension = pgettext("where", "extension %(n)s") % {"n": row["extension"]} if row.get("extension") else ""
        found.append((number, ", ".join(filter(None, (extension, str(row.get("description") or note))))))
    if not found:
        number, note = said.number_in(one.service.organisation.phone)
        found.append((number, _sure(note)))
    return [Phone(number, note) for number, note in dict.fromkeys(found) if number]


def _sure(note: str) -> str:
    """What the reference data has still to verify is said so in the language of the page."""
    rest = DOUBT.sub("", note).strip(" ,;")
    return " ".join(filter(None, (rest, to_be_confirmed()))) if rest != note.strip(" ,;") else note


def _whom(one: WayPoint) -> list[str]:
    service = one.service
    lines = [str(said.ADMITS[service.admits])] if service.admits in said.ADMITS else []
    lines += [", ".join(str(said.WHOM[code]) for code in one.suits if code in said.WHOM)]
    lines += [said.ages_in_words(service.minimum_age, service.maximum_age)]
    return [line for line in lines if line]


def _texts(rows: Iterable[dict[str, Any]], *names: str) -> list[str]:
    lines = [" · ".join(str(row[name]) for name in names if row.get(name)) for row in rows]
    return [line for line in dict.fromkeys(lines) if line]


def _languages(rows: Iterable[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(said.LANGUAGES.get(row["code"]) or str(row.get("name") or row["code"]) for row in rows))


def languages() -> list[tuple[str, str]]:
    """That somebody may ask for: those that are spoken somewhere."""
    return [(code, said.LANGUAGES.get(code, label)) for code, label in directory.spoken_languages()]


def other_points(one: Card) -> list[tuple[UUID, str, str]]:
    """Where the same service is given as well: public id, name, place."""
    places = codelists.kept_places()
    rows = directory.points_of(one.point.service)
    return [(pk, name, codelists.full_place_name(places, code)) for pk, name, code in rows if pk != one.public_id][:20]


def parts_of(code: str) -> list[codelists.Place]:
    """The provinces of a department, the districts of a province, by name; of nothing, the departments."""
    rows = [one for one in codelists.kept_places().values() if len(one.code) == len(code) + 2]
    return sorted((one for one in rows if one.code.startswith(code)), key=lambda one: fold(one.name))
