"""Erasing a file: what is the person's goes, what is counted stays without them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.utils.functional import Promise
from django.utils.timezone import localdate

from ayni.access import actions as access
from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.people import hooks
from ayni.people.models import Erasure, Ground, LegalHold, Person
from ayni.people.queries import rights as queries
from ayni.people.queries.own_data import in_order
from ayni.people.queries.scan import NAMES
from ayni.people.rules import erasing as rules


@dataclass(frozen=True)
class Step:
    """What becomes of one table, for the person at the screen."""

    model: str
    title: str
    fate: hooks.Fate
    rows: int
    keeps: str | Promise


@transaction.atomic
def erase(*, person: Person, ground: str, by: User | None, at: datetime, rule: str = "") -> Erasure:
    """Erase a file by rule. `by` is nobody for what the nightly run does, which names its `rule`."""
    if by is not None:
        rules.check_ground(ground)
    # Read again under a lock, so that nobody opens a case while the file goes.
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    check_may_erase(person, by=by, today=localdate(at))
    done = {eraser.model: eraser.erase(person, at) for eraser in hooks.ERASERS}
    # Pages that somebody might go back to within the hour: nobody looks which of them names the person.
    access.forget_answers(at=at, older_than=timedelta(0))
    tables = {eraser.model: done[eraser.model] for eraser in hooks.ERASERS if eraser.fate != hooks.Fate.KEPT}
    erasure = Erasure.objects.create(
        person=person, ground=ground, rule=rule, erased_at=at, erased_by=by,
        tables={model: rows for model, rows in tables.items() if rows},
    )  # fmt: skip
    audit.record(
        "person.erased", subject=person, by=by or audit.SYSTEM, at=at, thread=person.pk, ground=ground, rule=rule,
        tables=erasure.tables,
    )  # fmt: skip
    transaction.on_commit(after_erasing)
    return erasure


def check_may_erase(person: Person, *, by: User | None, today: date) -> None:
    """Raises CannotErase, with what must be settled first. Whoever does not see all of a file does not erase it, and
    is not told what it is that they do not see."""
    rules.check_sees_all(sees_all=by is None or queries.sees_all(person, by))
    hold = queries.standing_hold(person, today)
    rules.check_may_erase(
        erased=person.erased_at is not None,
        held_until=hold.until if hold else None,
        blockers=[sentence for ask in hooks.ERASURE_BLOCKERS for sentence in ask(person)],
    )


def plan(person: Person, *, at: datetime) -> list[Step]:
    """What erasing would do, by doing it and taking it back: nothing is written, nothing can be told differently."""
    with transaction.atomic():
        done = [(eraser, eraser.erase(person, at)) for eraser in hooks.ERASERS]
        transaction.set_rollback(True)
    steps = {eraser.model: _step(eraser, rows) for eraser, rows in done if rows}
    return [steps[model] for model in in_order(steps)]


def _step(eraser: hooks.Eraser, rows: int) -> Step:
    told = hooks.OWN_DATA.get(eraser.model)
    title = str(told.title) if told else str(apps.get_model(eraser.model)._meta.verbose_name_plural)
    return Step(eraser.model, title, eraser.fate, rows, eraser.keeps)


def after_erasing() -> None:
    """The names that this process remembers, and the pages of the file that the database had put aside."""
    NAMES.forget()
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            # What is erased is overwritten in the file (secure_delete); its old pages still lie in the log beside it.
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.fetchall()


@transaction.atomic
def place_hold(*, person: Person, reason: str, until: date, by: User, at: datetime) -> LegalHold:
    """This file must be kept until a day, whatever the rules of retention say."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    today = localdate(at)
    stands = queries.standing_hold(person, today)
    rules.check_may_hold(stands=stands is not None, until=until, today=today, reason=reason)
    # One that ended by itself makes room.
    person.holds.filter(lifted_at__isnull=True).update(lifted_at=at, lifted_by=by)
    hold = LegalHold.objects.create(person=person, reason=reason.strip(), until=until, placed_by=by, placed_at=at)
    _record("hold.placed", hold, by, at, until=until.isoformat())
    return hold


@transaction.atomic
def lift_hold(*, hold: LegalHold, by: User, at: datetime) -> LegalHold:
    """The reason to keep the file is gone."""
    hold = LegalHold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    rules.check_may_lift(lifted=hold.lifted_at is not None)
    hold.lifted_at, hold.lifted_by = at, by
    hold.save(update_fields=["lifted_at", "lifted_by"])
    _record("hold.lifted", hold, by, at)
    return hold


def _record(verb: str, hold: LegalHold, by: User, at: datetime, **details: Any) -> None:
    audit.record(verb, subject=hold, by=by, at=at, thread=hold.person_id, **details)


__all__ = ["Ground", "Step", "after_erasing", "check_may_erase", "erase", "lift_hold", "place_hold", "plan"]
