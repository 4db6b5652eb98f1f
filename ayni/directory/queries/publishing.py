"""What the directory says to the outside, as rows of HSDS. Of a confidential point nothing that leads there is among
them, and of a contact only the function that the entry publishes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import time
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate, localtime

from ayni.access.models import Organisation
from ayni.lib.ids import is_uuid

from ..models import Entry, Location, Record, Schedule, Service, ServiceAtLocation, ServiceTerm
from ..rules.hsds import TABLES, Row, Rows, id_of
from .taxonomies import taxonomy_rows, term_row, terms

OFFSET = "-05:00"
"""Lima has no other hour."""
_NEVER_OF_A_CONFIDENTIAL_POINT = {"phone", "contact", "address", "service_area", "accessibility", "url"}


def organisation_id(organisation: Organisation) -> str:
    """Of its entry, or, where it has none yet, what follows from its code. Fetch `entry` with it."""
    entry = getattr(organisation, "entry", None)
    return str(entry.hsds_id) if entry else id_of("organization", organisation.code)


def published_services() -> QuerySet[Service]:
    return Service.objects.select_related("organisation__entry", "organisation__parent__entry", "category")


def published_organisations() -> QuerySet[Organisation]:
    return Organisation.objects.select_related("entry", "parent__entry")


def whole_directory() -> Rows:
    """Everything that may be published."""
    rows = rows_of(list(published_services()), organisations=list(published_organisations()), all_locations=True)
    rows["taxonomy_term"] = [term_row(term) for term in terms().values()] + _own_terms(rows)
    return rows


def rows_of(
    services: Collection[Service], *, organisations: Collection[Organisation] = (), all_locations: bool = False
) -> Rows:
    """The rows of these services and institutions, and of all that hangs on them. At most six statements."""
    return _Writing(services, organisations, all_locations=all_locations).rows


class _Writing:
    def __init__(
        self, services: Collection[Service], organisations: Collection[Organisation], *, all_locations: bool
    ) -> None:
        self.rows: Rows = defaultdict(list)
        self.terms = terms()
        self.said: set[str] = set()
        everybody = {o.pk: o for o in [*(service.organisation for service in services), *organisations]}
        links = self._links(services)
        places = {link.location_id: link.location for link in links}
        if all_locations or organisations:
            own = Q() if all_locations else Q(organisation__in=[o.pk for o in organisations])
            places |= {place.pk: place for place in _locations().filter(own)}
        for organisation in everybody.values():
            self._organisation(organisation)
        for service in services:
            self._service(service)
        for place in places.values():
            self._location(place)
        for link in links:
            self._link(link)
        owned = _owned({s.pk for s in services}, set(places), {link.pk for link in links})
        self._schedules(Schedule.objects.filter(owned).select_related("service", "location", "at"))
        self._records(owned | Q(organisation__in=list(everybody)))
        self._terms_of(services)
        self._what_is_referred_to(everything=all_locations)
        self._drop_orphans()

    def _links(self, services: Collection[Service]) -> list[ServiceAtLocation]:
        rows = ServiceAtLocation.objects.filter(service__in=[service.pk for service in services])
        wanted = ("service", "location__district__parent", "location__department", "location__organisation__entry")
        return list(rows.select_related(*wanted).order_by("pk"))

    def _add(self, table: str, row: Row) -> None:
        # Some things are reached by two ways: an institution and a service that it gives.
        if str(row["id"]) not in self.said:
            self.said.add(str(row["id"]))
            self.rows[table].append(row)

    def _tag(self, link_id: str, entity: str, taxonomy: str, code: str, value: str = "") -> None:
        term = id_of("term", f"{taxonomy}:{code}")
        row = {"id": id_of("attribute", f"{link_id}:{term}"), "link_id": link_id, "taxonomy_term_id": term,
               "link_type": taxonomy, "link_entity": entity, "value": value}  # fmt: skip
        self._add("attribute", row)
        if term in self.terms:
            self._add("taxonomy_term", term_row(self.terms[term]))
            self._taxonomies()

    def _taxonomies(self) -> None:
        if not self.rows["taxonomy"]:
            for row in taxonomy_rows():
                self._add("taxonomy", row)

    def _organisation(self, organisation: Organisation) -> None:
        entry, pk = getattr(organisation, "entry", None), organisation_id(organisation)
        row = {
            "id": pk,
            "name": organisation.name,
            "description": organisation.mission or organisation.name,
            "alternate_name": _other_name(organisation),
            "email": entry.email if entry else "",
            "website": entry.website if entry else "",
            "parent_organization_id": organisation_id(organisation.parent) if organisation.parent else "",
        }
        self._add("organization", _with_kept(row, entry.kept if entry else {}))
        if organisation.phone:
            phone = {"id": id_of("phone", organisation.code), "organization_id": pk, "number": organisation.phone}
            self._add("phone", phone)

    def _service(self, service: Service) -> None:
        pk = str(service.hsds_id)
        row = {"id": pk, "organization_id": organisation_id(service.organisation), "description": service.note}
        row |= {name: getattr(service, name) for name in SERVICE_COLUMNS}
        if service.modified_at:
            row["last_modified"] = service.modified_at.isoformat(timespec="milliseconds")
        row = _with_kept(row, service.kept)
        if service.verified_at:
            row["assured_date"], row["assurer_email"] = localdate(service.verified_at).isoformat(), ""
        self._add("service", row)
        if service.category:
            self._tag(pk, "service", "category", service.category.code)
        if service.admits != "UNKNOWN":
            self._tag(pk, "service", "admits", service.admits)
        if service.nationality_variable != "UNKNOWN":
            self._tag(pk, "service", "variable", service.nationality_variable)
        for code, is_so, value in (
            ("BY_APPOINTMENT", service.by_appointment, ""),
            ("INELIGIBLE", bool(service.ineligibility), service.ineligibility),
            ("NO_REFERRALS", not service.accepts_referrals, ""),
        ):
            if is_so:
                self._tag(pk, "service", "access", code, value)

    def _location(self, place: Location) -> None:
        pk = str(place.hsds_id)
        owner = organisation_id(place.organisation) if place.organisation else ""
        row: Row = {"id": pk, "location_type": place.location_type, "organization_id": owner}
        self._tag(pk, "location", "point", place.kind)
        if place.is_confidential:
            self._add("location", row)
            self._tag(pk, "location", "access", "CONFIDENTIAL")
            return
        row |= {
            "name": place.name,
            "url": place.url,
            "description": place.description,
            "transportation": place.directions,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "external_identifier": place.district.code if place.district else "",
            "external_identifier_type": "INEI ubigeo" if place.district else "",
        }
        self._add("location", _with_kept(row, place.kept))
        for number, address in enumerate(place.addresses):
            one = {**address, "location_id": pk}
            one.setdefault("id", id_of("address", f"{pk}:{number}"))
            self._add("address", one)

    def _link(self, link: ServiceAtLocation) -> None:
        pk = str(link.hsds_id)
        row = {"id": pk, "service_id": str(link.service.hsds_id), "location_id": str(link.location.hsds_id)}
        row["description"] = "" if link.location.is_confidential else link.description
        kept = {} if link.location.is_confidential else link.kept
        self._add("service_at_location", _with_kept(row, kept))
        if link.is_intake:
            self._tag(pk, "service_at_location", "access", "INTAKE" if link.is_given_here else "INTAKE_ONLY")

    def _schedules(self, schedules: Iterable[Schedule]) -> None:
        for hours in schedules:
            row = schedule_row(hours)
            self._add("schedule", row)
            for code, is_so in (("CLOSURE", hours.is_closure), ("ON_HOLIDAYS", hours.on_holidays)):
                if is_so:
                    self._tag(row["id"], "schedule", "access", code)

    def _records(self, owned: Q) -> None:
        found = Record.objects.filter(owned).exclude(table="metadata")
        wanted = ("organisation__entry", "service", "location", "at__location")
        for record in found.select_related(*wanted).order_by("pk"):
            if (row := record_row(record)) is not None:
                self._add(record.table, row)

    def _what_is_referred_to(self, *, everything: bool) -> None:
        """Terms, taxonomies and units of others that the rows name. A term names its taxonomy, so twice."""
        for _step in range(2):
            names = (
                ("attribute", "taxonomy_term_id"),
                ("taxonomy_term", "taxonomy_id"),
                ("service_capacity", "unit_id"),
            )
            wanted = {str(row.get(column, "")) for table, column in names for row in self.rows.get(table, [])}
            wanted |= {str(row.get("program_id", "")) for row in self.rows.get("service", [])}
            missing = {pk for pk in wanted - self.said if is_uuid(pk)}
            free = Q(table__in=["taxonomy", "taxonomy_term", "unit", "meta_table_description"])
            if not missing and not everything:
                return
            named = Q(hsds_id__in=missing)
            for record in Record.objects.filter(named | free if everything else named).order_by("pk"):
                if (row := record_row(record)) is not None:
                    self._add(record.table, row)

    def _drop_orphans(self) -> None:
        """What hangs on something that does not go out does not go out either."""
        for table, columns in _HANGS_ON.items():
            for column in columns:
                self.rows[table] = [
                    row for row in self.rows.get(table, []) if not row.get(column) or str(row[column]) in self.said
                ]
                self.said = {str(row["id"]) for rows in self.rows.values() for row in rows}

    def _terms_of(self, services: Collection[Service]) -> None:
        by_pk = {service.pk: str(service.hsds_id) for service in services}
        for term in ServiceTerm.objects.filter(service__in=by_pk).order_by("pk"):
            self._tag(by_pk[term.service_id], "service", term.taxonomy, term.code, "" if term.suits else "no")


def _other_name(organisation: Organisation) -> str:
    """Its short name: for an institution of the register, its code."""
    entry = getattr(organisation, "entry", None)
    if entry is None:
        return organisation.code
    return entry.alternate_name or ("" if entry.is_imported else organisation.code)


SERVICE_COLUMNS = (
    "name", "alternate_name", "url", "email", "status", "interpretation_services", "application_process",
    "fees_description", "eligibility_description", "minimum_age", "maximum_age", "alert",
)  # fmt: skip
"""Columns of HSDS that a service has under the same name."""
SCHEDULE_COLUMNS = (
    "freq", "byday", "bymonthday", "byweekno", "byyearday", "interval", "count", "dtstart", "until", "valid_from",
    "valid_to", "description",
)  # fmt: skip


_HANGS_ON = {"phone": ("contact_id",), "language": ("phone_id",), "attribute": ("link_id",)}


def _locations() -> QuerySet[Location]:
    return Location.objects.select_related("district__parent", "department", "organisation__entry").order_by("pk")


def _owned(services: set[int], places: set[int], links: set[int]) -> Q:
    return Q(service__in=services) | Q(location__in=places) | Q(at__in=links)


def _with_kept(row: Row, kept: dict[str, Any]) -> Row:
    """What we ask for ourselves goes before what a file once said."""
    return {**kept, **{name: _written(value) for name, value in row.items() if value not in (None, "")}}


def _written(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _time(value: time | None) -> str:
    return f"{value:%H:%M}{OFFSET}" if value else ""


def schedule_row(hours: Schedule) -> Row:
    row = {"id": str(hours.hsds_id)} | {name: getattr(hours, name) for name in SCHEDULE_COLUMNS}
    row |= {"opens_at": _time(hours.opens_at), "closes_at": _time(hours.closes_at), "timezone": -5}
    owners = (hours.service, hours.location, hours.at)
    for column, owner in zip(("service_id", "location_id", "service_at_location_id"), owners, strict=True):
        if owner is not None:
            row[column] = str(owner.hsds_id)
    return _with_kept(row, hours.kept)


def record_row(record: Record) -> Row | None:
    """A row as it may go out; None if it may not."""
    place = record.location or (record.at.location if record.at else None)
    if place is not None and place.is_confidential and record.table in _NEVER_OF_A_CONFIDENTIAL_POINT:
        return None
    said = dict(record.data)
    if record.table == "contact":
        if not said.pop("x_published", False):
            return None
        # A function, never who holds it.
        said.pop("name", None)
    row = {"id": str(record.hsds_id), **said}
    if "contact_id" in said or "phone_id" in said or record.table in {"attribute", "metadata"}:
        return row
    owners = (record.service, record.location, record.at)
    for column, owner in zip(("service_id", "location_id", "service_at_location_id"), owners, strict=True):
        if owner is not None and column in TABLES[record.table].by_name:
            row[column] = str(owner.hsds_id)
    if record.organisation and "organization_id" in TABLES[record.table].by_name:
        row["organization_id"] = organisation_id(record.organisation)
    return row


def _own_terms(rows: Rows) -> list[Row]:
    """Terms of other taxonomies, as they came in."""
    ours = set(terms())
    return [row for row in rows.get("taxonomy_term", []) if row["id"] not in ours]


def last_changed(entries: Iterable[Entry]) -> Iterator[Any]:
    for entry in entries:
        if entry.modified_at:
            yield localtime(entry.modified_at)
