"""The verbs of the directory."""

from .entries import (
    accept_proposal,
    add_hours,
    add_location,
    add_record,
    give_at,
    leave_point,
    propose,
    read_address,
    refuse_proposal,
    remove_hours,
    remove_record,
    verify_entry,
    write_entry,
    write_institution,
)
from .focal_points import (
    Seat,
    cancel_absence,
    confirm_focal_point,
    end_focal_point,
    name_focal_point,
    name_substitute,
    report_absence,
)
from .freshness import ask_institution, ask_institutions, confirm_through_link, load_limits
from .importing import import_rows
from .register import load_register
from .services import add_service, take_referrals
from .territory import count_migrants, end_mark, mark_territory, strengthen

__all__ = [
    "count_migrants", "end_mark", "mark_territory", "strengthen",
    "Seat", "accept_proposal", "add_hours", "add_location", "add_record", "add_service", "ask_institution",
    "ask_institutions", "cancel_absence", "confirm_focal_point", "confirm_through_link", "end_focal_point", "give_at",
    "import_rows", "leave_point", "load_limits", "load_register", "name_focal_point", "name_substitute", "propose",
    "read_address", "refuse_proposal", "remove_hours", "remove_record", "report_absence", "take_referrals",
    "verify_entry", "write_entry", "write_institution",
]  # fmt: skip
