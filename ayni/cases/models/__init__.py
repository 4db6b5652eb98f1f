"""The tables of case work: screening, the case, its plan, its notes."""

from .cases import Area, Case, CaseProfile, CaseProtocol, CaseQuerySet, Outcome, Stage, Status
from .evidence import EvidenceKind, GapEvidence, GapEvidenceQuerySet
from .following import (
    Attempt,
    AttemptResult,
    Channel,
    FollowUp,
    FollowUpQuerySet,
    FollowUpState,
    RiskAssessment,
)
from .forms import CaseForm, CaseFormQuerySet, FormState
from .needs import Need, NeedQuerySet, NeedState
from .plan import Note, NoteDraft, PlanPrint, SkipReason, Task, TaskQuerySet, TaskState
from .screening import Screening, ScreeningProfile, ScreeningQuerySet
from .services import (
    Complaint,
    Denial,
    DenialOutcome,
    DenialQuerySet,
    Goal,
    GoalState,
    Harm,
    ServiceGiven,
)

__all__ = [
    "Area", "Case", "CaseProfile", "CaseProtocol", "CaseQuerySet", "EvidenceKind", "GapEvidence", "GapEvidenceQuerySet",
    "Need", "NeedQuerySet", "NeedState", "Note", "NoteDraft", "Outcome", "PlanPrint", "Screening",
    "ScreeningProfile", "ScreeningQuerySet", "SkipReason", "Stage", "Status", "Task", "TaskQuerySet", "TaskState",
    "Attempt", "AttemptResult", "CaseForm", "CaseFormQuerySet", "Channel", "Complaint", "Denial", "DenialOutcome",
    "DenialQuerySet", "FollowUp", "FollowUpQuerySet", "FollowUpState", "FormState", "Goal", "GoalState", "Harm",
    "RiskAssessment", "ServiceGiven",
]  # fmt: skip
