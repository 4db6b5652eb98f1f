"""The cycle of a project (R224): its order, and what each stage asks for. Plain functions over plain values."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ayni.lib.errors import RuleBroken

from .models import Rung, Stage

ORDER = tuple(Stage)
BELOW = {Rung.OBJECTIVE: Rung.OUTCOME, Rung.OUTCOME: Rung.OUTPUT, Rung.OUTPUT: Rung.ACTIVITY}
MEASURED = (Rung.OBJECTIVE, Rung.OUTCOME, Rung.OUTPUT)
"""The rungs of a matrix that need an indicator. Activities need none: they are done or not."""


class CannotGoOn(RuleBroken):
    """A stage that a project cannot come to yet. The message says what is missing."""


@dataclass(frozen=True)
class Standing:
    """What there is of a project."""

    says_what_for: bool = False
    works_towards: bool = False
    rungs: frozenset[str] = frozenset()
    """Those of which its matrix has a line."""
    unmeasured: tuple[str, ...] = ()
    """Lines of the matrix that lack an indicator, a baseline, a target or a means of verification."""
    activities: int = 0
    done: int = 0
    marked_at_work: bool = False
    reports: int = 0
    evaluations: int = 0
    lessons: int = 0


def next_of(stage: str) -> Stage | None:
    """The stage after it; None after the last."""
    place = ORDER.index(Stage(stage)) + 1
    return ORDER[place] if place < len(ORDER) else None


def missing(stage: str, there: Standing) -> list[str | Promise]:
    """What has to exist before a project leaves this stage; the last one is left by closing the project."""
    asked: dict[str, list[tuple[bool, str | Promise]]] = {
        Stage.PLANNING: [
            (there.says_what_for, _("Write what the project is for.")),
            (there.works_towards, _("Say which parts of frameworks it works towards.")),
        ],
        Stage.FRAMEWORK: [
            (Rung.OBJECTIVE in there.rungs, _("The results matrix has no objective.")),
            (Rung.OUTCOME in there.rungs, _("The results matrix has no outcome.")),
            (Rung.OUTPUT in there.rungs, _("The results matrix has no output.")),
            (Rung.ACTIVITY in there.rungs, _("The results matrix has no activity.")),
            *((False, _unmeasured(line)) for line in there.unmeasured),
        ],
        Stage.IMPLEMENTATION: [(there.activities > 0, _("No activity with its days is registered."))],
        Stage.MONITORING: [
            (there.done > 0, _("No activity is done, with what came of it.")),
            (there.marked_at_work, _("Nobody has looked at the markers again while it is at work.")),
        ],
        Stage.REPORTING: [(there.reports > 0, _("There is no report yet, resting on an approved report of results."))],
        Stage.EVALUATION: [(there.evaluations > 0, _("No evaluation is written."))],
        Stage.LESSONS: [(there.lessons > 0, _("No lessons are written."))],
    }
    return [words for is_there, words in asked[Stage(stage)] if not is_there]


def _unmeasured(line: str) -> str:
    return str(_("“%(line)s” lacks an indicator, a baseline, a target or a means of verification.") % {"line": line})


def check_may_go_on(stage: str, there: Standing) -> Stage:
    """The next stage, if what this one asks exists."""
    following = next_of(stage)
    if following is None:
        raise CannotGoOn(str(_("It is at its last stage. What is left is to say that it has ended.")))
    if lacking := missing(stage, there):
        raise CannotGoOn(" ".join(str(words) for words in lacking))
    return following


def check_may_end(stage: str, there: Standing) -> None:
    """A project ends at its last stage, with its lessons."""
    if stage != Stage.LESSONS:
        raise CannotGoOn(
            str(_("It has not gone through its stages yet. Take it on first, or say that it was broken off."))
        )
    if lacking := missing(stage, there):
        raise CannotGoOn(" ".join(str(words) for words in lacking))
