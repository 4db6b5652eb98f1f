"""What the official JSON schemas of HSDS 3.0 ask of each object, written down from `openreferral/specification`
(schema/*.json) and apart from `rules/hsds`, which the code itself goes by."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

REQUIRED = {
    "organization": "id name description",
    "program": "id name description",
    "service": "id name status",
    "service_at_location": "id",
    "location": "id location_type",
    "phone": "id number",
    "contact": "id",
    "address": "id address_1 city state_province postal_code country address_type",
    "schedule": "id",
    "funding": "id",
    "service_area": "id",
    "required_document": "id",
    "language": "id",
    "accessibility": "id",
    "cost_option": "id",
    "organization_identifier": "id identifier_type identifier",
    "attribute": "id",
    "taxonomy": "id name description",
    "taxonomy_term": "id name description",
    "metadata": "id last_action_date last_action_type field_name previous_value replacement_value updated_by",
    # Of 3.1, read and given back.
    "url": "id url",
    "unit": "id name",
    "service_capacity": "id unit available updated",
}
NUMBERS = {
    "organization": "year_incorporated",
    "service": "minimum_age maximum_age",
    "location": "latitude longitude",
    "phone": "extension",
    "schedule": "timezone count interval",
    "cost_option": "amount",
    "service_capacity": "available maximum",
}
OBJECTS = {
    "service": {"organization": "organization", "program": "program"},
    # What the API adds: whose place it is.
    "service_at_location": {"location": "location", "service": "service"},
    "attribute": {"taxonomy_term": "taxonomy_term"},
    "taxonomy_term": {"taxonomy_detail": "taxonomy"},
    "service_capacity": {"unit": "unit"},
}
LISTS = {
    "organization": "funding contacts phones locations programs organization_identifiers additional_websites services",
    "service": "phones schedules service_areas service_at_locations languages funding cost_options required_documents"
    " contacts additional_urls capacities",
    "service_at_location": "service_areas contacts phones schedules",
    "location": "languages addresses contacts accessibility phones schedules",
    "contact": "phones",
    "phone": "languages",
}
OF_ALL = "attributes metadata"
OF_LIST = {
    "funding": "funding", "contacts": "contact", "phones": "phone", "locations": "location", "programs": "program",
    "organization_identifiers": "organization_identifier", "additional_websites": "url", "services": "service",
    "schedules": "schedule", "service_areas": "service_area", "service_at_locations": "service_at_location",
    "languages": "language", "cost_options": "cost_option", "required_documents": "required_document",
    "additional_urls": "url", "capacities": "service_capacity", "addresses": "address",
    "accessibility": "accessibility", "attributes": "attribute", "metadata": "metadata",
}  # fmt: skip
CODES = {
    ("service", "status"): {"active", "inactive", "defunct", "temporarily closed"},
    ("location", "location_type"): {"physical", "postal", "virtual"},
    ("address", "address_type"): {"physical", "postal", "virtual"},
    ("schedule", "wkst"): {"MO", "TU", "WE", "TH", "FR", "SA", "SU"},
    ("schedule", "freq"): {"WEEKLY", "MONTHLY"},
}
DAYS = {"valid_from", "valid_to", "dtstart", "until", "assured_date", "last_action_date"}
TIMES = {"opens_at", "closes_at"}
_TIME = re.compile(r"([01]\d|2[0-4]):[0-5]\d(:[0-5]\d)?(Z|[+-]\d\d:\d\d)")
_ADDRESSES = {
    "organization": "website uri", "service": "url", "location": "url", "schedule": "schedule_link",
    "required_document": "uri", "taxonomy_term": "term_uri", "taxonomy": "uri",
}  # fmt: skip


def departures(kind: str, thing: dict[str, Any], where: str = "") -> Iterator[str]:
    """Where an object, or anything in it, is not what the standard says."""
    where = where or kind
    yield from (f"{where}: no {name}" for name in REQUIRED[kind].split() if thing.get(name) is None)
    objects, lists = OBJECTS.get(kind, {}), f"{LISTS.get(kind, '')} {OF_ALL}".split()
    for name, value in thing.items():
        at = f"{where}.{name}"
        if name in objects:
            yield from departures(objects[name], value, at) if isinstance(value, dict) else [f"{at}: no object"]
        elif name in lists:
            if not (isinstance(value, list) and value):
                yield f"{at}: no list"
            # An institution names its services; whole ones come where they are asked for.
            elif kind != "organization" or name != "services" or "status" in value[0]:
                for number, one in enumerate(value):
                    yield from departures(OF_LIST[name], one, f"{at}[{number}]")
        else:
            yield from _of_value(kind, name, value, at)


def _of_value(kind: str, name: str, value: Any, at: str) -> Iterator[str]:
    if name in NUMBERS.get(kind, "").split():
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            yield f"{at}: {value!r} is no number"
    elif not isinstance(value, str):
        yield f"{at}: {value!r} is no text"
    elif not _is_as_it_should(kind, name, value):
        yield f"{at}: {value!r}"


def _is_as_it_should(kind: str, name: str, text: str) -> bool:
    if name == "id" or name.endswith("_id") and name not in {"tax_id"}:
        return str(UUID(text)) == text.lower()
    if name in DAYS:
        return date.fromisoformat(text).isoformat() == text
    if name in TIMES:
        return _TIME.fullmatch(text) is not None
    if name in {"updated", "last_modified"}:
        return datetime.fromisoformat(text).tzinfo is not None
    if name.endswith("email"):
        return "@" in text
    if name in _ADDRESSES.get(kind, "").split():
        return bool(urlsplit(text).scheme)
    return text in CODES.get((kind, name), {text})
