"""What codes are called on the pages of results, where the facts carry only the code."""

from datetime import date

from django.utils.dateformat import format as write
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.facts.builds import Build

from . import queries
from .rules import APART

DIMENSIONS: dict[str, str | Promise] = {
    "protocol": gettext_lazy("Protocol"),
    "step": gettext_lazy("Step"),
    "institution": gettext_lazy("Institution"),
    "office": gettext_lazy("Office"),
    "department": gettext_lazy("Department"),
    "month": gettext_lazy("Month"),
}

FAMILIES: dict[str, str | Promise] = {
    "childhood": gettext_lazy("Childhood and adolescence"),
    "violence": gettext_lazy("Violence"),
    "trafficking": gettext_lazy("Trafficking and exploitation"),
    "health": gettext_lazy("Health"),
    "disability": gettext_lazy("Disability and old age"),
    "diversity": gettext_lazy("Diversity"),
    "documents": gettext_lazy("Documents"),
    "asylum": gettext_lazy("Asylum"),
    "discrimination": gettext_lazy("Discrimination"),
    "detention": gettext_lazy("Detention"),
    "needs": gettext_lazy("Basic needs"),
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
