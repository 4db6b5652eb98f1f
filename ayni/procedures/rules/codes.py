"""One-time codes: what is sent to somebody so that only whoever reads it there goes on. Of bookings and of whoever asks
how an application stands alike."""

import secrets
from datetime import datetime, timedelta

LASTS = timedelta(minutes=10)
MOST_TRIES = 5
MOST_CODES_A_DAY = 12
"""To one telephone or address, of bookings and of looks each: a family shares one. Without this, whoever makes up
documents takes every hour, or sends somebody a message a minute."""


def new_code() -> str:
    return f"{secrets.randbelow(10**6):06}"


def no_code() -> str:
    """Instead of a digest: what nothing that is typed fits."""
    return secrets.token_hex(32)


def is_over(*, ends_at: datetime, tries: int, at: datetime) -> bool:
    return ends_at <= at or tries >= MOST_TRIES
