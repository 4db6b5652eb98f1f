"""The life of a referral, and on what grounds data may leave with it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.cases.models import NeedState
from ayni.governance.models import ConsentRule
from ayni.lib.errors import RuleBroken
from ayni.people.models import Basis

from ..models import WAITING, DeclineReason, MessageKind, Result, Status

FURTHEST_APPOINTMENT = timedelta(days=2 * 366)

_ANSWERS = frozenset({Status.ACCEPTED, Status.DECLINED, Status.WITHDRAWN, Status.EXPIRED})
NEXT: dict[str, frozenset[Status]] = {
    Status.SENT: _ANSWERS | {Status.ACKNOWLEDGED, Status.ASKED},
    Status.ACKNOWLEDGED: _ANSWERS | {Status.ASKED},
    # Back to received when we have said more.
    Status.ASKED: _ANSWERS | {Status.ACKNOWLEDGED},
    Status.ACCEPTED: frozenset({Status.COMPLETED, Status.WITHDRAWN}),
    Status.COMPLETED: frozenset({Status.CLOSED}),
    Status.DECLINED: frozenset(),
    Status.CLOSED: frozenset(),
    Status.WITHDRAWN: frozenset(),
    Status.EXPIRED: frozenset(),
}
"""What a referral may become. A draft is no referral yet: it is a row of its own until it is sent."""

EFFECT_ON_NEED: dict[str, NeedState] = {
    Result.SERVED: NeedState.MET,
    Result.PARTLY: NeedState.PARTLY_MET,
    DeclineReason.NO_SERVICE: NeedState.NO_SERVICE,
}
"""What the end of a referral makes of the need that it was to meet. Whatever is not here changes nothing: the need
stands."""

CONSENTS = frozenset({Basis.CONSENT, Basis.REPRESENTATIVE})
"""Somebody agreed. Any other basis is the law's, and needs its grounds written down."""

_URGENT = frozenset({Basis.VITAL_INTEREST})
BASES: dict[str, frozenset[Basis]] = {
    ConsentRule.REQUIRED: CONSENTS | _URGENT,
    ConsentRule.REPRESENTATIVE: CONSENTS | _URGENT | {Basis.BEST_INTERESTS},
    ConsentRule.CHILD_HEARD: CONSENTS | _URGENT | {Basis.BEST_INTERESTS, Basis.LEGAL_DUTY},
    ConsentRule.NOT_REQUIRED: CONSENTS | _URGENT | {Basis.BEST_INTERESTS, Basis.LEGAL_DUTY, Basis.PUBLIC_FUNCTION},
    ConsentRule.UNKNOWN: CONSENTS | _URGENT,
}
"""On what grounds data may leave, by the consent rule of the step. Danger to life always suffices (Ley 29733, art.
14); what is not settled is treated as if consent were required."""


def bases_of(rule: str, *, is_notified: bool) -> frozenset[Basis]:
    """The grounds of a step. Where the law obliges to notify what this case is about, no step takes that duty away:
    who does not notify a child without parents because nobody could consent breaks the law."""
    return BASES[rule] | ({Basis.LEGAL_DUTY} if is_notified else frozenset())


_GONE: dict[str, Promise | str] = {
    Status.ACKNOWLEDGED: gettext_lazy("Somebody has already confirmed that it was received. Read what it says now."),
    Status.ACCEPTED: gettext_lazy("Somebody has already accepted it. Report the outcome when you know it."),
    Status.DECLINED: gettext_lazy("Somebody has already declined it. It is no longer yours to answer."),
    Status.COMPLETED: gettext_lazy("Its outcome has already been reported. There is nothing left to do."),
    Status.WITHDRAWN: gettext_lazy("Whoever sent it has withdrawn it. There is nothing left to do."),
    Status.CLOSED: gettext_lazy("Whoever sent it has closed it. There is nothing left to do."),
    Status.EXPIRED: gettext_lazy("It ended of itself, because nobody answered in time. Ask for a new one."),
    Status.ASKED: gettext_lazy("The institution asked for something and waits for it. Answer that first."),
}


class CannotRefer(RuleBroken):
    pass


class CannotChangeStatus(RuleBroken):
    pass


class CannotAnswer(RuleBroken):
    pass


def check_may_refer(
    *, case_is_open: bool, service_accepts: bool, already_waiting: bool, task_is_open: bool = True
) -> None:
    if not case_is_open:
        raise CannotRefer(_("This case is closed. Reopen it before referring."))
    if not task_is_open:
        raise CannotRefer(_("This step is already done, skipped or referred. Look at the plan of the case."))
    if not service_accepts:
        raise CannotRefer(_("This service does not take referrals at the moment. Choose another one."))
    if already_waiting:
        raise CannotRefer(_("A referral to this service is already waiting for its answer. Withdraw it first."))


def check_may_draft(*, case_is_open: bool) -> None:
    if not case_is_open:
        raise CannotRefer(_("This case is closed. Reopen it before referring."))


def check_may_share(*, bases: Collection[str], basis: str, has_consent: bool, grounds: str) -> None:
    """Whether what was chosen may leave, `bases` being those of the step. Without data nothing leaves but the reason,
    and that too needs a basis."""
    if basis not in bases:
        raise CannotRefer(_("This step does not allow that basis. Ask the person for consent, or choose another one."))
    if basis in CONSENTS and not has_consent:
        raise CannotRefer(_("There is no standing consent for this institution. Ask the person, and record it."))
    if basis not in CONSENTS and not grounds.strip():
        raise CannotRefer(_("Write down why the law allows sharing without consent here."))


def check_status_change(now: str, to: Status) -> None:
    if to not in NEXT[now]:
        raise CannotChangeStatus(str(_GONE.get(now, "")) or _("It was only just sent: it has to be answered first."))


def check_still_open(status: str) -> None:
    """Something may still be said about it."""
    if status not in WAITING:
        raise CannotAnswer(_("This referral has ended, so nothing can be added to it."))


def check_answer(kind: str, *, text: str, result: str = "", reason: str = "") -> None:
    """A refusal, a question and a withdrawal say why; an outcome says which."""
    if kind == MessageKind.DECLINED and reason not in DeclineReason.values:
        raise CannotAnswer(_("Choose why you decline, so that what is missing can be counted."))
    if kind == MessageKind.DECLINED and not text.strip():
        raise CannotAnswer(_("Say why you decline, so that the person can be helped elsewhere."))
    if kind in {MessageKind.QUESTION, MessageKind.REPLY} and not text.strip():
        raise CannotAnswer(_("Write what you want to say."))
    if kind == MessageKind.WITHDRAWN and not text.strip():
        raise CannotAnswer(_("Say why you withdraw it."))
    if kind == MessageKind.OUTCOME and result not in Result.values:
        raise CannotAnswer(_("Choose what came of it."))


def check_appointment(appointment: datetime | None, *, at: datetime) -> None:
    if appointment is not None and appointment <= at:
        raise CannotAnswer(_("The appointment has to be in the future. Write the day and the hour that were agreed."))
    if appointment is not None and appointment - at > FURTHEST_APPOINTMENT:
        raise CannotAnswer(_("The appointment is more than two years away. Check the year."))
