"""Looking for somebody's family: begun, matched, verified, weighed, ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.lib.written import check_as_seen
from ayni.people import actions as people
from ayni.people.models import Consent, Person

from ..models import Case, Match, Tracing, TracingOutcome, TracingState, Verification
from ..rules import cases as case_rules
from ..rules import seen as marks
from ..rules import tracing as rules
from ..rules.transfers import AGREED
from .locking import lock, lock_row


@dataclass(frozen=True)
class Sought:
    """Who is looked for, and with what right."""

    sought_as: str
    known: Mapping[str, Any]
    """`name` and whatever else is known."""
    wish: str
    wish_words: str
    basis: str
    consent: Consent | None
    safety: str
    urgency: str


@transaction.atomic
def begin_tracing(*, case: Case, sought: Sought, by: User, at: datetime) -> Tracing:
    """Begin to look for a relative of the person of a case."""
    case = lock(case)
    case_rules.check_is_open(case.status)
    people.check_may_keep(case.person)
    consents = case.person.consents.filter(withdrawn_at__isnull=True, superseded_by__isnull=True)
    rules.check_may_begin(
        wish=sought.wish,
        name=str(sought.known.get("name", "")),
        needs_consent=sought.basis in AGREED,
        has_consent=sought.consent is not None and consents.filter(pk=sought.consent.pk).exists(),
    )
    tracing = Tracing.objects.create(
        case=case, begun_by=by, begun_at=at, sought_as=sought.sought_as, known=dict(sought.known), wish=sought.wish,
        wish_words=sought.wish_words, basis=sought.basis, consent=sought.consent, safety=sought.safety,
        urgency=sought.urgency,
    )  # fmt: skip
    _record("tracing.begun", tracing, by=by, at=at)
    return tracing


@transaction.atomic
def hear_wish(*, tracing: Tracing, wish: str, words: str, by: User, at: datetime, seen: str = "") -> Tracing:
    """What the person wants, asked anew. Who does not want it any more is not looked for. `seen`: the mark of what the
    page showed, here and below."""
    tracing = _lock(tracing)
    rules.check_goes_on(tracing.state)
    check_as_seen(seen=seen, mark=marks.of_wish(tracing))
    tracing.wish, tracing.wish_words = wish, words
    tracing.save(update_fields=["wish", "wish_words"])
    _record("tracing.wish_heard", tracing, by=by, at=at)
    return tracing


@transaction.atomic
def note_match(*, tracing: Tracing, person: Person, by: User, at: datetime) -> Match:
    """A file that may be of whom is looked for. Whoever notes it may open both."""
    tracing = _lock(tracing)
    rules.check_goes_on(tracing.state)
    known = tracing.matches.filter(person=person).first()
    rules.check_match(
        is_own=person.pk == tracing.case.person_id,
        is_ruled_out=known is not None and known.verdict == Match.Verdict.RULED_OUT,
    )
    if known is not None:
        return known
    match = Match.objects.create(tracing=tracing, person=person, noted_by=by, noted_at=at)
    # In the thread of neither file: what links two files is told to nobody who sees only one.
    audit.record("tracing.matched", subject=match, by=by, at=at)
    if tracing.state == TracingState.OPEN:
        _move(tracing, TracingState.FOUND)
    return match


@transaction.atomic
def rule_out(*, match: Match, by: User, at: datetime) -> Match:
    """It is somebody else."""
    tracing = _lock(match.tracing)
    rules.check_goes_on(tracing.state)
    match = Match.objects.select_for_update(of=("self",)).get(pk=match.pk)
    rules.check_may_rule_out(is_possible=match.verdict == Match.Verdict.POSSIBLE)
    match.verdict = Match.Verdict.RULED_OUT
    match.save(update_fields=["verdict"])
    audit.record("tracing.ruled_out", subject=match, by=by, at=at)
    if not tracing.matches.exclude(verdict=Match.Verdict.RULED_OUT).exists() and tracing.state != TracingState.OPEN:
        _move(tracing, TracingState.OPEN)
    return match


@transaction.atomic
def add_source(*, tracing: Tracing, source: str, agrees: bool, said: str, by: User, at: datetime) -> Verification:
    """What one source says of whether they are family."""
    tracing = _lock(tracing)
    rules.check_goes_on(tracing.state)
    rules.check_wants(tracing.wish)
    people.check_may_keep(tracing.case.person)
    verification = Verification.objects.create(
        tracing=tracing, source=source, agrees=agrees, said=said, recorded_by=by, recorded_at=at
    )
    _record("tracing.source_added", tracing, by=by, at=at, source=source, agrees=agrees)
    return verification


@transaction.atomic
def verify(*, tracing: Tracing, match: Match | None, by: User, at: datetime) -> Tracing:
    """Two different sources agree, and none says otherwise: they are family. `match`: which file they have, if any."""
    tracing = _lock(tracing)
    rules.check_change(tracing.state, TracingState.VERIFIED)
    said = list(tracing.verifications.order_by("pk").values_list("source", "agrees"))
    rules.check_verified(
        agreeing=[source for source, agrees in said if agrees], contradicting=sum(not agrees for _s, agrees in said)
    )
    if match is not None:
        Match.objects.filter(pk=match.pk, tracing=tracing).update(verdict=Match.Verdict.CONFIRMED)
    _move(tracing, TracingState.VERIFIED)
    _record("tracing.verified", tracing, by=by, at=at, sources=len(said))
    return tracing


@transaction.atomic
def found_elsewhere(*, tracing: Tracing, by: User, at: datetime) -> Tracing:
    """Somebody was found who has no file here."""
    tracing = _lock(tracing)
    rules.check_wants(tracing.wish)
    rules.check_change(tracing.state, TracingState.FOUND)
    _move(tracing, TracingState.FOUND)
    _record("tracing.found_elsewhere", tracing, by=by, at=at)
    return tracing


@transaction.atomic
def weigh_risk(*, tracing: Tracing, risk: str, words: str, by: User, at: datetime, seen: str = "") -> Tracing:
    """What speaks for and against bringing them together."""
    tracing = _lock(tracing)
    rules.check_goes_on(tracing.state)
    check_as_seen(seen=seen, mark=marks.of_weighing(tracing))
    rules.check_risk(risk=risk, words=words)
    tracing.risk, tracing.risk_words = risk, words
    tracing.save(update_fields=["risk", "risk_words"])
    _record("tracing.risk_weighed", tracing, by=by, at=at, risk=risk)
    return tracing


@transaction.atomic
def end_tracing(*, tracing: Tracing, outcome: TracingOutcome | str, words: str, by: User, at: datetime) -> Tracing:
    """How it ended."""
    tracing = _lock(tracing)
    rules.check_change(tracing.state, TracingState.ENDED)
    rules.check_outcome(state=tracing.state, outcome=outcome, risk=tracing.risk, wish=tracing.wish, words=words)
    tracing.state, tracing.outcome, tracing.outcome_words, tracing.ended_at = TracingState.ENDED, outcome, words, at
    tracing.save(update_fields=["state", "outcome", "outcome_words", "ended_at"])
    _record("tracing.ended", tracing, by=by, at=at, outcome=str(outcome))
    return tracing


def _move(tracing: Tracing, to: TracingState) -> None:
    rules.check_change(tracing.state, to)
    tracing.state = to
    tracing.save(update_fields=["state"])


def _lock(tracing: Tracing) -> Tracing:
    tracing = lock_row(tracing)
    case_rules.check_is_open(tracing.case.status)
    return tracing


def _record(verb: str, tracing: Tracing, *, by: User, at: datetime, **details: Any) -> None:
    audit.record(verb, subject=tracing, by=by, at=at, thread=tracing.case_id, **details)
