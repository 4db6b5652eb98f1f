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
