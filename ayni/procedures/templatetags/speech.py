"""How the public pages of procedures lead on, name things, and write days, each in the language of the page."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.dateformat import format as write
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import pgettext

from ayni.lib.tongues import spoken_now

from ..speech import address, called, name_of

register = template.Library()


@register.simple_tag
def way_to(name: str, *args: object) -> str:
    return address(name, *args)


@register.filter
def named(row: Any) -> SafeString | str:
    """As the office calls it; marked where that is another language than the page's."""
    words, language = called(row)
    return words if language == spoken_now() else format_html('<span lang="{}">{}</span>', language, words)


@register.filter
def plainly(row: Any) -> str:
    """The same where no mark-up can stand."""
    return name_of(row)


@register.filter
def long_day(value: date | datetime) -> str:
    """lunes 4 de diciembre"""
    return write(_local(value), pgettext("how a day is written", "l j F"))


@register.filter
def long_day_of_year(value: date | datetime) -> str:
    """lunes 4 de diciembre de 2026"""
    return write(_local(value), pgettext("how a day is written", "l j F Y"))


def _local(value: date | datetime) -> date | datetime:
    return localtime(value) if isinstance(value, datetime) else value
