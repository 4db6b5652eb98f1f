"""What the directory lets happen. Plain functions over plain values."""

from . import hsds
from .agreements import RENEWED, CannotAgree, check_agreement, check_may_end, check_may_renew
from .entries import (
    BETWEEN_LINKS,
    LINK_LASTS,
    USUAL_DAYS,
    CannotDecide,
    CannotPropose,
    CannotWrite,
    check_address_is_not_told,
    check_changes_something,
    check_counted_on,
    check_hours,
    check_location,
    check_not_changed_since,
    check_not_marked,
    check_point,
    check_reason,
    check_service,
    check_strengthening,
    check_undecided,
    is_stale,
    mark_of_count,
)
from .focal_points import (
    CannotChange,
    CannotName,
    check_absence,
    check_can_be_reached,
    check_may_have_substitute,
    check_not_cancelled,
    check_not_ended,
    check_place_is_free,
    check_seat,
    mark_of_substitute,
    phone_as_dialled,
)
from .hours import CannotSetHours, check_office_hours, mark_of_hours, next_open
from .local_governments import check_engagement
from .sharing import check_sharing

__all__ = [
    "BETWEEN_LINKS", "CannotAgree", "CannotChange", "CannotDecide", "CannotName", "CannotPropose", "CannotSetHours",
    "CannotWrite", "LINK_LASTS", "RENEWED", "USUAL_DAYS", "check_absence", "check_address_is_not_told",
    "check_agreement",
    "check_can_be_reached", "check_changes_something", "check_counted_on", "check_hours", "check_location",
    "check_may_end", "check_may_have_substitute", "check_may_renew", "check_not_cancelled", "check_not_changed_since",
    "check_not_ended", "check_not_marked", "check_office_hours", "check_place_is_free", "check_engagement",
    "check_point", "check_reason", "check_seat", "check_service", "check_sharing", "check_strengthening",
    "check_undecided", "hsds", "is_stale", "mark_of_count", "mark_of_hours", "mark_of_substitute", "next_open",
    "phone_as_dialled",
]  # fmt: skip
