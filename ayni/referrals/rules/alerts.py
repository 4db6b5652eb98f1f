"""What comes in: how soon it is seen to, who may see it, what may become of it."""

from datetime import timedelta

from django.utils.translation import gettext as _

from ayni.directory.models import Kind
from ayni.governance.models import Urgency
from ayni.lib.errors import RuleBroken
from ayni.people.models import Sensitivity

from ..models import AlertState, RejectReason, SenderKind, Topic

LONGEST_ALERT = 4000
SOONEST = timedelta(seconds=3)
"""Nobody reads and fills in the form faster than this; a script does."""
FORM_LASTS = timedelta(hours=24)
ALERT_LINK_LASTS = timedelta(days=7)

URGENCY: dict[str, Urgency] = {
    Topic.CHILD: Urgency.WITHIN_24H,
    Topic.VIOLENCE: Urgency.WITHIN_24H,
    Topic.TRAFFICKING: Urgency.WITHIN_24H,
    Topic.HEALTH: Urgency.WITHIN_72H,
    Topic.SHELTER: Urgency.WITHIN_72H,
}
"""How soon it is seen to when nobody is in danger at this moment; the rest is ordinary."""

SENSITIVITY: dict[str, Sensitivity] = {
    Topic.CHILD: Sensitivity.PROTECTED,
    Topic.VIOLENCE: Sensitivity.RESTRICTED,
    Topic.TRAFFICKING: Sensitivity.RESTRICTED,
    Topic.HEALTH: Sensitivity.PROTECTED,
}

KIND_OF: dict[str, SenderKind] = {
    Kind.STATE: SenderKind.STATE, Kind.REGIONAL: SenderKind.STATE, Kind.AUTONOMOUS: SenderKind.STATE,
    Kind.MUNICIPAL: SenderKind.MUNICIPAL, Kind.UN: SenderKind.UN, Kind.NGO: SenderKind.NGO,
    Kind.CHURCH: SenderKind.CHURCH, Kind.MIGRANT_ORG: SenderKind.MIGRANT_ORG, Kind.FOREIGN: SenderKind.FOREIGN,
}  # fmt: skip
"""What an organisation of the register is among those who send."""

NEXT_ALERT: dict[str, frozenset[AlertState]] = {
    AlertState.NEW: frozenset({AlertState.TAKEN, AlertState.REJECTED}),
    AlertState.TAKEN: frozenset(
        {AlertState.NEW, AlertState.ASKED, AlertState.ATTENDED, AlertState.ORIENTED, AlertState.REJECTED}
    ),
    AlertState.ASKED: frozenset(
        {AlertState.NEW, AlertState.TAKEN, AlertState.ATTENDED, AlertState.ORIENTED, AlertState.REJECTED}
    ),
    AlertState.ATTENDED: frozenset(),
    AlertState.ORIENTED: frozenset(),
    AlertState.REJECTED: frozenset(),
}
"""Back to new when it is sent on to another office, or given back."""


class CannotAlert(RuleBroken):
    pass


class CannotTriage(RuleBroken):
    pass


def urgency_of(topic: str, *, danger_now: bool) -> Urgency:
    return Urgency.IMMEDIATE if danger_now else URGENCY.get(topic, Urgency.ORDINARY)


def sensitivity_of(topic: str, *, has_team: bool) -> Sensitivity:
    """Who sees it. Where no team guards such matters, the supervisors of the office do: somebody has to."""
    wanted = SENSITIVITY.get(topic, Sensitivity.ORDINARY)
    return Sensitivity.PROTECTED if wanted == Sensitivity.RESTRICTED and not has_team else wanted


def check_alert(*, text: str, topic: str) -> None:
    if topic not in Topic.values:
        raise CannotAlert(_("Choose what it is about."))
    if not text.strip():
        raise CannotAlert(_("Tell in a few words what happens and what is needed."))


def check_alert_change(now: str, to: AlertState) -> None:
    if to not in NEXT_ALERT[now]:
        raise CannotTriage(_("A colleague was quicker: this alert is in another state by now. Look at it again."))


def check_is_asked(state: str) -> None:
    if state != AlertState.ASKED:
        raise CannotAlert(_("Nothing is asked of you. What became of the person is theirs to tell."))


def check_may_take(*, is_held: bool, may_take_over: bool) -> None:
    """What nobody has, anybody who sees it takes. What somebody has, whoever answers for it, or whoever sees it while
    they are away."""
    if is_held and not may_take_over:
        raise CannotTriage(_("A colleague was quicker: this alert is in another state by now. Look at it again."))


def check_is_mine(*, is_mine: bool) -> None:
    if not is_mine:
        raise CannotTriage(_("Take the alert first, so that nobody else does the same."))


def check_rejection(reason: str, *, note: str) -> None:
    if reason not in RejectReason.values:
        raise CannotTriage(_("Choose why it is closed."))
    if reason in {RejectReason.NOTHING_TO_DO, RejectReason.NOT_REACHED} and not note.strip():
        raise CannotTriage(_("Write what was tried, so that a supervisor can follow it."))


def check_words(text: str) -> None:
    if not text.strip():
        raise CannotTriage(_("Write what you want to say."))


def check_nothing_is_asked(state: str) -> None:
    if state == AlertState.ASKED:
        raise CannotTriage(_("Whoever sent it owes you an answer. Wait for it, or ask your supervisor to take over."))


def check_has_person(*, has_person: bool) -> None:
    if not has_person:
        raise CannotTriage(_("Say first whose file it is: search the person, or register them."))
