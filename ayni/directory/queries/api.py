"""What the public API is asked for: pages and filters of the OpenAPI file of HSDS 3.0."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import get_current_timezone, is_naive, make_aware
from django.utils.translation import gettext as _

from ayni.access.models import Organisation
from ayni.codelists.rules import fold
from ayni.lib.errors import RuleBroken
from ayni.lib.ids import is_uuid

from ..models import InstitutionEntry, Location, Record, Service, ServiceAtLocation
from ..rules.hsds import Nest, Row, Rows, id_of
from .publishing import organisation_id, published_organisations, published_services, record_row, rows_of
from .taxonomies import NAMES, Term, taxonomy_id, taxonomy_rows, term_row, terms
from .texts import says, services_that_say

MOST_A_PAGE = 100
USUAL = 25
_YES = {"true", "1", "yes"}
_NO = {"false", "0", "no", ""}
_NOT_ANSWERED = ("postcode", "proximity")
"""Filters of the standard that need what is not known here. All rows, as if nothing had been asked, would be a wrong
answer."""


class BadParameter(RuleBroken):
    """A parameter that cannot be understood. Says which."""


@dataclass(frozen=True)
class Asked:
    """The parameters, as they were understood."""

    search: str = ""
    page: int = 1
    per_page: int = USUAL
    format: str = "json"
    flags: frozenset[str] = frozenset()
    ids: Mapping[str, str] = field(default_factory=dict)
    modified_after: datetime | None = None


def asked(said: Mapping[str, str]) -> Asked:
    for name in _NOT_ANSWERED:
        if said.get(name):
            raise BadParameter(
                _("%(name)s is not answered here: few addresses of this directory have a postcode, and it holds no map "
                  "of them. Ask for all places and compare their latitude and longitude, or use search.")
                % {"name": name}
            )  # fmt: skip
    flags = frozenset(name for name in ("minimal", "full", "full_service", "top_only") if _flag(name, said))
    ids = {name: said[name].lower() for name in ("taxonomy_term_id", "taxonomy_id", "organization_id", "parent_id")
           if said.get(name)}  # fmt: skip
    if said.get("format", "json") not in {"json", "ndjson"}:
        raise BadParameter(_("format is json or ndjson."))
    per_page = _number("per_page", said, USUAL)
    most = MOST_A_PAGE * 100 if "minimal" in flags else MOST_A_PAGE
    return Asked(
        search=said.get("search", "")[:200],
        page=_number("page", said, 1),
        per_page=min(per_page, most),
        format=said.get("format", "json"),
        flags=flags,
        ids=ids,
        modified_after=_moment(said.get("modified_after", "")),
    )


def _number(name: str, said: Mapping[str, str], usual: int) -> int:
    text = said.get(name, "")
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 7 and int(text) > 0):
        raise BadParameter(_("%(name)s is a whole number from 1 on.") % {"name": name})
    return int(text)


def _flag(name: str, said: Mapping[str, str]) -> bool:
    text = said.get(name, "").lower()
    if text not in _YES | _NO:
        raise BadParameter(_("%(name)s is true or false.") % {"name": name})
    return text in _YES


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        day = parse_date(text)
        moment = parse_datetime(text.replace(" ", "+")) or (datetime(day.year, day.month, day.day) if day else None)  # noqa: DTZ001
    except ValueError:
        moment = None
    if moment is None:
        raise BadParameter(_("modified_after is a moment such as 2026-11-28T10:00:00-05:00."))
    return make_aware(moment, get_current_timezone()) if is_naive(moment) else moment


def page_of(total: int, asked: Asked, contents: list[dict[str, Any]]) -> dict[str, Any]:
    pages = max(1, ceil(total / asked.per_page))
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": asked.page,
        "size": len(contents),
        "first_page": asked.page == 1,
        "last_page": asked.page >= pages,
        "empty": not contents,
        "contents": contents,
    }


def _cut(asked: Asked) -> slice:
    return slice((asked.page - 1) * asked.per_page, asked.page * asked.per_page)


# Services


def services(asked: Asked) -> QuerySet[Service]:
    rows = published_services()
    if fold(asked.search):
        rows = rows.filter(pk__in=services_that_say(Service.objects.all(), asked.search, *_SEARCHED))
    if asked.modified_after:
        rows = rows.filter(modified_at__gte=asked.modified_after)
    if "organization_id" in asked.ids:
        rows = rows.filter(organisation=organisation_of(asked.ids["organization_id"]))
    return _tagged(rows, asked).order_by("name", "pk")


_SEARCHED = ("alternate_name", "organisation__name", "note")
"""Beside its name."""


def _tagged(rows: QuerySet[Service], asked: Asked) -> QuerySet[Service]:
    known = terms()
    if "taxonomy_term_id" in asked.ids:
        term = known.get(asked.ids["taxonomy_term_id"])
        rows = rows.filter(_with_term(term) if term else _with_foreign(asked.ids["taxonomy_term_id"]))
    if "taxonomy_id" in asked.ids:
        wanted = asked.ids["taxonomy_id"]
        taxonomy = next((name for name in NAMES if taxonomy_id(name) == wanted), "")
        rows = rows.filter(_ANY_OF.get(taxonomy, Q(terms__taxonomy=taxonomy or "-"))).distinct()
    return rows


_ANY_OF = {
    "category": Q(category__isnull=False),
    "admits": ~Q(admits="UNKNOWN"),
    "variable": ~Q(nationality_variable="UNKNOWN"),
    "access": Q(by_appointment=True) | ~Q(ineligibility="") | Q(accepts_referrals=False),
}
_ACCESS = {
    "BY_APPOINTMENT": Q(by_appointment=True),
    "INELIGIBLE": ~Q(ineligibility=""),
    "NO_REFERRALS": Q(accepts_referrals=False),
}


def _with_term(term: Term) -> Q:
    if term.taxonomy == "category":
        below = {term.code} | {t.code for t in terms().values() if t.taxonomy == "category" and t.parent == term.code}
        return Q(category__code__in=below)
    if term.taxonomy == "access":
        return _ACCESS.get(term.code, Q(pk__in=[]))
    column = {"admits": "admits", "variable": "nationality_variable"}.get(term.taxonomy)
    if column:
        return Q(**{column: term.code})
    return Q(terms__taxonomy=term.taxonomy, terms__code=term.code, terms__suits=True)


def _with_foreign(pk: str) -> Q:
    """A term of another's taxonomy, as it came in."""
    return Q(records__table="attribute", records__code=pk)


def list_of_services(asked: Asked) -> dict[str, Any]:
    rows = services(asked)
    total, some = rows.count(), list(rows[_cut(asked)])
    if "minimal" in asked.flags:
        return page_of(total, asked, [_minimal(service) for service in some])
    nest = Nest(rows_of(some))
    if "full" in asked.flags:
        return page_of(total, asked, [_built(nest, "service", service.hsds_id) for service in some])
    return page_of(total, asked, [_slim(nest, "service", service.hsds_id) for service in some])


def _minimal(service: Service) -> dict[str, Any]:
    changed = service.modified_at.isoformat(timespec="milliseconds") if service.modified_at else ""
    return {"id": str(service.hsds_id), "modified_date": changed, "last_modified": changed}


def _built(nest: Nest, kind: str, pk: object) -> dict[str, Any]:
    return nest.build(kind, nest.by_id[kind, str(pk)])


def _slim(nest: Nest, kind: str, pk: object) -> dict[str, Any]:
    """With its single children only, as the lists have it."""
    built = _built(nest, kind, pk)
    said = {name: value for name, value in built.items() if not isinstance(value, (list, dict))}
    for name in ("organization", "program", "location", "service"):
        if isinstance(built.get(name), dict):
            said[name] = {n: v for n, v in built[name].items() if not isinstance(v, (list, dict))}
    return said


def one_service(pk: str) -> dict[str, Any] | None:
    service = published_services().filter(hsds_id=pk).first() if is_uuid(pk) else None
    return _built(Nest(rows_of([service])), "service", service.hsds_id) if service else None


# Institutions


def organisation_of(pk: str) -> Organisation | None:
    """The institution of an id: of its entry, or of what follows from its code."""
    if not is_uuid(pk):
        return None
    entry = InstitutionEntry.objects.select_related("organisation").filter(hsds_id=pk).first()
    if entry is not None:
        return entry.organisation
    without = Organisation.objects.filter(entry__isnull=True).order_by("pk")
    return next((one for one in without if id_of("organization", one.code) == pk.lower()), None)


def list_of_organisations(asked: Asked) -> dict[str, Any]:
    rows = published_organisations().order_by("name", "pk")
    if asked.ids.get("taxonomy_term_id") or asked.ids.get("taxonomy_id"):
        rows = rows.filter(services__in=_tagged(Service.objects.order_by(), asked)).distinct()
    words = fold(asked.search).split()
    found = [o for o in rows if says(words, o.name, o.code, o.mission)]
    some = found[_cut(asked)]
    wanted = asked.flags & {"full", "full_service"}
    offered = list(published_services().filter(organisation__in=some).order_by("pk")) if wanted else []
    nest = Nest(rows_of(offered, organisations=some))
    made = [
        _organisation(nest, o, offered, asked) if wanted else _slim(nest, "organization", organisation_id(o))
        for o in some
    ]
    return page_of(len(found), asked, made)


def one_organisation(pk: str, asked: Asked) -> dict[str, Any] | None:
    found = organisation_of(pk)
    if found is None:
        return None
    one = published_organisations().get(pk=found.pk)
    offered = list(published_services().filter(organisation=one).order_by("pk"))
    return _organisation(Nest(rows_of(offered, organisations=[one])), one, offered, asked)


def _organisation(nest: Nest, one: Organisation, offered: Iterable[Service], asked: Asked) -> dict[str, Any]:
    built = _built(nest, "organization", organisation_id(one))
    mine = [service for service in offered if service.organisation_id == one.pk]
    if "full_service" in asked.flags:
        without = frozenset({"organization"})
        built["services"] = [
            nest.build("service", nest.by_id["service", str(s.hsds_id)], without=without) for s in mine
        ]
    else:
        built["services"] = [{"id": str(service.hsds_id), "name": service.name} for service in mine]
    return built


# Services at places


def _places(asked: Asked) -> QuerySet[ServiceAtLocation]:
    rows = ServiceAtLocation.objects.filter(service__in=services(asked).order_by().values("pk"))
    return rows.select_related("service").order_by("service__name", "pk")


def list_of_places(asked: Asked) -> dict[str, Any]:
    rows = _places(asked)
    total, some = rows.count(), list(rows[_cut(asked)])
    kind = _built if "full" in asked.flags else _slim
    return page_of(total, asked, [_with_service(nest, kind, link) for nest, link in _nested(some)])


def one_place(pk: str) -> dict[str, Any] | None:
    link = ServiceAtLocation.objects.select_related("service").filter(hsds_id=pk).first() if is_uuid(pk) else None
    return next((_with_service(nest, _built, one) for nest, one in _nested([link])), None) if link else None


def _nested(links: list[ServiceAtLocation]) -> list[tuple[Nest, ServiceAtLocation]]:
    offered = list(published_services().filter(pk__in={link.service_id for link in links}))
    nest = Nest(rows_of(offered))
    return [(nest, link) for link in links]


def _with_service(nest: Nest, kind: Any, link: ServiceAtLocation) -> dict[str, Any]:
    said: dict[str, Any] = kind(nest, "service_at_location", link.hsds_id)
    service = nest.by_id["service", str(link.service.hsds_id)]
    said["service"] = {name: value for name, value in service.items() if value not in (None, "")}
    return said


# Taxonomies


def list_of_taxonomies(asked: Asked) -> dict[str, Any]:
    said = fold(asked.search)
    every = [*taxonomy_rows(), *_foreign("taxonomy")]
    rows = [row for row in every if said in fold(f"{row['name']} {row['description']}")]
    return page_of(len(rows), asked, rows[_cut(asked)])


def one_taxonomy(pk: str) -> Row | None:
    return next((row for row in [*taxonomy_rows(), *_foreign("taxonomy")] if row["id"] == pk.lower()), None)


def _foreign(table: str) -> list[Row]:
    """Taxonomies and terms of others, as they came in with a file."""
    found = (record_row(record) for record in Record.objects.filter(table=table).order_by("pk"))
    return [row for row in found if row is not None]


def list_of_terms(asked: Asked) -> dict[str, Any]:
    some = sorted(terms().values(), key=lambda term: (term.taxonomy, term.code))
    parents = {(term.taxonomy, term.parent) for term in some}
    if "taxonomy_id" in asked.ids:
        some = [term for term in some if taxonomy_id(term.taxonomy) == asked.ids["taxonomy_id"]]
    if "parent_id" in asked.ids:
        some = [t for t in some if t.parent and id_of("term", f"{t.taxonomy}:{t.parent}") == asked.ids["parent_id"]]
    if "top_only" in asked.flags:
        some = [term for term in some if (term.taxonomy, term.code) not in parents]
    some = [term for term in some if fold(asked.search) in fold(term.name)]
    return page_of(len(some), asked, [_term(term) for term in some[_cut(asked)]])


def one_term(pk: str) -> dict[str, Any] | None:
    term = terms().get(pk.lower())
    return _term(term) if term else next((r for r in _foreign("taxonomy_term") if r["id"] == pk.lower()), None)


def _term(term: Term) -> dict[str, Any]:
    rows: Rows = {"taxonomy": taxonomy_rows(), "taxonomy_term": [term_row(term)]}
    return Nest(rows).build("taxonomy_term", rows["taxonomy_term"][0])


def last_change() -> datetime | None:
    """When anything that is published last changed."""
    some = (Service, Location, InstitutionEntry)
    found = [model.objects.aggregate(last=Max("modified_at"))["last"] for model in some]
    return max((moment for moment in found if moment), default=None)
