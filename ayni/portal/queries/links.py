"""The addresses that published guides, news and the catalogue of links name: our own, which must lead somewhere, and
others'."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from ..models import GuideVersion, OutsideLink
from ..rules.news import lines as news_lines
from ..rules.texts import marks_in, pieces
from .guides import begun
from .news import begun_news
from .outside import catalogue


def links() -> QuerySet[OutsideLink]:
    return OutsideLink.objects.order_by("address")


def failing_links() -> QuerySet[OutsideLink]:
    return OutsideLink.objects.filter(failing_since__isnull=False).order_by("failing_since", "address")


def named_addresses(on: date) -> dict[str, list[GuideVersion]]:
    """Every address of others in what is read that day, with the texts that name it."""
    found: dict[str, list[GuideVersion]] = {}
    for version in begun(on).order_by("guide__slug", "language"):
        for address in dict.fromkeys(_addresses(version)):
            found.setdefault(address, []).append(version)
    return found


def _addresses(version: GuideVersion) -> Iterator[str]:
    return (piece.value for _part, piece in marks_in(version.text) if piece.kind == "address")


def catalogue_addresses(on: date) -> set[str]:
    """Those of the catalogue of links, and those that news name."""
    named = {one.address for one in catalogue("es", on) if one.address}
    for version in begun_news(on):
        lines = (line for text in version.texts.values() for line in news_lines(text))
        named |= {piece.value for line in lines for piece in pieces(line) if piece.kind == "address"}
    return named


def astray(on: date) -> list[tuple[GuideVersion, str]]:
    """Texts that lead to a guide that nobody can read any more, with its words in the address."""
    rows = list(begun(on).order_by("guide__slug", "language"))
    there = {row.guide.slug for row in rows if row.language == "es"}
    return [
        (row, piece.value)
        for row in rows
        for _part, piece in marks_in(row.text)
        if piece.kind == "guide" and piece.value not in there
    ]
