from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

WRITTEN_WITHIN = timedelta(days=2 * 365)


class CannotMeet(RuleBroken):
    pass


def check_conference(*, held_at: datetime, at: datetime, minutes: str, participants: int) -> None:
    if held_at > at:
        raise CannotMeet(_("The conference has not been held yet. Write it down afterwards."))
    if held_at < at - WRITTEN_WITHIN:
        raise CannotMeet(_("That is more than two years ago. Look at the year of the conference."))
    if not minutes.strip():
        raise CannotMeet(_("Write what was said and decided."))
    if participants < 1:
        raise CannotMeet(_("Choose the colleagues who were there."))


def check_may_be_there(*, strangers: int) -> None:
    """Who was there reads the minutes: nobody is named who may not open the case."""
    if strangers:
        raise CannotMeet(_("Somebody you chose may not open this case. Name them among the others who were there."))


def check_agreement(*, title: str, due_at: datetime | None, at: datetime, is_participant: bool) -> None:
    if not title.strip():
        raise CannotMeet(_("Write what was agreed on."))
    if due_at is None or due_at <= at:
        raise CannotMeet(_("Every agreement has a day that is still to come. Choose it."))
    if not is_participant:
        raise CannotMeet(_("Every agreement has somebody who sees to it, among the colleagues who may open the case."))
