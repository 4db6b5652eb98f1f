"""How long a preregistration stays open, and who may go on with it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken
from ayni.people.models import Birth

from ..models import PreregistrationState

LASTS = timedelta(days=7)
"""From when something was saved last."""
MOST_WRONG_CODES = 5
PRECISION = {"day": Birth.EXACT, "month": Birth.MONTH, "year": Birth.YEAR}
IDLE = 180
"""Seconds after which a kiosk forgets who stood before it."""


class CannotPreregister(RuleBroken):
    pass


def written_code(code: str) -> str:
    return f"{code[:4]}-{code[4:]}"


def is_open(*, state: str, saved_at: datetime, wrong_codes: int, at: datetime) -> bool:
    return state == PreregistrationState.DRAFT and at < saved_at + LASTS and wrong_codes < MOST_WRONG_CODES


def check_may_send(*, left: Collection[str]) -> None:
    if left:
        raise CannotPreregister(_("Some questions have no answer yet. Answer them, and send it then."))


def check_waits(state: str) -> None:
    if state != PreregistrationState.SENT:
        raise CannotPreregister(_("A colleague was quicker: this preregistration is settled."))
