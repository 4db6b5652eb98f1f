"""The pages of appointments."""

from .booking import ask_code, book, campaign_days, days, hours, join, listed, offices, start
from .calendars import calendar, calendars, closures, windows, write_calendar
from .campaigns import campaign, campaigns, end_campaign, plan_campaign
from .desk import appointment, day_list, find_hour, staff_book, staff_move, staff_slip
from .own import own, own_calendar, own_move, own_shown, own_slip, own_wait

__all__ = [
    "appointment", "ask_code", "book", "calendar", "calendars", "campaign", "campaign_days", "campaigns", "closures",
    "day_list", "days", "end_campaign", "find_hour", "hours", "join", "listed", "offices", "own", "own_calendar",
    "own_move", "own_shown", "own_slip", "own_wait", "plan_campaign", "staff_book", "staff_move", "staff_slip", "start",
    "windows", "write_calendar",
]  # fmt: skip
