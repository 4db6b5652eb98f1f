"""The tables of what people tell the unit, and of what comes back to them."""

from ayni.lib.tongues import Tongue as Language

from .calls import Answered, CallAbout, CallAttempt, CallNamed, CallOutcome, CallQuerySet, CallRequest, IfOther
from .categories import Category, Kind, Route
from .drafts import Draft
from .participation import (
    Attention,
    Consultation,
    ConsultationState,
    Contribution,
    Invitation,
    Mark,
    Opinion,
    Publication,
    PublicationState,
    Speaks,
    Stage,
    Stance,
)
from .reports import (
    OPEN_STATES,
    Channel,
    Concerned,
    DiscardReason,
    Entry,
    Named,
    Receipt,
    Report,
    ReportQuerySet,
    Satisfied,
    Side,
    State,
    Step,
    Way,
)

__all__ = [
    "Answered", "CallAbout", "CallAttempt", "CallNamed", "CallOutcome", "CallQuerySet", "CallRequest", "IfOther",
    "OPEN_STATES", "Attention", "Category", "Channel", "Concerned", "Consultation", "ConsultationState",
    "Contribution", "DiscardReason", "Draft", "Entry", "Invitation", "Kind", "Language", "Mark", "Named", "Opinion",
    "Publication", "PublicationState", "Receipt", "Report", "ReportQuerySet", "Route", "Satisfied", "Side", "Speaks",
    "Stage", "Stance", "State", "Step", "Way",
]  # fmt: skip
