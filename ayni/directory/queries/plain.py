"""What an entry says, field by field, in values that a form shows, a proposal keeps and a verb writes: texts, numbers,
yes and no, codes and lists of codes."""

from typing import Any

from ..models import InstitutionEntry, Location, Service, ServiceTerm, Taxonomy

Plain = dict[str, Any]

SERVICE_TEXTS = (
    "name", "note", "status", "admits", "eligibility_description", "ineligibility", "application_process",
    "fees_description", "interpretation_services", "url", "email", "alert", "nationality_variable",
)  # fmt: skip
LOCATION_TEXTS = ("name", "kind", "url")
INSTITUTION_TEXTS = ("alternate_name", "email", "website")
LEADS_THERE = frozenset({"address", "reference", "directions", "description", "latitude", "longitude"})
"""Fields of a point by which somebody could find it."""
_LISTS = {
    "needs": (Taxonomy.NEED, True),
    "profiles": (Taxonomy.PROFILE, True),
    "suits": (Taxonomy.POPULATION, True),
    "not_for": (Taxonomy.POPULATION, False),
}


def of_service(service: Service) -> Plain:
    said: Plain = {name: getattr(service, name) for name in SERVICE_TEXTS}
    said |= {name: getattr(service, name) for name in ("minimum_age", "maximum_age", "by_appointment")}
    said["category"] = service.category.code if service.category else ""
    terms = list(ServiceTerm.objects.filter(service=service).order_by("code"))
    for name, (taxonomy, suits) in _LISTS.items():
        said[name] = [term.code for term in terms if term.taxonomy == taxonomy and term.suits is suits]
    return said


def of_location(location: Location) -> Plain:
    said: Plain = {name: getattr(location, name) for name in LOCATION_TEXTS}
    first = location.addresses[0] if location.addresses else {}
    return said | {
        "is_confidential": location.is_confidential,
        "is_closed": location.is_closed,
        "district": location.district.code if location.district else "",
        "address": first.get("address_1", ""),
        "reference": first.get("address_2", ""),
        "directions": location.directions,
        "description": location.description,
        "latitude": location.latitude,
        "longitude": location.longitude,
    }


def of_institution(entry: InstitutionEntry) -> Plain:
    return {name: getattr(entry, name) for name in INSTITUTION_TEXTS}


def plain(entry: Service | Location | InstitutionEntry) -> Plain:
    if isinstance(entry, Service):
        return of_service(entry)
    return of_location(entry) if isinstance(entry, Location) else of_institution(entry)


def terms_of(said: Plain) -> dict[tuple[str, str], bool]:
    """(taxonomy, code) → whether it suits, of the lists among these values."""
    found: dict[tuple[str, str], bool] = {}
    for name, (taxonomy, suits) in _LISTS.items():
        found |= {(taxonomy.value, code): suits for code in said.get(name, [])}
    return found


def differences(before: Plain, after: Plain) -> tuple[Plain, Plain]:
    """What is said differently: as it was, as it would be."""
    changed = [name for name, value in after.items() if name in before and before[name] != value]
    return {name: before[name] for name in changed}, {name: after[name] for name in changed}
