from datetime import datetime, timedelta

from django.db import transaction

from ayni.access import rules
from ayni.access.models import AnsweredForm


@transaction.atomic
def keep_answer(*, session_key: str, path: str, status: int, page: str, once: list[str], at: datetime) -> AnsweredForm:
    """Keep the page by which a form was answered. Of one session only the newest few stay."""
    older = AnsweredForm.objects.filter(session_key=session_key).order_by("-id").values_list("pk", flat=True)
    AnsweredForm.objects.filter(pk__in=list(older[rules.ANSWERS_OF_A_SESSION - 1 :])).delete()
    return AnsweredForm.objects.create(
        session_key=session_key, path=path[:300], status=status, page=page, once=once, kept_at=at
    )


def forget_answers(*, at: datetime, older_than: timedelta = rules.ANSWERS_KEPT) -> int:
    """Pages that nobody goes back to any more; all of them (`timedelta(0)`) when somebody's data are erased."""
    gone, _ = AnsweredForm.objects.filter(kept_at__lte=at - older_than).delete()
    return gone


def forget_answers_of(*, session_key: str) -> int:
    """Whoever stood at a shared screen has left."""
    gone, _ = AnsweredForm.objects.filter(session_key=session_key).delete()
    return gone
