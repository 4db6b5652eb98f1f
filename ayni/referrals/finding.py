"""The search box of people takes the number of a referral too."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.people.hooks import Finding

from . import queries


def find_by_number(text: str, user: User) -> Finding | None:
    """The referral of this number: as whoever sent it sees it, or else as whoever answers it. One statement, and none
    for what is no number."""
    found = queries.by_number(text, user)
    if found is None:
        return None
    page = "referrals:sent" if found.is_sent else "referrals:referral"
    return Finding(_("Referral %(number)s") % {"number": found.number}, reverse(page, args=[found.pk]))
