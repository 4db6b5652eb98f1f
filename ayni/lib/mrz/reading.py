"""Reading a zone: which format it is, what it says, what does not fit."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum

from . import codes
from .checks import checks_of, long_number
from .dates import NoDate, PartialDate, birth_of, expiry_of
from .fields import Fields, Problem, Sex, Zone
from .layouts import LAYOUTS, MRVA, MRVB, TD1, TD2, TD3, Layout
from .letters import ALPHABET, DIGITS, FILLER, LETTERS
from .suggesting import suggestions_of

SEXES = {"F": Sex.FEMALE, "M": Sex.MALE, FILLER: Sex.UNSPECIFIED, "X": Sex.UNSPECIFIED}
_BY_SHAPE = {(3, 30): (TD1, TD1), (2, 36): (TD2, MRVB), (2, 44): (TD3, MRVA)}
"""Lines and their width → the format, and the one of visas."""
_IN_ONE = {layout.lines * layout.width: layout.width for layout in LAYOUTS.values()}
MOST = 2000


class Unreadable(StrEnum):
    EMPTY = "EMPTY"
    LINES = "LINES"
    """Neither two lines nor three."""
    WIDTH = "WIDTH"
    """A line is too short or too long."""


class CannotRead(ValueError):
    """This has not the shape of a zone. Holds counts, never what stood there."""

    def __init__(self, reason: Unreadable, widths: Sequence[int]) -> None:
        super().__init__(f"{reason}: {len(widths)} lines of {', '.join(map(str, widths))} characters")
        self.reason, self.widths = reason, tuple(widths)


def lines_of(text: str) -> tuple[str, ...]:
    """The lines as the standard writes them, from what was typed, pasted or sent by a reader."""
    written = text[:MOST].upper().replace("«", "<<").replace("‹", FILLER)
    lines = [bare for line in re.split(r"[\r\n]+", written) if (bare := re.sub(r"\s", "", line))]
    if len(lines) == 1 and (width := _IN_ONE.get(len(lines[0]))):
        return tuple(lines[0][at : at + width] for at in range(0, len(lines[0]), width))
    return tuple(lines)


def read(text: str, *, today: date) -> Zone:
    """What the zone says, each check, and what may have been meant where one fails. Raises CannotRead."""
    lines = lines_of(text)
    layout = _layout(lines)
    fields, odd = _fields(layout, lines, today)
    zone = Zone(layout, lines, fields, checks_of(layout, lines), (*_problems(layout, lines), *odd))
    if zone.is_valid:
        return zone
    return Zone(layout, lines, fields, zone.checks, zone.problems, suggestions_of(zone))


def _layout(lines: tuple[str, ...]) -> Layout:
    widths = [len(line) for line in lines]
    if not lines:
        raise CannotRead(Unreadable.EMPTY, widths)
    if len(lines) not in {2, 3}:
        raise CannotRead(Unreadable.LINES, widths)
    found = _BY_SHAPE.get((len(lines), widths[0])) if len(set(widths)) == 1 else None
    if found is None:
        raise CannotRead(Unreadable.WIDTH, widths)
    return found[lines[0][0] == "V"]


def _fields(layout: Layout, lines: tuple[str, ...], today: date) -> tuple[Fields, list[Problem]]:
    raw = {name: span.of(lines) for name, span in layout.fields.items()}
    odd: list[Problem] = []
    expiry = _date(layout, "expiry", raw, odd, lambda text: expiry_of(text, today=today))
    birth = _date(layout, "birth", raw, odd, lambda text: birth_of(text, today=today, expiry=expiry))
    long = long_number(layout, lines)
    surnames, given = _names(raw["name"])
    fields = Fields(
        document_code=_shown(raw["document_code"]),
        issuer=_shown(raw["issuer"]),
        document_number=_shown(long.number if long else raw["document_number"]).replace(" ", "-"),
        nationality=_shown(raw["nationality"]),
        surnames=surnames,
        given_names=given,
        birth=birth,
        sex=SEXES.get(raw["sex"], Sex.UNSPECIFIED),
        expiry=expiry,
        optional=_shown(long.rest if long else raw["optional"]),
        optional_2=_shown(raw.get("optional_2", "")),
        is_truncated=raw["name"][-1] != FILLER,
    )
    return fields, odd


def _date(
    layout: Layout, name: str, raw: dict[str, str], odd: list[Problem], sense: Callable[[str], PartialDate]
) -> PartialDate:
    try:
        return sense(raw[name])
    except NoDate:
        span = layout.fields[name]
        # A letter is named by `_problems`, place by place.
        if all(c in DIGITS + FILLER for c in raw[name]):
            odd.append(Problem(name, span.line, tuple(range(span.start, span.end + 1))))
        return PartialDate()


def _names(text: str) -> tuple[str, str]:
    surnames, _gap, given = text.rstrip(FILLER).partition(FILLER * 2)
    return _shown(surnames), _shown(given)


def _shown(text: str) -> str:
    return re.sub(f"{FILLER}+", " ", text.strip(FILLER))


ALLOWED = {
    "document_code": LETTERS + FILLER, "issuer": LETTERS + FILLER, "nationality": LETTERS + FILLER,
    "name": LETTERS + FILLER, "birth": DIGITS + FILLER, "expiry": DIGITS + FILLER, "sex": "".join(SEXES),
}  # fmt: skip


def _problems(layout: Layout, lines: tuple[str, ...]) -> list[Problem]:
    found = []
    for name, span in layout.fields.items():
        text, allowed = span.of(lines), ALLOWED.get(name, ALPHABET)
        places = tuple(span.start + at for at, character in enumerate(text) if character not in allowed)
        if not places and not _makes_sense(layout, name, text):
            places = tuple(range(span.start, span.end + 1))
        if places:
            found.append(Problem(name, span.line, places))
    return found


def _makes_sense(layout: Layout, name: str, text: str) -> bool:
    if name == "document_code":
        return text[0] in layout.first_letters
    if name in {"issuer", "nationality"}:
        return text.rstrip(FILLER) in codes.KNOWN
    if name == "name":
        return text[0] != FILLER
    return True
