"""What machines read: of a guide schema.org's HowTo, of where to go a GovernmentService, its place and its hours."""

import json
from typing import Any

from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe

from ayni.directory.rules.hsds import WEEKDAYS
from ayni.directory.rules.opening import Hours

from .queries import Shown, Told
from .queries.where import Card

_AS_JSON = 'type="application/json"'


def how_to(found: Shown, told: Told, address: str) -> SafeString:
    """A data block: the policy of the page lets no script run, and this is none. It is escaped as Django escapes JSON
    in a page."""
    language = found.said.language
    steps = [
        {"@type": "HowToStep", "position": place, "name": step.title.plain, "text": step.text.plain or step.title.plain}
        for place, step in enumerate(told.steps, start=1)
    ]
    about: dict[str, Any] = {
        "@type": "GovernmentService",
        "name": told.title,
        "description": told.summary.plain,
        "url": address,
        "serviceType": str(found.service.label),
        "areaServed": {"@type": "Country", "name": "Perú"},
        "availableLanguage": list(found.languages),
        "isAccessibleForFree": True,
    }
    graph = [
        {
            "@type": "HowTo",
            "name": told.title,
            "description": told.summary.plain,
            "inLanguage": language,
            "dateModified": found.said.published_on.isoformat(),
            "mainEntityOfPage": address,
            "supply": [{"@type": "HowToSupply", "name": line.plain} for line in told.need],
            "step": steps,
        },
        about,
    ]
    return _block(graph)


def _block(graph: list[dict[str, Any]]) -> SafeString:
    said = json_script({"@context": "https://schema.org", "@graph": graph}, encoder=json.JSONEncoder)
    return mark_safe(said.replace(_AS_JSON, 'type="application/ld+json"', 1))  # noqa: S308 - escaped by json_script


DAYS = dict(zip(WEEKDAYS, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True))
"""As schema.org calls them."""


def way_point(card: Card, address: str) -> SafeString:
    """Of a point that anybody may be sent to."""
    one = card.point
    provider: dict[str, Any] = {"@type": "Organization", "name": card.organisation or card.title}
    service: dict[str, Any] = {
        "@type": "GovernmentService",
        "name": card.title,
        "url": address,
        "serviceType": card.need or card.title,
        "provider": provider,
        "areaServed": {"@type": "Country", "name": "Perú"},
    }
    if one.service.note:
        service["description"] = one.service.note
    if card.phone:
        provider["telephone"] = card.phone.number
    if codes := [str(row["code"]) for row in one.records.get("language", ()) if row.get("code")]:
        service["availableLanguage"] = codes
    if one.is_free:
        service["isAccessibleForFree"] = True
    if one.location is not None:
        place = {"@type": "Place", "name": card.place_name or card.organisation, "address": _address(card)}
        service["availableChannel"] = {"@type": "ServiceChannel", "serviceLocation": place}
    if hours := [_hours(row) for row in one.hours if not row.is_closure and row.opens_at and row.closes_at]:
        service["hoursAvailable"] = [row for row in hours if row]
    return _block([service])


def _address(card: Card) -> dict[str, str]:
    names = dict(zip(("addressRegion", "addressLocality"), reversed(card.where.split(", ")), strict=False))
    street = {"streetAddress": card.address} if card.address else {}
    return {"@type": "PostalAddress", "addressCountry": "PE", **names, **street}


def _hours(row: Hours) -> dict[str, Any]:
    days = [DAYS[part] for part in row.byday.replace(" ", "").upper().split(",") if part in DAYS]
    if row.byday and not days:
        return {}
    said = {"@type": "OpeningHoursSpecification", "opens": f"{row.opens_at:%H:%M}", "closes": f"{row.closes_at:%H:%M}"}
    return {**said, "dayOfWeek": days or list(DAYS.values())}
