"""What the directory lets happen. Plain functions over plain values."""

from .agreements import CannotAgree, check_agreement, check_may_end, check_may_renew
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
    phone_as_dialled,
)
from .hours import CannotSetHours, Hours, check_hours, next_open

__all__ = [
    "CannotAgree", "CannotChange", "CannotName", "CannotSetHours", "Hours", "check_absence", "check_agreement",
    "check_can_be_reached", "check_hours", "check_may_end", "check_may_have_substitute", "check_may_renew",
    "check_not_cancelled", "check_not_ended", "check_place_is_free", "check_seat", "next_open", "phone_as_dialled",
]  # fmt: skip
