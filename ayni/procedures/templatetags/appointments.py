from typing import Any

from django import template
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ayni.access.permissions import Permission

register = template.Library()


@register.inclusion_tag("procedures/appointments/tabs.html", takes_context=True)
def appointment_tabs(context: dict[str, Any]) -> dict[str, Any]:
    """The pages of this part that the user may open."""
    pages = [
        (_("Day"), "procedures:appointments", Permission.APPOINTMENT_BOOK),
        (_("Campaign days"), "procedures:campaigns", Permission.APPOINTMENT_BOOK),
        (_("Calendars"), "procedures:calendars", Permission.CALENDAR_KEEP),
        (_("Closures"), "procedures:closures", Permission.CALENDAR_KEEP),
        (_("Windows"), "procedures:windows", Permission.CALENDAR_KEEP),
    ]
    request = context["request"]
    links = [(label, reverse(name)) for label, name, permission in pages if request.user.may(permission)]
    return {"links": [(label, href, request.path == href) for label, href in links]}


@register.filter
def percent(share: float) -> str:
    return f"{number_format(share * 100, 1)} %"


@register.filter
def weekday(number: int) -> str:
    return str(WEEKDAYS[number]).capitalize()
