"""Is this person already here? Few statements, whatever the number of people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.people import hooks
from ayni.people.models import Person
from ayni.people.rules import asking, likeness
from ayni.people.rules.asking import Sought

from . import reading, words
from .candidates import Candidates, by_number, candidates, offices_in_reach, own_offices
from .comparing import Compared, alike, compared_with, in_order, is_weak, past_errors, read
from .scan import NAMES, Asked
from .screening import ANYWHERE, OWN_FIRST, worth_reading
from .vocabulary import FEW_ERRORS

SHOWN = 10
_MOST_NUMBERED = 60
"""Who has the number or the telephone."""
_LONGEST_CASE_NUMBER = 20


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


def search_for(sought: Sought, user: User, shown: int = SHOWN, *, twice: bool = True) -> Found:
    """The same for what is sought; only by the first look if not `twice`."""
    own = own_offices(user)
    is_in_memory = len(sought.words) > 1 and NAMES.is_read
    maybe = by_number(sought) if is_in_memory else candidates(sought)
    lines = _by_sound(sought, maybe, own) if is_in_memory else _lines(sought, maybe, own, user)
    compared = compared_with(sought, read(lines), maybe)
    visible = reading.visible(alike(compared, likeness.SHOWN_FROM), user)
    if twice and is_weak(sought, [compared[pk] for pk in visible]):
        compared |= past_errors(sought, maybe, own, compared)
        faint = [pk for pk in alike(compared, likeness.FAINT_FROM) if pk not in visible]
        visible |= reading.visible(faint, user)
    best = sorted((compared[pk] for pk in visible), key=in_order, reverse=True)
    # The words on the page are the same whatever hides the person: another office, a protected or restricted case.
    hidden = [reading.as_uuid(pk) for pk, c in compared.items() if c.likeness.is_strong and pk not in visible]
    return Found(_hits(sought, best[:shown], maybe), hidden, more=len(best) > shown)


def _by_sound(sought: Sought, maybe: Candidates, own: set[int]) -> list[int]:
    """Whom to read: who has the number, and whose names sound most like what is sought."""
    NAMES.refresh()
    near = NAMES.best(Asked(sought, ANYWHERE, errors=FEW_ERRORS, own=frozenset(own), most_own=OWN_FIRST))
    return list(dict.fromkeys(maybe.best(own, _MOST_NUMBERED, 0) + near))


def _lines(sought: Sought, maybe: Candidates, own: set[int], user: User) -> list[int]:
    """Whom to read. Those of one name only are those of the offices whose people the user sees: it says too little."""
    lines = worth_reading(sought, maybe, own)
    if len(sought.words) != 1:
        return lines
    NAMES.refresh()
    near = NAMES.best(Asked(sought, OWN_FIRST, frozenset(own)))
    near += NAMES.best(Asked(sought, ANYWHERE, frozenset(offices_in_reach(user))))
    return list(dict.fromkeys(lines + near))


_READ = ("id", "given_name_1", "given_name_2", "surname_1", "surname_2", "known_as", "birth_date", "birth_precision",
         "erased_at")  # fmt: skip
_NOT_ERASED = None
"""Whoever was erased has no line to be found by."""


def _hits(sought: Sought, best: list[Compared], maybe: Candidates) -> list[Hit]:
    """The people to show, with what a list shows of them, and why."""
    ids = [c.values[0] for c in best]
    places, documents = reading.places_of(ids), reading.documents_of(ids)
    hits = []
    for pk, c in zip(ids, best, strict=True):
        office, countries = places.get(pk, ("", []))
        held = documents.get(pk, [])
        also = () if c.is_main else (_("was also registered under that name"),)
        reasons = likeness.reasons(sought, c.known, maybe.via_of(c.line), [number for _kind, number in held])
        hits.append(
            Hit(
                person=Person.from_db("default", _READ, (reading.as_uuid(pk), *c.values[1:], _NOT_ERASED)),
                score=c.likeness.score,
                is_strong=c.likeness.is_strong,
                reasons=(*also, *reasons),
                office=office,
                nationalities=tuple(countries),
                documents=tuple(f"{kind} {number}".strip() for kind, number in held),
            )
        )
    return hits
