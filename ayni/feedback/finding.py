"""The search box of people takes the number of a report too."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.access.permissions import Permission
from ayni.lib.ids import read_number
from ayni.people.hooks import Finding

from .models import Report


def find_by_number(text: str, user: User) -> Finding | None:
    """One statement, and none for what is no number. What this user may not see is as what is not there."""
    number = read_number("V", text)
    if number is None or not user.may(Permission.FEEDBACK_WORK):
        return None
    found = Report.objects.visible_to(user).filter(receipts__number=number).only("number").first()
    title = _("Report %(number)s")
    return Finding(title % {"number": number}, reverse("feedback:report", args=[found.pk])) if found else None
