from datetime import datetime

from ayni.access import rules
from ayni.access.models import Submission, User


def claim_submission(*, once: str, path: str, by: User, at: datetime) -> Submission:
    """Take the one right to send this form. Raises IntegrityError if it was taken before."""
    return Submission.objects.create(once=once, path=path[:300], user=by, sent_at=at)


def answer_submission(submission: Submission, *, answer: str) -> None:
    """Keep where the form led, for whoever sends it again."""
    submission.answer = answer[:500]
    submission.save(update_fields=["answer"])


def forget_submissions(*, at: datetime) -> int:
    """Nobody sends the same form again after a week."""
    count, _ = Submission.objects.filter(sent_at__lt=at - rules.SUBMISSIONS_KEPT).delete()
    return count


def withdraw_submission(submission: Submission) -> None:
    """The form came back with errors: it was not sent."""
    submission.delete()
