"""What templates may say: words for times, and the helpers of the components."""

import re
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django import forms, template
from django.conf import settings
from django.forms import BoundField
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from ayni.design import charts, rendering, words
from ayni.lib.ids import uuid7

register = template.Library()

_ANY = UUID(int=0)


@register.filter
def day(value: date | datetime | None) -> str:
    return words.day(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    return words.moment(value) if value else ""


@register.filter
def ago(value: datetime | None) -> str:
    return words.ago(value, now()) if value else ""


@register.filter
def deadline(value: datetime | None) -> str:
    return words.deadline(value, now()) if value else ""


@register.filter
def urgency(value: datetime) -> str:
    return words.urgency(value, now()).value


@register.filter
def age(value: Any) -> str:
    """Of a birth date, or of whoever has one."""
    born = getattr(value, "birth_date", value)
    return words.age(born, localdate()) if isinstance(born, date) else ""


@register.filter
def code(text: str) -> SafeString:
    """What stands between backticks, as code. For the gallery."""
    return mark_safe(re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(str(text))))  # noqa: S308 - escaped just before


@register.filter
def extra(attrs: Any) -> SafeString:
    """What a component's caller added to it (`hx-get`, `name`, `data-…`), escaped."""
    return rendering.extra_attributes(attrs.attrs_dict())


@register.simple_tag
def describe(bound: BoundField, hint: str = "", width: str = "") -> rendering.FieldView:
    return rendering.view(bound, hint=hint, width=width)


@register.simple_tag
def error_links(form: forms.BaseForm | None) -> list[tuple[str, str]]:
    return rendering.error_links(form) if form is not None and form.is_bound else []


@register.simple_tag
def address(name: str, pk: UUID) -> str:
    """`{% url %}` of something with a UUID, for lists: what stands around the id is found out once."""
    before, after = _around(name)
    return f"{before}{pk}{after}"


@cache
def _around(name: str) -> tuple[str, str]:
    before, _id, after = reverse(name, args=[_ANY]).partition(str(_ANY))
    return before, after


@register.simple_tag
def once_id() -> str:
    """A new id for each form that is shown: the same form sent twice then has one result."""
    return str(uuid7())


@register.simple_tag
def demo() -> bool:
    return bool(settings.DEMO)


@register.filter
def count(value: float) -> str:
    """1 234"""
    return charts.number(value)


@register.filter
def up_to(counted: tuple[int, bool]) -> str:
    """What `lib.paging.count_up_to` found: "312", or "más de 1 000"."""
    found, is_all = counted
    return charts.number(found) if is_all else _("more than %(count)s") % {"count": charts.number(found)}


@register.simple_tag
def chart_rows(rows: Any) -> list[charts.Row]:
    return charts.rows_of(rows or [])


@register.simple_tag
def drawing(rows: list[charts.Row], size: str, most: float = 0) -> charts.Drawing:
    return charts.bars(rows, width=charts.WIDE if size == "wide" else charts.NARROW, most=float(most or 0))
