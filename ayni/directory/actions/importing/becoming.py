"""What a row of HSDS becomes in our columns. Plain values in, plain values out."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from ayni.access.models import Organisation
from ayni.codelists.models import ServiceCategory, Territory

from ...models import Admits, NationalityVariable, PointKind
from ...queries.publishing import SERVICE_COLUMNS
from ...rules.hsds import TABLES, Row, as_text
from ...rules.opening import byday_is_right

_LIMA = timedelta(hours=-5)
_TIME = re.compile(r"(\d\d):(\d\d)(?::\d\d)?(Z|[+-]\d\d(?::?\d\d)?)?")
_OLDEST = 150

Tags = Callable[[str], list[tuple[str, str]]]


def kept(table: str, row: Row, ours: frozenset[str] = frozenset()) -> dict[str, Any]:
    """What no column of ours holds, as it came; columns that HSDS does not know too."""
    links = {"id", "organization_id", "service_id", "location_id", "service_at_location_id", "last_modified"}
    return {name: value for name, value in row.items() if name not in links | ours and value not in (None, "")}


def organisation(pk: str, row: Row, there: Organisation | None, parent: Organisation | None) -> dict[str, Any]:
    """An institution that the register does not name."""
    return {
        "code": there.code if there else f"H-{pk.replace('-', '')[-16:].upper()}",
        "name": as_text(row["name"]),
        "name_en": "",
        "kind": there.kind if there else "ngo",
        "sector": there.sector if there else "Otros",
        "level": there.level if there else "local",
        "parent": parent.code if parent else "",
        "mission": as_text(row.get("description")),
        "leads_governance": False,
        "phone": there.phone if there else "",
        "source": "HSDS",
        "confidence": "unknown",
        "note": "",
    }


def institution(row: Row, organisation: Organisation) -> dict[str, Any]:
    other = as_text(row.get("alternate_name"))
    ours = frozenset({"name", "alternate_name", "description", "email", "website", "parent_organization_id"})
    return {
        "alternate_name": "" if other == organisation.code else other,
        "email": as_text(row.get("email")),
        "website": as_text(row.get("website")),
        "kept": kept("organization", row, ours),
    }


def service(row: Row, tags: Tags, categories: Mapping[str, ServiceCategory]) -> dict[str, Any]:
    values: dict[str, Any] = {name: as_text(row.get(name)) for name in SERVICE_COLUMNS}
    for name in ("minimum_age", "maximum_age"):
        values[name] = float(values[name]) if values[name] else None
    access = dict(tags("access"))
    values |= {
        "note": as_text(row.get("description")),
        "category": next((categories[code] for code, _v in tags("category") if code in categories), None),
        "admits": next((code for code, _v in tags("admits") if code in Admits.values), Admits.UNKNOWN),
        "nationality_variable": next(
            (code for code, _v in tags("variable") if code in NationalityVariable.values), NationalityVariable.UNKNOWN
        ),
        "by_appointment": "BY_APPOINTMENT" in access,
        "ineligibility": access.get("INELIGIBLE", ""),
        "accepts_referrals": "NO_REFERRALS" not in access,
        "kept": kept("service", row, frozenset({*SERVICE_COLUMNS, "description"})),
    }
    return values


def ages_are_wrong(values: dict[str, Any]) -> list[str]:
    """Turns ages into whole numbers, and says which are none."""
    found = []
    for name in ("minimum_age", "maximum_age"):
        age = values[name]
        if age is not None and (age != int(age) or not 0 <= age <= _OLDEST):
            found.append(_("%(column)s should be an age in whole years.") % {"column": name})
        values[name] = int(age) if age is not None else None
    youngest, oldest = values["minimum_age"], values["maximum_age"]
    if not found and youngest is not None and oldest is not None and oldest < youngest:
        found.append(_("maximum_age is below minimum_age."))
    return found


def location(row: Row, kinds: list[tuple[str, str]]) -> dict[str, Any]:
    ours = frozenset({"location_type", "name", "url", "description", "transportation", "latitude", "longitude"})
    return {
        "location_type": as_text(row["location_type"]),
        "kind": next((code for code, _v in kinds if code in PointKind.values), PointKind.OFFICE),
        "name": as_text(row.get("name")),
        "url": as_text(row.get("url")),
        "description": as_text(row.get("description")),
        "directions": as_text(row.get("transportation")),
        "kept": kept("location", row, ours),
    }


def place(row: Row, district: Territory | None) -> dict[str, Any]:
    """Where it is. The ubigeo is ours, and is not kept twice."""
    latitude, longitude = as_text(row.get("latitude")), as_text(row.get("longitude"))
    found: dict[str, Any] = {
        "latitude": float(latitude) if latitude else None,
        "longitude": float(longitude) if longitude else None,
    }
    if district is not None:
        department = district.parent.parent if district.parent else None
        found |= {"district": district, "department": department}
    return found


def coordinates_are_wrong(values: dict[str, Any]) -> list[str]:
    found = []
    for name, most in (("latitude", 90), ("longitude", 180)):
        degrees = values.get(name)
        if degrees is not None and abs(degrees) > most:
            said = {"column": name, "most": most}
            found.append(_("%(column)s should be between -%(most)s and %(most)s degrees.") % said)
    return found


def address(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "location_id"}


def schedule(row: Row, tags: set[str]) -> dict[str, Any]:
    texts = ("freq", "byday", "bymonthday", "byweekno", "byyearday", "description")
    days = ("dtstart", "until", "valid_from", "valid_to")
    numbers = ("interval", "count")
    ours = frozenset({*texts, *days, *numbers, "opens_at", "closes_at", "timezone"})
    values: dict[str, Any] = {name: as_text(row.get(name)) for name in texts}
    values["byday"] = values["byday"].replace(" ", "").upper()
    values |= {name: _day(as_text(row.get(name))) for name in days}
    values |= {name: int(float(as_text(row[name]))) if as_text(row.get(name)) else None for name in numbers}
    values |= {name: local_time(as_text(row.get(name))) for name in ("opens_at", "closes_at")}
    values |= {"is_closure": "CLOSURE" in tags, "on_holidays": "ON_HOLIDAYS" in tags}
    return values | {"kept": kept("schedule", row, ours)}


def hours_are_wrong(values: dict[str, Any]) -> list[str]:
    found = []
    if values["byday"] and not byday_is_right(values["byday"]):
        found.append(_("byday should be days such as MO,WE or 1MO,-1FR."))
    if values["valid_from"] and values["valid_to"] and values["valid_to"] < values["valid_from"]:
        found.append(_("valid_to is before valid_from."))
    if (values["opens_at"] is None) != (values["closes_at"] is None):
        found.append(_("it says when it opens or when it closes, and not both."))
    return found


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def local_time(text: str) -> time | None:
    """The hour in Lima. One that names no zone is of here."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hour, minute, zone = int(found[1]) % 24, int(found[2]), found[3]
    moment = datetime(2000, 1, 1, hour, minute)  # noqa: DTZ001 - an hour of the day, no moment
    if zone:
        moment += _LIMA - _offset(zone)
    return moment.time()


def _offset(zone: str) -> timedelta:
    if zone == "Z":
        return timedelta(0)
    digits = zone[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -offset if zone[0] == "-" else offset


__all__ = [
    "TABLES", "address", "ages_are_wrong", "coordinates_are_wrong", "hours_are_wrong", "institution", "kept",
    "local_time", "location", "organisation", "place", "schedule", "service",
]  # fmt: skip
