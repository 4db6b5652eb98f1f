"""How the public pages of procedures lead on, name things, and write days, each in the language of the page."""

from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.utils.dateformat import format as write
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import pgettext

from ayni.lib.tongues import TONGUES, Way

from ..speech import address, called, name_of, same_in, spoken_now

register = template.Library()
FOUND = {"booking", "booking-offices", "campaign-days", "own-start", "status-ask", "verify"}
"""Where one begins."""


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


@register.simple_tag(takes_context=True)
def ways(context: Context) -> list[Way]:
    """This page in each language. None of a page that answers a form: it cannot be asked for again."""
    request = context.get("request")
    if request is None or request.method == "POST" or request.resolver_match is None:
        return []
    if not hasattr(request.resolver_match.func, "is_spoken"):
        return []
    now = spoken_now()
    return [Way(code, name, same_in(request, code), code == now) for code, name in TONGUES.items()]


@register.simple_tag(takes_context=True)
def is_found(context: Context) -> bool:
    """Whether machines may find this page: into it nobody has typed, and nothing of anybody stands there."""
    request = context.get("request")
    if request is None or request.resolver_match is None or request.GET:
        return False
    return str(request.resolver_match.url_name).removesuffix("-in") in FOUND


@register.filter
def whole(href: str) -> str:
    """With the name of the house, as machines want it."""
    return settings.PUBLIC_URL + href
