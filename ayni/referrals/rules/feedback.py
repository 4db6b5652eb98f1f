"""When the person may be asked how it went, and where to."""

from datetime import timedelta

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from ..models import Attended, Status

FEEDBACK_LASTS = timedelta(days=14)

_WORTH_ASKING = frozenset({Status.ACCEPTED, Status.COMPLETED, Status.CLOSED})


class CannotAskThePerson(RuleBroken):
    pass


def may_ask_the_person(status: str) -> bool:
    return status in _WORTH_ASKING


def check_may_ask_the_person(status: str) -> None:
    if not may_ask_the_person(status):
        raise CannotAskThePerson(_("The institution has not accepted this referral, so there is nothing to ask yet."))


def check_is_safe_to_write(*, is_safe: bool) -> None:
    if not is_safe:
        raise CannotAskThePerson(
            _("The person has no telephone that they said is safe for messages. Ask them when you see them.")
        )


def check_feedback(attended: str) -> None:
    if attended not in Attended.values:
        raise CannotAskThePerson(_("Choose what the person says."))
