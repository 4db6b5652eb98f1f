"""The parts of the front desk: which there are, and who works in which. A part is added with its first page."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ayni.access.permissions import Permission


@dataclass(frozen=True)
class Part:
    label: str | Promise
    url_name: str
    permission: Permission
    hint: str | Promise
    """What one does there, in a sentence."""


PARTS: tuple[Part, ...] = (
    Part(
        _("Route finder"),
        "procedures:route",
        Permission.DIRECTORY_VIEW,
        _("A few questions, without a name: what somebody can apply for now, and what they still miss."),
    ),
    Part(
        _("Catalogue"),
        "procedures:catalogue",
        Permission.DIRECTORY_VIEW,
        _("Every procedure with what it asks, what it costs, how long it takes, and on what norm."),
    ),
    Part(
        _("Fines"),
        "procedures:fines",
        Permission.DIRECTORY_VIEW,
        _("Reckon a fine line by line, who need not pay it, and in how many parts it may be paid."),
    ),
    Part(
        _("Applications"),
        "procedures:applications",
        Permission.APPLICATION_VIEW,
        _("What people applied for: put it together, evaluate it, decide on it."),
    ),
    Part(
        _("What ends soon"),
        "procedures:expiries",
        Permission.APPLICATION_VIEW,
        _("Permits that end within ninety days, and who could not be told."),
    ),
    Part(
        _("Preregistrations"),
        "procedures:preregistrations",
        Permission.APPLICATION_RECEIVE,
        _("What people wrote before they came: look who it is, and begin their application."),
    ),
    Part(
        _("Appointments"),
        "procedures:appointments",
        Permission.APPOINTMENT_BOOK,
        _("Who is expected today; calendars, campaign days, the waiting list."),
    ),
    # The queue.
    Part(
        _("Queue"),
        "procedures:queue",
        Permission.QUEUE_WORK,
        _("Receive who arrives, give tickets, attend at a window."),
    ),
    Part(
        _("Board of the queue"),
        "procedures:queue-board",
        Permission.QUEUE_BOARD,
        _("Who waits now, by window, and how the day goes."),
    ),
    Part(
        _("Enrolment"),
        "procedures:enrolments",
        Permission.ENROLMENT_WORK,
        _("Take photo, signature, fingerprints and the document of an applicant."),
    ),
    Part(
        _("Cards"),
        "procedures:cards",
        Permission.CARD_CARRY,
        _("Print cards and certificates, box and count them, hand them over, find what is missing."),
    ),
    Part(
        _("Services of the State"),
        "procedures:service-log",
        Permission.STATE_SERVICE_LOG,
        _("Who asked RENIEC, the police and others, about what and what for; and which of them does not answer."),
    ),
)
