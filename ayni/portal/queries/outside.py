"""Where else to look: the catalogue as anybody reads it, and as whoever keeps it does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from ..models import ConfirmedAddress, OutsideLink, OutsidePage
from .telling import SURE


@dataclass(frozen=True)
class Outside:
    """A page of the catalogue in a language."""

    page: OutsidePage
    label: str
    about: str
    address: str
    """Empty: nobody has confirmed one."""
    source: str
    """Of the address."""
    failing_since: datetime | None
    checked_at: datetime | None

    @property
    def shown_as(self) -> str:
        return self.address.removeprefix("https://").removeprefix("http://").rstrip("/")


def catalogue(language: str, on: date) -> list[Outside]:
    """In its order. What the data do not say for sure has no address here."""
    confirmed = {one.code: one for one in ConfirmedAddress.objects.order_by("confirmed_at", "pk")}
    links = {one.address: one for one in OutsideLink.objects.order_by("pk")}
    pages: Iterable[OutsidePage] = OutsidePage.objects.in_force(on).order_by("order", "code")
    return [_outside(one, language, confirmed.get(one.code), links) for one in pages]


def _outside(
    page: OutsidePage, language: str, confirmed: ConfirmedAddress | None, links: dict[str, OutsideLink]
) -> Outside:
    address, source = (page.address, page.source) if page.confidence in SURE else ("", "")
    if not address and confirmed is not None:
        address, source = confirmed.address, confirmed.source
    link = links.get(address)
    return Outside(
        page, page.label(language), page.about(language), address, source,
        link.failing_since if link else None, link.checked_at if link else None,
    )  # fmt: skip


def by_theme(language: str, on: date) -> list[tuple[str, list[Outside]]]:
    """Theme → its pages, those with an address first; a theme without pages is not there."""
    rows = catalogue(language, on)
    rows.sort(key=lambda one: not one.address)
    found = [(str(theme.label), [one for one in rows if one.page.theme == theme]) for theme in OutsidePage.Theme]
    return [(label, pages) for label, pages in found if pages]


def page_of_catalogue(code: str, on: date) -> OutsidePage | None:
    found: OutsidePage | None = OutsidePage.objects.in_force(on).filter(code=code).first()
    return found
