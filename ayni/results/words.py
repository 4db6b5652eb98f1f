"""What codes are called on the pages of results, where the facts carry only the code."""

from datetime import date

from django.utils.dateformat import format as write
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from ayni.facts.builds import Build

from . import queries
from .rules import APART

DIMENSIONS = {
    "protocol": pgettext_lazy("dimension", "Protocol"),
    "step": pgettext_lazy("dimension", "Step"),
    "institution": pgettext_lazy("dimension", "Institution"),
    "office": pgettext_lazy("dimension", "Office"),
    "department": pgettext_lazy("dimension", "Department"),
    "month": pgettext_lazy("dimension", "Month"),
    "procedure": pgettext_lazy("dimension", "Procedure"),
    "requirement": pgettext_lazy("dimension", "Requirement"),
    "category": pgettext_lazy("dimension", "Theme"),
    "profile": pgettext_lazy("dimension", "Profile"),
    "sex": pgettext_lazy("dimension", "Sex"),
    "age_band": pgettext_lazy("dimension", "Age"),
    "age_group": pgettext_lazy("dimension", "Age"),
    "nationality": pgettext_lazy("dimension", "Nationality"),
}

SERVICE = pgettext_lazy("dimension", "Service")

FAMILIES = {
    "childhood": pgettext_lazy("situations", "Childhood and adolescence"),
    "violence": pgettext_lazy("situations", "Violence"),
    "trafficking": pgettext_lazy("situations", "Trafficking and exploitation"),
    "health": pgettext_lazy("situations", "Health"),
    "disability": pgettext_lazy("situations", "Disability and old age"),
    "diversity": pgettext_lazy("situations", "Diversity"),
    "documents": pgettext_lazy("situations", "Documents"),
    "asylum": pgettext_lazy("situations", "Asylum"),
    "discrimination": pgettext_lazy("situations", "Discrimination"),
    "detention": pgettext_lazy("situations", "Detention"),
    "needs": pgettext_lazy("situations", "Basic needs"),
}


MORE_DIMENSIONS = {
    **DIMENSIONS,
    "family": pgettext_lazy("dimension", "Kind of situation"),
    "level": pgettext_lazy("dimension", "Level"),
    "urgency": pgettext_lazy("dimension", "Urgency"),
    "stage": pgettext_lazy("dimension", "Stage"),
    "risk": pgettext_lazy("dimension", "Risk"),
    "sector": pgettext_lazy("dimension", "Sector"),
    "barrier": pgettext_lazy("dimension", "Barrier"),
    "right": pgettext_lazy("dimension", "Right"),
    "channel": pgettext_lazy("dimension", "Channel"),
    "sender": pgettext_lazy("dimension", "Who told it"),
    "topic": pgettext_lazy("dimension", "Topic"),
    "origin": pgettext_lazy("dimension", "Made by"),
    "group": pgettext_lazy("dimension", "Priority"),
    "lane": pgettext_lazy("dimension", "Line"),
    "series": pgettext_lazy("dimension", "Series"),
    "place": pgettext_lazy("dimension", "Where it is"),
    "age": pgettext_lazy("dimension", "Waiting since"),
    "kind": pgettext_lazy("dimension", "Kind"),
    "status": pgettext_lazy("dimension", "Status"),
    "state": pgettext_lazy("dimension", "State"),
    "protection": pgettext_lazy("dimension", "Protection"),
    "sex": pgettext_lazy("dimension", "Sex"),
    "gender": pgettext_lazy("dimension", "Gender"),
    "age_band": pgettext_lazy("dimension", "Age"),
    "nationality": pgettext_lazy("dimension", "Nationality"),
    "language": pgettext_lazy("dimension", "Language"),
    "attention": pgettext_lazy("dimension", "Attention"),
    "service": pgettext_lazy("dimension", "Service"),
    "purpose": pgettext_lazy("dimension", "Purpose"),
}
"""Of the indicators, which may be broken down by any column of codes."""


def dimension(name: str) -> str:
    return str(MORE_DIMENSIONS.get(name, name))


def part(build: Build, code_list: str, name: str, code: str) -> str:
    """The words for a category of an indicator, whose code list the facts name."""
    if code == APART or not code or name in {"month", "family"}:
        return group(build, name, code)
    if code in {"true", "false"}:
        return _("Yes") if code == "true" else _("No")
    return str(build.manifest["labels"].get(code_list, {}).get(code, code))


def month(iso: str) -> str:
    """nov 2026"""
    return write(date.fromisoformat(iso), "b Y")


def group(build: Build, dimension: str, code: str) -> str:
    """The words for a value of a dimension."""
    if code == APART:
        return _("Reserved cases, not broken down")
    if not code:
        return _("Not said")
    if dimension == "month":
        return month(code)
    if dimension == "family":
        return str(FAMILIES.get(code, code))
    return queries.label(build, dimension, code)
