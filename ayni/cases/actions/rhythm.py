"""The follow-up ahead of a case, inside the verbs that move it."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate, localtime

from ayni.codelists.models import RiskLevel
from ayni.lib.periods import end_of_day

from ..models import Case, FollowUp, FollowUpState


def plan(case: Case, level: RiskLevel, *, due: datetime, channel: str, at: datetime) -> FollowUp:
    """The one follow-up ahead: moved if there is one, else made."""
    planned, _created = FollowUp.objects.update_or_create(
        case=case,
        state=FollowUpState.WAITING,
        defaults={"level": level, "channel": channel, "due_at": due, "planned_at": at},
    )
    return planned


def end(follow_up: FollowUp, state: str, at: datetime) -> None:
    follow_up.state, follow_up.done_at = state, at
    follow_up.save(update_fields=["state", "done_at"])


def drop_follow_up(case: Case, *, at: datetime) -> None:
    """A case that ends asks for no more contacts."""
    for follow_up in case.follow_ups.waiting():
        end(follow_up, FollowUpState.DROPPED, at)


def follow_again(case: Case, *, at: datetime) -> None:
    """A case that is opened again goes on in the rhythm of its risk."""
    risk = case.risks.filter(is_current=True).select_related("level").first()
    if risk is not None:
        due = whole_day(at + timedelta(days=risk.level.every_days))
        plan(case, risk.level, due=due, channel=risk.level.channel, at=at)


def whole_day(at: datetime) -> datetime:
    return end_of_day(localdate(at), like=localtime(at))
