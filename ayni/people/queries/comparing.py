"""Whoever may be meant, compared in full with what is sought; and the second look, past errors."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ayni.people.rules import keys, likeness
from ayni.people.rules.asking import Sought
from ayni.people.rules.likeness import Known, Likeness

from . import reading
from .candidates import Candidates, add_near
from .reading import RawId
from .scan import NAMES

MOST_SCANNED = 120
"""How many of the second look are read and compared in full."""


class Compared(NamedTuple):
    line: int
    values: Sequence[Any]
    """Id, names, birth date and its precision."""
    known: Known
    likeness: Likeness


def in_order(one: Compared) -> tuple[float, Any]:
    """To sort by: the score, then the newest."""
    return one.likeness.score, one.line


class Read(NamedTuple):
    """Somebody as the database has them."""

    values: Sequence[Any]
    known: Known


def read(lines: Collection[int]) -> dict[int, Read]:
    """By line, those whose line it still is."""
    found = {}
    for line, pk, *names, born, precision in reading.people_of(lines):
        values = (pk, *names, reading.as_date(born), precision)
        found[line] = Read(values, _known(values[1:]))
    return found


def compared_with(sought: Sought, people: Mapping[int, Read], maybe: Candidates) -> dict[RawId, Compared]:
    """By the id of the person."""
    found = {}
    for line, (values, known) in people.items():
        alike = likeness.compare(sought, known, maybe.via_of(line), NAMES.rarity)
        found[values[0]] = Compared(line, values, known, alike)
    return found


def _known(values: Iterable[Any]) -> Known:
    given_1, given_2, surname_1, surname_2, known_as, born, precision = values
    words = keys.name_words
    return Known(words(given_1, given_2), words(surname_1), words(surname_2), words(known_as), born, precision)


def alike(compared: Mapping[RawId, Compared], least: float) -> list[RawId]:
    """Those who matter, seen or hidden: whether the user may open their files is asked for no others."""
    return [pk for pk, c in compared.items() if c.likeness.is_strong or c.likeness.score >= least]


def is_weak(sought: Sought, found: Iterable[Compared]) -> bool:
    """Whether to look again, past errors: nobody fits well, or a birth date that is estimated lets many fit."""
    if sought.born is not None and sought.day is None:
        return True
    least = likeness.WEAK_BELOW if sought.day is None else likeness.WEAK_BELOW_WITH_DAY
    return max((c.likeness.score for c in found), default=0.0) < least


def past_errors(
    sought: Sought, maybe: Candidates, offices: Collection[int], known: Mapping[RawId, Compared]
) -> dict[RawId, Compared]:
    """Whoever else may be meant, if what was typed has errors in it."""
    NAMES.refresh()
    add_near(sought, maybe)
    seen = {c.line for c in known.values()}
    lines = dict.fromkeys(maybe.best(offices, without=seen))
    if len(sought.words) > 1:
        lines |= dict.fromkeys(NAMES.best(sought, MOST_SCANNED))
    more = compared_with(sought, read([line for line in lines if line not in seen]), maybe)
    if len(sought.words) > 1 and sought.born and not alike({**known, **more}, likeness.SHOWN_FROM):
        # Perhaps the birth date is altogether another.
        rest = [line for line in NAMES.best(sought, MOST_SCANNED, of_all_ages=True) if line not in seen | lines.keys()]
        more |= compared_with(sought, read(rest), maybe)
    return more
