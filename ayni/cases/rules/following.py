"""How often a person is contacted, by which way, and what to do when nobody answers."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken
from ayni.people.models import ContactPoint

from ..models import AttemptResult, Channel

IN_VAIN = frozenset({AttemptResult.UNANSWERED, AttemptResult.WRONG_NUMBER})
KIND = ContactPoint.Kind
CARRIES: dict[str, frozenset[str]] = {
    Channel.CALL: frozenset({KIND.PHONE, KIND.WHATSAPP, KIND.THROUGH}),
    Channel.MESSAGE: frozenset({KIND.PHONE, KIND.WHATSAPP, KIND.SMS, KIND.EMAIL, KIND.THROUGH}),
    Channel.VIDEO: frozenset({KIND.WHATSAPP, KIND.EMAIL, KIND.PHONE}),
}
"""Through which kinds of contact somebody is reached from afar. A visit, and what happens at the office, need none."""


class CannotFollowUp(RuleBroken):
    pass


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise CannotFollowUp(_("Write what you saw or heard that makes the risk what it is."))


def next_due(*, at: datetime, every_days: int, waiting: datetime | None) -> datetime:
    """When the person is to be contacted next. What is overdue stays owed, whatever the new level."""
    due = at + timedelta(days=every_days)
    return waiting if waiting is not None and waiting < at else due


def check_plan(*, due_at: datetime, at: datetime, every_days: int) -> None:
    if due_at < at:
        raise CannotFollowUp(_("That day has passed. Choose a day from today on."))
    if due_at > at + timedelta(days=every_days + 1):
        raise CannotFollowUp(
            _("At this level of risk the person is contacted within %(days)d days. Choose a nearer day, or assess the "
              "risk again.")
            % {"days": every_days}
        )  # fmt: skip


def check_is_assessed(*, assessed: bool) -> None:
    if not assessed:
        raise CannotFollowUp(_("Assess the risk first: it says how often the person is contacted."))


def check_may_follow(*, is_waiting: bool) -> None:
    if not is_waiting:
        raise CannotFollowUp(_("This follow-up has ended. Look at the page again: the next one is on it."))


def may_carry(*, channel: str, kind: str, is_safe: bool, may_call: bool) -> bool:
    """Whether the person may be reached this way without danger, as far as they said."""
    if channel not in CARRIES:
        return True
    return kind in CARRIES[channel] and is_safe and (channel == Channel.MESSAGE or may_call)


def check_contact(*, channel: str, kind: str | None, is_safe: bool, may_call: bool) -> None:
    if channel in CARRIES and kind is None:
        raise CannotFollowUp(_("Choose which telephone or address was used."))
    if kind is not None and not may_carry(channel=channel, kind=kind, is_safe=is_safe, may_call=may_call):
        raise CannotFollowUp(
            _("The person has not said that this contact is safe for that. Use another way, or ask them at the next "
              "meeting and note it in their file.")
        )  # fmt: skip


def check_when(tried_at: datetime, *, at: datetime, opened_at: datetime, reached_at: datetime | None) -> None:
    """Whether an attempt can have been made then, and whether it says anything new. `reached_at`: of the last contact
    that was made, if this one was not in vain."""
    if tried_at > at:
        raise CannotFollowUp(_("That hour has not come yet. Write when it was tried, or leave day and hour empty."))
    if tried_at < opened_at:
        raise CannotFollowUp(_("The case was not open yet at that time. Look at the day."))
    if reached_at is not None and tried_at < reached_at:
        raise CannotFollowUp(
            _("The person was contacted after that, and the next contact is counted from then. Write this one down as "
              "a note of the case.")
        )  # fmt: skip


def proposals(*, failed: Sequence[str], attempts: int, level: int, ways_left: bool) -> list[str]:
    """What to do after `attempts` in vain. `failed`: the results since the person was last reached; `level`: the
    place of the risk in its list, from 1; `ways_left`: there is another safe contact."""
    if len(failed) < attempts:
        return []
    found = []
    if AttemptResult.WRONG_NUMBER in failed:
        found.append(_("Ask for the number again where the person is known: household, referrals that were accepted."))
    if ways_left:
        found.append(_("Try another safe contact of the file."))
    found.append(_("Vary the hour and the channel; leave only the message that the person allows."))
    if level >= 3:
        found.append(_("The risk is high: agree on a visit with your supervisor today, and never alone."))
    else:
        found.append(_("Plan a visit, if the person agreed to visits."))
    found.append(_("If nothing helps, the case may be closed as “contact lost”; it opens again when they come back."))
    return found
