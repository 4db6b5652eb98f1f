"""The pages of the directory."""

from .agreements import agreement, agreements, end_agreement, renew_agreement, write_agreement
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
from .hours import set_office_hours
from .institutions import institution, institutions
from .local_governments import local_government, local_governments, note_engagement
from .proposals import ask_now, correct, decide, proposal, proposals, verify
from .services import add_service, take_referrals
from .sharing import correct_sharing, end_sharing, sharing, sharings, write_sharing
from .territory import by_profile, count, end_mark, mark, search, strengthen, territories

__all__ = [
    "add_hours", "add_location", "add_record", "add_service", "address", "agreement", "agreements", "ask_now",
    "by_profile", "cancel_absence", "confirm_focal_point", "correct", "count", "decide", "districts", "edit",
    "edit_institution", "end_agreement", "end_focal_point", "end_mark", "focal_points", "give_at", "institution",
    "institutions", "location", "mark", "name_focal_point", "name_substitute", "proposal", "proposals",
    "local_government", "local_governments", "note_engagement", "remove_part", "renew_agreement", "report_absence",
    "search", "service", "set_office_hours", "strengthen", "take_referrals", "territories", "verify", "verify_today",
    "write_agreement", "correct_sharing", "end_sharing", "sharing", "sharings", "write_sharing",
]  # fmt: skip
