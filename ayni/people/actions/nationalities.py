"""Verbs of nationalities: one more, or one no longer. What was so stays, with its days."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.codelists.models import Country
from ayni.people.models import Nationality, Person
from ayni.people.queries.histories import times_of
from ayni.people.rules import editing as rules
from ayni.people.rules import histories, registering
from ayni.people.rules.sources import SAID, Noted, Told

from .keeping import held_open

NO_ANSWER = ("XXX",)


@transaction.atomic
def add_nationality(
    *, person: Person, country: Country, since: date | None, told: Told = SAID, by: User, at: datetime
) -> Nationality:
    """One more. Where the file said that it is not known, it is known now."""
    person = held_open(person)
    histories.check_days(since=since, until=None, today=localdate(at))
    standing = list(person.nationalities.filter(ended_at=None).select_related("country").order_by("order"))
    for unknown in [n for n in standing if n.country.code in NO_ANSWER]:
        _close(unknown, since or localdate(at), at, is_mistake=False)
        standing.remove(unknown)
    registering.check_nationalities(codes=[*(n.country.code for n in standing), country.code])
    last = person.nationalities.aggregate(last=Max("order"))["last"] if standing else 0
    added = Nationality.objects.create(
        person=person, country=country, order=(last or 0) + 1, since=since, **Noted(by, at, told.provenance).columns
    )
    audit.record("nationality.added", subject=added, by=by, at=at, thread=person.pk, source=added.source)
    return added


@transaction.atomic
def end_nationality(
    *, nationality: Nationality, until: date | None, is_mistake: bool, by: User, at: datetime
) -> Nationality:
    """The person has it no longer, since a day; or never had it."""
    person = held_open(nationality.person)
    row = Nationality.objects.select_for_update(of=("self",)).get(pk=nationality.pk)
    rules.check_not_ended(has_ended=row.ended_at is not None)
    histories.check_days(since=times_of(row).begins, until=until, today=localdate(at))
    rest = list(person.nationalities.filter(ended_at=None).exclude(pk=row.pk).order_by("order"))
    rules.check_nationality_remains(rest=len(rest))
    _close(row, until or localdate(at), at, is_mistake=is_mistake)
    for order, other in enumerate(rest, 1):
        other.order = order
        other.save(update_fields=["order"])
    audit.record("nationality.ended", subject=row, by=by, at=at, thread=person.pk, mistake=is_mistake)
    return row


def _close(row: Nationality, until: date, at: datetime, *, is_mistake: bool) -> None:
    row.until, row.ended_at, row.is_mistake = until, at, is_mistake
    row.save(update_fields=["until", "ended_at", "is_mistake"])
