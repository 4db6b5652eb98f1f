"""The pages of the directory."""

from .entries import (
    add_hours,
    add_location,
    add_record,
    address,
    districts,
    edit,
    edit_institution,
    give_at,
    location,
    remove_part,
    service,
    verify_today,
)
from .focal_points import (
    cancel_absence,
    confirm_focal_point,
    end_focal_point,
    focal_points,
    name_focal_point,
    name_substitute,
    report_absence,
)
from .institutions import institution, institutions
from .proposals import ask_now, correct, decide, proposal, proposals, verify
from .services import add_service, take_referrals
from .territory import by_profile, count, end_mark, mark, search, strengthen, territories

__all__ = [
    "add_hours", "add_location", "add_record", "add_service", "address", "ask_now", "by_profile", "cancel_absence",
    "confirm_focal_point", "correct", "count", "decide", "districts", "edit", "edit_institution", "end_focal_point",
    "end_mark", "focal_points", "give_at", "institution", "institutions", "location", "mark", "name_focal_point",
    "name_substitute", "proposal", "proposals", "remove_part", "report_absence", "search", "service", "strengthen",
    "take_referrals", "territories", "verify", "verify_today",
]  # fmt: skip
