"""What may be said to the public of what people told us."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from ..models import ConsultationState, Mark, PublicationState, Speaks, Stance

ASKED_AGAIN_AFTER = timedelta(days=30)
SURVEY_LASTS = timedelta(days=14)
FEWEST_TOLD = 5
"""Of fewer answers the shares are not told: with one or two it would be clear who said what."""
LONGEST_WORDS = 1200


class CannotPublish(RuleBroken):
    pass


class CannotTakePart(RuleBroken):
    pass


def check_general_words(*texts: str, noticed: int) -> None:
    if not all(text.strip() for text in texts):
        raise CannotPublish(_("Write what people said and what was done, in general words."))
    if any(len(text) > LONGEST_WORDS for text in texts):
        raise CannotPublish(_("That is too long: at most 1200 letters in each box."))
    if noticed:
        raise CannotPublish(
            _("There seems to be a name, a telephone, an e-mail or a number in it. Say it in general words.")
        )


def check_may_write(state: str) -> None:
    if state != PublicationState.DRAFT:
        raise CannotPublish(_("It is published already. Withdraw it, and write another one."))


def check_may_approve(*, state: str, is_own: bool) -> None:
    if state != PublicationState.DRAFT:
        raise CannotPublish(_("A colleague was quicker: look at it again."))
    if is_own:
        raise CannotPublish(_("Nobody approves what they wrote themselves. Ask a colleague."))


def check_may_withdraw(state: str) -> None:
    if state != PublicationState.PUBLISHED:
        raise CannotPublish(_("It is not published."))


def check_consultation(*, closes_on: date, today: date, has_one: bool) -> None:
    if closes_on <= today:
        raise CannotPublish(_("The last day has to be ahead: people need time to answer."))
    if not has_one:
        raise CannotPublish(_("Choose one protocol or one service that it is about."))


def check_may_open(*, state: str, is_own: bool) -> None:
    if state != ConsultationState.DRAFT:
        raise CannotPublish(_("A colleague was quicker: look at it again."))
    if is_own:
        raise CannotPublish(_("Nobody opens a consultation that they wrote themselves. Ask a colleague."))


def check_may_publish_result(*, state: str, closes_on: date, today: date) -> None:
    if state != ConsultationState.OPEN:
        raise CannotPublish(_("It is not open, or its result is published already."))
    if today <= closes_on:
        raise CannotPublish(_("People may still answer. Publish the result after the last day."))


def check_takes_part(*, state: str, closes_on: date, today: date) -> None:
    if state != ConsultationState.OPEN or today > closes_on:
        raise CannotTakePart(_("This consultation is over. Its result will be here."))


def check_contribution(*, speaks: str, stance: str, text: str) -> None:
    if speaks not in Speaks.values or stance not in Stance.values:
        raise CannotTakePart(_("Choose one of the answers."))
    if stance != Stance.AGREE and not text.strip():
        raise CannotTakePart(_("Write in a few words what you would change, or why not."))


def check_mark(mark: str) -> None:
    if mark not in Mark.values:
        raise CannotTakePart(_("Choose one of the three answers."))
