from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from ayni.access import actions as access
from ayni.access.models import Office, Organisation, User
from ayni.audit import actions as audit
from ayni.codelists import queries as codelists
from ayni.codelists.actions import Change, keep_versions
from ayni.codelists.models import ServiceCategory, Territory
from ayni.codelists.tables import Tables, digest
from ayni.lib.ids import uuid7

from . import reference, rules
from .models import FocalPoint, RegisterEntry, Service


@transaction.atomic
def load_register(tables: Tables, *, on: date) -> list[Change]:
    """Institutions, offices and the service that stands for each institution. What the register said before is kept as
    versions; what it names no more is closed, and takes no more referrals."""
    organisations, offices = reference.organisations(tables), reference.offices(tables)
    named = {said["code"] for said in [*organisations, *offices]}
    gone = list(RegisterEntry.objects.current().exclude(code__in=named).select_related("organisation", "office"))
    written = access.load_organisations(
        organisations=organisations,
        offices=offices,
        departments={place.code: place for place in codelists.departments()},
        closed=[row.office.code for row in gone if row.office],
    )
    entries = [reference.entry(said) for said in [*organisations, *offices]]
    links: dict[str, dict[str, Any]] = {o.code: {"organisation": o} for o in Organisation.objects.all()}
    links |= {office.code: {"office": office} for office in Office.objects.all()}
    for entry in entries:
        entry.links.update(links[entry.code])
    register = keep_versions(RegisterEntry, entries, on=on)
    former = _load_former_names(tables, links)
    return [
        Change("access.Organisation", made=written),
        Change(register.table, register.made + former, register.closed),
        _load_services(tables, links, gone=[row.organisation for row in gone if row.organisation]),
    ]


def _load_former_names(tables: Tables, links: dict[str, dict[str, Any]]) -> int:
    written = 0
    for entry, valid_from, valid_to in reference.former_names(tables):
        said = digest(entry.fields | {"valid_to": valid_to})
        versions = RegisterEntry.objects.filter(code=entry.code)
        row = versions.filter(valid_from=valid_from, details__former_name=True).first()
        if row and row.digest == said:
            continue
        latest = versions.order_by("version").values_list("version", flat=True).last() or 0
        row = row or RegisterEntry(code=entry.code, version=latest + 1, valid_from=valid_from, **links[entry.code])
        row.valid_to, row.digest = valid_to, said
        for name, value in entry.fields.items():
            setattr(row, name, value)
        row.save()
        written += 1
    return written


def _load_services(tables: Tables, links: dict[str, dict[str, Any]], *, gone: list[Organisation]) -> Change:
    categories = {category.code: category for category in codelists.current(ServiceCategory)}
    there = {service.code: service for service in Service.objects.filter(is_generic=True)}
    wanted = reference.services(tables)
    made = 0
    for code, said in wanted.items():
        service = there.get(f"{code}-GEN") or Service(code=f"{code}-GEN", is_generic=True)
        category = categories.get(said["category"])
        if service.digest == digest(said) and service.category_id == (category.pk if category else None):
            continue
        if service.digest != digest(said):
            service.name, service.accepts_referrals = said["name"], said["accepts_referrals"]
        service.digest, service.category, service.organisation = digest(said), category, links[code]["organisation"]
        service.save()
        made += 1
    stopped = Service.objects.filter(organisation__in=gone).update(accepts_referrals=False) if gone else 0
    return Change(Service._meta.label, made=made, closed=stopped)


@transaction.atomic
def name_focal_point(
    *,
    organisation: Organisation,
    department: Territory | None,
    name: str,
    email: str,
    phone: str,
    by: User,
    at: datetime,
) -> FocalPoint:
    """Somebody answers for the institution in a department, or in the whole country. Whoever names them has spoken with
    them: it counts as confirmed."""
    rules.check_can_be_reached(email=email, phone=phone)
    # Locked, so that two colleagues cannot both name one for the same place.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    place = Q(department__code=department.code) if department else Q(department__isnull=True)
    taken = FocalPoint.objects.filter(place, organisation=organisation, ended_at__isnull=True)
    rules.check_place_is_free(taken=taken.exists())
    focal_point = FocalPoint.objects.create(
        organisation=organisation, department=department, name=name, email=email, phone=phone, confirmed_at=at
    )
    code = department.code if department else ""
    audit.record("focal_point.named", subject=focal_point, by=by, at=at, organisation=organisation.code, place=code)
    return focal_point


@transaction.atomic
def confirm_focal_point(*, focal_point: FocalPoint, by: User, at: datetime) -> None:
    """They were asked, and still answer there."""
    locked = _standing(focal_point)
    locked.confirmed_at = at
    locked.save(update_fields=["confirmed_at"])
    audit.record("focal_point.confirmed", subject=locked, by=by, at=at)


@transaction.atomic
def end_focal_point(*, focal_point: FocalPoint, by: User, at: datetime) -> None:
    """They answer there no more. What was sent to them stays theirs; nothing new goes there."""
    locked = _standing(focal_point)
    locked.ended_at = at
    locked.save(update_fields=["ended_at"])
    audit.record("focal_point.ended", subject=locked, by=by, at=at)


def _standing(focal_point: FocalPoint) -> FocalPoint:
    locked = FocalPoint.objects.select_for_update(of=("self",)).get(pk=focal_point.pk)
    rules.check_not_ended(ended=locked.ended_at is not None)
    return locked


@transaction.atomic
def add_service(
    *, organisation: Organisation, name: str, category: ServiceCategory, note: str, by: User, at: datetime
) -> Service:
    """Something that the institution really offers, beside the generic service that stands for it."""
    service = Service.objects.create(
        code=f"{organisation.code}-{uuid7().hex[-12:]}",
        organisation=organisation,
        name=name,
        category=category,
        note=note,
    )
    audit.record("service.added", subject=service, by=by, at=at, organisation=organisation.code)
    return service


@transaction.atomic
def take_referrals(*, service: Service, accepts: bool, by: User, at: datetime) -> None:
    """Open a service for referrals, or stop it. What was sent before is still answered."""
    locked = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    locked.accepts_referrals = accepts
    locked.save(update_fields=["accepts_referrals"])
    audit.record("service.opened" if accepts else "service.stopped", subject=locked, by=by, at=at, code=locked.code)
