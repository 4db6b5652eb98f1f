"""Shares and hours as they are read: `{{ 0.834|share }}` is 83 %, `{{ 5.04|hours }}` is 5,0; nothing is a dash."""

from django import template
from django.utils.formats import number_format

register = template.Library()

NOTHING = "\N{EN DASH}"


@register.filter
def share(value: float | None) -> str:
    return NOTHING if value is None else f"{round(value * 100)} %"


@register.filter
def hours(value: float | None) -> str:
    return NOTHING if value is None else str(number_format(value, decimal_pos=1))


@register.filter
def signed(value: int) -> str:
    """A whole number with the sign that is printed for less than nothing."""
    return f"{value}".replace("-", "\N{MINUS SIGN}")
