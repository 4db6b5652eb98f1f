"""Verbs of where somebody lives and with which migratory status. What was so before ends; it is never written over."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.codelists.models import Country, LegalNorm, MigratoryStatus, Territory
from ayni.people.models import MigratorySituation, Person, Residence, Spell
from ayni.people.queries.histories import said, times_of
from ayni.people.rules import editing as rules
from ayni.people.rules import histories, registering
from ayni.people.rules.sources import SAID, Noted, Told, is_weaker

from .keeping import held_open


@transaction.atomic
def record_situation(
    *,
    person: Person,
    status: MigratoryStatus,
    status_since: date | None,
    norm: LegalNorm | None = None,
    instead: bool = False,
    told: Told = SAID,
    by: User,
    at: datetime,
) -> MigratorySituation:
    """The person's status from now on. The one before ends when this one begins; `instead`: it was never right."""
    person = held_open(person)
    histories.check_days(since=status_since, until=None, today=localdate(at))
    now = person.situations.filter(is_current=True).select_related("status").first()
    begins = status_since or localdate(at)
    if now:
        same = (now.status.code, now.since, now.norm_id) == (status.code, status_since, norm.pk if norm else None)
        rules.check_situation_changes(same=same and not is_weaker(said(now).weight, told.provenance.weight))
        _check_over(now, begins, told, instead=instead)
        now.is_current, now.until, now.ended_at, now.is_mistake = False, begins, at, instead
        now.save(update_fields=["is_current", "until", "ended_at", "is_mistake"])
    histories.check_apart(begins=begins, ends=None, others=[times_of(row) for row in person.situations.all()])
    new = MigratorySituation.objects.create(
        person=person, status=status, norm=norm, since=status_since, **Noted(by, at, told.provenance).columns
    )
    told_so = {"status": status.code, "regularity": status.regularity}
    audit.record("situation.recorded", subject=new, by=by, at=at, thread=person.pk, **told_so)
    return new


@transaction.atomic
def move(
    *,
    person: Person,
    district: Territory | None,
    in_transit: bool,
    address: str,
    since: date,
    abroad_in: Country | None = None,
    instead: bool = False,
    told: Told = SAID,
    by: User,
    at: datetime,
) -> Residence:
    """The person lives elsewhere now, is on the way, or left the country. Where they lived before is kept, until that
    day; `instead`: they never lived there."""
    person = held_open(person)
    registering.check_place(has_district=district is not None, in_transit=in_transit)
    rules.check_one_place(places=sum([district is not None, in_transit, abroad_in is not None]))
    rules.check_since(since=since, today=localdate(at))
    now = person.residences.filter(ended_at__isnull=True).order_by("-since", "-pk").first()
    if now:
        told.check_over(now.source, now.confidence)
        if not instead:
            rules.check_moves_on(since=since, lives_since=now.since)
    person.residences.filter(ended_at__isnull=True).update(until=since, ended_at=at, is_mistake=instead)
    histories.check_apart(begins=since, ends=None, others=[times_of(row) for row in person.residences.all()])
    new = Residence.objects.create(
        person=person,
        district=district,
        in_transit=in_transit,
        abroad_in=abroad_in,
        address=address,
        since=since,
        **Noted(by, at, told.provenance).columns,
    )
    person.district, person.in_transit = district, in_transit
    person.save(update_fields=["district", "in_transit"])
    audit.record("person.moved", subject=new, by=by, at=at, thread=person.pk, since=since.isoformat())
    return new


def _check_over(standing: Spell, begins: date, told: Told, *, instead: bool) -> None:
    told.check_over(standing.source, standing.confidence)
    if not instead:
        histories.check_follows(begins=begins, stands_since=standing.since)
