"""Every activity serves an objective of the unit (R239), and what is done with institutions one of its two results."""

from django.utils.translation import gettext_lazy as _

from ayni.lib.errors import RuleBroken

from ..models import Audience, Outcome

NO_AIM = _("Choose the objective of the unit that it served: without one it counts for no result.")
NO_OUTCOME = _("Choose which of the two results of the unit it adds to.")


class NeedsAim(RuleBroken):
    pass


def check_has_aim(aim: str) -> None:
    if not aim:
        raise NeedsAim(str(NO_AIM))


def check_has_outcome(outcome: str) -> None:
    if not outcome:
        raise NeedsAim(str(NO_OUTCOME))


INSTITUTIONS = frozenset({
    Audience.STATE, Audience.MUNICIPALITY, Audience.PRIVATE, Audience.FINANCIAL, Audience.CIVIL, Audience.COOPERATION,
})  # fmt: skip


def likely_outcome(audience: str) -> str:
    """What a session for them adds to, as a first guess that somebody looks at: with its own staff the institution is
    strengthened; what is given to another one is for that one to take migration into what it does."""
    if audience == Audience.STAFF:
        return Outcome.STRENGTHENING
    return Outcome.MAINSTREAMING if audience in INSTITUTIONS else ""


def likely_outcome_with(*, is_own: bool) -> str:
    """Of an assistance: to an office of one's own institution, or to another one."""
    return Outcome.STRENGTHENING if is_own else Outcome.MAINSTREAMING
