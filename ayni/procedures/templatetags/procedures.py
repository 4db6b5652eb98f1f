from typing import Any

from django import template
from django.urls import reverse

from ayni.access.models import User
from ayni.access.permissions import Permission

from ..models import Application
from ..parts import PARTS

register = template.Library()


@register.inclusion_tag("procedures/parts.html", takes_context=True)
def front_desk_parts(context: dict[str, Any]) -> dict[str, Any]:
    """The parts of the front desk that this user works in, as a row of links."""
    request = context["request"]
    return {"parts": parts_of(request.user, request.path)}


def parts_of(user: User, path: str) -> list[dict[str, Any]]:
    found = [(part, reverse(part.url_name)) for part in PARTS if user.may(part.permission)]
    inside = max((href for _part, href in found if path.startswith(href)), key=len, default="")
    return [{"label": part.label, "hint": part.hint, "href": href, "current": href == inside} for part, href in found]


@register.simple_tag(takes_context=True)
def may_ask_services(context: dict[str, Any], application: Application) -> str:
    """Where this user asks the services of the State about an application; empty if they do not."""
    user: User = context["request"].user
    return (
        reverse("procedures:state-questions", args=[application.pk]) if user.may(Permission.STATE_SERVICE_ASK) else ""
    )
