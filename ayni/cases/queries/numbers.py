"""A case by the number that somebody typed into the search box."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.access.permissions import Permission
from ayni.cases.models import Case
from ayni.lib.ids import read_number
from ayni.people.hooks import Finding


def find_case(typed: str, user: User) -> Finding | None:
    """None for a case that this user may not see, just as for one that does not exist."""
    number = read_number("C", typed)
    if number is None or not user.may(Permission.CASE_VIEW):
        return None
    case = Case.objects.visible_to(user).filter(number=number).first()
    if case is None:
        return None
    return Finding(_("Case %(number)s") % {"number": number}, reverse("desk:case", args=[case.pk]))
