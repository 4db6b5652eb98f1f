"""The tables of norms and protocols: what must be done, and what is missing."""

from .gaps import Gap, GapClosing, GapKind, GapState
from .protocols import (
    ConsentRule,
    DeadlineKind,
    DeadlineUnit,
    Protocol,
    ProtocolQuerySet,
    ProtocolStep,
    ReferenceLoad,
    UnmatchedText,
    Urgency,
    reading,
)

__all__ = [
    "ConsentRule", "DeadlineKind", "DeadlineUnit", "Gap", "GapClosing", "GapKind", "GapState", "Protocol",
    "ProtocolQuerySet", "ProtocolStep", "ReferenceLoad", "UnmatchedText", "Urgency", "reading",
]  # fmt: skip
