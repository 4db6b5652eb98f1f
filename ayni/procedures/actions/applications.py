"""An application is begun, put together, submitted, withdrawn."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import Office, User
from ayni.audit import actions as audit
from ayni.cases.models import Case
from ayni.codelists import queries as codelists
from ayni.lib.ids import unused_number
from ayni.people.actions.keeping import held_open
from ayni.people.models import Person
from ayni.people.rules.ages import youngest_age

from .. import queries, rules
from ..models import Application, Channel, Deadline, Incomplete, Item, Procedure, State, Step, Why
from ..rules import incomplete


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody applies for, where, and by which way."""

    procedure: Procedure
    office: Office
    channel: str = Channel.COUNTER
    case: Case | None = None
    circumstances: Collection[str] = field(default_factory=frozenset)
    """Of `Applies`: beyond the age, which is in the file."""


@transaction.atomic
def begin(*, person: Person, asked: Asked, by: User | None, at: datetime) -> Application:
    """Begin to put an application together, with the checklist of what applies to this person. `by` nobody: the person
    themselves, with a link or at a kiosk."""
    person = held_open(person)
    day = localdate(at)
    procedure = asked.procedure
    rules.check_may_begin(is_ours=queries.is_ours(procedure), window=queries.window_of(procedure), day=day)
    rules.check_circumstances(asked.circumstances, has_case=asked.case is not None)
    rules.check_is_the_only_one(has_open_one=queries.has_open_one(person, procedure))
    application = Application.objects.create(
        number=_new_number(), procedure=procedure, person=person, office=asked.office, channel=asked.channel,
        case=asked.case, begun_by=by, begun_at=at,
    )  # fmt: skip
    age = youngest_age(person.birth_date, person.birth_precision, day)
    facts = rules.facts_of(age=age, circumstances=asked.circumstances)
    asked_for = queries.requirements_for(procedure, facts=facts)
    Item.objects.bulk_create([Item(application=application, requirement=requirement) for requirement in asked_for])
    _told(
        application, "application.begun", by, at, procedure=procedure.code, channel=asked.channel, items=len(asked_for)
    )
    return application


def _new_number() -> str:
    return unused_number("T", lambda number: Application.objects.filter(number=number).exists())


@transaction.atomic
def submit(*, application: Application, by: User | None, at: datetime) -> Application:
    """Hand it in: the statutory clock begins, on the next working day. What was received as incomplete and is completed
    in time counts as handed in on the day when it was received."""
    application = lock(application)
    # What is evaluated already goes back to this state too, but not with another statutory time.
    rules.check_is(application.state, State.GATHERING)
    rules.check_complete(queries.missing_of(application).count())
    days, _is_stated = queries.statutory_days(application.procedure)
    application.submitted_at = _counts_from(application, at)
    application.due_on = rules.due_on(start=localdate(at), days=days, holidays=codelists.holidays())
    application.save(update_fields=["submitted_at", "due_on"])
    Deadline.objects.create(application=application, due_on=application.due_on, why=Why.SUBMITTED, at=at)
    return change(application, State.SUBMITTED, "application.submitted", by=by, at=at, due_on=application.due_on)


def _counts_from(application: Application, at: datetime) -> datetime:
    received = end_incomplete(application, at)
    if received is None:
        return at
    # A holiday declared since gives a day more, though nobody has moved the last day yet.
    until = incomplete.complete_until(localdate(received.received_at), codelists.holidays())
    in_time = incomplete.is_in_time(today=localdate(at), due=max(received.due_on, until))
    return received.received_at if in_time else at


def end_incomplete(application: Application, at: datetime) -> Incomplete | None:
    """The rest is here, or does not come any more."""
    received = Incomplete.objects.filter(application=application, ended_at__isnull=True).first()
    if received is not None:
        received.ended_at = at
        received.save(update_fields=["ended_at"])
    return received


def lock(application: Application) -> Application:
    """As it is now, held until the verb ends."""
    rows = Application.objects.select_related("procedure", "person", "office", "evaluator", "approver")
    return rows.select_for_update(of=("self",)).get(pk=application.pk)


def change(
    application: Application, to: State, verb: str, *, by: User | None, at: datetime, **told: Any
) -> Application:
    """Into this state, with a line of the history and one of the trail."""
    rules.check_change(application.state, to)
    application.state = to
    application.save(update_fields=["state"])
    _told(application, verb, by, at, **told)
    return application


def _told(application: Application, verb: str, by: User | None, at: datetime, **told: Any) -> None:
    Step.objects.create(application=application, state=application.state, by=by, at=at)
    audit.record(verb, subject=application, by=by or audit.SYSTEM, at=at, thread=application.person_id, **told)
