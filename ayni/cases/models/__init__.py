"""The tables of case work: screening, the case, its plan, its notes."""

from .cases import Case, CaseProfile, CaseProtocol, CaseQuerySet, Outcome, Stage, Status
from .plan import Note, SkipReason, Task, TaskState
from .screening import Screening, ScreeningProfile

__all__ = [
    "Case", "CaseProfile", "CaseProtocol", "CaseQuerySet", "Note", "Outcome", "Screening", "ScreeningProfile",
    "SkipReason", "Stage", "Status", "Task", "TaskState",
]  # fmt: skip
