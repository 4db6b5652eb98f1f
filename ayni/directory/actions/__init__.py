"""The verbs of the directory."""

from .agreements import Terms, end_agreement, renew_agreement, watch_agreements, write_agreement
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
from .hours import set_office_hours
from .importing import import_rows
from .local_governments import note_engagement
from .register import load_register
from .services import add_service, take_referrals
from .sharing import correct_sharing, end_sharing, write_sharing
from .territory import count_migrants, end_mark, mark_territory, note_nationality, strengthen

__all__ = [
    "Seat", "Terms", "accept_proposal", "add_hours", "add_location", "add_record", "add_service", "ask_institution",
    "ask_institutions", "cancel_absence", "confirm_focal_point", "confirm_through_link", "count_migrants",
    "end_agreement", "end_focal_point", "end_mark", "give_at", "import_rows", "leave_point", "load_limits",
    "load_register", "mark_territory", "name_focal_point", "name_substitute", "note_engagement", "note_nationality",
    "propose", "read_address", "refuse_proposal", "remove_hours", "remove_record", "renew_agreement",
    "report_absence", "set_office_hours", "strengthen", "take_referrals", "verify_entry", "watch_agreements",
    "write_agreement", "write_entry", "write_institution", "correct_sharing", "end_sharing", "write_sharing",
]  # fmt: skip
