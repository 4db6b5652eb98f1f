"""The tables of case work: screening, the case, its plan, its notes."""

from .cases import Case, CaseProfile, CaseProtocol, CaseQuerySet, Outcome, Stage, Status
from .evidence import EvidenceKind, GapEvidence, GapEvidenceQuerySet
from .needs import Need, NeedQuerySet, NeedState
from .plan import Note, NoteDraft, PlanPrint, SkipReason, Task, TaskQuerySet, TaskState
from .screening import Screening, ScreeningProfile, ScreeningQuerySet

__all__ = [
    "Case", "CaseProfile", "CaseProtocol", "CaseQuerySet", "EvidenceKind", "GapEvidence", "GapEvidenceQuerySet",
    "Need", "NeedQuerySet", "NeedState", "Note", "NoteDraft", "Outcome", "PlanPrint", "Screening",
    "ScreeningProfile", "ScreeningQuerySet", "SkipReason", "Stage", "Status", "Task", "TaskQuerySet", "TaskState",
]  # fmt: skip
