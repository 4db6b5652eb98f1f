"""What the directory says is written, verified, proposed and decided."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from ayni.access.models import Organisation, User
from ayni.audit import actions as audit
from ayni.codelists import queries as codelists
from ayni.codelists.models import ServiceCategory, Territory
from ayni.lib.written import check_as_seen, mark_of

from .. import rules
from ..models import EntryLink, How, InstitutionEntry, Location, Proposal, Record, Schedule, Service, ServiceAtLocation
from ..queries import plain
from ..queries.plain import Plain

AnyEntry = Service | Location | InstitutionEntry


@transaction.atomic
def write_entry(*, entry: AnyEntry, said: Plain, by: User, at: datetime, seen: str = "") -> None:
    """Change what an entry says. Whoever writes it knows it: it counts as verified. `seen`: the mark of what the page
    showed of it."""
    locked = _locked(entry)
    stands = plain.plain(locked)
    check_as_seen(seen=seen, mark=mark_of({name: stands[name] for name in said if name in stands}))
    before, after = plain.differences(stands, said)
    _put(locked, after, at=at)
    _mark_verified(locked, by=by, how=_how(by, locked), at=at)
    audit.record("entry.written", subject=locked, by=by, at=at, fields=sorted(before))


@transaction.atomic
def write_institution(*, organisation: Organisation, said: Plain, by: User, at: datetime, seen: str = "") -> None:
    """Change what an institution publishes of itself, for the first time too. `seen`: the mark of what the page
    showed."""
    entry, _made = InstitutionEntry.objects.get_or_create(
        organisation=organisation, defaults={"hsds_id": rules.hsds.id_of("organization", organisation.code)}
    )
    write_entry(entry=entry, said=said, by=by, at=at, seen=seen)


@transaction.atomic
def verify_entry(*, entry: AnyEntry, by: User, at: datetime) -> None:
    """Somebody looked, and it is right as it stands."""
    locked = _locked(entry)
    _mark_verified(locked, by=by, how=_how(by, locked), at=at)
    audit.record("entry.verified", subject=locked, by=by, at=at)


@transaction.atomic
def add_location(*, organisation: Organisation, said: Plain, by: User, at: datetime) -> Location:
    location = Location(organisation=organisation)
    rules.check_location(said)
    _put_location(location, said)
    location.modified_at = location.verified_at = at
    location.verified_by, location.verified_how = by, _how(by, location)
    location.save()
    audit.record("location.added", subject=location, by=by, at=at, organisation=organisation.code)
    return location


@transaction.atomic
def give_at(
    *, service: Service, location: Location, is_intake: bool, is_given_here: bool, by: User, at: datetime
) -> ServiceAtLocation:
    """The service is given at a point, or entered through it. Said again, it changes which of both."""
    rules.check_point(is_intake=is_intake, is_given_here=is_given_here)
    if location.is_confidential:
        rules.check_address_is_not_told(plain.of_service(service), [location.address])
    link, _made = ServiceAtLocation.objects.update_or_create(
        service=service, location=location, defaults={"is_intake": is_intake, "is_given_here": is_given_here}
    )
    _touch(service, at)
    audit.record("service.given_at", subject=service, by=by, at=at, location=location.pk)
    return link


@transaction.atomic
def leave_point(*, link: ServiceAtLocation, by: User, at: datetime) -> None:
    """The service is not given there any more."""
    service, pk = link.service, link.location_id
    link.delete()
    _touch(service, at)
    audit.record("service.left", subject=service, by=by, at=at, location=pk)


@transaction.atomic
def add_hours(*, entry: Service | Location, said: dict[str, Any], by: User, at: datetime) -> Schedule:
    """Hours on some days of the week, or days on which it is closed."""
    rules.check_hours(said)
    owner = {"service": entry} if isinstance(entry, Service) else {"location": entry}
    closed = said["is_closure"]
    hours = Schedule.objects.create(
        **owner,
        is_closure=closed,
        on_holidays=said["on_holidays"] and not closed,
        freq="" if closed else "WEEKLY",
        byday="" if closed else ",".join(said["days"]),
        opens_at=None if closed else said["opens_at"],
        closes_at=None if closed else said["closes_at"],
        valid_from=said["valid_from"],
        valid_to=said["valid_to"],
        description=said["description"],
    )
    _touch(entry, at)
    audit.record("hours.added", subject=entry, by=by, at=at, hours=hours.pk)
    return hours


@transaction.atomic
def remove_hours(*, hours: Schedule, by: User, at: datetime) -> None:
    entry, pk = hours.service or hours.location or hours.at.service, hours.pk  # type: ignore[union-attr]
    hours.delete()
    _touch(entry, at)
    audit.record("hours.removed", subject=entry, by=by, at=at, hours=pk)


@transaction.atomic
def add_record(*, entry: Service | Location, table: str, data: dict[str, Any], by: User, at: datetime) -> Record:
    """A telephone, a contact, a document, a language, a cost, an arrangement: a row of a table of HSDS."""
    owner = {"service": entry} if isinstance(entry, Service) else {"location": entry}
    said = {name: value for name, value in data.items() if value not in (None, "")}
    record = Record.objects.create(table=table, data=said, code=str(said.get("code", ""))[:60], **owner)
    _touch(entry, at)
    audit.record("record.added", subject=entry, by=by, at=at, table=table, record=record.pk)
    return record


@transaction.atomic
def remove_record(*, record: Record, by: User, at: datetime) -> None:
    entry, pk, table = record.service or record.location, record.pk, record.table
    record.delete()
    if entry is not None:
        _touch(entry, at)
        audit.record("record.removed", subject=entry, by=by, at=at, table=table, record=pk)


@transaction.atomic
def read_address(*, location: Location, by: User, at: datetime) -> str:
    """The address of a confidential point, for whoever may see it. Each reading is recorded."""
    audit.record_reading(subject=location, by=by, at=at, purpose="confidential address")
    return location.address


# Proposals


@transaction.atomic
def propose(*, entry: Service | Location, said: Plain, note: str, by: User | EntryLink, at: datetime) -> Proposal:
    """A change that whoever keeps the entry decides about."""
    before, after = plain.differences(plain.plain(entry), said)
    rules.check_changes_something(after, note)
    link = by if isinstance(by, EntryLink) else None
    proposal = Proposal.objects.create(
        organisation=_owner(entry),
        service=entry if isinstance(entry, Service) else None,
        location=entry if isinstance(entry, Location) else None,
        before=before,
        after=after,
        note=note.strip(),
        proposed_by=by if isinstance(by, User) else None,
        link=link,
        proposed_at=at,
    )
    who = f"entry link:{link.pk}" if link else by
    audit.record("change.proposed", subject=proposal, by=who, at=at, fields=sorted(after))
    return proposal


@transaction.atomic
def accept_proposal(*, proposal: Proposal, edited: Plain, by: User, at: datetime) -> None:
    """Write what was proposed, or what should stand instead of it. It counts as verified."""
    locked, entry = _undecided(proposal)
    wanted = {**locked.after, **edited}
    is_edited = wanted != locked.after
    if not is_edited:
        rules.check_not_changed_since(locked.before, plain.plain(entry))
    _put(entry, wanted, at=at)
    _mark_verified(entry, by=by, how=How.LINK if locked.link_id else _how(by, entry), at=at)
    locked.taken = wanted if is_edited else None
    _decide(locked, Proposal.Decision.TAKEN_EDITED if is_edited else Proposal.Decision.TAKEN, "", by=by, at=at)


@transaction.atomic
def refuse_proposal(*, proposal: Proposal, reason: str, by: User, at: datetime) -> None:
    """Leave the entry as it is, and say why."""
    rules.check_reason(refused=True, reason=reason)
    locked, _entry = _undecided(proposal)
    _decide(locked, Proposal.Decision.REFUSED, reason.strip(), by=by, at=at)


def _undecided(proposal: Proposal) -> tuple[Proposal, Service | Location]:
    locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    rules.check_undecided(is_waiting=locked.decision == Proposal.Decision.WAITING)
    entry = proposal.service or proposal.location
    assert entry is not None  # noqa: S101 - a proposal is about one of them
    return locked, _locked(entry)


def _decide(proposal: Proposal, decision: Proposal.Decision, reason: str, *, by: User, at: datetime) -> None:
    proposal.decision, proposal.reason = decision, reason
    proposal.decided_by, proposal.decided_at = by, at
    proposal.save(update_fields=["decision", "reason", "decided_by", "decided_at", "taken"])
    audit.record("change.decided", subject=proposal, by=by, at=at, decision=decision.value)


# Writing


def _locked(entry: Any) -> Any:
    return type(entry)._default_manager.select_for_update(of=("self",)).get(pk=entry.pk)


def _owner(entry: AnyEntry) -> Organisation:
    owner = entry.organisation
    if owner is None:
        raise rules.CannotPropose
    return owner


def _how(by: User, entry: AnyEntry) -> How:
    return How.INSTITUTION if by.organisation_id == entry.organisation_id else How.STAFF


def _mark_verified(entry: AnyEntry, *, by: User | None, how: How, at: datetime) -> None:
    entry.verified_at, entry.verified_by, entry.verified_how = at, by, how
    entry.save(update_fields=["verified_at", "verified_by", "verified_how"])


def _touch(entry: Any, at: datetime) -> None:
    entry.modified_at = at
    entry.save(update_fields=["modified_at"])


def _put(entry: AnyEntry, said: Plain, *, at: datetime) -> None:
    whole = {**plain.plain(entry), **said}
    if isinstance(entry, Service):
        rules.check_service(whole)
        hidden = Location.objects.filter(services__service=entry, is_confidential=True)
        rules.check_address_is_not_told(whole, [location.address for location in hidden])
        _put_service(entry, said, whole)
    elif isinstance(entry, Location):
        rules.check_location(whole)
        _put_location(entry, whole)
    else:
        for name in plain.INSTITUTION_TEXTS:
            setattr(entry, name, whole[name])
    entry.modified_at = at
    entry.save()


def _put_service(service: Service, said: Plain, whole: Plain) -> None:
    for name in (*plain.SERVICE_TEXTS, "minimum_age", "maximum_age", "by_appointment"):
        setattr(service, name, whole[name])
    if "category" in said:
        service.category = codelists.current(ServiceCategory).filter(code=said["category"]).first()
    wanted = plain.terms_of(whole)
    for term in service.terms.all():
        if wanted.pop((term.taxonomy, term.code), None) is not term.suits:
            term.delete()
    again = plain.terms_of(whole)
    for (taxonomy, code), suits in again.items():
        service.terms.get_or_create(taxonomy=taxonomy, code=code, defaults={"suits": suits})


def _put_location(location: Location, said: Plain) -> None:
    for name in (*plain.LOCATION_TEXTS, "is_confidential", "is_closed", "directions", "description"):
        setattr(location, name, said.get(name, getattr(location, name)))
    location.latitude, location.longitude = said.get("latitude"), said.get("longitude")
    location.location_type = "virtual" if location.kind == "ONLINE" else "physical"
    district = codelists.current(Territory).filter(code=said.get("district") or "-").select_related("parent__parent")
    location.district = found = district.first()
    if found is not None:
        location.department = found.parent.parent if found.parent else None
    first = location.addresses[0] if location.addresses else {"id": str(uuid4()), "postal_code": "–"}
    place = {"city": found.label_es if found else "–", "country": "PE", "address_type": "physical",
             "state_province": location.department.label_es if location.department else "–"}  # fmt: skip
    mine = {**first, **place, "address_1": said.get("address", ""), "address_2": said.get("reference", "")}
    location.addresses = [mine, *location.addresses[1:]] if mine["address_1"] else location.addresses[1:]
