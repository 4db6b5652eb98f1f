from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ayni.access import actions as access
from ayni.access.models import Organisation, User
from ayni.audit import actions as audit
from ayni.audit.actions import Line
from ayni.codelists import queries as codelists
from ayni.codelists.models import ServiceCategory, Territory

from ...exchange import Placed
from ...models import (
    Entry,
    How,
    InstitutionEntry,
    Location,
    Record,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceTerm,
)
from ...queries.publishing import organisation_id
from ...rules.hsds import TABLES, Row, as_text, id_of
from . import becoming
from .judging import RECORD_TABLES, Judged, fitting, judge, owner_of, record_code, tagged

BY_PEOPLE = (How.STAFF, How.INSTITUTION, How.LINK)


@dataclass
class Report:
    """What an import did."""

    made: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)
    left: list[str] = field(default_factory=list)
    """Entries that somebody verified here, and the file says something else of."""
    problems: list[str] = field(default_factory=list)


@transaction.atomic
def import_rows(*, placed: Iterable[Placed], tabular: bool, over: bool = False, by: User | str, at: datetime) -> Report:
    """Take in rows of HSDS. `over`: also over what somebody verified here since."""
    judged = judge(placed, tabular=tabular)
    loading = _Loading(judged, over=over, at=at)
    loading.run()
    report = loading.report
    report.problems = judged.problems
    details = {
        "made": sum(report.made.values()),
        "changed": sum(report.changed.values()),
        "broken": len(report.problems),
    }
    who = by if isinstance(by, str) else str(by.pk)
    audit.record_many([Line("directory.imported", Service._meta.label, "", who, at, details=details)])
    return report


class _Loading:
    def __init__(self, judged: Judged, *, over: bool, at: datetime) -> None:
        self.judged, self.over, self.at = judged, over, at
        self.report = Report()
        self.organisations = {organisation_id(o): o for o in Organisation.objects.select_related("entry", "parent")}
        self.services = {str(s.hsds_id): s for s in Service.objects.select_related("organisation")}
        self.locations = {str(place.hsds_id): place for place in Location.objects.order_by("pk")}
        self.links = {str(link.hsds_id): link for link in ServiceAtLocation.objects.order_by("pk")}
        self.categories = {c.code: c for c in codelists.current(ServiceCategory)}
        self.records: dict[str, Record] = {}

    def run(self) -> None:
        for pk, row in _parents_first(self.judged.rows.get("organization", {})):
            self._organisation(pk, row)
        for pk, row in self.judged.take("location"):
            self._location(pk, row)
        for pk, row in self.judged.take("service"):
            self._service(pk, row)
        for pk, row in self.judged.take("service_at_location"):
            self._link(pk, row)
        there = {str(hours.hsds_id): hours for hours in Schedule.objects.order_by("pk")}
        for pk, row in self.judged.take("schedule"):
            self._schedule(pk, row, there)
        self.records = {str(r.hsds_id): r for r in Record.objects.select_related("organisation", "service", "location")}
        # Twice: a language hangs on a telephone, which hangs on a contact; both may come later in the file.
        waiting = [(table, pk, row) for table in RECORD_TABLES for pk, row in self.judged.take(table)]
        for last in (False, False, True):
            waiting = [one for one in waiting if not self._record(*one, last=last)]

    def _fault(self, table: str, pk: str, what: str) -> None:
        self.judged.say(self.judged.places.get(pk, ""), table, pk, what)

    def _organisation(self, pk: str, row: Row) -> None:
        there = self.organisations.get(pk)
        if there is None or (hasattr(there, "entry") and there.entry.is_imported):
            parent = self.organisations.get(as_text(row.get("parent_organization_id")).lower())
            said = becoming.organisation(pk, row, there, parent)
            if wrong := fitting(Organisation, {k: v for k, v in said.items() if k != "parent"}):
                self._fault("organization", pk, " ".join(wrong))
                return
            access.load_organisations(organisations=[said], offices=[], departments={}, closed=[])
            is_new, there = there is None, Organisation.objects.select_related("parent").get(code=said["code"])
        else:
            is_new = False
        entry = InstitutionEntry.objects.filter(organisation=there).first() or InstitutionEntry(
            organisation=there, hsds_id=pk, is_imported=is_new
        )
        values = becoming.institution(row, there)
        if entry.pk is None and not is_new and not any(values.values()):
            # It is in the register, and the file says no more of it: an entry with nothing in it is no news.
            self.report.same["organization"] += 1
        else:
            self._write("organization", entry, values)
        self.organisations[pk] = there

    def _location(self, pk: str, row: Row) -> None:
        there = self.locations.get(pk)
        owner = self.organisations.get(as_text(row.get("organization_id")).lower())
        tags = {code for code, _value in tagged(self.judged, pk, "access")}
        values = becoming.location(row, tagged(self.judged, pk, "point"))
        values["organisation"] = owner or (there.organisation if there else None)
        mine = [a for _pk, a in self.judged.take("address") if as_text(a.get("location_id")).lower() == pk]
        values["addresses"] = [becoming.address(address) for address in mine]
        values |= becoming.place(row, self._territory(row))
        if "district" in values:
            values["kept"] = {k: v for k, v in values["kept"].items() if not k.startswith("external_identifier")}
        if there is not None and there.is_confidential:
            # What went out without its address comes back without it: ours stays.
            values = {"kind": values["kind"], "organisation": values["organisation"]}
        elif "CONFIDENTIAL" in tags:
            values |= {"is_confidential": True, "latitude": None, "longitude": None}
        if (wrong := becoming.coordinates_are_wrong(values)) or (wrong := fitting(Location, values)):
            self._fault("location", pk, " ".join(wrong))
            return
        self.locations[pk] = self._write("location", there or Location(hsds_id=pk), values)

    def _territory(self, row: Row) -> Territory | None:
        code = as_text(row.get("external_identifier"))
        if "ubigeo" not in as_text(row.get("external_identifier_type")).lower() or len(code) != 6:
            return None
        return codelists.current(Territory).filter(code=code).select_related("parent__parent").first()

    def _service(self, pk: str, row: Row) -> None:
        owner = self.organisations.get(as_text(row.get("organization_id")).lower())
        there = self.services.get(pk)
        if owner is None and there is None:
            self._fault("service", pk, _("its institution is not in the file, and not in the directory."))
            return
        values = becoming.service(row, lambda taxonomy: tagged(self.judged, pk, taxonomy), self.categories)
        values["organisation"] = owner or there.organisation  # type: ignore[union-attr]
        if there is not None and there.verified_at:
            values["kept"].pop("assured_date", None)
        if (wrong := becoming.ages_are_wrong(values)) or (wrong := fitting(Service, values)):
            self._fault("service", pk, " ".join(wrong))
            return
        service = there or Service(hsds_id=pk, code=f"{values['organisation'].code[:20]}-{pk[-12:]}")
        self.services[pk] = self._write("service", service, values)
        if not self._is_left(self.services[pk]):
            self._terms(pk, self.services[pk])

    def _terms(self, pk: str, service: Service) -> None:
        for taxonomy in ("need", "profile", "population"):
            for code, value in tagged(self.judged, pk, taxonomy):
                ServiceTerm.objects.update_or_create(
                    service=service, taxonomy=taxonomy, code=code, defaults={"suits": value != "no"}
                )

    def _link(self, pk: str, row: Row) -> None:
        service = self.services.get(as_text(row.get("service_id")).lower())
        location = self.locations.get(as_text(row.get("location_id")).lower())
        if service is None or location is None:
            self._fault("service_at_location", pk, _("its service or its place did not come in."))
            return
        codes = {code for code, _value in tagged(self.judged, pk, "access")}
        values = {
            "service": service, "location": location, "description": as_text(row.get("description")),
            "is_intake": bool(codes & {"INTAKE", "INTAKE_ONLY"}), "is_given_here": "INTAKE_ONLY" not in codes,
            "kept": becoming.kept("service_at_location", row, frozenset({"description"})),
        }  # fmt: skip
        there = self.links.get(pk) or ServiceAtLocation.objects.filter(service=service, location=location).first()
        if location.is_confidential and there is not None:
            values |= {"description": there.description, "kept": there.kept}
        if wrong := fitting(ServiceAtLocation, values):
            self._fault("service_at_location", pk, " ".join(wrong))
            return
        self.links[pk] = self._write("service_at_location", there or ServiceAtLocation(hsds_id=pk), values)

    def _schedule(self, pk: str, row: Row, there: dict[str, Schedule]) -> None:
        owners = {
            "at": self.links.get(as_text(row.get("service_at_location_id")).lower()),
            "location": self.locations.get(as_text(row.get("location_id")).lower()),
            "service": self.services.get(as_text(row.get("service_id")).lower()),
        }
        nearest = next((name for name, owner in owners.items() if owner is not None), None)
        if nearest is None:
            self._fault("schedule", pk, _("what it is the hours of did not come in."))
            return
        codes = {code for code, _value in tagged(self.judged, pk, "access")}
        values = becoming.schedule(row, codes) | {name: owners[name] if name == nearest else None for name in owners}
        if (wrong := becoming.hours_are_wrong(values)) or (wrong := fitting(Schedule, values)):
            self._fault("schedule", pk, " ".join(wrong))
            return
        self._write("schedule", there.get(pk) or Schedule(hsds_id=pk), values)

    def _record(self, table: str, pk: str, row: Row, *, last: bool) -> bool:
        """Whether it is dealt with: written, or named as broken."""
        owners = self._owners(row)
        if owners is None:
            if last:
                self._fault(table, pk, _("what it belongs to did not come in."))
            return last
        own = {"id", "service_id", "location_id", "organization_id", "service_at_location_id"}
        data = {name: value for name, value in row.items() if name not in own}
        record = self.records.get(pk) or Record(hsds_id=pk)
        if table == "contact":
            # A file does not decide what we publish of a person; what was decided here stays.
            was = record.data.get("x_published") if record.pk else None
            if record.pk and "name" in record.data:
                data.setdefault("name", record.data["name"])
            data["x_published"] = bool(data.get("title")) and not data.get("name") if was is None else was
        owner = owners["organisation"]
        if table == "phone" and owner is not None and pk == id_of("phone", owner.code) and not record.pk:
            # It says what the register says anyway.
            self.report.same[table] += 1
            return True
        values = {"table": table, "data": data, "code": record_code(table, row), **owners}
        self.records[pk] = self._write(table, record, values)
        return True

    def _owners(self, row: Row) -> dict[str, Any] | None:
        """The entry that a row hangs on, directly or through another row; None if that is not here (yet)."""
        nobody: dict[str, Any] = {"organisation": None, "service": None, "location": None, "at": None}
        said = owner_of(row)
        if not said:
            return nobody
        kinds: dict[str, tuple[str, dict[str, Any]]] = {
            "service_at_location": ("at", self.links),
            "location": ("location", self.locations),
            "service": ("service", self.services),
            "organization": ("organisation", self.organisations),
        }
        found = dict(nobody)
        for kind, pk in said:
            if kind in kinds:
                name, known = kinds[kind]
                found[name] = known.get(pk)
            elif other := self.records.get(pk):
                return {name: getattr(other, name) for name in nobody}
            elif kind == "schedule" and (hours := Schedule.objects.filter(hsds_id=pk).first()):
                return nobody | {"service": hours.service, "location": hours.location, "at": hours.at}
            elif kind in TABLES and kind not in {"contact", "phone"} and pk in self.judged.rows.get(kind, {}):
                return nobody if kind == "address" else None
        return found if any(found.values()) else None

    def _write(self, table: str, row: Any, values: dict[str, Any]) -> Any:
        """Write what is different; leave alone what somebody verified here and the file would undo."""
        differs = row.pk is None or any(getattr(row, name) != value for name, value in values.items())
        if not differs:
            self.report.same[table] += 1
            return row
        if self._is_left(row, values):
            self.report.left.append(f"{table} {row.hsds_id}")
            return row
        (self.report.changed if row.pk else self.report.made)[table] += 1
        for name, value in values.items():
            setattr(row, name, value)
        if isinstance(row, Entry):
            row.modified_at = self.at
            row.verified_how = row.verified_how if row.verified_at and not self.over else How.FILE
        row.save()
        return row

    def _is_left(self, row: Any, values: dict[str, Any] | None = None) -> bool:
        """Whether somebody verified the entry here, or the one that the row hangs on."""
        said = values or {}
        entries = [row] if isinstance(row, Entry) else [said.get("service"), said.get("location")]
        by_people = [e for e in entries if e is not None and e.pk and e.verified_at and e.verified_how in BY_PEOPLE]
        return bool(by_people) and not self.over


def _parents_first(rows: dict[str, Row]) -> Iterable[tuple[str, Row]]:
    waiting = dict(rows)
    while waiting:
        ready = [pk for pk, row in waiting.items() if as_text(row.get("parent_organization_id")).lower() not in waiting]
        # Two that are each other's parents come in all the same, one of them without.
        for pk in ready or [next(iter(waiting))]:
            yield pk, waiting.pop(pk)
