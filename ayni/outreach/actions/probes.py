"""What is asked before and after a session, without an account and without a name."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.instruments import rules as instruments
from ayni.instruments.models import Instrument

from ..models import Probe, Reply, Session
from ..queries import probes as queries
from ..rules import probes as rules
from .attending import lock


@transaction.atomic
def ask(
    *, session: Session, kind: str, instrument: Instrument, right: Mapping[str, str], by: User, at: datetime
) -> Probe:
    """A form for whoever comes, behind a QR."""
    session = lock(session)
    rules.check_not_asked_yet(is_asked=Probe.objects.filter(session=session, kind=kind).exists())
    rules.check_right(kind=kind, right=right)
    made = Probe.objects.create(
        session=session, kind=kind, instrument=instrument, right=dict(right), token=secrets.token_urlsafe(9),
        made_by=by, made_at=at,
    )  # fmt: skip
    audit.record("probe.asked", subject=made, by=by, at=at, kind=kind, form=instrument.code)
    return made


@transaction.atomic
def open_or_close(*, probe: Probe, is_open: bool, by: User, at: datetime) -> None:
    Probe.objects.filter(pk=probe.pk).update(is_open=is_open)
    audit.record("probe.opened" if is_open else "probe.closed", subject=probe, by=by, at=at)


@dataclass(frozen=True)
class Given:
    """What somebody sends from their telephone."""

    answers: Mapping[str, Any]
    word: str
    """Of their own, so that the test before and the one after go together; empty: they do not."""
    language: str
    submission: UUID


@transaction.atomic
def reply(*, probe: Probe, given: Given, at: datetime) -> Reply:
    """Sent twice, it is one. A test after without one before is kept like any other."""
    if sent := Reply.objects.filter(submission=given.submission).first():
        return sent
    session = probe.session
    is_open = probe.is_open and at < session.ends_at + queries.OPEN_FOR
    rules.check_is_open(is_open=is_open)
    kept = instruments.kept(probe.instrument.questions.all(), given.answers)
    rules.check_says_something(kept)
    scored = rules.score(probe.right, kept)
    right, asked = scored or (None, None)
    try:
        with transaction.atomic():
            return Reply.objects.create(
                probe=probe, pair=queries.pair_of(session, given.word), answers=kept, right=right, asked=asked,
                language=given.language, submission=given.submission, on=localdate(at),
            )  # fmt: skip
    except IntegrityError:
        return Reply.objects.get(submission=given.submission)
