"""The tables of what the unit does beyond cases: sessions, who signed up and came, what was learned, assistance."""

from .around import Certificate, Invited, Material
from .assistance import Assistance, AssistanceState, Change, Milestone, MilestoneState
from .attendance import Attendance, Dimension, Headcount, Way, with_came
from .probes import Probe, ProbeKind, Reply
from .series import Series
from .sessions import OVER, Aim, Audience, Kind, Session, SessionQuerySet, State, Tongue, Topic
from .sheets import RowState, Sheet, SheetRow, SheetState
from .signing import SignUp, SignUpState
from .studies import Finding, Population, Response, Study, StudyKind, StudyState

__all__ = [
    "OVER", "Aim", "Assistance", "AssistanceState", "Attendance", "Audience", "Certificate", "Change", "Dimension",
    "Finding", "Headcount", "Invited", "Kind", "Material", "Milestone", "MilestoneState", "Population", "Probe",
    "ProbeKind", "Reply", "Response", "RowState", "Series", "Session", "SessionQuerySet", "Sheet", "SheetRow",
    "SheetState", "SignUp", "SignUpState", "State", "Study", "StudyKind", "StudyState", "Tongue", "Topic", "Way",
    "with_came",
]  # fmt: skip
