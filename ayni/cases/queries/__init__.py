"""Named questions about screenings, cases and their plans."""

from .cases import due_of, has_ended, may_work_on_cases, only_team_of, supervises
from .screening import suggestion

__all__ = ["due_of", "has_ended", "may_work_on_cases", "only_team_of", "suggestion", "supervises"]
