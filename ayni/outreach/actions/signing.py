"""Whoever wants to come, without an account."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from ayni.audit import actions as audit
from ayni.lib.ids import unused_number

from .. import queries
from ..models import Session, SignUp, SignUpState
from ..rules import sessions as rules
from .telling import let_in


@transaction.atomic
def sign_up(
    *, session: Session, submission: UUID, name: str, contact: str, language: str, at: datetime
) -> tuple[SignUp, str]:
    """A seat, or a place on the waiting list, with the code that goes with its number. The same form sent again gives
    the same one."""
    # One after the other: of two who want the last seat, the second finds it taken.
    session = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    code = queries.code_of(submission)
    if before := SignUp.objects.filter(submission=submission, session=session).first():
        return before, code
    rules.check_may_sign_up(state=session.state, starts_at=session.starts_at, at=at)
    number = unused_number("S", lambda drawn: SignUp.objects.filter(number=drawn).exists())
    has_seat = queries.taken(session) < session.seats
    made = SignUp(
        session=session, number=number, code_hash=queries.code_digest(number, code), submission=submission, name=name,
        contact=contact, language=language, made_at=at, state=SignUpState.SIGNED if has_seat else SignUpState.WAITING,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as twice:
        # A form of another session, sent to this one: a submission is of one sign-up.
        raise rules.sent_elsewhere() from twice
    audit.record("session.signed_up", subject=made, by=audit.SYSTEM, at=at, state=made.state)
    return made, code


@transaction.atomic
def withdraw(*, sign_up: SignUp, at: datetime) -> SignUp:
    """The seat is free, and whoever waits longest has it."""
    session = Session.objects.select_for_update(of=("self",)).get(pk=sign_up.session_id)
    sign_up = SignUp.objects.select_for_update(of=("self",)).get(pk=sign_up.pk)
    rules.check_may_withdraw(state=sign_up.state, of_session=session.state, starts_at=session.starts_at, at=at)
    sign_up.state, sign_up.ended_at = SignUpState.WITHDRAWN, at
    # Whoever does not come is called nothing and written to no more.
    sign_up.name, sign_up.contact, sign_up.forgotten_at = "", "", at
    sign_up.save()
    let_in(session, at=at)
    audit.record("session.withdrawn", subject=sign_up, by=audit.SYSTEM, at=at)
    return sign_up
