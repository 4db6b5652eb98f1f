from datetime import date
from typing import Any

from django.db import transaction

from ayni.access import actions as access
from ayni.access.models import Office, Organisation
from ayni.codelists import queries as codelists
from ayni.codelists.actions import Change, keep_versions
from ayni.codelists.models import ServiceCategory
from ayni.codelists.tables import Tables, digest

from .. import reference
from ..models import RegisterEntry, Service
from .freshness import load_limits
from .points import load_points


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
        Change("directory.FreshnessLimit", made=load_limits(reference.freshness(tables))),
        _load_services(tables, links, gone=[row.organisation for row in gone if row.organisation]),
        *load_points(tables, on=on),
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
