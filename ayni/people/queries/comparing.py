"""Whoever may be meant, compared in full with what is sought; and the second look, past errors."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ayni.people.rules import keys, likeness
from ayni.people.rules.asking import Sought
from ayni.people.rules.likeness import Known, Likeness

from . import reading
from .candidates import Candidates, add_near
from .identities import other_known
from .reading import RawId
from .scan import NAMES, Asked
from .screening import worth_reading

MOST_SCANNED = 90
"""How many of the second look are read and compared in full."""


class Compared(NamedTuple):
    line: int
    values: Sequence[Any]
    """Id, names, birth date and its precision."""
    known: Known
    likeness: Likeness
    is_main: bool = True
    """As the file says, and not as whom else the person was registered."""


def in_order(one: Compared) -> tuple[float, Any]:
    """To sort by: the score, then the newest."""
    return one.likeness.score, one.line


class Read(NamedTuple):
    """Somebody as the database has them."""

    values: Sequence[Any]
    identities: tuple[Known, ...]
    """As the file says, then as whom else the person was registered before two files became one."""


def read(lines: Collection[int]) -> dict[int, Read]:
    """By line, those whose line it still is."""
    found = {}
    rows = reading.people_of(lines)
    others = other_known([reading.as_uuid(row[1]) for row in rows if row[-1]])
    for line, pk, *names, born, precision, has_others in rows:
        values = (pk, *names, reading.as_date(born), precision)
        also = others.get(reading.as_uuid(pk), ()) if has_others else ()
        found[line] = Read(values, (_known(values[1:]), *also))
    return found


def compared_with(
    sought: Sought, people: Mapping[int, Read], maybe: Candidates, least: float | None = None
) -> dict[RawId, Compared]:
    """By the id of the person. With `least`, whoever cannot reach it is left out, unless a number found them."""
    found: dict[RawId, Compared] = {}
    for line, (values, identities) in people.items():
        pk, via = values[0], maybe.via_of(line)
        for place, known in enumerate(identities):
            if least is not None and not via and not likeness.may_reach(sought, known, least):
                continue
            alike = likeness.compare(sought, known, via, NAMES.rarity)
            if pk not in found or alike.score > found[pk].likeness.score:
                found[pk] = Compared(line, values, known, alike, is_main=not place)
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
    sought: Sought,
    maybe: Candidates,
    offices: Collection[int],
    known: Mapping[RawId, Compared],
    least: float | None = None,
    worth: Callable[[list[int]], list[int]] = list,
) -> dict[RawId, Compared]:
    """Whoever else may be meant, if what was typed has errors in it. `worth`: which lines are worth reading."""
    NAMES.refresh()
    add_near(sought, maybe)
    seen = {c.line for c in known.values()}
    lines = dict.fromkeys(worth_reading(sought, maybe, offices, without=seen))
    if len(sought.words) > 1:
        lines |= dict.fromkeys(NAMES.best(Asked(sought, MOST_SCANNED)))
    more = compared_with(sought, read(worth([line for line in lines if line not in seen])), maybe, least)
    if len(sought.words) > 1 and sought.born and not alike({**known, **more}, likeness.SHOWN_FROM):
        # Perhaps the birth date is altogether another.
        of_all_ages = NAMES.best(Asked(sought, MOST_SCANNED, of_all_ages=True))
        rest = [line for line in of_all_ages if line not in seen | lines.keys()]
        more |= compared_with(sought, read(worth(rest)), maybe, least)
    return more
