"""Seeing to a report: taken, sorted, routed around whoever it is about."""

from datetime import datetime

from django.db import transaction

from ayni.access.models import Office, User
from ayni.audit import actions as audit
from ayni.cases.models import Case
from ayni.codelists import queries as codelists

from .. import queries, rules
from ..models import Category, Concerned, Entry, Named, Report, Route, Side, State, Step
from .routing import name_all, send_on_its_way
from .telling import tell_of_report


def lock(report: Report) -> Report:
    """As it is now, held until the verb ends."""
    rows = Report.objects.select_related("category", "office", "about_office", "taken_by", "case")
    return rows.select_for_update(of=("self",)).get(pk=report.pk)


def note(report: Report, step: str, *, by: User | None, at: datetime, text: str = "", side: str = "") -> Entry:
    """A line of its history."""
    side = side or (Side.UNIT if by else Side.PERSON)
    return Entry.objects.create(report=report, step=step, side=side, text=text, by=by, at=at)


@transaction.atomic
def take(*, report: Report, by: User, at: datetime) -> Report:
    report = lock(report)
    rules.check_change(report.state, State.TAKEN)
    report.state, report.taken_by, report.taken_at = State.TAKEN, by, at
    report.save(update_fields=["state", "taken_by", "taken_at"])
    note(report, Step.TAKEN, by=by, at=at)
    audit.record("report.taken", subject=report, by=by, at=at)
    return report


@transaction.atomic
def sort(*, report: Report, category: Category, about_office: Office | None, by: User, at: datetime) -> Report:
    """Another category or office: it goes to whom it concerns then, with the time that such reports have."""
    report = lock(report)
    rules.check_change(report.state, State.RECEIVED)
    rules.check_fits_kind(fits=report.kind in category.kinds.split("|") or category.route == Route.NAMED)
    is_named = report.named.filter(user=by, ended_at__isnull=True).exists()
    rules.check_may_lower(now=report.route, to=category.route, is_named=is_named)
    report.category, report.about_office = category, about_office
    report.office = queries.office_for(about_office) or report.office
    report.answer_by, report.close_by = rules.clock(category, start=report.received_at, holidays=codelists.holidays())
    report.state, report.taken_by, report.taken_at = State.RECEIVED, None, None
    report.save(
        update_fields=["category", "about_office", "office", "answer_by", "close_by", "state", "taken_by", "taken_at"]
    )
    send_on_its_way(report, at=at)
    note(report, Step.SORTED, by=by, at=at)
    audit.record("report.sorted", subject=report, by=by, at=at)
    tell_of_report(report, at=at)
    return report


@transaction.atomic
def note_concerned(*, report: Report, user: User, by: User, at: datetime) -> Report:
    """It is about this colleague: from now on they neither see it nor are told of it."""
    report = lock(report)
    Concerned.objects.get_or_create(report=report, user=user, defaults={"noted_by": by, "at": at})
    report.named.filter(user=user, ended_at__isnull=True).update(ended_at=at)
    if report.taken_by_id == user.pk:
        report.taken_by, report.taken_at = None, None
        report.state = State.RECEIVED if report.state == State.TAKEN else report.state
        report.save(update_fields=["taken_by", "taken_at", "state"])
    if not queries.who_sees_to(report):
        report.route = Route.NAMED
        report.save(update_fields=["route"])
        name_all(report, by=None, at=at)
        tell_of_report(report, at=at)
    audit.record("report.concerned_noted", subject=report, by=by, at=at)
    return report


@transaction.atomic
def name_other(*, report: Report, user: User, by: User, at: datetime) -> Report:
    """One more who may see a sensitive report."""
    report = lock(report)
    about = report.about_office_id
    rules.check_may_name(
        is_confidant=user in queries.confidants(about_office=None, concerned=()),
        is_concerned=user.pk in queries.concerned_by(report),
        works_there=about is not None and about in queries.works_in(user),
    )
    Named.objects.update_or_create(
        report=report, user=user, defaults={"named_by": by, "at": at, "ended_at": None, "why": ""}
    )
    note(report, Step.NAMED, by=by, at=at)
    audit.record("report.named", subject=report, by=by, at=at)
    tell_of_report(report, at=at)
    return report


@transaction.atomic
def step_back(*, report: Report, why: str, by: User, at: datetime) -> Report:
    """Whoever is too near to whom it is about leaves it to the others, and sees it no more."""
    report = lock(report)
    rules.check_words(why)
    left = [user for user in queries.who_sees_to(report) if user.pk != by.pk]
    rules.check_has_somebody(left=len(left))
    report.named.filter(user=by, ended_at__isnull=True).update(ended_at=at, why=why)
    if report.route != Route.NAMED:
        Concerned.objects.get_or_create(report=report, user=by, defaults={"noted_by": by, "at": at})
    if report.taken_by_id == by.pk:
        report.taken_by, report.taken_at = None, None
        report.state = State.RECEIVED if report.state == State.TAKEN else report.state
        report.save(update_fields=["taken_by", "taken_at", "state"])
    audit.record("report.stepped_back", subject=report, by=by, at=at)
    return report


@transaction.atomic
def discard(*, report: Report, reason: str, by: User, at: datetime) -> Report:
    report = lock(report)
    rules.check_change(report.state, State.DISCARDED)
    rules.check_discard(reason, is_sensitive=report.is_sensitive)
    report.state, report.discard_reason, report.ended_at = State.DISCARDED, reason, at
    report.save(update_fields=["state", "discard_reason", "ended_at"])
    note(report, Step.DISCARDED, by=by, at=at)
    audit.record("report.discarded", subject=report, by=by, at=at, reason=reason)
    return report


@transaction.atomic
def join_to_case(*, report: Report, case: Case, by: User, at: datetime) -> Report:
    """It belongs to this case, and the person agreed. From now on it is seen by whoever sees the case too."""
    report = lock(report)
    rules.check_may_join(agrees=report.may_join, is_joined=report.case_id is not None)
    report.case = case
    report.save(update_fields=["case"])
    note(report, Step.JOINED, by=by, at=at)
    # No thread: the team of the case may be whom it is about.
    audit.record("report.joined", subject=report, by=by, at=at)
    return report
