"""How fresh what the directory says is, who is asked next, and what waits for a decision."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.crypto import constant_time_compare

from ayni.access import queries as access
from ayni.access.models import Organisation, User
from ayni.access.permissions import Permission
from ayni.governance import queries as governance
from ayni.lib.keys import keyring

from .. import rules
from ..models import (
    EntryKind,
    EntryLink,
    FocalPoint,
    FreshnessLimit,
    Location,
    Proposal,
    Record,
    Schedule,
    Service,
    ServiceAtLocation,
)
from .focal_points import focal_chain, standing


def freshness_limits() -> dict[str, int]:
    """Kind → days. From what the process remembers."""
    return cache.get_or_set("directory.freshness", _limits, 60) or rules.USUAL_DAYS


def _limits() -> dict[str, int]:
    return rules.USUAL_DAYS | dict(FreshnessLimit.objects.order_by("kind").values_list("kind", "days"))


def is_stale(entry: object, at: datetime) -> bool:
    """Whether an entry was not verified for longer than its kind is believed."""
    kinds = {Service: EntryKind.SERVICE, Location: EntryKind.LOCATION, FocalPoint: EntryKind.FOCAL_POINT}
    kind = next((kind for model, kind in kinds.items() if isinstance(entry, model)), EntryKind.INSTITUTION)
    verified_at = getattr(entry, "confirmed_at" if kind == EntryKind.FOCAL_POINT else "verified_at", None)
    return rules.is_stale(verified_at, days=freshness_limits()[kind], at=at)


def entry_token_hash(token: str) -> str:
    """What is kept of a token: a keyed digest, useless without the keyring."""
    return keyring(settings.AYNI_HOME).digest("links", f"entry:{token}").hex()


def entry_link(token: str, at: datetime) -> EntryLink | None:
    """The link of an address while it is open."""
    link = _link_of(token)
    return link if link is not None and link.is_open(at) else None


PRESSED_TWICE = timedelta(minutes=5)


def used_just_now(token: str, at: datetime) -> EntryLink | None:
    """The link of an address that was spent a moment ago: the same page was sent again."""
    link = _link_of(token)
    if link is None or link.used_at is None or at - link.used_at > PRESSED_TWICE:
        return None
    return link


def _link_of(token: str) -> EntryLink | None:
    digest = entry_token_hash(token)
    link = EntryLink.objects.filter(token_hash=digest).select_related("organisation", "focal_point").first()
    return link if link is not None and constant_time_compare(link.token_hash, digest) else None


def to_be_asked(*, at: datetime, limit: int) -> Iterator[tuple[Organisation, FocalPoint]]:
    """Institutions with entries of their own that were not asked for a month, and who answers for them."""
    lately = EntryLink.objects.filter(organisation=OuterRef("pk"), made_at__gt=at - rules.BETWEEN_LINKS)
    own = Service.objects.filter(organisation=OuterRef("pk"), is_generic=False)
    places = Location.objects.filter(organisation=OuterRef("pk"), is_closed=False)
    rows = Organisation.objects.filter(Exists(own) | Exists(places)).exclude(Exists(lately)).order_by("pk")
    found = 0
    for organisation in rows:
        point = whom_to_ask(organisation, at)
        if point is not None and found < limit:
            found += 1
            yield organisation, point


def whom_to_ask(organisation: Organisation, at: datetime) -> FocalPoint | None:
    """The first of the institution itself who has an e-mail: for the country, else in any department."""
    chain = [rung.focal_point for rung in focal_chain(organisation, None, at)]
    some = [point for point in chain if point.organisation_id == organisation.pk]
    some += list(standing().filter(organisation=organisation))
    return next((point for point in some if point.email), None)


def shown_to_link(link: EntryLink) -> tuple[list[Service], list[Location]]:
    """The entries that a link lets read and correct: none that is confidential."""
    services = Service.objects.filter(organisation=link.organisation).select_related("category").order_by("name", "pk")
    places = Location.objects.filter(organisation=link.organisation, is_confidential=False, is_closed=False)
    return list(services), list(places.select_related("district__parent").order_by("name", "pk"))


@dataclass(frozen=True)
class ToVerify:
    """An entry as its institution is asked about it: whoever says that it is right has seen all that it says."""

    entry: Service | Location
    is_corrected: bool
    hours: list[Schedule]
    records: dict[str, list[Record]]
    places: list[str]
    """Of a service: where it is given, but for confidential points."""


def to_verify(link: EntryLink) -> tuple[list[ToVerify], list[ToVerify]]:
    """The services and the places of a link, in full. Six statements, however many there are."""
    services, places = shown_to_link(link)
    own = link.organisation_id
    links = ServiceAtLocation.objects.filter(
        service__organisation=own, location__is_confidential=False, location__is_closed=False
    ).select_related("location").order_by("location__name", "pk")  # fmt: skip
    where: dict[int, list[str]] = defaultdict(list)
    for one in links:
        where[one.service_id].append(one.location.name)
    proposed = set(link.proposals.values_list("service", "location"))
    hours, records = _parts(Schedule, own), _parts(Record, own)

    def shown(service: int | None, place: int | None, entry: Service | Location) -> ToVerify:
        by_table: dict[str, list[Record]] = defaultdict(list)
        for record in records[service, place]:
            by_table[record.table].append(record)
        of_service = where[service] if service else []
        return ToVerify(entry, (service, place) in proposed, hours[service, place], dict(by_table), of_service)

    return [shown(s.pk, None, s) for s in services], [shown(None, p.pk, p) for p in places]


def _parts(model: Any, own: int) -> dict[tuple[int | None, int | None], list[Any]]:
    """(service, place) → rows that hang on it, of the entries of an institution."""
    found: dict[tuple[int | None, int | None], list[Any]] = defaultdict(list)
    for row in model.objects.filter(Q(service__organisation=own) | Q(location__organisation=own)).order_by("pk"):
        found[row.service_id, row.location_id].append(row)
    return found


def proposals(user: User, *, waiting: bool = True) -> QuerySet[Proposal]:
    """What the user may decide about, and what they proposed themselves; the newest first."""
    rows = Proposal.objects.select_related("organisation", "service", "location", "proposed_by", "decided_by", "link")
    rows = rows.filter(decision=Proposal.Decision.WAITING) if waiting else rows.exclude(
        decision=Proposal.Decision.WAITING
    )  # fmt: skip
    if not user.may(Permission.REFERENCE_EDIT):
        return rows.filter(proposed_by=user)
    kept = kept_by(user)
    return rows if kept is None else rows.filter(Q(organisation__in=kept) | Q(proposed_by=user))


def kept_by(user: User) -> frozenset[int] | None:
    """The institutions whose entries a user keeps. None: all."""
    if user.organisation_id in access.own_institution():
        return None
    return access.units_of(user.organisation_id)


def may_see_address(user: User, location: Location) -> bool:
    """Whether somebody may learn where a confidential point is: who accompanies people, and who keeps the entry."""
    if not location.is_confidential or user.may(Permission.CASE_WORK):
        return True
    owner = location.organisation
    return user.may(Permission.REFERENCE_EDIT) and owner is not None and governance.may_edit(user, owner)
