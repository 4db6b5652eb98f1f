"""The tables of what the unit does beyond cases: sessions, and who signed up for them."""

from .sessions import Kind, Session, SessionQuerySet, State, Tongue
from .signing import SignUp, SignUpState

__all__ = ["Kind", "Session", "SessionQuerySet", "SignUp", "SignUpState", "State", "Tongue"]
