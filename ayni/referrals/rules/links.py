"""What the link in an e-mail lets through: nothing, until a code that came another way was typed."""

import secrets
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ayni.lib.errors import RuleBroken

LINK_LASTS = timedelta(hours=72)
CODE_LASTS = timedelta(minutes=10)
BETWEEN_CODES = timedelta(minutes=1)
MOST_CODES = 5
"""SMS per link. Whoever needs more asks the sender for another link."""
MOST_WRONG_CODES = 5
"""Then the link is dead: five guesses at a million, five codes at most."""


def may_be_renewed(*, is_spent: bool, expires_at: datetime, newest_made_at: datetime, at: datetime) -> bool:
    """Whether whoever holds a link that only ran out gets another by themselves: it goes where the first went, and
    opens with a code as the first did. What was answered, withdrawn or guessed at is renewed by the sender alone."""
    return not is_spent and expires_at <= at and newest_made_at + LINK_LASTS <= at


class LinkClosed(RuleBroken):
    """Used, expired, withdrawn, altered, guessed: whoever holds it is told the same."""


class CannotSendCode(RuleBroken):
    pass


class WrongCode(RuleBroken):
    pass


def new_code() -> str:
    return f"{secrets.randbelow(1_000_000):06d}"


def check_may_send_code(*, codes_sent: int, last_sent_at: datetime | None, at: datetime) -> None:
    if codes_sent >= MOST_CODES:
        raise CannotSendCode(_("No more codes can be sent for this link. Ask whoever sent the referral for another."))
    if last_sent_at is not None and at - last_sent_at < BETWEEN_CODES:
        raise CannotSendCode(_("A code was sent less than a minute ago. Wait for it before asking for another."))


def wrong_code(*, left: int) -> WrongCode:
    words = ngettext(
        "That code is wrong or too old. You can try %(left)s more time.",
        "That code is wrong or too old. You can try %(left)s more times.",
        left,
    )
    return WrongCode(words % {"left": left})
