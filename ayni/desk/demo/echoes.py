"""Echoes: people of the same circumstances as somebody who was drawn.

A large world draws some people in full, with their cases, and for each of them others who came to the same office on
the same day with the same status, consents and needs, under names, birth days, documents, telephones and ids of their
own.
Everything that such a person did is some minutes earlier than with the one who was drawn, so that nothing happens after
now. What differs is in `OWN`; ids and moments are moved everywhere.
"""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np

from ayni.audit.rules import Written
from ayni.lib.ids import public_number
from ayni.people.models import Birth

from . import names
from .making import Making
from .numbering import Numbers
from .sheets import NOT_YET, Kind, Lines, Sheet, moment_texts

Texts = list[Any]
THIN_TABLES = frozenset({"referrals.LinkOpening"})
TOLD_VERBS = frozenset(
    {
        "person.registered", "case.started", "case.closed", "note.written", "referral.sent", "referral.accepted",
        "referral.declined", "referral.completed", "referral.withdrawn",
    }
)  # fmt: skip
"""What the trail tells of echoes: not each consent, each task and each step of a conversation, and not how a focal
point opened its link."""
LONGEST_SHIFT = timedelta(minutes=45)
A_YEAR = 365
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class Original:
    """What was drawn, ready to be echoed."""

    def __init__(self, making: Making) -> None:
        self.sheets = [Sheet(rows, OWN.keys()) for rows in making.tables if len(rows)]
        self.lines = Lines(making.trail.lines)
        self.by_label = {sheet.model._meta.label: sheet for sheet in self.sheets}
        self.people = self.by_label["people.Person"]
        self.born = [born for sheet in self.sheets for born in _born(sheet)]
        self.groups = self._groups(making)
        self.names = [drawn.name for drawn in making.drawn]
        self.heard = [n for n, line in enumerate(self.lines.written) if line.verb in TOLD_VERBS]
        self.with_ids = [n for n in self.heard if _ID.search(self.lines.written[n].details)]
        self.named = {name.replace("-", "") for n in self.heard for name in _named(self.lines.written[n])}
        self.moments, self.places = self._moments()

    def _groups(self, making: Making) -> dict[tuple[str, bool], np.ndarray]:
        found: dict[tuple[str, bool], list[int]] = {}
        for n, drawn in enumerate(making.drawn):
            found.setdefault((drawn.nationality, drawn.is_woman), []).append(n)
        return {key: np.array(places) for key, places in found.items()}

    def _moments(self) -> tuple[np.ndarray, dict[tuple[str, str], list[int]]]:
        """All moments, each once, and of each column the places of its own: most rows of a person have the same."""
        found = {
            (sheet.table, name): column.values
            for sheet in self.sheets
            for name, column in sheet.columns.items()
            if column.kind is Kind.MOMENT
        }
        every, places = np.unique(np.concatenate(list(found.values())), return_inverse=True)
        ends = np.cumsum([len(values) for values in found.values()])[:-1]
        return every, {key: part.tolist() for key, part in zip(found, np.split(places, ends), strict=True)}

    def itself(self) -> "Echo":
        return Echo(self, 0, np.random.default_rng(0))

    def echoes(self, count: int, chance: np.random.Generator, piece: int = 0) -> Iterator["Echo"]:
        """The original, and as many others as make `count` of each person. No two pieces give a number twice."""
        yield self.itself()
        for n in range(1, count):
            yield Echo(self, n * LONGEST_SHIFT // count // timedelta(microseconds=1), chance, (piece, n))


def _named(line: Written) -> list[str]:
    """All that a line of the trail may be about. Not who did it, unless through a link."""
    return [line.subject_id, line.thread or "", line.by.removeprefix("link:"), *_ID.findall(line.details)]


def _born(sheet: Sheet) -> list[str]:
    """The ids that its rows came with; a number that the database gives is not there yet."""
    key = sheet.columns.get(sheet.model._meta.pk.attname) if sheet.model._meta.pk else None
    return list(key.values) if key and key.kind is Kind.ID else []


class Echo:
    """Everybody who was drawn once more, some minutes earlier and as somebody else; or, without a shift, themselves."""

    def __init__(
        self, original: Original, shift: int, chance: np.random.Generator, part: tuple[int, int] = (0, 0)
    ) -> None:
        """`part`: of which piece, and which of its echoes."""
        self.original, self.shift, self.chance = original, shift, chance
        self.numbers = Numbers(*part, self.randbits)
        self.ids: dict[str | None, str | None] = {None: None}
        self.own: dict[str, Any] = {}
        """What is each person's own, drawn once: the index is made of the very values that are stored."""
        if shift:
            self.ids |= dict(zip(original.born, _earlier(original.born, shift // 1000, chance), strict=True))
            self.given_1, self.given_2, self.surname_1, self.surname_2 = self._names()

    def _names(self) -> tuple[Texts, Texts, Texts, Texts]:
        drawn = np.full((4, self.original.people.count), "", dtype=object)
        for (country, is_woman), places in self.original.groups.items():
            of_country, chance = names.of_country(country), self.chance
            given = np.array(of_country.women if is_woman else of_country.men, dtype=object)
            family = np.array(of_country.surnames, dtype=object)
            for row, pool, share in (
                (0, given, 1.0), (1, given, of_country.second_given), (2, family, 1.0),
                (3, family, of_country.second_surname),
            ):  # fmt: skip
                chosen = pool[chance.integers(0, len(pool), len(places))]
                drawn[row, places] = np.where(chance.random(len(places)) < share, chosen, "")
        first, second, surname, other = drawn.tolist()
        return first, ["" if two in one else two for one, two in zip(first, second, strict=True)], surname, other

    def full_names(self) -> Texts:
        rows = zip(self.given_1, self.given_2, self.surname_1, self.surname_2, strict=True)
        return [" ".join(filter(None, row)) for row in rows]

    def sheets(self) -> Iterator[Sheet]:
        return (s for s in self.original.sheets if not (self.shift and s.model._meta.label in THIN_TABLES))

    def values(self, sheet: Sheet, name: str) -> Any:
        """A column as it is for these people: the very list that was drawn, if nothing in it differs."""
        values, kind = sheet[name], sheet.columns[name].kind
        if not self.shift:
            return values
        if own := OWN.get(key := f"{sheet.model._meta.label}.{name}"):
            if key not in self.own:
                self.own[key] = own(self, sheet)
            return self.own[key]
        if kind is Kind.ID:
            return list(map(self.ids.__getitem__, values))
        if kind is Kind.MOMENT:
            return self._shifted(values)
        return values

    def moments(self) -> list[str | None]:
        """As texts, each once: `Original.places` says where which of them stand."""
        return moment_texts(self._shifted(self.original.moments))

    def _shifted(self, moments: np.ndarray) -> np.ndarray:
        return np.where(moments == NOT_YET, moments, moments - self.shift)

    def lines(self) -> Iterator[tuple[Any, ...]]:
        """Lines of the trail, as `audit.rules.Written` has them."""
        lines = self.original.lines
        if not self.shift:
            return iter(lines.written)
        heard, all_written = self.original.heard, lines.written
        named = self.original.named
        said = {dashed(old): dashed(new) for old, new in self.ids.items() if old and new and old in named}
        said |= {f"link:{old}": f"link:{new}" for old, new in list(said.items())} if self._has_links() else {}
        at = moment_texts(lines.at[heard] - self.shift, between="T")
        other = {n: _ID.sub(lambda m: said.get(m[0], m[0]), all_written[n].details) for n in self.original.with_ids}
        get = said.get
        return (
            Written(
                f"{moment}+00:00", get(w.by, w.by), w.verb, w.subject_type, get(w.subject_id, w.subject_id),
                get(w.thread, w.thread) if w.thread else None, w.purpose, other.get(n, w.details),
            )
            for n, moment in zip(heard, at, strict=True)
            for w in (all_written[n],)
        )  # fmt: skip

    def _has_links(self) -> bool:
        return "referrals.AccessLink" in self.original.by_label

    def digits_like(self, texts: Texts) -> Texts:
        """Other digits in the same places."""
        drawn = self.chance.integers(0, 10**9, len(texts)).tolist()
        return [_redrawn(text, number) for text, number in zip(texts, drawn, strict=True)]

    def randbits(self, bits: int) -> int:
        return int.from_bytes(self.chance.bytes((bits + 7) // 8)) >> (-bits % 8)


def _redrawn(text: str, number: int) -> str:
    """Identity numbers have at most nine digits after their letters."""
    head = text.rstrip("0123456789")
    width = len(text) - len(head)
    return f"{head}{number % 10**width:0{width}}" if width else text


def dashed(digits: str) -> str:
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _earlier(born: list[str], milliseconds: int, chance: np.random.Generator) -> list[str]:
    """New UUIDv7 for each of these, born so much earlier."""
    raw = np.frombuffer(bytes.fromhex("".join(born)), dtype=np.uint8).reshape(-1, 16).copy()
    moment = np.zeros((len(born), 8), dtype=np.uint8)
    moment[:, 2:] = raw[:, :6]
    earlier = (moment.view(">u8").ravel() - np.uint64(milliseconds)).astype(">u8")
    raw[:, :6] = earlier.view(np.uint8).reshape(-1, 8)[:, 2:]
    raw[:, 6:] = chance.integers(0, 256, (len(born), 10), dtype=np.uint8)
    raw[:, 6] = (raw[:, 6] & 0x0F) | 0x70
    raw[:, 8] = (raw[:, 8] & 0x3F) | 0x80
    text = raw.tobytes().hex()
    return [text[at : at + 32] for at in range(0, len(text), 32)]


# What is each person's own


def _birth(echo: Echo, sheet: Sheet) -> Texts:
    """Another day of the same year of life, where the day is known."""
    days = moment_texts(sheet["registered_at"])
    turned = echo.chance.integers(0, A_YEAR, sheet.count).tolist()
    rows = zip(sheet["birth_date"], sheet["birth_precision"], days, turned, strict=True)
    return [_same_age(born, str(day)[:10], turn) if how == Birth.EXACT else born for born, how, day, turn in rows]


def _same_age(born: str, day: str, turn: int) -> str:
    since = (date.fromisoformat(day) - date.fromisoformat(born)).days
    lived = int(since / 365.2425)
    rest = since - int(lived * 365.2425) - 1
    return (date.fromisoformat(born) + timedelta(days=max(0, rest) - turn)).isoformat() if rest > 1 else born


def _known_as(echo: Echo, sheet: Sheet) -> Texts:
    return [first if known else "" for known, first in zip(sheet["known_as"], echo.given_1, strict=True)]


def _shared(echo: Echo, sheet: Sheet) -> Texts:
    """What a referral released holds the name of its person."""
    original = echo.original
    of_case = dict(
        zip(original.by_label["cases.Case"]["id"], original.by_label["cases.Case"]["person_id"], strict=True)
    )
    place = {person: n for n, person in enumerate(original.people["id"])}
    full, found = echo.full_names(), []
    for case, text in zip(sheet["case_id"], sheet["shared"], strict=True):
        n = place[of_case[case]]
        found.append(text.replace(_quoted(original.names[n]), _quoted(full[n]), 1))
    return found


_quoted = json.JSONEncoder(ensure_ascii=False).encode


def _numbers(prefix: str) -> Callable[[Echo, Sheet], Texts]:
    return lambda echo, sheet: [public_number(prefix, echo.numbers.randbits) for _n in range(sheet.count)]


def _hex(bits: int) -> Callable[[Echo, Sheet], Texts]:
    def draw(echo: Echo, sheet: Sheet) -> Texts:
        text, width = echo.chance.bytes(sheet.count * bits // 8).hex(), bits // 4
        return [text[at : at + width] for at in range(0, len(text), width)]

    return draw


def _shuffled(name: str) -> Callable[[Echo, Sheet], Texts]:
    return lambda echo, sheet: echo.chance.permutation(np.array(sheet[name], dtype=object)).tolist()


OWN: dict[str, Callable[[Echo, Sheet], Any]] = {
    "people.Person.given_name_1": lambda echo, _sheet: echo.given_1,
    "people.Person.given_name_2": lambda echo, _sheet: echo.given_2,
    "people.Person.surname_1": lambda echo, _sheet: echo.surname_1,
    "people.Person.surname_2": lambda echo, _sheet: echo.surname_2,
    "people.Person.known_as": _known_as,
    "people.Person.birth_date": _birth,
    "people.IdentityDocument.number": lambda echo, sheet: echo.digits_like(sheet["number"]),
    "people.ContactPoint.value": lambda echo, sheet: [
        f"+51900{n:06}" for n in echo.chance.integers(0, 10**6, sheet.count)
    ],
    "people.Relationship.name": _shuffled("name"),
    "people.Household.number": _numbers("H"),
    "cases.Case.number": _numbers("C"),
    "referrals.Referral.number": _numbers("R"),
    "referrals.Referral.proof": _hex(96),
    "referrals.Referral.shared": _shared,
    "referrals.AccessLink.token_hash": _hex(256),
}
"""Column → what it holds in an echo."""
