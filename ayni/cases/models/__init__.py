"""The tables of case work: screening, the case, its plan, its notes."""

from .cases import Case, CaseProfile, CaseProtocol, CaseQuerySet, Outcome, Stage, Status
from .evidence import EvidenceKind, GapEvidence, GapEvidenceQuerySet
from .moves import ProtocolMove
from .plan import Note, NoteDraft, PlanPrint, SkipReason, Task, TaskQuerySet, TaskState
from .screening import Screening, ScreeningProfile, ScreeningQuerySet

__all__ = [
    "Case", "CaseProfile", "CaseProtocol", "CaseQuerySet", "EvidenceKind", "GapEvidence", "GapEvidenceQuerySet", "Note",
    "NoteDraft", "Outcome", "PlanPrint", "ProtocolMove", "Screening",
    "ScreeningProfile", "ScreeningQuerySet", "SkipReason", "Stage", "Status", "Task", "TaskQuerySet", "TaskState",
]  # fmt: skip
