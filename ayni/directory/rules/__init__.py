"""What the directory lets happen. Plain functions over plain values."""

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

__all__ = [
    "CannotChange", "CannotName", "check_absence", "check_can_be_reached", "check_may_have_substitute",
    "check_not_cancelled", "check_not_ended", "check_place_is_free", "check_seat", "phone_as_dialled",
]  # fmt: skip
