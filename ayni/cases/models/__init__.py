"""The tables of case work: screening, the case, its plan, its notes."""

from .cases import Area, Case, CaseProfile, CaseProtocol, CaseQuerySet, Outcome, Stage, Status
from .evidence import EvidenceKind, GapEvidence, GapEvidenceQuerySet
from .following import Attempt, AttemptResult, Channel, FollowUp, FollowUpQuerySet, FollowUpState, RiskAssessment
from .forms import CaseForm, CaseFormQuerySet, FormState
from .moves import ProtocolMove
from .needs import Need, NeedQuerySet, NeedState
from .plan import Note, NoteDraft, PlanPrint, SkipReason, Task, TaskQuerySet, TaskState
from .screening import Screening, ScreeningProfile, ScreeningQuerySet
from .services import Complaint, Denial, DenialOutcome, DenialQuerySet, Goal, GoalState, Harm, ServiceGiven

__all__ = [
    "Area", "Attempt", "AttemptResult", "Case", "CaseForm", "CaseFormQuerySet", "CaseProfile", "CaseProtocol",
    "CaseQuerySet", "Channel", "Complaint", "Denial", "DenialOutcome", "DenialQuerySet", "EvidenceKind", "FollowUp",
    "FollowUpQuerySet", "FollowUpState", "FormState", "GapEvidence", "GapEvidenceQuerySet", "Goal", "GoalState",
    "Harm", "Need", "NeedQuerySet", "NeedState", "Note", "NoteDraft", "Outcome", "PlanPrint", "ProtocolMove",
    "RiskAssessment", "Screening", "ScreeningProfile", "ScreeningQuerySet", "ServiceGiven", "SkipReason", "Stage",
    "Status", "Task", "TaskQuerySet", "TaskState",
]  # fmt: skip
