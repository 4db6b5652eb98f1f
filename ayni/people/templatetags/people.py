"""Pieces of a file in words, for templates."""

from collections.abc import Mapping, Sequence

from django import template

from ayni.codelists.models import Territory
from ayni.people.queries import Shown, words

register = template.Library()

register.filter("birth", words.birth)
register.filter("document", words.document)
register.filter("place", words.place)
register.filter("contact", words.contact)
register.filter("relative", words.relative)
register.filter("regularity", words.regularity)
register.filter("protection", words.protection)
register.filter("language_name", words.language)


@register.filter
def territory(where: Territory | None) -> str:
    return words.territory(where) if where else ""


@register.filter
def of(found: Mapping[int, Sequence[Shown]], document: int) -> Sequence[Shown]:
    """The scans of this document."""
    return found.get(document, ())
