"""The tables of norms and protocols: what must be done, what is missing, and what is being done about it."""

from .drafts import AnyDraft, Draft, DraftApproval, DraftState, DraftStep, OpenDrafts, ProtocolDraft
from .gaps import Gap, GapClosing, GapKind, GapState
from .instruments import (
    Finding,
    FollowUp,
    FollowUpKind,
    Instrument,
    InstrumentKind,
    InstrumentState,
    Level,
    MigrationContent,
    Track,
)
from .protocols import (
    ConsentRule,
    DeadlineKind,
    DeadlineUnit,
    Protocol,
    ProtocolQuerySet,
    ProtocolStep,
    ReferenceLoad,
    StepSaid,
    UnmatchedText,
    Urgency,
    reading,
)

__all__ = [
    "AnyDraft", "ConsentRule", "DeadlineKind", "DeadlineUnit", "Draft", "DraftApproval", "DraftState", "DraftStep",
    "Finding", "FollowUp", "FollowUpKind", "Gap", "GapClosing", "GapKind", "GapState", "Instrument",
    "InstrumentKind", "InstrumentState", "Level", "MigrationContent", "OpenDrafts", "Protocol", "ProtocolDraft",
    "ProtocolQuerySet", "ProtocolStep", "ReferenceLoad", "StepSaid", "Track", "UnmatchedText", "Urgency", "reading",
]  # fmt: skip
