from datetime import datetime

from django.db import transaction
from django.db.models import F

from ayni.access import rules
from ayni.access.models import Session, User
from ayni.audit import actions as audit


@transaction.atomic
def end_sessions(*, user: User, but: str = "", by: User, at: datetime) -> int:
    """End the sessions of somebody everywhere, from the next request on. `but`: the stored key of one that goes on."""
    ended, _ = Session.objects.filter(user=user).exclude(session_key=but).delete()
    if not but:
        # A request that is under way may still write its session back: the epoch ends it all the same.
        User.objects.filter(pk=user.pk).update(epoch=F("epoch") + 1)
        user.refresh_from_db(fields=["epoch"])
    audit.record("user.sessions_ended", subject=user, by=by, at=at, count=ended)
    return ended


@transaction.atomic
def end_session(*, session: Session, by: User, at: datetime) -> None:
    """End one of one's own sessions, on a browser that one left open."""
    session.delete()
    audit.record("user.sessions_ended", subject=by, by=by, at=at, count=1)


def touch_session(session: Session, *, at: datetime) -> None:
    """The session is in use. Written once a minute at most."""
    if at - session.seen_at >= rules.SEEN_EVERY:
        Session.objects.filter(pk=session.pk).update(seen_at=at)


def record_sign_in(user: User, *, at: datetime) -> None:
    audit.record("user.signed_in", subject=user, by=user, at=at)


def record_sign_out(user: User, *, at: datetime) -> None:
    audit.record("user.signed_out", subject=user, by=user, at=at)


def record_session_over(user: User, *, why: str, at: datetime) -> None:
    """A session ended by itself. `why`: IDLE, LONG or BROWSER (its cookie came from another one)."""
    audit.record("user.session_over", subject=user, by=user, at=at, why=why)


def record_lockout(user: User, *, at: datetime) -> None:
    audit.record("user.locked_out", subject=user, by=audit.SYSTEM, at=at)


def forget_sessions(*, at: datetime) -> int:
    """Sessions that nobody can open any more."""
    ended, _ = Session.objects.filter(expire_date__lt=at).delete()
    return ended
