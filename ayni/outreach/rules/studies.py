"""What may become of a study."""

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from ..models import StudyState

NEXT = {
    StudyState.DRAFT: {StudyState.OPEN},
    StudyState.OPEN: {StudyState.CLOSED},
    StudyState.CLOSED: {StudyState.OPEN},
}


class CannotStudy(RuleBroken):
    pass


def check_step(state: str, to: StudyState) -> None:
    if to not in NEXT[StudyState(state)]:
        raise CannotStudy(_("This study is not in a state for that any more. Load the page again."))


def check_takes_answers(state: str) -> None:
    if state != StudyState.OPEN:
        raise CannotStudy(_("This form is closed. Thank you for wanting to answer."))


def check_asks(questions: int) -> None:
    if not questions:
        raise CannotStudy(_("It was written down without a form: it asks nothing, and takes no answers."))


def check_not_sent(*, is_sent: bool) -> None:
    if is_sent:
        raise CannotStudy(_("These answers were sent already. Begin anew to send others."))


def check_whole(faults: int) -> None:
    if faults:
        raise CannotStudy(_("Something is missing or has to be mended. Look at what is marked."))
