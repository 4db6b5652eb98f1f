"""The tables of case work: screening, the case, its plan, its notes."""

from .ages import ComingOfAge
from .approvals import Approval, ApprovalRule, ApprovalState, Asking
from .cases import Case, CaseProfile, CaseProtocol, CaseQuerySet, Outcome, Stage, Status
from .conferences import Agreement, Conference
from .plan import Note, NoteDraft, PlanPrint, SkipReason, Task, TaskQuerySet, TaskState
from .screening import Screening, ScreeningProfile, ScreeningQuerySet
from .tracing import Match, Risk, Tracing, TracingOutcome, TracingState, Verification, Wish
from .transfers import Transfer, TransferState

__all__ = [
    "Agreement", "Approval", "ApprovalRule", "ApprovalState", "Asking", "ComingOfAge", "Conference", "Match", "Risk",
    "Tracing", "TracingOutcome", "TracingState", "Transfer", "TransferState", "Verification", "Wish",
    "Case", "CaseProfile", "CaseProtocol", "CaseQuerySet", "Note", "NoteDraft", "Outcome", "PlanPrint", "Screening",
    "ScreeningProfile", "ScreeningQuerySet", "SkipReason", "Stage", "Status", "Task", "TaskQuerySet", "TaskState",
]  # fmt: skip
