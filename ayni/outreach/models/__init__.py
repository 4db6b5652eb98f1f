"""The tables of what the unit does beyond cases: sessions, sign-ups, campaigns, commitments."""

from .campaigns import Campaign, CampaignQuerySet, CampaignState, How, Material, Moment, Perception, Reach, Spreading
from .commitments import Commitment, CommitmentQuerySet, CommitmentState
from .requests import CommunicationRequest, RequestQuerySet, RequestState
from .sessions import Kind, Session, SessionQuerySet, State, Tongue
from .signing import SignUp, SignUpState
from .strategy import Strategy, StrategyQuerySet
from .terms import CampaignAudience, CampaignChannel, CampaignKind, CampaignTheme

__all__ = [
    "Campaign", "CampaignAudience", "CampaignChannel", "CampaignKind", "CampaignQuerySet", "CampaignState",
    "CampaignTheme", "Commitment", "CommitmentQuerySet", "CommitmentState", "CommunicationRequest", "How", "Kind",
    "Material", "Moment", "Perception", "Reach", "RequestQuerySet", "RequestState", "Session", "SessionQuerySet",
    "SignUp", "SignUpState", "Spreading", "State", "Strategy", "StrategyQuerySet", "Tongue",
]  # fmt: skip
