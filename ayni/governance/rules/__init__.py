"""What is allowed, and what follows: plain functions over plain values."""

from .evidence import THRESHOLD, in_blocks
from .protocols import (
    LIMA,
    CannotWriteProfile,
    Difference,
    ProfileFields,
    Said,
    check_code,
    check_is_current,
    check_may_close,
    differences,
    due_at,
)

__all__ = [
    "LIMA", "THRESHOLD", "CannotWriteProfile", "Difference", "ProfileFields", "Said", "check_code",
    "check_is_current", "check_may_close", "differences", "due_at", "in_blocks",
]  # fmt: skip
