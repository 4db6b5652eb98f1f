"""What is written to whoever signed up. Nothing in it says who they are."""

from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from ayni.notices import actions as notices

from .. import queries
from ..models import Session, SignUp, SignUpState
from ..rules import sessions as rules


def tell(one: SignUp, text: str, *, at: datetime) -> None:
    """By the contact that they left, if they left one."""
    if "@" in one.contact:
        notices.queue_email(to=one.contact, subject=_("Your session"), text=text, about=None, at=at)
    elif one.contact:
        notices.queue_sms(to=one.contact, text=text, about=None, at=at)


def in_words(session: Session, *, has_seat: bool = True) -> str:
    """The link of the meeting is for whoever has a seat."""
    link = session.link if has_seat else ""
    where = link if session.is_online else session.place
    hour = localtime(session.starts_at).strftime("%d/%m/%Y %H:%M")
    return " · ".join(filter(None, (session.title, hour, where)))


def let_in(session: Session, *, at: datetime) -> None:
    """As many of those who wait as there are seats, in the order in which they came. The caller holds the session."""
    if not rules.lets_in(state=session.state, starts_at=session.starts_at, at=at):
        return
    for one in queries.next_in_line(session, session.seats - queries.taken(session)):
        one.state = SignUpState.SIGNED
        one.save(update_fields=["state"])
        with override(one.language):
            tell(one, _("There is a seat for you: %(session)s") % {"session": in_words(session)}, at=at)
