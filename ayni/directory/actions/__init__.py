"""The verbs of the directory."""

from .agreements import Terms, end_agreement, renew_agreement, watch_agreements, write_agreement
from .focal_points import (
    Seat,
    cancel_absence,
    confirm_focal_point,
    end_focal_point,
    name_focal_point,
    name_substitute,
    report_absence,
)
from .hours import set_office_hours
from .register import load_register
from .services import add_service, take_referrals

__all__ = [
    "Seat", "Terms", "add_service", "cancel_absence", "confirm_focal_point", "end_agreement", "end_focal_point",
    "load_register", "name_focal_point", "name_substitute", "renew_agreement", "report_absence", "set_office_hours",
    "take_referrals", "watch_agreements", "write_agreement",
]  # fmt: skip
