"""The tables of case work: screening, the case, its plan, its notes."""

from .ages import ComingOfAge
from .approvals import Approval, ApprovalRule, ApprovalState, Asking
from .cases import Area, Case, CaseProfile, CaseProtocol, CaseQuerySet, Outcome, Stage, Status
from .conferences import Agreement, Conference
from .evidence import EvidenceKind, GapEvidence, GapEvidenceQuerySet
from .following import Attempt, AttemptResult, Channel, FollowUp, FollowUpQuerySet, FollowUpState, RiskAssessment
from .forms import CaseForm, CaseFormQuerySet, FormState
from .moves import ProtocolMove
from .needs import Need, NeedQuerySet, NeedState
from .plan import Note, NoteDraft, PlanPrint, SkipReason, Task, TaskQuerySet, TaskState
from .screening import Screening, ScreeningProfile, ScreeningQuerySet
from .services import Complaint, Denial, DenialOutcome, DenialQuerySet, Goal, GoalState, Harm, ServiceGiven
from .tracing import Match, Risk, Tracing, TracingOutcome, TracingState, Verification, Wish
from .transfers import Transfer, TransferState

__all__ = [
    "Agreement", "Approval", "ApprovalRule", "ApprovalState", "Area", "Asking", "Attempt", "AttemptResult", "Case",
    "CaseForm", "CaseFormQuerySet", "CaseProfile", "CaseProtocol", "CaseQuerySet", "Channel", "ComingOfAge",
    "Complaint", "Conference", "Denial", "DenialOutcome", "DenialQuerySet", "EvidenceKind", "FollowUp",
    "FollowUpQuerySet", "FollowUpState", "FormState", "GapEvidence", "GapEvidenceQuerySet", "Goal", "GoalState",
    "Harm", "Match", "Need", "NeedQuerySet", "NeedState", "Note", "NoteDraft", "Outcome", "PlanPrint",
    "ProtocolMove", "Risk", "RiskAssessment", "Screening", "ScreeningProfile", "ScreeningQuerySet", "ServiceGiven",
    "SkipReason", "Stage", "Status", "Task", "TaskQuerySet", "TaskState", "Tracing", "TracingOutcome",
    "TracingState", "Transfer", "TransferState", "Verification", "Wish",
]  # fmt: skip
