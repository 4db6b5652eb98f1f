"""Pieces of a file in words, for templates."""

from collections.abc import Mapping, Sequence

from django import template
from django.utils.timezone import localdate

from ayni.codelists.models import Territory
from ayni.people.models import IdentityDocument
from ayni.people.queries import Shown, words
from ayni.people.rules import expiry as rules

register = template.Library()

register.filter("birth", words.birth)
register.filter("document", words.document)
register.filter("residence", words.residence)
register.filter("place", words.place)
register.filter("contact", words.contact)
register.filter("relative", words.relative)
register.filter("since", words.since)
register.filter("until", words.until)
register.filter("regularity", words.regularity)
register.filter("protection", words.protection)
register.filter("language_name", words.language)


@register.filter
def expiry(held: IdentityDocument) -> str:
    """vence en 28 días; nothing while it is far off, or the day is not known"""
    if held.expires_on is None or rules.stage(held.expires_on, localdate()) is None:
        return ""
    return rules.in_words(held.expires_on, localdate())


@register.filter
def expiry_tone(held: IdentityDocument) -> str:
    return rules.tone(held.expires_on, localdate())


@register.filter
def territory(where: Territory | None) -> str:
    return words.territory(where) if where else ""


@register.filter
def of(found: Mapping[int, Sequence[Shown]], document: int) -> Sequence[Shown]:
    """The scans of this document."""
    return found.get(document, ())
