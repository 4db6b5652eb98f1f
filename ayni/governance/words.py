"""Codes of the norms, said in words."""

from collections.abc import Callable

from django.utils.translation import gettext as _

TOPICS: dict[str, Callable[[], str]] = {
    "general": lambda: _("General"),
    "refugio": lambda: _("Refuge and international protection"),
    "trata": lambda: _("Trafficking in persons"),
    "migracion": lambda: _("Migration"),
    "ninez": lambda: _("Childhood"),
    "violencia": lambda: _("Violence"),
    "salud": lambda: _("Health"),
    "trabajo": lambda: _("Work"),
    "datos": lambda: _("Personal data"),
    "discapacidad": lambda: _("Disability"),
    "mayores": lambda: _("Older people"),
    "multas": lambda: _("Fines"),
    "procedimiento": lambda: _("Administrative procedure"),
    "transparencia": lambda: _("Transparency"),
    "digital": lambda: _("Digital government"),
    "institucional": lambda: _("Institutions and functions"),
    "coordinacion": lambda: _("Coordination"),
    "politica": lambda: _("Public policy"),
    "internacional": lambda: _("International law"),
    "oim": lambda: _("IOM"),
}


def topic_name(code: str) -> str:
    """A topic that nobody gave words stands as it is."""
    return TOPICS[code]() if code in TOPICS else code.replace("_", " ").capitalize()
