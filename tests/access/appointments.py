"""Pages of appointments: anybody books one; whose it is, the counter does not always learn."""

from .page import Page, in_other_languages, page
from .whom import PUBLIC, STAFF, SUPERVISORS

APPOINTMENTS: dict[str, Page] = {
    "procedures:booking": page(PUBLIC),
    "procedures:campaign-days": page(PUBLIC),
    "procedures:booking-code": page(PUBLIC),
    "procedures:booking-listed": page(PUBLIC),
    "procedures:booking-offices": page(PUBLIC),
    "procedures:booking-days": page(PUBLIC),
    "procedures:booking-hours": page(PUBLIC),
    "procedures:booking-list": page(PUBLIC),
    "procedures:booking-book": page(PUBLIC),
    "procedures:own-appointment": page(PUBLIC),
    "procedures:own-shown": page(PUBLIC),
    "procedures:own-move": page(PUBLIC),
    "procedures:own-slip": page(PUBLIC),
    "procedures:own-calendar": page(PUBLIC),
    "procedures:own-wait": page(PUBLIC),
    "procedures:appointments": page(STAFF, methods="GET"),
    "procedures:appointment-new": page(STAFF, methods="GET"),
    "procedures:appointment-book": page(STAFF, "slot"),
    "procedures:appointment": page(STAFF, "appointment"),
    "procedures:appointment-move": page(STAFF, "appointment"),
    "procedures:appointment-slip": page(STAFF, "appointment", "GET"),
    "procedures:calendars": page(SUPERVISORS, methods="GET"),
    "procedures:calendar-new": page(SUPERVISORS),
    "procedures:calendar": page(SUPERVISORS, "calendar"),
    "procedures:calendar-edit": page(SUPERVISORS, "calendar"),
    "procedures:closures": page(SUPERVISORS),
    "procedures:windows": page(SUPERVISORS),
    "procedures:window": page(SUPERVISORS, "calendar"),
    "procedures:campaigns": page(STAFF, methods="GET"),
    "procedures:campaign-new": page(SUPERVISORS),
    "procedures:campaign": page(STAFF, "campaign"),
    "procedures:campaign-end": page(SUPERVISORS, "kept campaign", "POST"),
}
APPOINTMENTS |= in_other_languages(APPOINTMENTS, "procedures:")
