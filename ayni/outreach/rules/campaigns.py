"""What may happen to a campaign, to what a unit asks for, and to what a company promised."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from ..models import CampaignState, CommitmentState, Moment, RequestState

NEXT = {
    CampaignState.PLANNED: {CampaignState.RUNNING, CampaignState.CANCELLED},
    CampaignState.RUNNING: {CampaignState.ENDED, CampaignState.CANCELLED},
    CampaignState.ENDED: set[CampaignState](),
    CampaignState.CANCELLED: set[CampaignState](),
}
NEXT_REQUEST = {
    RequestState.ASKED: {RequestState.ACCEPTED, RequestState.DECLINED},
    # What was accepted may turn out impossible: then it is declined, with why.
    RequestState.ACCEPTED: {RequestState.DELIVERED, RequestState.DECLINED},
    RequestState.DECLINED: set[RequestState](),
    RequestState.DELIVERED: set[RequestState](),
}
NEXT_COMMITMENT = {
    CommitmentState.MADE: {CommitmentState.KEPT, CommitmentState.PARTLY, CommitmentState.NOT_KEPT},
    CommitmentState.PARTLY: {CommitmentState.KEPT, CommitmentState.NOT_KEPT},
    # Late is kept, too.
    CommitmentState.NOT_KEPT: {CommitmentState.KEPT, CommitmentState.PARTLY},
    CommitmentState.KEPT: set[CommitmentState](),
}
LONGEST = timedelta(days=3 * 366)
FARTHEST = timedelta(days=3 * 366)
EARLIEST = date(2016, 1, 1)
"""The year in which the unit began."""
MOST_PEOPLE = 33_000_000
"""As many as live in Peru (FIG-047): more is a slip of the keyboard."""


class CannotKeep(RuleBroken):
    pass


def check_step(state: str, to: CampaignState) -> None:
    if to not in NEXT[CampaignState(state)]:
        raise CannotKeep(_("This campaign is not in a state for that any more. Look at it again."))


def check_days(*, begins_on: date, ends_on: date, today: date) -> None:
    if ends_on < begins_on:
        raise CannotKeep(_("It has to end on the day it begins or later. Mend the days."))
    if ends_on - begins_on > LONGEST:
        raise CannotKeep(_("A campaign lasts three years at most. Look at the years, or plan one for each part."))
    if begins_on > today + FARTHEST or begins_on < EARLIEST:
        raise CannotKeep(_("That day is too far away. Look at the year."))


def check_may_change(state: str, *, seen: int, revision: int) -> None:
    if state == CampaignState.CANCELLED:
        raise CannotKeep(_("A campaign that was cancelled is not changed any more."))
    if seen != revision:
        raise CannotKeep(
            _("A colleague changed this campaign meanwhile. Look at it again, and repeat what is still needed.")
        )


def check_has_begun(begins_on: date, today: date) -> None:
    if today < begins_on:
        raise CannotKeep(_("It begins later. Change its first day, or wait for it."))


def check_may_add(state: str) -> None:
    """To what it is made of, and who spreads it."""
    if state == CampaignState.CANCELLED:
        raise CannotKeep(_("This campaign was cancelled: nothing is added to it any more."))


def check_reach(*, state: str, begins_on: date, counted_on: date, today: date) -> None:
    if state not in {CampaignState.RUNNING, CampaignState.ENDED}:
        raise CannotKeep(_("Whom it reached is counted once it has begun. Say first that it began."))
    if not begins_on <= counted_on <= today:
        raise CannotKeep(_("It was counted on a day between the first one of the campaign and today. Mend the day."))


def check_channel(*, is_used: bool) -> None:
    if not is_used:
        raise CannotKeep(_("This campaign does not use that channel. Add the channel to it first."))


def check_counted_once(*, is_there: bool) -> None:
    if is_there:
        raise CannotKeep(_("This channel was counted in this way on that day already. Choose another day."))


def check_perception(*, moment: str, begins_on: date, asked_on: date, today: date) -> None:
    if asked_on > today:
        raise CannotKeep(_("That day has not come yet. Type the day on which people were asked."))
    if moment == Moment.BEFORE and asked_on > begins_on:
        raise CannotKeep(_("“Before” is asked by the first day of the campaign. Choose “after”, or mend the day."))
    if moment == Moment.AFTER and asked_on < begins_on:
        raise CannotKeep(_("“After” is asked once the campaign has begun. Choose “before”, or mend the day."))


def check_share(*, agree: int, sample: int) -> None:
    if agree > sample:
        raise CannotKeep(_("More answered so than were asked. Mend the two numbers."))


def check_asked_once(*, is_there: bool) -> None:
    if is_there:
        raise CannotKeep(_("This question has its answer of that moment already."))


def check_material_of(*, is_of_it: bool) -> None:
    if not is_of_it:
        raise CannotKeep(_("That material is of another campaign. Choose one of this one."))


def check_copies(*, copies: int | None, has_material: bool) -> None:
    if copies is not None and not has_material:
        raise CannotKeep(_("Say of which material the copies are."))


def check_who(*, is_registered: bool, name: str) -> None:
    if is_registered == bool(name):
        raise CannotKeep(_("Choose an organisation of the register, or type the name of another: one of the two."))


# What a unit asks for.


def check_needed(needed_by: date, today: date) -> None:
    if needed_by < today:
        raise CannotKeep(_("That day has passed. Type by when it is needed, from today on."))


def check_request_step(state: str, to: RequestState) -> None:
    if to not in NEXT_REQUEST[RequestState(state)]:
        raise CannotKeep(_("This request was answered meanwhile. Look at it again."))


def check_request_of_campaign(state: str) -> None:
    if state in {RequestState.ASKED, RequestState.DECLINED}:
        raise CannotKeep(_("A campaign answers a request that was accepted. Accept it first, or choose another."))


# What a company promises.


def check_promise(*, made_on: date, due_on: date | None, today: date) -> None:
    if made_on > today:
        raise CannotKeep(_("That day has not come yet. Type the day on which the company made the commitment."))
    if due_on is not None and due_on < made_on:
        raise CannotKeep(_("It is due after it was made. Mend the days."))


def check_verdict(state: str, to: CommitmentState, *, wrote_it: bool) -> None:
    if to not in NEXT_COMMITMENT[CommitmentState(state)]:
        raise CannotKeep(_("That does not follow from how the commitment stands. Look at it again."))
    if wrote_it:
        raise CannotKeep(_("You wrote this commitment down. A colleague who did not must verify it."))


def check_shown(*, is_shown: bool, wanted: bool) -> None:
    if is_shown == wanted:
        raise CannotKeep(_("A colleague changed this meanwhile. Look at it again."))


def check_strategy(*, first_year: int, last_year: int) -> None:
    if last_year < first_year:
        raise CannotKeep(_("It ends in the year it begins or later. Mend the years."))
