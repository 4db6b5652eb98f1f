"""The tables of accounts: organisations, offices, teams, users, what they hold, who stands in for whom."""

from .accounts import (
    Invitation,
    Membership,
    Office,
    Organisation,
    Reach,
    Reason,
    Session,
    Submission,
    Team,
    User,
)
from .away import Absence, AbsenceQuerySet, BrokenGlass, BrokenGlassQuerySet, Verdict
from .going_back import AnsweredForm

__all__ = [
    "Absence", "AbsenceQuerySet", "AnsweredForm", "BrokenGlass", "BrokenGlassQuerySet", "Invitation", "Membership",
    "Office", "Organisation", "Reach", "Reason", "Session", "Submission", "Team", "User", "Verdict",
]  # fmt: skip
