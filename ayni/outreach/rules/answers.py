"""A file of answers: how large it may be, and what may become of it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from ..models import FileState, StudyState

MOST_ROWS = 10_000
MOST_BYTES = 10 * 1024 * 1024
MOST_ANSWERS = 1_000_000
"""What is held in memory while a file is read."""


class CannotBring(RuleBroken):
    pass


def check_takes_answers(state: str, questions: int) -> None:
    if not questions:
        raise CannotBring(_("It was written down without a form: it asks nothing, and takes no answers."))
    if state != StudyState.OPEN:
        raise CannotBring(_("This study takes no answers now. Open it on its page, and bring the file then."))


def most_rows(questions: int) -> int:
    return min(MOST_ROWS, MOST_ANSWERS // max(1, questions))


def check_rows(rows: int, questions: int) -> None:
    if rows == 0:
        raise CannotBring(_("There is no row of answers below the headers. Is it the right sheet?"))
    if rows > (most := most_rows(questions)):
        raise CannotBring(_("The file has more than %(most)d rows. Part it into several.") % {"most": most})


def check_columns(known: int, names: Sequence[str]) -> None:
    if not known:
        raise CannotBring(
            _("No column is a question of this form. The headers are the names of its questions: %(names)s.")
            % {"names": ", ".join(names[:12]) + ("…" if len(names) > 12 else "")}
        )


def check_repeats(missing: Sequence[str]) -> None:
    if missing:
        raise CannotBring(
            _(
                "The form asks “%(name)s” several times, and this sheet has no column of it. ODK and Kobo keep these "
                "answers in a sheet of their own: write them beside the others, as %(name)s.1.pregunta and "
                "%(name)s.2.pregunta, which is how the answers of this study leave. Without them nothing was read."
            )
            % {"name": missing[0]}
        )


def check_waits(state: str) -> None:
    if state != FileState.READ:
        raise CannotBring(_("A colleague did something with this file meanwhile. Load the page again."))
