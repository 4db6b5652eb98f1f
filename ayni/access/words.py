"""What the pages of users say about browsers and about lines of the trail."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ayni.audit.models import Event

from .models import Reason, User
from .permissions import Role

_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox"),
             ("Chrome/", "Chrome"), ("Safari/", "Safari"))  # fmt: skip
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
            ("Mac OS X", "Mac"), ("Linux", "Linux"))  # fmt: skip

_DETAILS = {
    "role": gettext_lazy("Role"),
    "office": pgettext_lazy("users", "Office"),
    "organisation": gettext_lazy("Institution"),
    "until": gettext_lazy("Until"),
    "reason": gettext_lazy("Reason"),
    "count": gettext_lazy("How many"),
}
_WHY = {
    "IDLE": gettext_lazy("nobody used it"),
    "LONG": gettext_lazy("eight hours had passed"),
    "BROWSER": gettext_lazy("it was used from another browser"),
}


def browser(agent: str) -> str:
    """Such as "Firefox, Windows"."""
    name = next((said for mark, said in _BROWSERS if mark in agent), "")
    system = next((said for mark, said in _SYSTEMS if mark in agent), "")
    return ", ".join(filter(None, [name, system])) or _("Unknown browser")


def is_of_user(event: Event) -> bool:
    return event.subject_type == User._meta.label


def subject(event: Event, names: Mapping[str, str]) -> str:
    if is_of_user(event):
        return names.get(event.subject_id, _("User %(id)s") % {"id": event.subject_id})
    return _("Invitation %(id)s") % {"id": event.subject_id}


def details(event: Event) -> str:
    """The codes of a line, in words."""
    said = []
    for name, label in _DETAILS.items():
        value = event.details.get(name)
        if value not in (None, ""):
            said.append(f"{label}: {_value(name, str(value))}")
    if why := event.details.get("why"):
        said.append(str(_WHY.get(str(why), why)))
    return " · ".join(said)


def _value(name: str, value: str) -> str:
    if name == "role" and value in Role.values:
        return str(Role(value).label)
    if name == "reason" and value in Reason.values:
        return str(Reason(value).label)
    return value[:10] if name == "until" else value
