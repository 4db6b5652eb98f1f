"""How much somebody looks like whoever is sought, and why, in words."""

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum, auto
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import get_language, gettext, gettext_noop
from rapidfuzz.distance import OSA

from ayni.lib.names import sound
from ayni.people.models import Birth

from .asking import Sought
from .keys import SHORTEST_OF_TWO, near_births


@lru_cache(maxsize=256)
def _in(_language: str | None, message: str) -> str:
    return gettext(message)


def _(message: str) -> str:
    """The words of this file are few, and a search says fifty of them: looking them up takes longer than the rest."""
    return _in(get_language(), message)


SHOWN_FROM = 0.6
FAINT_FROM = 0.53
"""Shown too, after a second look, because every word of somebody's name may have an error in it."""
WEAK_BELOW = 0.8
"""Below it, the search looks again for what has errors in it."""
WEAK_BELOW_WITH_DAY = 0.88
"""The same where the birth date is known to the day: namesakes of about that age stay below it."""
SOUNDS_THE_SAME = 0.97
BEGINS_THE_SAME = 0.93
_SIMILAR_FROM, _FAR = 0.66, 0.5
"""Below the first a word that is like another speaks little for it, below the second not at all."""
_YEARS_APART = {0: 0.85, 1: 0.82, 2: 0.77, 3: 0.72}
"""An age that somebody estimates is seldom right to the year, and seldom wrong by more than three."""
_OF_BIRTH = 0.28
"""The share of the birth date, where both are known."""
_LEAST_RARE, _ROUNDING = 0.5, 1e-9
"""No `rarity` is smaller."""
_UNSAID, _UNSAID_FIRST, _UNSAID_MOST = 0.02, 0.04, 0.08
"""Most people say nearly all their names: of namesakes, whoever has just the names that were typed comes first. An
error takes away four times as much, and nobody is less `is_strong` for having more names."""
_UNANSWERED = 0.6
"""How much a word says that nobody has: it is somebody else's, or it was typed wrong."""


class Via(StrEnum):
    """By which number somebody was found: the numbers themselves are not compared again."""

    NUMBER = auto()
    NEAR_NUMBER = auto()
    PHONE = auto()


class Known(NamedTuple):
    """Who is compared: plain words of each part of the name."""

    given: tuple[str, ...]
    surname_1: tuple[str, ...]
    surname_2: tuple[str, ...]
    known_as: tuple[str, ...]
    born: date | None
    precision: str


class Match(NamedTuple):
    """A word that was asked for and the word of the name that answers it."""

    asked: int
    part: str
    word: str
    likeness: float


class Likeness(NamedTuple):
    score: float
    is_strong: bool


@lru_cache(maxsize=65_536)
def similar(asked: str, word: str) -> float:
    """1 for the same word; less for one that sounds the same, begins the same, or has a typing error."""
    if asked == word:
        return 1.0
    one, other = sound(asked), sound(word)
    if one == other:
        return SOUNDS_THE_SAME
    if len(asked) > 2 and (word.startswith(asked) or other.startswith(one)):
        return BEGINS_THE_SAME
    # By sound and by letters: a letter left out may change how the others sound, or leave two of five.
    by_sound = OSA.normalized_similarity(one, other, score_cutoff=_FAR)
    close = max(by_sound, OSA.normalized_similarity(asked, word, score_cutoff=_FAR))
    return 0.95 * close - max(0.0, _SIMILAR_FROM - close) if close else 0.0


def all_alike(_word: str) -> float:
    """How much a word says where nobody knows which are rare."""
    return 1.0


def compare(
    sought: Sought,
    known: Known,
    via: frozenset[Via] = frozenset(),
    rarity: Callable[[str], float] = all_alike,
) -> Likeness:
    """Score from 0 to 1; strong if it would be careless to register somebody without asking.

    `rarity`: how much a word of a name says, 1 for the rarest.
    """
    names_known = _all_names(known)
    asked = _apart(sought.words, names_known)
    pairs = _paired(asked, names_known)
    found = [likeness for _i, _j, likeness in pairs]
    names = _of_names(asked, names_known, pairs, rarity)
    birth = _of_birth(sought, known)
    closest = None if names is None else max(0.0, names - _unsaid(known, pairs))
    score = _together(closest, birth, via)
    return Likeness(score, bool(via & {Via.NUMBER, Via.PHONE}) or _is_strong(names, birth, found))


def may_reach(sought: Sought, known: Known, least: float) -> bool:
    """Whether `compare` may give so much, at a fraction of its cost: it ends at the words that rule it out.

    Never False where it would: each word counts as well as it can, as if no two wanted the same word of the name.
    Whoever is strong by name has more than 0.78, so that with a smaller `least` nobody strong is left out.
    """
    birth = _of_birth(sought, known)
    needed = least if birth is None else (least - _OF_BIRTH * birth) / (1 - _OF_BIRTH)
    names = _all_names(known)
    free, left = list(names), []
    for word in _apart(sought.words, names):
        if word in free:
            free.remove(word)
        else:
            left.append(word)
    # What the same words have to spare; a word that fits less well than needed weighs as little as a word can.
    spare = (1 - needed) * (len(names) - len(free) + len(left))
    for word in left:
        best = max([similar(word, name) for name in free], default=0.0)
        answered = (best - needed) * (1.0 if best > needed else _LEAST_RARE) if best else -1.0
        spare += max(answered, -needed * min(_UNANSWERED, len(word) / 4)) - (1 - needed)
        if spare < -_ROUNDING:
            return False
    return True


def reasons(
    sought: Sought, known: Known, via: frozenset[Via] = frozenset(), held: Sequence[str] = ()
) -> tuple[str, ...]:
    """Why, for the person at the screen. `held`: the numbers of the documents that this person has."""
    matches = _matches(_apart(sought.words, _all_names(known)), known)
    birth = _birth_reasons(sought, known)
    return tuple(_number_reasons(via) + _name_reasons(matches) + birth + _other_document(sought, via, held))


def _other_document(sought: Sought, via: frozenset[Via], held: Sequence[str]) -> list[str]:
    """Somebody with another document may still be the same person: it is said, and decides nothing."""
    is_other = sought.numbers and any(held) and not via & {Via.NUMBER, Via.NEAR_NUMBER, Via.PHONE}
    return [_("another document")] if is_other else []


def _is_strong(names: float | None, birth: float | None, found: list[float]) -> bool:
    sure = sum(1 for likeness in found if likeness >= 0.85)
    if names is None or sure < 2:
        return False
    if birth is None:
        return names >= 0.9 and sure > 2
    return (names >= 0.85 and birth >= 0.85) or (names >= 0.9 and sure > 2 and birth >= 0.5)


def _together(names: float | None, birth: float | None, via: frozenset[Via]) -> float:
    if names is None:
        score = birth or 0.0
    elif birth is None:
        score = names
    else:
        score = (1 - _OF_BIRTH) * names + _OF_BIRTH * birth
    if Via.NUMBER in via:
        return max(0.97, score)
    if Via.PHONE in via:
        return max(0.95, score)
    if Via.NEAR_NUMBER in via:
        return max(0.82, score)
    return score


def _apart(asked: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    """What was asked for, with two names of this person that were typed as one word taken apart."""
    if all(len(word) < 2 * SHORTEST_OF_TWO or word in names for word in asked):
        return asked
    return tuple(part for word in asked for part in _two_names(word, names))


def _all_names(known: Known) -> tuple[str, ...]:
    return known.given + known.surname_1 + known.surname_2 + known.known_as


def _two_names(word: str, names: tuple[str, ...]) -> tuple[str, ...]:
    for one in names:
        if word.startswith(one) and word[len(one) :] in names:
            return one, word[len(one) :]
    return (word,)


def _paired(asked: tuple[str, ...], names: tuple[str, ...]) -> list[tuple[int, int, float]]:
    """Each word that was asked for with the one of the name that fits it best, and how well; no word of the name twice.

    The same words first, because most are: comparing the others costs more than everything else here.
    """
    free = list(range(len(names)))
    pairs, left = [], []
    for i, word in enumerate(asked):
        for j in free:
            if names[j] == word:
                free.remove(j)
                pairs.append((i, j, 1.0))
                break
        else:
            left.append(i)
    near = [(-similar(asked[i], names[j]), i, j) for i in left for j in free]
    for minus, i, j in sorted(near):
        if minus and i in left and j in free:
            left.remove(i)
            free.remove(j)
            pairs.append((i, j, -minus))
    return pairs


def _matches(asked: tuple[str, ...], known: Known) -> list[Match]:
    """The same, with the part of the name that each word is of, in the order in which they were asked for."""
    names, parts = _all_names(known), _parts(known)
    return [Match(i, parts[j], names[j], likeness) for i, j, likeness in sorted(_paired(asked, names))]


def _parts(known: Known) -> list[str]:
    """Of which part each name is, in the order of `_all_names`."""
    return [part for part, words in zip(Known._fields, known[:4], strict=False) for _word in words]


def _of_names(
    asked: tuple[str, ...],
    names: tuple[str, ...],
    pairs: list[tuple[int, int, float]],
    rarity: Callable[[str], float],
) -> float | None:
    """How well the words are answered, each weighing as much as it says: a rare surname more than “María”."""
    if not asked:
        return None
    answered = {i: j for i, j, _likeness in pairs}
    weights = [
        rarity(names[answered[i]]) if i in answered else min(_UNANSWERED, len(word) / 4) for i, word in enumerate(asked)
    ]
    return sum(weights[i] * likeness for i, _j, likeness in pairs) / sum(weights)


def _unsaid(known: Known, pairs: list[tuple[int, int, float]]) -> float:
    """To put the closest first. A second given name or surname is often left out, and the first ones seldom."""
    said = {j for _i, j, _likeness in pairs}
    last = len(known.given) + len(known.surname_1) + len(known.surname_2)
    firsts = (0, len(known.given)) if known.surname_1 else (0,)
    return min(_UNSAID_MOST, sum(_UNSAID_FIRST if j in firsts else _UNSAID for j in range(last) if j not in said))


def _of_birth(sought: Sought, known: Known) -> float | None:
    """None where one of the two is not known: that speaks neither for nor against."""
    if sought.born is None or known.born is None:
        return None
    if sought.day and known.precision == Birth.EXACT:
        if sought.day == known.born:
            return 1.0
        near = near_births(sought.day)
        if known.born in near:
            return 0.92 if near[known.born] == "swapped" else 0.88
        return 0.5 if abs(sought.day.year - known.born.year) <= 1 else 0.15
    apart = abs(sought.born.year - known.born.year)
    loose = Birth.ESTIMATED in {sought.precision, known.precision}
    return _YEARS_APART.get(apart, 0.3) if loose or not apart else 0.3


def _number_reasons(via: frozenset[Via]) -> list[str]:
    return [_(text) for kind, text in _BY_NUMBER.items() if kind in via]


_BY_NUMBER = {
    Via.NUMBER: gettext_noop("same document number"),
    Via.NEAR_NUMBER: gettext_noop("document number with one difference"),
    Via.PHONE: gettext_noop("same telephone"),
}


def _name_reasons(matches: list[Match]) -> list[str]:
    good = [m for m in matches if m.likeness >= SOUNDS_THE_SAME]
    parts = {m.part for m in good}
    # Others are written differently, also without accents and capitals: Ortiz and Ortis.
    same = {m.part for m in good if m.likeness == 1}
    reasons = []
    if {"surname_1", "surname_2"} <= parts:
        first = min(m.asked for m in good if m.part == "surname_1")
        second = min(m.asked for m in good if m.part == "surname_2")
        if {"surname_1", "surname_2"} <= same:
            reasons.append(_("same surnames in another order") if second < first else _("same surnames"))
        elif second < first:
            reasons.append(_("surnames that sound the same, in another order"))
        else:
            reasons.append(_("surnames that sound the same"))
    elif parts & {"surname_1", "surname_2"}:
        is_same = same & {"surname_1", "surname_2"}
        reasons.append(_("a surname is the same") if is_same else _("a surname sounds the same"))
    if "given" in parts:
        reasons.append(_("a given name is the same") if "given" in same else _("a given name sounds the same"))
    if "known_as" in parts:
        reasons.append(_("goes by this name"))
    close = [m.word.capitalize() for m in matches if m.likeness < SOUNDS_THE_SAME]
    if close:
        reasons.append(_("similar: %(names)s") % {"names": ", ".join(close)})
    return reasons


def _birth_reasons(sought: Sought, known: Known) -> list[str]:
    if sought.born is None or known.born is None:
        return []
    if not sought.day or known.precision != Birth.EXACT:
        return [_("same year of birth")] if sought.born.year == known.born.year else []
    if sought.day == known.born:
        return [_("same birth date")]
    kind = near_births(sought.day).get(known.born)
    if kind == "swapped":
        return [_("day and month of birth the other way round")]
    if kind == "near":
        return [_("birth date with one difference")]
    return [_("another birth date")]
