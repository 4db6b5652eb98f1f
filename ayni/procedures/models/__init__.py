"""The tables of regularisation: what is offered, and what people applied for."""

from .applications import (
    OPEN_STATES,
    UNDECIDED,
    Application,
    ApplicationQuerySet,
    Channel,
    Item,
    ItemState,
    Judgement,
    State,
    Step,
)
from .appointments import (
    LIVE,
    Appointment,
    AppointmentQuerySet,
    AppointmentState,
    Hold,
    Origin,
    Visit,
    VisitOutcome,
    Wait,
    WaitState,
)
from .calendars import Calendar, Campaign, CampaignKind, Closure, Group, Opening, Quota, Release, Seat, Slot, Window
from .cards import (
    Batch,
    BatchQuerySet,
    Card,
    CardKey,
    CardQuerySet,
    CardSeries,
    NamedKeeper,
    Place,
    Printing,
    RevokeReason,
)
from .catalogue import Applies, Fee, Procedure, Regime, Requirement, RequirementKind, Silence
from .custody import (
    AlertKind,
    Box,
    BoxCount,
    BoxQuerySet,
    BoxState,
    CardAlert,
    HandOver,
    IdentityCheck,
    Move,
    Proxy,
    WhyUnscanned,
)
from .decisions import (
    Appeal,
    AppealKind,
    AppealState,
    Correction,
    Counter,
    Deadline,
    ExpiryNotice,
    Incomplete,
    Outcome,
    Resolution,
    Why,
)
from .devices import Device, DeviceKind, DeviceUse
from .drafts import CatalogueDraft
from .enrolment import (
    BIOMETRIC,
    BiometricRecord,
    Capture,
    Comparison,
    EnrolmentSession,
    EnrolmentState,
    What,
    WhyMissing,
)
from .fines import FineKind, FineReckoning, FineRule, Receipt, TaxUnit
from .looks import Look
from .preregistration import Preregistration, PreregistrationPaper, PreregistrationState, Station
from .queue import (
    AT_WINDOW,
    OVER,
    Attendance,
    Kind,
    Lane,
    QueueDay,
    QueueEvent,
    Screen,
    ScreenKind,
    Series,
    Ticket,
    TicketState,
    Treated,
    Treatment,
)
from .routes import Effect, RightOrDuty, RouteRule, WorkDocument
from .services import (
    FAILURES,
    CallOutcome,
    Check,
    Finding,
    Purpose,
    ServiceCall,
    ServiceCallQuerySet,
    ServiceHealth,
    StateService,
)
from .signing import Signing

__all__ = [
    "AT_WINDOW", "AlertKind", "Appeal", "AppealKind", "AppealState", "Application", "ApplicationQuerySet",
    "Applies", "Appointment", "AppointmentQuerySet", "AppointmentState", "Attendance", "BIOMETRIC", "Batch",
    "BatchQuerySet", "BiometricRecord", "Box", "BoxCount", "BoxQuerySet", "BoxState", "Calendar", "CallOutcome",
    "Campaign", "CampaignKind", "Capture", "Card", "CardAlert", "CardKey", "CardQuerySet", "CardSeries",
    "CatalogueDraft", "Channel", "Check", "Closure", "Comparison", "Correction", "Counter", "Deadline", "Device",
    "DeviceKind", "DeviceUse", "Effect", "EnrolmentSession", "EnrolmentState", "ExpiryNotice", "FAILURES", "Fee",
    "Finding", "FineKind", "FineReckoning", "FineRule", "Group", "HandOver", "Hold", "IdentityCheck", "Incomplete",
    "Item", "ItemState", "Judgement", "Kind", "LIVE", "Lane", "Look", "Move", "NamedKeeper", "OPEN_STATES", "OVER",
    "Opening", "Origin", "Outcome", "Place", "Preregistration", "PreregistrationPaper", "PreregistrationState",
    "Printing", "Procedure", "Proxy", "Purpose", "QueueDay", "QueueEvent", "Quota", "Receipt", "Regime", "Release",
    "Requirement", "RequirementKind", "Resolution", "RevokeReason", "RightOrDuty", "RouteRule", "Screen",
    "ScreenKind", "Seat", "Series", "ServiceCall", "ServiceCallQuerySet", "ServiceHealth", "Signing", "Silence",
    "Slot", "State", "StateService", "Station", "Step", "TaxUnit", "Ticket", "TicketState", "Treated", "Treatment",
    "UNDECIDED", "Visit", "VisitOutcome", "Wait", "WaitState", "What", "Why", "WhyMissing", "WhyUnscanned",
    "Window", "WorkDocument",
]  # fmt: skip
