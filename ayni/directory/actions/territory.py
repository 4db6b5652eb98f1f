"""Territories are marked and counted, services strengthened."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.codelists.models import Territory
from ayni.lib.written import check_as_seen

from .. import queries, rules
from ..models import MigrantCount, Service, Strengthening, TerritoryMark


@transaction.atomic
def mark_territory(*, territory: Territory, kind: str, note: str, source: str, by: User, at: datetime) -> TerritoryMark:
    """From today on it is a territory of this kind."""
    there = TerritoryMark.objects.select_for_update().filter(territory__code=territory.code, kind=kind)
    rules.check_not_marked(marked=there.filter(until__isnull=True).exists())
    mark = TerritoryMark.objects.create(territory=territory, kind=kind, note=note, source=source, since=at.date())
    audit.record("territory.marked", subject=mark, by=by, at=at, place=territory.code, kind=kind)
    return mark


@transaction.atomic
def end_mark(*, mark: TerritoryMark, by: User, at: datetime) -> None:
    TerritoryMark.objects.filter(Q(pk=mark.pk), until__isnull=True).update(until=at.date())
    audit.record("territory.unmarked", subject=mark, by=by, at=at)


@transaction.atomic
def count_migrants(
    *, territory: Territory, persons: int, counted_on: date, source: str, by: User, at: datetime, seen: str = ""
) -> MigrantCount:
    """What a source counts; said again of the same day, it takes the place of what was said. `seen`: the mark of what
    was said before, on the page."""
    rules.check_counted_on(counted_on=counted_on, today=at.date())
    check_as_seen(seen=seen, mark=rules.mark_of_count(queries.count_of(territory, counted_on)))
    count, _made = MigrantCount.objects.update_or_create(
        territory=territory, counted_on=counted_on, defaults={"persons": persons, "source": source}
    )
    audit.record("territory.counted", subject=count, by=by, at=at, place=territory.code, persons=persons)
    return count


@transaction.atomic
def strengthen(
    *, service: Service, what: str, progress: str, result: str, source: str, by: User, at: datetime
) -> Strengthening:
    """Something is planned, begun or finished so that a service attends migrants better. Each step is a record."""
    rules.check_strengthening(progress=progress, result=result)
    made = Strengthening.objects.create(
        service=service, what=what, progress=progress, result=result, source=source, written_by=by, written_at=at,
        begun_on=at.date() if progress == Strengthening.Progress.IN_PROGRESS else None,
        ended_on=at.date() if progress == Strengthening.Progress.DONE else None,
    )  # fmt: skip
    audit.record("service.strengthened", subject=service, by=by, at=at, progress=progress)
    return made


@transaction.atomic
def note_nationality(*, service: Service, variable: str, by: User, at: datetime) -> None:
    """Whether the records of a service say of what nationality people are: as it was verified there."""
    locked = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    locked.nationality_variable = variable
    locked.save(update_fields=["nationality_variable"])
    audit.record("service.nationality_noted", subject=locked, by=by, at=at, variable=variable)
