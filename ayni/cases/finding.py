"""The search box of people takes the number of a case too."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.people.hooks import Finding

from . import queries


def find_by_number(text: str, user: User) -> Finding | None:
    """The case of this number, if the user may open it. Costs one statement, and none for what is no number."""
    case = queries.by_number(text, user)
    if case is None:
        return None
    return Finding(_("Case %(number)s") % {"number": case.number}, reverse("desk:case", args=[case.pk]))
