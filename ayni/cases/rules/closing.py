"""When a case has reached its end (R71)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..models import Outcome
from .cases import CannotClose


@dataclass(frozen=True)
class Facts:
    """What a decision on closing rests on."""

    open_needs: int
    assessed: bool
    risk_allows: bool
    contacted: bool
    """Within the rhythm of the level of risk; True where no risk was assessed."""
    drafts: int
    open_denials: int
    failed: int
    attempts: int
    """In vain that the level of risk asks for before contact counts as lost."""


@dataclass(frozen=True)
class Criterion:
    text: str
    holds: bool


def criteria(facts: Facts) -> list[Criterion]:
    """What whoever closes a case looks at, and whether it is so."""
    return [
        Criterion(_("No need is left open"), not facts.open_needs),
        Criterion(_("The risk was assessed, and its level allows closing"), facts.assessed and facts.risk_allows),
        Criterion(_("The person was contacted lately"), facts.assessed and facts.contacted),
        Criterion(_("No form is half done"), not facts.drafts),
        Criterion(_("Of every denial of service it is known what came of it"), not facts.open_denials),
    ]


def _solved(facts: Facts) -> Sequence[str]:
    found = []
    if facts.open_needs:
        found.append(_("a need is still open: say what became of it, or choose another outcome"))
    if not facts.risk_allows:
        found.append(_("the risk is too high: assess it again, or choose another outcome"))
    return found


def _lost(facts: Facts) -> Sequence[str]:
    if facts.assessed and facts.failed < facts.attempts:
        return [
            _("contact counts as lost after %(attempts)d attempts in vain, and %(failed)d are noted")
            % {"attempts": facts.attempts, "failed": facts.failed}
        ]
    return []


ASKED = {Outcome.SOLVED: _solved, Outcome.LOST_CONTACT: _lost}
"""What an outcome asks for. The others follow from something that happened, and ask for nothing."""


def check_criteria(*, outcome: str, facts: Facts) -> None:
    if outcome in ASKED and (missing := ASKED[Outcome(outcome)](facts)):
        raise CannotClose(_("The case cannot be closed like this: %(why)s.") % {"why": "; ".join(missing)})
