"""When a document expires, in days and in words. It is valid on its last day."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON = (30, 60, 90)
"""Days before, from the most pressing: what is further off is no alert."""
TONES = {30: "red", 60: "orange", 90: "yellow"}


def days_left(expires_on: date, today: date) -> int:
    """0 on the last day, below it once expired."""
    return (expires_on - today).days


def last_day_of_alerts(today: date) -> date:
    return today + timedelta(days=SOON[-1])


def stage(expires_on: date | None, today: date) -> int | None:
    """Within how many days it expires: 30, 60 or 90; 0 once it has expired; None while it is far off, or not known."""
    if expires_on is None:
        return None
    left = days_left(expires_on, today)
    return 0 if left < 0 else next((most for most in SOON if left <= most), None)


def tone(expires_on: date | None, today: date) -> str:
    return TONES.get(stage(expires_on, today) or 0, "red")


def in_words(expires_on: date, today: date) -> str:
    """expires in 28 days; expires today; expired 3 days ago"""
    left = days_left(expires_on, today)
    if left == 0:
        return _("expires today")
    if left < 0:
        return ngettext("expired %(days)s day ago", "expired %(days)s days ago", -left) % {"days": -left}
    return ngettext("expires in %(days)s day", "expires in %(days)s days", left) % {"days": left}
