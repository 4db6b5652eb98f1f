"""The tables of what the unit does beyond cases: sessions and who came, assistance, campaigns, commitments."""

from .answers import AnswerFile, AnswerRow, FileState, LineState
from .around import Certificate, Invited, Material
from .assistance import Assistance, AssistanceState, Change, Milestone, MilestoneState
from .attendance import Attendance, Dimension, Headcount, Way, with_came
from .campaigns import (
    Campaign,
    CampaignMaterial,
    CampaignQuerySet,
    CampaignState,
    How,
    Moment,
    Perception,
    Reach,
    Spreading,
)
from .commitments import Commitment, CommitmentQuerySet, CommitmentState
from .context import Community, CommunityRisk, ContextEvent, Driver, Exposure, Hazard
from .probes import Probe, ProbeKind, Reply
from .requests import CommunicationRequest, RequestQuerySet, RequestState
from .series import Series
from .sessions import OVER, Aim, Audience, Kind, Outcome, Session, SessionQuerySet, State, Tongue, Topic
from .sheets import RowState, Sheet, SheetRow, SheetState
from .signing import SignUp, SignUpState
from .strategy import Strategy, StrategyQuerySet
from .studies import Finding, Population, Response, Study, StudyKind, StudyState
from .terms import CampaignAudience, CampaignChannel, CampaignKind, CampaignTheme

__all__ = [
    "Aim", "AnswerFile", "AnswerRow", "Assistance", "AssistanceState", "Attendance", "Audience", "Campaign",
    "CampaignAudience", "CampaignChannel", "CampaignKind", "CampaignMaterial", "CampaignQuerySet",
    "CampaignState", "CampaignTheme", "Certificate", "Change", "Commitment", "CommitmentQuerySet",
    "CommitmentState", "CommunicationRequest", "Community", "CommunityRisk", "ContextEvent", "Dimension",
    "Driver", "Exposure", "FileState", "Finding", "Hazard", "Headcount", "How", "Invited", "Kind", "LineState",
    "Material", "Milestone", "MilestoneState", "Moment", "Outcome", "OVER", "Perception", "Population", "Probe",
    "ProbeKind", "Reach", "Reply", "RequestQuerySet", "RequestState", "Response", "RowState", "Series",
    "Session", "SessionQuerySet", "Sheet", "SheetRow", "SheetState", "SignUp", "SignUpState", "Spreading",
    "State", "Strategy", "StrategyQuerySet", "Study", "StudyKind", "StudyState", "Tongue", "Topic", "Way",
    "with_came",
]  # fmt: skip
