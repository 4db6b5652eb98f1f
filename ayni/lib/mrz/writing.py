"""Writing a zone. What the standard has no place for is refused, never dropped in silence; only names are shortened."""

from enum import StrEnum

from . import codes
from .dates import NoDate, PartialDate, written
from .fields import Fields, Sex
from .layouts import Layout
from .letters import FILLER, LETTERS, NoSpelling, check_digit, spelled

NINE = 9


class Unwritable(StrEnum):
    CODE = "CODE"
    """The code of the document does not begin as this format asks."""
    STATE = "STATE"
    """No code of a State or a nationality."""
    NUMBER = "NUMBER"
    """Empty, or longer than this format has room for."""
    NAME = "NAME"
    """No surname, a digit, or a letter that has no spelling."""
    DATE = "DATE"
    OPTIONAL = "OPTIONAL"
    """Longer than there is room for, or a character that has no spelling."""


class CannotWrite(ValueError):
    """Says which field, never what is in it."""

    def __init__(self, reason: Unwritable) -> None:
        super().__init__(f"The zone has no place for this: {reason}")
        self.reason = reason


def write(fields: Fields, layout: Layout) -> tuple[str, ...]:
    """The lines of the zone, with their check digits. Raises CannotWrite."""
    texts = {
        "document_code": _code(fields.document_code, layout),
        "issuer": _state(fields.issuer),
        "nationality": _state(fields.nationality),
        "birth": _date(fields.birth),
        "sex": FILLER if fields.sex == Sex.UNSPECIFIED else str(fields.sex),
        "expiry": _date(fields.expiry),
        "optional_2": _spelled(fields.optional_2, Unwritable.OPTIONAL),
        "name": name_of(fields.surnames, fields.given_names, layout.fields["name"].length),
        **_number(fields, layout),
    }
    is_long = len(spelled(fields.document_number)) > NINE
    lines = [[FILLER] * layout.width for _line in range(layout.lines)]
    for name, span in layout.fields.items():
        if len(texts[name]) > span.length:
            raise CannotWrite(Unwritable.OPTIONAL)
        lines[span.line - 1][span.start - 1 : span.end] = texts[name].ljust(span.length, FILLER)
    return _with_digits(["".join(line) for line in lines], layout, is_long=is_long)


def name_of(surnames: str, given_names: str, width: int) -> str:
    """Both parts with two fillers between, shortened so that the last place holds a letter (9303-3, 4.6)."""
    first, second = (_spelled(part, Unwritable.NAME) for part in (surnames, given_names))
    if not first:
        # Whoever has one name has it in the first part.
        first, second = second, ""
    if not first or any(c not in LETTERS + FILLER for c in first + second):
        raise CannotWrite(Unwritable.NAME)
    whole = f"{first}{FILLER * 2}{second}" if second else first
    if len(whole) <= width:
        return whole
    if second and len(first) + len(FILLER * 2) >= width - 1:
        # Some of the given name stays, however long the surnames are.
        kept = min(2, len(second.split(FILLER)[0]))
        first = _cut(first, width - 2 - kept)
    return _cut(f"{first}{FILLER * 2}{second}" if second else first, width)


def _cut(text: str, width: int) -> str:
    """Shortened so that a letter stands last: that is how a reader knows."""
    while len(text) > width and text[width - 1] == FILLER:
        # One letter fewer of the component before, so that the next one begins within the width.
        at = len(text[: width - 1].rstrip(FILLER))
        text = text[: at - 1] + text[at:]
    return text[:width]


def _code(code: str, layout: Layout) -> str:
    if not code or len(code) > 2 or code[0] not in layout.first_letters or any(c not in LETTERS for c in code):
        raise CannotWrite(Unwritable.CODE)
    return code


def _state(code: str) -> str:
    if code not in codes.KNOWN:
        raise CannotWrite(Unwritable.STATE)
    return code


def _date(day: PartialDate) -> str:
    try:
        return written(day)
    except NoDate:
        raise CannotWrite(Unwritable.DATE) from None


def _spelled(text: str, reason: Unwritable) -> str:
    try:
        return spelled(text)
    except NoSpelling:
        raise CannotWrite(reason) from None


def _number(fields: Fields, layout: Layout) -> dict[str, str]:
    number = _spelled(fields.document_number, Unwritable.NUMBER)
    optional = _spelled(fields.optional, Unwritable.OPTIONAL)
    if not number or (len(number) > NINE and not layout.long_number):
        raise CannotWrite(Unwritable.NUMBER)
    if len(number) <= NINE:
        return {"document_number": number, "optional": optional}
    more = number[NINE:] + check_digit(number) + FILLER
    if FILLER in number[NINE:] or len(more) > layout.fields["optional"].length:
        raise CannotWrite(Unwritable.NUMBER)
    return {"document_number": number[:NINE], "optional": more + optional}


def _with_digits(lines: list[str], layout: Layout, *, is_long: bool) -> tuple[str, ...]:
    for name, place in layout.digits.items():
        covered = layout.composite if name == "composite" else (layout.fields[name],)
        digit = check_digit("".join(span.of(lines) for span in covered))
        if name == "document_number" and is_long:
            digit = FILLER
        line = lines[place.line - 1]
        lines[place.line - 1] = line[: place.start - 1] + digit + line[place.end :]
    return tuple(lines)
