"""A second person decides on what a colleague evaluated; the person desists; an appeal is filed and decided."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.codelists import queries as codelists
from ayni.lib.written import check_as_seen

from .. import queries, rules
from ..models import Appeal, AppealState, Application, Outcome, Resolution, State
from .applications import change, end_incomplete, lock
from .pathway import open_pathway
from .resolutions import Resolved, annul, resolve


@transaction.atomic
def approve(*, application: Application, grounds: str, by: User, at: datetime, seen: str = "") -> Resolution:
    """Grant what was asked for, for as long as the procedure says. `seen`: the mark of the verdicts that the page
    showed."""
    application = _to_decide(application, by, seen)
    rules.check_grounds(grounds)
    rules.check_may_approve(queries.rejected(application))
    application.approver = by
    _grant(application, by=by, at=at)
    return resolve(application, Resolved(outcome=Outcome.GRANTED, grounds=grounds), by=by, at=at)


def _grant(application: Application, *, by: User, at: datetime) -> None:
    application.decided_at = at
    application.expires_on = rules.valid_until(localdate(at), application.procedure.validity_days)
    application.save(update_fields=["approver", "decided_at", "expires_on"])
    change(application, State.APPROVED, "application.approved", by=by, at=at, expires_on=application.expires_on)
    open_pathway(application, by=by, at=at)


@transaction.atomic
def reject(*, application: Application, grounds: str, by: User, at: datetime, seen: str = "") -> Resolution:
    application = _to_decide(application, by, seen)
    rules.check_grounds(grounds)
    application.approver, application.decided_at = by, at
    application.save(update_fields=["approver", "decided_at"])
    change(application, State.REJECTED, "application.rejected", by=by, at=at)
    return resolve(application, Resolved(outcome=Outcome.DENIED, grounds=grounds), by=by, at=at)


@transaction.atomic
def send_back(*, application: Application, by: User, at: datetime) -> Application:
    """There is a doubt: the evaluator looks again."""
    application = _to_decide(application, by)
    return change(application, State.EVALUATING, "application.sent_back", by=by, at=at)


def _to_decide(application: Application, by: User, seen: str = "") -> Application:
    application = lock(application)
    rules.check_is(application.state, State.EVALUATED)
    rules.check_second_person(by=by.pk, took_part=queries.who_judged(application))
    if seen:
        check_as_seen(seen=seen, mark=queries.marks.of_verdicts(application.items.all()))
    return application


@transaction.atomic
def withdraw(*, application: Application, by: User, at: datetime) -> Application:
    """The person desists. Of what was submitted a resolution says that it is accepted."""
    application = lock(application)
    was_submitted = application.submitted_at is not None
    _end_what_was_asked(application, at)
    change(application, State.WITHDRAWN, "application.withdrawn", by=by, at=at)
    if was_submitted:
        grounds = _("The person asked not to go on with it.")
        resolve(application, Resolved(outcome=Outcome.WITHDRAWN, grounds=grounds), by=by, at=at)
    return application


def abandon(application: Application, *, at: datetime) -> None:
    """By the clock: what was asked for did not come. Called with the application locked."""
    was_submitted = application.submitted_at is not None
    _end_what_was_asked(application, at)
    change(application, State.ABANDONED, "application.abandoned", by=None, at=at)
    if was_submitted:
        grounds = _("The correction that was asked for did not come within the time.")
        resolve(application, Resolved(outcome=Outcome.ABANDONED, grounds=grounds), by=None, at=at)


def _end_what_was_asked(application: Application, at: datetime) -> None:
    application.corrections.filter(ended_at__isnull=True).update(ended_at=at)
    end_incomplete(application, at)


@transaction.atomic
def file_appeal(*, application: Application, kind: str, grounds: str, by: User, at: datetime) -> Appeal:
    """The person does not accept the rejection, or that it was declared abandoned, within fifteen working days of
    learning of it."""
    application = lock(application)
    holidays, today = codelists.holidays(), localdate(at)
    rules.check_may_appeal(
        is_appealable=queries.is_appealable(application), told_on=queries.told_on(application), today=today,
        holidays=holidays,
    )  # fmt: skip
    rules.check_way_is_open(queries.kinds_decided(application))
    rules.check_grounds(grounds)
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(
                application=application, kind=kind, grounds=grounds.strip(), filed_by=by, filed_at=at,
                due_on=rules.appeal_due(kind, today, holidays),
            )  # fmt: skip
    except IntegrityError:
        raise rules.CannotAppeal(_("An appeal of this kind was filed already, or one waits for a decision.")) from None
    audit.record(
        "appeal.filed", subject=appeal, by=by, at=at, thread=application.person_id, kind=kind, due_on=appeal.due_on
    )
    return appeal


@transaction.atomic
def decide_appeal(*, appeal: Appeal, is_founded: bool, grounds: str, by: User, at: datetime) -> Resolution:
    """Somebody who took no part in it decides. What is founded is granted, and the rejection annulled; what was
    abandoned goes on where it stopped."""
    application = lock(Application(pk=appeal.application_id))
    appeal = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    if appeal.state != AppealState.FILED:
        raise rules.CannotAppeal(_("This appeal was decided already."))
    rules.check_took_no_part(by=by.pk, took_part=queries.who_took_part(application))
    rules.check_grounds(grounds)
    appeal.state = AppealState.ALLOWED if is_founded else AppealState.DISMISSED
    appeal.decider, appeal.decided_at = by, at
    appeal.save(update_fields=["state", "decider", "decided_at"])
    audit.record("appeal.decided", subject=appeal, by=by, at=at, thread=application.person_id, state=appeal.state)
    if is_founded:
        for former in application.resolutions.filter(annulled_at__isnull=True).order_by("made_at"):
            annul(resolution=former, by=by, at=at)
        _allow(application, by=by, at=at)
    outcome = rules.OUTCOME_OF_APPEAL[is_founded]
    return resolve(application, Resolved(outcome=outcome, grounds=grounds, appeal=appeal), by=by, at=at)


def _allow(application: Application, *, by: User, at: datetime) -> None:
    if application.state == State.ABANDONED:
        _reopen(application, by=by, at=at)
        return
    # Who granted it is whoever decided in the end; that another rejected it stands in the history.
    application.approver = by
    _grant(application, by=by, at=at)


def _reopen(application: Application, *, by: User, at: datetime) -> None:
    """The person has again as many days as they were given, and the clock stands still until they correct."""
    rules.check_is_the_only_one(has_open_one=queries.has_open_one(application.person, application.procedure))
    last = application.corrections.latest("asked_at", "pk")
    due = rules.due_on(start=localdate(at), days=last.days, holidays=codelists.holidays())
    application.corrections.create(asked_by=by, asked_at=at, days=last.days, days_left=last.days_left, due_on=due)
    change(application, State.OBSERVED, "application.reopened", by=by, at=at, due_on=due, days_left=last.days_left)
