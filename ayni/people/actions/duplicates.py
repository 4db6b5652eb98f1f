"""Two files that may be of one person: noted, and decided by somebody who sees both."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.people import queries
from ayni.people.models import FoundBy, PairStatus, Person, PossibleDuplicate
from ayni.people.queries.matching import Match
from ayni.people.rules import duplicates as rules


@transaction.atomic
def note_duplicates(
    *, person: Person, matches: Iterable[Match], found_by: str, by: User | str, at: datetime
) -> list[PossibleDuplicate]:
    """Each of these may be this person: somebody is to decide. What was decided before holds, unless something that
    was compared has changed since. Returns the pairs that are new or to be decided again."""
    noted = [_note(person, match, found_by, by, at) for match in matches if match.person != person.pk]
    return [pair for pair in noted if pair]


def _note(person: Person, match: Match, found_by: str, by: User | str, at: datetime) -> PossibleDuplicate | None:
    one, other = rules.in_order(person.pk, match.person)
    # Ids of files that were merged or erased since they were matched name nobody.
    if Person.objects.filter(pk__in=[one, other]).count() < 2:
        return None
    score, reasons = rules.percent(match.score), list(match.reasons)
    found = {"score": score, "reasons": reasons, "found_by": found_by, "found_at": at}
    pair, is_new = PossibleDuplicate.objects.get_or_create(one_id=one, other_id=other, defaults=found)
    if is_new:
        audit.record(
            "duplicate.noted", subject=pair, by=by, at=at, one=str(one), other=str(other), score=score, found=found_by
        )
        return pair
    return _noted_again(pair, score, reasons, by, at)


def _noted_again(
    pair: PossibleDuplicate, score: int, reasons: list[str], by: User | str, at: datetime
) -> PossibleDuplicate | None:
    if pair.status == PairStatus.OPEN:
        if score != pair.score:
            pair.score, pair.reasons = score, reasons
            pair.save(update_fields=["score", "reasons"])
        return None
    if pair.status != PairStatus.DIFFERENT:
        return None
    now = queries.digest_of(pair.one, pair.other)
    if rules.status_after_noting(pair.status, seen=pair.seen, now=now) != PairStatus.OPEN:
        return None
    pair.score, pair.reasons = score, reasons
    return _reopened(pair, by, at)


def _reopened(pair: PossibleDuplicate, by: User | str, at: datetime) -> PossibleDuplicate:
    pair.status, pair.promised_by, pair.due_on = PairStatus.OPEN, None, None
    pair.save(update_fields=["status", "promised_by", "due_on", "score", "reasons"])
    audit.record("duplicate.reopened", subject=pair, by=by, at=at, one=str(pair.one_id), other=str(pair.other_id))
    return pair


@transaction.atomic
def compare_files(*, person: Person, other: Person, by: User, at: datetime) -> PossibleDuplicate:
    """A colleague thinks that two files may be of one person: they are laid side by side, also if that was decided."""
    rules.check_two_files(one=person.pk, other=other.pk)
    matches = queries.liken(person, [other.pk])
    note_duplicates(person=person, matches=matches, found_by=FoundBy.HAND, by=by, at=at)
    pair = queries.pair_of(person.pk, other.pk)
    if pair is None:
        raise Person.DoesNotExist
    return _reopened(pair, by, at) if pair.status == PairStatus.DIFFERENT else pair


@transaction.atomic
def decide_different(*, pair: PossibleDuplicate, note: str, by: User, at: datetime) -> PossibleDuplicate:
    """Two different people. Nobody is asked again, unless something that was compared changes."""
    pair = lock(pair)
    rules.check_may_decide(status=pair.status, to=PairStatus.DIFFERENT)
    pair.status, pair.seen = PairStatus.DIFFERENT, queries.digest_of(pair.one, pair.other)
    pair.promised_by, pair.due_on = None, None
    return _decided(pair, note, by, at, "duplicate.different")


@transaction.atomic
def decide_unsure(
    *, pair: PossibleDuplicate, promised_by: User, due_on: date, note: str, by: User, at: datetime
) -> PossibleDuplicate:
    """Nobody can tell yet. Somebody finds out by a day, and on that day it is to be decided again."""
    pair = lock(pair)
    rules.check_may_decide(status=pair.status, to=PairStatus.UNSURE)
    rules.check_promise(due_on=due_on, today=localdate(at))
    pair.status, pair.promised_by, pair.due_on = PairStatus.UNSURE, promised_by, due_on
    return _decided(pair, note, by, at, "duplicate.unsure", promised_by=promised_by.pk, due_on=due_on.isoformat())


def lock(pair: PossibleDuplicate) -> PossibleDuplicate:
    # Read again under a lock, so that two supervisors cannot both decide.
    found = PossibleDuplicate.objects.select_for_update(of=("self",)).filter(pk=pair.pk).first()
    if found is None:
        raise rules.CannotDecide(rules.gone())
    return found


def _decided(
    pair: PossibleDuplicate, note: str, by: User, at: datetime, verb: str, **details: Any
) -> PossibleDuplicate:
    pair.note, pair.decided_by, pair.decided_at = note.strip(), by, at
    pair.save()
    audit.record(verb, subject=pair, by=by, at=at, one=str(pair.one_id), other=str(pair.other_id), **details)
    return pair


def asked_about(matches: Sequence[Match]) -> list[Match]:
    """Those of the matches that somebody has to look at."""
    return [m for m in matches if rules.is_asked_about(score=m.score, is_strong=m.is_strong)]
