"""Papers are presented and judged; corrections are asked for and come in; an evaluation ends."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.codelists import queries as codelists
from ayni.files.preparing import Drawn
from ayni.lib.written import check_as_seen
from ayni.people import actions as people
from ayni.people.models import Attachment
from ayni.people.rules.attachments import NewAttachment

from .. import queries, rules
from ..models import Application, Correction, Deadline, Item, ItemState, Judgement, State, Why
from .applications import change, lock
from .telling import tell_person


@transaction.atomic
def present(*, item: Item, drawn: Drawn | None, by: User | None, at: datetime) -> Item:
    """A requirement is met with a paper, which goes into the file of the person; without one it was seen at the desk.
    What was drawn was drawn anew before (`files.preparing`). `by` nobody: the person sent it."""
    application, item = _locked(item)
    rules.check_is(application.state, *rules.OPEN_TO_PAPERS)
    rules.check_may_present(item.state)
    if drawn is not None:
        new = NewAttachment(kind=Attachment.Kind.OTHER, drawn=drawn)
        item.attachment = people.attach(person=application.person, new=new, by=by, at=at)
    item.state = ItemState.PRESENTED
    item.save(update_fields=["attachment", "state"])
    audit.record(
        "application.paper_presented", subject=application, by=by or audit.SYSTEM, at=at, thread=application.person_id,
        requirement=item.requirement.order, with_paper=drawn is not None,
    )  # fmt: skip
    return item


@transaction.atomic
def take(*, application: Application, by: User, at: datetime) -> Application:
    """Take this one out of the queue, to evaluate it."""
    application = lock(application)
    rules.check_may_take(evaluator_id=application.evaluator_id, by=by.pk)
    rules.check_is(application.state, State.SUBMITTED)
    rules.check_is_no_party(by=by.pk, begun_by=application.begun_by_id)
    rules.check_in_hand(queries.in_hand(by))
    return _taken(application, by, at)


@transaction.atomic
def take_next(*, by: User, at: datetime) -> Application | None:
    """The one that is due first and that nobody has taken; none if nothing waits. Of people with a protected or
    restricted case none comes by this way."""
    rules.check_in_hand(queries.in_hand(by))
    chosen = queries.next_to_take(by)
    return None if chosen is None else _taken(chosen, by, at)


def _taken(application: Application, by: User, at: datetime) -> Application:
    application.evaluator = by
    application.save(update_fields=["evaluator"])
    return change(application, State.EVALUATING, "application.taken", by=by, at=at)


@transaction.atomic
def put_back(*, application: Application, by: User, at: datetime) -> Application:
    """Back into the queue, with what was judged so far."""
    application = lock(application)
    rules.check_is_evaluator(evaluator_id=application.evaluator_id, by=by.pk)
    application.evaluator = None
    application.save(update_fields=["evaluator"])
    return change(application, State.SUBMITTED, "application.put_back", by=by, at=at)


@transaction.atomic
def name_evaluator(*, application: Application, evaluator: User, by: User, at: datetime) -> Application:
    """Whoever sees the application of somebody with a hidden case names who evaluates it: nobody comes upon it."""
    application = lock(application)
    rules.check_is_no_party(by=evaluator.pk, begun_by=application.begun_by_id)
    rules.check_is(application.state, State.SUBMITTED, State.EVALUATING)
    return _named(application, "evaluator", evaluator, "application.evaluator_named", by=by, at=at)


@transaction.atomic
def name_approver(*, application: Application, approver: User, by: User, at: datetime) -> Application:
    """The same for whoever decides about it, or about what was filed against the decision."""
    application = lock(application)
    if queries.appeal_waits(application):
        rules.check_took_no_part(by=approver.pk, took_part=queries.who_took_part(application))
    else:
        rules.check_is(application.state, State.EVALUATED)
        rules.check_second_person(by=approver.pk, took_part=queries.who_judged(application))
    return _named(application, "approver", approver, "application.approver_named", by=by, at=at)


def _named(application: Application, place: str, user: User, verb: str, *, by: User, at: datetime) -> Application:
    setattr(application, place, user)
    application.save(update_fields=[place])
    who: dict[str, Any] = {place: user.pk}
    audit.record(verb, subject=application, by=by, at=at, thread=application.person_id, **who)
    return application


@transaction.atomic
def look_at(*, item: Item, verdict: str, reason: str, by: User, at: datetime, seen: str = "") -> Item:
    """Accept, observe, reject or exempt one requirement. `seen`: the mark of the paper that the page showed, so that
    nobody accepts one that came after it."""
    application, item = _locked(item)
    _check_is_mine(application, by)
    check_as_seen(seen=seen, mark=queries.marks.of_item(item))
    rules.check_verdict(verdict=verdict, now=item.state, kind=item.requirement.kind, reason=reason)
    item.state, item.looked_at_by, item.looked_at = verdict, by, at
    item.reason = reason.strip() if verdict in rules.NEEDS_REASON else ""
    item.save(update_fields=["state", "reason", "looked_at_by", "looked_at"])
    Judgement.objects.create(item=item, verdict=verdict, reason=item.reason, by=by, at=at)
    audit.record(
        "application.paper_judged", subject=application, by=by, at=at, thread=application.person_id,
        requirement=item.requirement.order, verdict=verdict,
    )  # fmt: skip
    return item


@transaction.atomic
def ask_for_correction(*, application: Application, days: int, by: User, at: datetime) -> Correction:
    """Ask the person to correct what was observed. The statutory clock stands still until they do."""
    application = lock(application)
    _check_is_mine(application, by)
    rules.check_days(days)
    rules.check_asks_for_something(application.items.filter(state=ItemState.OBSERVED).count())
    today, holidays = localdate(at), codelists.holidays()
    left = rules.days_left(today=today, due=application.due_on or today, holidays=holidays)
    asked = Correction.objects.create(
        application=application, asked_by=by, asked_at=at, days=days, days_left=left,
        due_on=rules.due_on(start=today, days=days, holidays=holidays),
    )  # fmt: skip
    Deadline.objects.create(application=application, due_on=None, why=Why.STOPPED, at=at)
    change(application, State.OBSERVED, "application.observed", by=by, at=at, due_on=asked.due_on, days_left=left)
    tell_person(application, at=at)
    return asked


@transaction.atomic
def correct(*, application: Application, by: User | None, at: datetime) -> Application:
    """The person corrected: the clock goes on with the working days that were left, back with the same evaluator."""
    application = lock(application)
    rules.check_is(application.state, State.OBSERVED)
    rules.check_all_corrected(application.items.filter(state=ItemState.OBSERVED).count())
    correction = application.corrections.select_for_update().get(ended_at__isnull=True)
    correction.ended_at = at
    correction.save(update_fields=["ended_at"])
    today = localdate(at)
    application.due_on = rules.goes_on(
        today=today, left=correction.days_left, former=application.due_on or today, holidays=codelists.holidays()
    )
    application.save(update_fields=["due_on"])
    Deadline.objects.create(application=application, due_on=application.due_on, why=Why.CORRECTED, at=at)
    return change(application, State.EVALUATING, "application.corrected", by=by, at=at, due_on=application.due_on)


@transaction.atomic
def finish_evaluation(*, application: Application, by: User, at: datetime) -> Application:
    """Every requirement is settled: a second person looks and decides."""
    application = lock(application)
    _check_is_mine(application, by)
    rules.check_evaluated(queries.unsettled(application))
    return change(application, State.EVALUATED, "application.evaluated", by=by, at=at)


def _check_is_mine(application: Application, by: User) -> None:
    rules.check_is_evaluator(evaluator_id=application.evaluator_id, by=by.pk)
    rules.check_is(application.state, State.EVALUATING)


def _locked(item: Item) -> tuple[Application, Item]:
    """The application before its line, everywhere, so that nothing deadlocks."""
    application = lock(Application(pk=item.application_id))
    rows = Item.objects.select_related("requirement").select_for_update(of=("self",))
    return application, rows.get(pk=item.pk, application=application)
