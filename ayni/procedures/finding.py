"""The search box takes the number of an application too."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.lib.ids import read_number
from ayni.people.hooks import Finding

from .models import Application


def find_by_number(text: str, user: User) -> Finding | None:
    """The application of this number, if this user sees it. One statement, and none for what is no number."""
    number = read_number("T", text)
    found = Application.objects.visible_to(user).filter(number=number).first() if number else None
    if found is None:
        return None
    return Finding(
        _("Application %(number)s") % {"number": found.number}, reverse("procedures:application", args=[found.pk])
    )
