"""Norms, policies, plans, spaces and recommendations: registered, followed, and what becomes of them."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.codelists import actions as codelists
from ayni.codelists.models import LegalNorm
from ayni.lib import written

from ..models import FollowUp, FollowUpKind, Gap, GapState, Instrument, Track
from ..rules import instruments as rules
from .gaps import carry_on_gap, next_code

ENTERED_FROM = "stated"
"""The confidence of a norm whose text was in front of whoever entered it."""


@transaction.atomic
def register_instrument(
    *, track: str, fields: rules.InstrumentFields, since: date, by: User, at: datetime
) -> Instrument:
    """Whoever registers it sees to it. A proposal that answers a gap carries the gap on."""
    rules.check_track(kind=fields.kind, track=track)
    rules.check_day(since, today=localdate(at))
    rules.check_period(covers_from=fields.covers_from, covers_to=fields.covers_to)
    said = {name: getattr(fields, name) for name in fields.__dataclass_fields__}
    made = Instrument.objects.create(
        code=next_code(Instrument, localdate(at).year, rules.instrument_code), track=track, state=rules.START[track],
        state_on=since, owner=by, registered_by=by, registered_at=at, **said,
    )  # fmt: skip
    _record("instrument.registered", made, by=by, at=at, kind=made.kind, track=track)
    if track == Track.PROPOSAL and fields.gap is not None:
        _is_proposed(fields.gap, by=by, at=at)
    return made


def _is_proposed(gap: Gap, *, by: User, at: datetime) -> None:
    gap.refresh_from_db(fields=["state"])
    if gap.state in {GapState.OPEN, GapState.STUDIED}:
        carry_on_gap(gap=gap, state=GapState.PROPOSED, by=by, at=at)


def _lock(instrument: Instrument) -> Instrument:
    return Instrument.objects.select_for_update(of=("self",)).get(pk=instrument.pk)


@transaction.atomic
def describe_instrument(
    *, instrument: Instrument, fields: rules.InstrumentFields, by: User, at: datetime, seen: str = ""
) -> Instrument:
    """`seen`: the mark of what the page showed. What comes to answer a gap carries it on, as a new one does."""
    instrument = _lock(instrument)
    written.check_as_seen(seen=seen, mark=written.mark_of_row(instrument, fields.__dataclass_fields__))
    rules.check_track(kind=fields.kind, track=instrument.track)
    rules.check_period(covers_from=fields.covers_from, covers_to=fields.covers_to)
    names = fields.__dataclass_fields__
    changed = [name for name in names if getattr(instrument, name) != getattr(fields, name)]
    for name in changed:
        setattr(instrument, name, getattr(fields, name))
    if changed:
        instrument.save(update_fields=changed)
        _record("instrument.described", instrument, by=by, at=at, columns=sorted(changed))
    if "gap" in changed and fields.gap is not None and instrument.track == Track.PROPOSAL:
        _is_proposed(fields.gap, by=by, at=at)
    return instrument


@transaction.atomic
def carry_on_instrument(
    *, instrument: Instrument, state: str, on: date, by_whom: str, note: str, document: str, by: User, at: datetime
) -> Instrument:
    """It was consulted, submitted, approved, rejected, … on a day, by somebody, as a document shows."""
    instrument = _lock(instrument)
    rules.check_change(
        track=instrument.track, now=instrument.state, to=state, on=on, since=instrument.state_on,
        today=localdate(at), document=document,
    )  # fmt: skip
    former, instrument.state, instrument.state_on = instrument.state, state, on
    instrument.save(update_fields=["state", "state_on"])
    FollowUp.objects.create(
        instrument=instrument, kind=FollowUpKind.STATE, state=state, on=on, by_whom=by_whom, note=note,
        document=document, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    _record("instrument.carried_on", instrument, by=by, at=at, former=former, state=state, on=on.isoformat())
    return instrument


@transaction.atomic
def follow_instrument(*, instrument: Instrument, what: rules.Happened, by: User, at: datetime) -> FollowUp:
    """A review, a meeting, or something that was done."""
    rules.check_happened(what, today=localdate(at))
    made = FollowUp.objects.create(instrument=instrument, recorded_by=by, recorded_at=at, **asdict(what))
    _record("instrument.followed", instrument, by=by, at=at, kind=what.kind)
    return made


@transaction.atomic
def review_norm(*, norm: LegalNorm, what: rules.Happened, by: User, at: datetime) -> FollowUp:
    """A norm of the list was looked at: it stays, it should be changed, it should be repealed (R265, R272)."""
    rules.check_happened(what, today=localdate(at))
    made = FollowUp.objects.create(norm_code=norm.code, recorded_by=by, recorded_at=at, **asdict(what))
    audit.record("norm.reviewed", subject=norm, by=by, at=at, code=norm.code, finding=what.finding)
    return made


@transaction.atomic
def enter_norm(
    *, instrument: Instrument, fields: rules.NormFields, changes: LegalNorm | None, by: User, at: datetime
) -> LegalNorm:
    """What was approved enters the list of norms: as a new one, or as the next version of the one that it changes."""
    instrument = _lock(instrument)
    rules.check_becomes_norm(kind=instrument.kind, state=instrument.state, entered=instrument.norm_id is not None)
    norm = codelists.write_norm(
        changes.code if changes else instrument.code,
        fields=asdict(fields)
        | {
            "kind": rules.AS_NORM[instrument.kind],
            "status": "vigente",
            "source": instrument.reference[:300],
            "confidence": ENTERED_FROM,
        },
        on=localdate(at),
    )
    instrument.norm = norm
    instrument.save(update_fields=["norm"])
    _record("instrument.became_norm", instrument, by=by, at=at, norm=norm.code, version=norm.version)
    return norm


def _record(verb: str, instrument: Instrument, *, by: User, at: datetime, **details: Any) -> None:
    audit.record(verb, subject=instrument, by=by, at=at, code=instrument.code, **details)
