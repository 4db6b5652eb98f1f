"""The nightly review: whoever was registered or changed is compared with everybody, by search keys, and no more.

It never compares everybody with everybody: the trail says whose files were written since the last time.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.audit import queries as trail
from ayni.people import queries
from ayni.people.models import FoundBy, Person, Sweep
from ayni.people.queries.matching import Match, match_many
from ayni.people.rules import duplicates as rules

from .duplicates import asked_about, note_duplicates

MOST_FILES = 20_000
"""In one night; the next goes on where this one ended."""
FILES_AT_ONCE = 200
MOST_MATCHES = 6


def find_duplicates(*, at: datetime, most: int = MOST_FILES) -> Sweep | None:
    """Compare what has changed since the last time. None if there is nothing, or if the last review waits for somebody.

    Pairs are written in short transactions, and the place in the trail last: whoever is interrupted does a part again.
    """
    changed = [] if queries.stopped_sweep() else trail.threads_after(queries.swept_upto(), rules.CHANGES, limit=most)
    if not changed:
        return None
    upto, people = changed[-1][0], list(dict.fromkeys(thread for _seq, thread in changed))
    found = list(_compared(people))
    doubtful = sum(1 for _person, matches in found if matches)
    sweep = Sweep(at=at, upto=upto, files=len(found), doubtful=doubtful)
    try:
        rules.check_not_too_doubtful(doubtful, len(found))
    except rules.TooDoubtful:
        sweep.state = Sweep.State.STOPPED
        sweep.held = [_held(person.pk, match) for person, matches in found for match in matches]
    else:
        _note([(person.pk, match) for person, matches in found for match in matches], audit.SYSTEM, at)
    return _kept(sweep, at)


def _compared(people: list[UUID]) -> Iterator[tuple[Person, list[Match]]]:
    rest = iter(people)
    while ids := list(islice(rest, FILES_AT_ONCE)):
        persons = list(Person.objects.filter(pk__in=ids).order_by("pk"))
        # One look: past several errors in every word a namesake is as likely as the person.
        found = match_many(queries.sought_of(persons), most=MOST_MATCHES, look_twice=False)
        for person, matches in zip(persons, found, strict=True):
            yield person, asked_about([match for match in matches if match.person != person.pk])


def _note(pairs: list[tuple[UUID, Match]], by: User | str, at: datetime) -> None:
    rest = iter(pairs)
    while batch := list(islice(rest, FILES_AT_ONCE)):
        with transaction.atomic():
            for pk, match in batch:
                note_duplicates(person=Person(pk=pk), matches=[match], found_by=FoundBy.NIGHTLY, by=by, at=at)


@transaction.atomic
def _kept(sweep: Sweep, at: datetime) -> Sweep:
    sweep.save(force_insert=True)
    audit.record(
        "duplicates.swept", subject=sweep, by=audit.SYSTEM, at=at, files=sweep.files, doubtful=sweep.doubtful,
        state=sweep.state,
    )  # fmt: skip
    return sweep


@transaction.atomic
def release_sweep(*, sweep: Sweep, by: User, at: datetime) -> Sweep:
    """It is right that so many are doubtful: their pairs go to the queue, and the next review goes on."""
    sweep = _locked(sweep)
    _note([_matched(held) for held in sweep.held], by, at)
    return _decided(sweep, Sweep.State.RELEASED, by, at)


@transaction.atomic
def discard_sweep(*, sweep: Sweep, by: User, at: datetime) -> Sweep:
    """Something was wrong with what was written: nobody is asked about these pairs, and the next review goes on."""
    return _decided(_locked(sweep), Sweep.State.DISCARDED, by, at)


def _locked(sweep: Sweep) -> Sweep:
    sweep = Sweep.objects.select_for_update(of=("self",)).get(pk=sweep.pk)
    rules.check_is_stopped(is_stopped=sweep.state == Sweep.State.STOPPED)
    return sweep


def _decided(sweep: Sweep, state: str, by: User, at: datetime) -> Sweep:
    sweep.state, sweep.held, sweep.decided_by, sweep.decided_at = state, [], by, at
    sweep.save(update_fields=["state", "held", "decided_by", "decided_at"])
    audit.record("duplicates.sweep_decided", subject=sweep, by=by, at=at, state=state)
    return sweep


def _held(person: UUID, match: Match) -> list[Any]:
    return [str(person), str(match.person), match.score, match.is_strong, list(match.reasons)]


def _matched(held: list[Any]) -> tuple[UUID, Match]:
    person, other, score, is_strong, reasons = held
    return UUID(person), Match(UUID(other), score, is_strong, tuple(reasons))
