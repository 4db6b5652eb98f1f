"""Pieces of a file in words, for templates."""

from django import template

from ayni.codelists.models import Territory
from ayni.people.queries import words

register = template.Library()

register.filter("birth", words.birth)
register.filter("document", words.document)
register.filter("place", words.place)
register.filter("contact", words.contact)
register.filter("relative", words.relative)
register.filter("since", words.since)
register.filter("until", words.until)
register.filter("regularity", words.regularity)
register.filter("protection", words.protection)
register.filter("language_name", words.language)


@register.filter
def territory(where: Territory | None) -> str:
    return words.territory(where) if where else ""
