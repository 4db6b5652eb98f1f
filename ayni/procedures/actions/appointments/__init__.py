"""The verbs of appointments: keep calendars, hold and book, move and cancel, wait, remind, tell who did not come."""

from .booking import Wish, book, book_known, confirm, hold_seat, release_lapsed
from .calendars import Plan, keep_window, release, write_calendar
from .campaigns import CampaignPlan, cancel_campaign, note_visit, plan_campaign, tell_results
from .changing import cancel, move, receive
from .closing import declare_closure, relocate, watch_holidays
from .coming import forget_holds, mark_no_shows, remind
from .forgetting import erase_appointments, erase_waits, settle_appointments
from .messages import own_page, place_of
from .waiting import accept_offer, ask_for_list, join_list, lapse_offers, leave_list, offer_free

__all__ = [
    "CampaignPlan", "Plan", "Wish", "accept_offer", "ask_for_list", "book", "book_known", "cancel", "cancel_campaign",
    "confirm", "declare_closure", "erase_appointments", "erase_waits", "forget_holds", "hold_seat", "join_list",
    "keep_window", "lapse_offers", "leave_list", "mark_no_shows", "move", "note_visit", "offer_free", "own_page",
    "place_of", "plan_campaign", "receive", "release", "release_lapsed", "relocate", "remind",
    "settle_appointments", "tell_results", "watch_holidays", "write_calendar",
]  # fmt: skip
