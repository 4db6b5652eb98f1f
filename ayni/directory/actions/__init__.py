"""The verbs of the directory."""

from .focal_points import (
    Seat,
    cancel_absence,
    confirm_focal_point,
    end_focal_point,
    name_focal_point,
    name_substitute,
    report_absence,
)
from .register import load_register
from .services import add_service, take_referrals

__all__ = [
    "Seat", "add_service", "cancel_absence", "confirm_focal_point", "end_focal_point", "load_register",
    "name_focal_point", "name_substitute", "report_absence", "take_referrals",
]  # fmt: skip
