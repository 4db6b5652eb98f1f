"""The parts of the voice of people: which there are, and who works in which. A part is added with its first page."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ayni.access.permissions import Permission

PARTS: tuple[tuple[str | Promise, str, Permission], ...] = (
    (_("Reports"), "feedback:board", Permission.FEEDBACK_WORK),
    (_("Calls asked for"), "feedback:calls", Permission.FEEDBACK_SENSITIVE),
    (_("You said, we did"), "feedback:publications", Permission.FEEDBACK_WORK),
    (_("What people answered"), "feedback:opinions", Permission.FEEDBACK_WORK),
    (_("Consultations"), "feedback:consultations-kept", Permission.FEEDBACK_WORK),
    (_("Write one down"), "feedback:write-down", Permission.FEEDBACK_RECEIVE),
)
