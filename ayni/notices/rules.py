"""When a message is tried again, and when we give up. Plain functions over plain values."""

from datetime import datetime, timedelta

MOST_ATTEMPTS = 10
"""With the waits below: about twelve hours of trying."""

LONGEST_WAIT = timedelta(hours=4)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 1, 2, 4, 8 … minutes, at most four hours."""
    return min(timedelta(minutes=2 ** (attempts - 1)), LONGEST_WAIT)


def is_given_up(*, attempts: int, for_good: bool) -> bool:
    return for_good or attempts >= MOST_ATTEMPTS


def one_line(subject: str) -> str:
    """A subject is one header: a line break in it would start another."""
    return " ".join(subject.split())


def digest_at(at: datetime, hour: int) -> datetime:
    """The next time that it is this hour, where `at` says that it is."""
    today = at.replace(hour=hour, minute=0, second=0, microsecond=0)
    return today if today > at else today + timedelta(days=1)


UNCONFIRMED = timedelta(days=7)
"""So long an address waits to be confirmed; then it is forgotten."""


def same_address(email: str) -> str:
    """As one address is told from another: domains do not mind capitals, and hardly any mailbox does."""
    return email.strip().casefold()
