"""How the parts of a guide are called where it is written."""

import re
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from ayni.lib.tongues import in_spanish

from ..models import Tongue
from ..queries.drafts import part_in_words
from ..rules.fitting import gsm

register = template.Library()
LINK = re.compile(r'<a class="govuk-link" href="(?P<href>[^"]*)"[^>]*>(?P<text>.*?)</a>', re.DOTALL)
US = gettext_noop("The Ayni team, with the reference data; MIGRACIONES has still to read it over")
"""Its Spanish words are `checked_by` of every guide that we wrote."""
OWN = re.compile(r"(?:/[a-z]{2})?/guias/")


@register.filter
def part(name: str) -> str:
    return part_in_words(name)


@register.filter
def news_part(name: str) -> str:
    """Of a news item: a part, a paragraph by its number, or a language."""
    words = {"title": pgettext("news", "Title"), "summary": _("Summary"),
             "figures": _("Published figures that it rests on"), "guides": _("Guides that it leads to")}  # fmt: skip
    return words.get(str(name), str(name))


@register.filter
def in_own_words(language: str) -> str:
    """A language by the name that its speakers give it."""
    return str(Tongue(language).label)


@register.filter
def in_these_words(who: str) -> str:
    """Who checked a guide, in the language of the page where it is us; an institution keeps its name."""
    with in_spanish():
        is_us = who == _(US)
    return _(US) if is_us else who


@register.filter
def said(value: Any) -> str:
    """A part of a text as it is kept, a line for each of its rows."""
    rows = value if isinstance(value, list) else [value]
    return "\n".join(row if isinstance(row, str) else " · ".join(filter(None, row.values())) for row in rows)


@register.filter
def as_sms(text: str) -> str:
    """Without the accents that cost whoever sends it two messages more."""
    return gsm(text)


@register.filter
def in_house(html: SafeString) -> SafeString:
    """A line of a guide on a screen that leads nowhere else: links to guides stay in the kiosk, all others are read."""
    return mark_safe(LINK.sub(_at_kiosk, html))  # noqa: S308 - html of ours, and only links of it are changed


def _at_kiosk(link: re.Match[str]) -> str:
    if OWN.match(link["href"]):
        return link[0].replace("/guias/", "/quiosco/guias/", 1)
    return f"<strong>{link['text']}</strong>"
