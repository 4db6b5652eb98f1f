"""How amounts, times and ends of the catalogue are said."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..models import Applies, RequirementKind
from ..rules import fines
from ..rules.questions import QUESTIONS
from ..rules.routes import SURE

register = template.Library()
SPAN = ("since", "until")
PLACES = {
    "label_es": pgettext_lazy("catalogue", "Name"),
    "legal_basis": _("Legal basis"),
    "norms": _("Norms of the list"),
    "opens_on": _("First day"),
    "closes_on": _("Last day on which it is received"),
    "leads_to": _("Once it is closed, where do people go?"),
    "note": pgettext_lazy("catalogue", "Note"),
    "source": _("Where does it stand?"),
    "confidence": _("How well is it known?"),
    "regime": _("Regime"),
    "authority": _("Who decides"),
    "is_open": _("Is it received?"),
    "channel": _("Where to apply"),
    "result": _("What the person holds at the end"),
    "validity_days": _("For how many days it is valid"),
    "grants_status": _("Migratory status that it gives"),
    "statutory_days": _("Working days to decide"),
    "silence": _("If the time passes without a decision"),
    "payment_code": _("Payment code"),
    "steps": _("Steps"),
    "requirements": _("Requirement"),
    "fees": _("Cost"),
    "rules": _("Rule"),
}


@register.filter
def soles(amount: Decimal | str | None) -> str:
    """S/ 5,500.00: as Peru writes it."""
    return "" if amount is None else f"S/ {Decimal(amount):,.2f}"


@register.filter
def plain_number(value: Decimal | str) -> str:
    """Without zeros that say nothing: 0.1000 is 0.1."""
    return f"{Decimal(value).normalize():f}"


@register.filter
def as_of(written: str) -> str:
    """2025-09 is setiembre de 2025; a year or a day in words."""
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?", written)
    if not found or not 1 <= int(found[2]) <= 12:
        return written
    day = date(int(found[1]), int(found[2]), 1)
    return date_format(day, "F Y") if not found[3] else date_format(day.replace(day=int(found[3])), "j F Y")


@register.filter
def of_whom(applies: str) -> str:
    return str(Applies(applies).label)


@register.filter
def how_met(kind: str) -> str:
    return str(RequirementKind(kind).label)


@register.filter
def questions(names: Iterable[str]) -> list[str]:
    """The questions that an answer is missing to, in words."""
    return list(dict.fromkeys(str(QUESTIONS[name]) for name in names))


@register.filter
def shown(line: fines.Line | dict[str, Any]) -> dict[str, Any]:
    """A line of arithmetic, fresh or kept."""
    said = vars(line) if isinstance(line, fines.Line) else line
    days = {name: date.fromisoformat(said[name]) if isinstance(said[name], str) else said[name] for name in SPAN}
    return {"unit_confidence": "unknown", **said, **days}


@register.filter
def surely(lines: Iterable[fines.Line | dict[str, Any]]) -> str:
    """How sure a fine is: no surer than the least sure of its rules and units."""
    found = [shown(line) for line in lines]
    ranks = [level for line in found for level in (line["confidence"], line["unit_confidence"])]
    return max(ranks, key=lambda level: SURE.index(level) if level in SURE else len(SURE), default="high")


@register.filter
def place(of: str) -> str:
    """A field or a part of a draft, in words: `fees: ADULTS` is what adults pay."""
    name, _sign, known_by = of.partition(": ")
    words = str(PLACES.get(name, name))
    if name == "fees":
        known_by = str(Applies(known_by).label)
    return f"{words}: {known_by}" if known_by else words
