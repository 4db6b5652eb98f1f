"""Which services an application's requirements may be asked of, what was found, and how each service is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.people.models import Birth, IdentityDocument, Person

from ..gateways.pide import Identity
from ..gateways.simulator.world import Known
from ..gateways.transport import Door
from ..models import Application, Check, Finding, Item, Resolution, ServiceCall, ServiceHealth, StateService
from ..rules import services as rules

DOORS = {
    StateService.PAYMENT: "pagalo",
    StateService.MAILBOX: "casilla",
    StateService.SIGNATURE: "firma",
}
"""Which setting says where a service is; the others are of the platform."""
MOST = 100
"""Questions about one application that its page shows."""
_KNOWN_BY_THE_POLICE = ("DNI", "CE", "CPP", "PTP", "CREF", "PAS", "CIE-VE")


def door(service: StateService) -> Door:
    said = dict(settings.STATE_SERVICES[DOORS.get(service, "pide")])
    return Door(said.pop("url"), said)


def health_of(row: ServiceHealth) -> rules.Health:
    return rules.Health(row.failures, row.failing_since, row.opened_at, row.probed_at)


@dataclass(frozen=True)
class State:
    """How a service is for whoever wants to ask."""

    service: StateService
    about: rules.About
    is_connected: bool
    is_shut: bool = False
    failing_since: datetime | None = None


def states(services: Iterable[StateService], at: datetime) -> dict[StateService, State]:
    rows = {row.service: health_of(row) for row in ServiceHealth.objects.order_by("pk")}
    found = {}
    for service in services:
        health = rows.get(service, rules.Health())
        is_shut = rules.way(health, at) is rules.Way.SHUT
        found[service] = State(
            service, rules.ABOUT[service], bool(door(service).url), is_shut, health.failing_since if is_shut else None
        )
    return found


def current_documents(person: Person) -> list[IdentityDocument]:
    rows = person.documents.filter(ended_at__isnull=True).exclude(number="").select_related("type")
    return list(rows.order_by("-is_verified", "-pk"))


def document_for(service: StateService, person: Person) -> IdentityDocument:
    """The document by which a service knows the person."""
    documents = current_documents(person)
    if service in rules.IDENTITY_BY.values():
        wanted = [d for d in documents if rules.IDENTITY_BY.get(d.type.code) == service]
    else:
        known = [d for d in documents if d.type.code in _KNOWN_BY_THE_POLICE]
        wanted = sorted(known, key=lambda d: _KNOWN_BY_THE_POLICE.index(d.type.code))
    if not wanted:
        raise rules.CannotAsk(_("The file has no document that this service knows people by. Check it by hand."))
    return wanted[0]


def offered(item: Item, person: Person) -> tuple[StateService, ...]:
    return _offered(item, frozenset(d.type.code for d in current_documents(person)))


def _offered(item: Item, kinds: frozenset[str]) -> tuple[StateService, ...]:
    requirement = item.requirement
    return rules.services_for(requirement.kind, requirement.label_es, requirement.document_type, kinds)


def identity_asked(service: StateService, person: Person) -> Identity:
    """What a service of the platform is told of the person: no more than it asks by."""
    name = _name_of(person)
    asker = door(service).credentials.get("asker", "")
    if service is StateService.JUDICIAL:
        return Identity("", name, asker)
    document = document_for(service, person)
    return Identity(document.number, name, asker, document.type.code)


def _name_of(person: Person) -> rules.Named:
    given = " ".join(part for part in (person.given_name_1, person.given_name_2) if part)
    return rules.Named(given, person.surname_1, person.surname_2)


def exact_birth(person: Person) -> date | None:
    return person.birth_date if person.birth_precision == Birth.EXACT else None


def reference_of(call: ServiceCall) -> str:
    """What the service calls what came of a question; empty if nothing did."""
    check = Check.objects.filter(call=call).order_by("pk").first()
    return check.reference if check else ""


@dataclass(frozen=True)
class Put:
    """A question that was put, and what was found; None where nothing was answered."""

    call: ServiceCall
    found: Finding | None

    @property
    def needs_a_look(self) -> bool:
        return self.found in rules.TO_BE_LOOKED_AT


MOST_PUT = 20
"""Questions about one resolution in a mailbox."""


@dataclass(frozen=True)
class InMailbox:
    """What was asked of the mailbox about one resolution, the oldest first."""

    put: list[Put] = field(default_factory=list)

    @property
    def last(self) -> Put | None:
        """The last question that was answered."""
        return next((one for one in reversed(self.put) if one.found), None)

    @property
    def found(self) -> Finding | None:
        return self.last.found if self.last else None

    @property
    def is_there(self) -> bool:
        return self.found == Finding.DEPOSITED

    @property
    def is_over(self) -> bool:
        return self.found in {Finding.READ, Finding.NO_MAILBOX} or len(self.put) >= MOST_PUT

    @property
    def has_failed(self) -> bool:
        return bool(self.put) and self.put[-1].found is None


def mailbox_key(resolution: Resolution, number: int) -> UUID:
    """Of the question about this resolution that comes after so many others."""
    return uuid5(resolution.pk, f"mailbox {number}")


def in_mailbox(resolutions: Iterable[Resolution]) -> dict[UUID, InMailbox]:
    """By resolution."""
    keys = {mailbox_key(one, number): one.pk for one in resolutions for number in range(MOST_PUT)}
    found: dict[UUID, InMailbox] = {pk: InMailbox() for pk in keys.values()}
    rows = ServiceCall.objects.filter(key__in=keys).select_related("application", "check_made").order_by("at", "id")
    for call in rows:
        check = getattr(call, "check_made", None)
        found[keys[call.key]].put.append(Put(call, check.found if check else None))
    return found


@dataclass(frozen=True)
class Line:
    """A requirement that a service says something about, with what was found."""

    item: Item
    services: list[State]
    put: list[Put] = field(default_factory=list)
    """The newest first."""
    is_open: bool = True


def lines(application: Application, at: datetime) -> list[Line]:
    """The requirements of an application that a service says something about, in their order."""
    items = application.items.select_related("requirement").order_by("requirement__order", "pk")
    kinds = frozenset(d.type.code for d in current_documents(application.person))
    offers = {item: _offered(item, kinds) for item in items}
    known = states({service for services in offers.values() for service in services}, at)
    put: dict[object, list[Put]] = {}
    for call in application.service_calls.select_related("by", "check_made").order_by("-at", "-id")[:MOST]:
        check = getattr(call, "check_made", None)
        put.setdefault(call.item_id, []).append(Put(call, check.found if check else None))
    may_still = application.state in rules.ASKED_IN
    return [
        Line(item, [known[s] for s in services], put.get(item.pk, []), may_still and item.state in rules.STILL_OPEN)
        for item, services in offers.items()
        if services
    ]


def needs_a_look(call: ServiceCall) -> bool:
    """Whether what came of it speaks against going on."""
    check = Check.objects.filter(call=call).first()
    return check is not None and check.found in rules.TO_BE_LOOKED_AT


def application_for(user: User) -> QuerySet[Application]:
    return Application.objects.visible_to(user).select_related("procedure", "person", "office")


def log(user: User, *, service: str = "", outcome: str = "") -> QuerySet[ServiceCall]:
    """Who asked what: about applications the user sees; without a name for whoever sees none."""
    rows = ServiceCall.objects.visible_to(user).naming(user).select_related("by", "application")
    if service:
        rows = rows.filter(service=service)
    return rows.filter(outcome=outcome) if outcome else rows


def fictitious(number: str) -> Known | None:
    """Whose document it is, among the people of a demo: what the simulated registers know."""
    rows = IdentityDocument.objects.filter(number=number, ended_at__isnull=True, person__is_fictitious=True)
    found = rows.select_related("person").order_by("pk").first() if number else None
    if found is None:
        return None
    asked = _name_of(found.person)
    return Known(asked.given_names, asked.surname_1, asked.surname_2, exact_birth(found.person))


def failing(at: datetime) -> list[State]:
    """The services that are left alone now."""
    return [state for state in states(StateService, at).values() if state.is_shut]
