"""Verbs about reports: drafted from one build, written in, approved by somebody who did not write, frozen; corrected by
another revision."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.facts.builds import Build
from ayni.facts.queries import build as build_of
from ayni.lib.errors import RuleBroken

from .. import reporting
from ..models import Framework, Report, ReportState
from ..reporting import Asked
from ..spans import span_of

NARRATIVE = ("title", "donor", "achievements", "difficulties", "lessons", "next_steps")


class CannotReport(RuleBroken):
    """A report that cannot be written, sent on or approved so. The message says what to do."""


@transaction.atomic
def draft_report(*, asked: Asked, title: str, donor: str, build: Build, by: User, at: datetime) -> Report:
    """A report with the numbers of this build, and nothing written yet."""
    number = reporting.number_of(asked)
    if Report.objects.filter(number=number).exists():
        raise CannotReport(
            _("There is a report %(number)s already. Go on with it, or correct it if it is approved.")
            % {"number": number}
        )
    report = Report(
        number=number, title=title, donor=donor, period=asked.span.kind, since=asked.span.since,
        until=asked.span.until, framework=asked.framework, department=asked.department, made_by=by, made_at=at,
    )  # fmt: skip
    _count(report, build, asked)
    report.save(force_insert=True)
    report.authors.add(by)
    _record("results.report_drafted", report, by=by, at=at)
    return report


def _count(report: Report, build: Build, asked: Asked) -> None:
    report.build, report.contents = build.id, reporting.contents(build, asked)
    _seal(report)


def _seal(report: Report) -> None:
    report.checksum = reporting.checksum(report.contents, narrative(report))


def narrative(report: Report) -> dict[str, str]:
    return {name: getattr(report, name) for name in NARRATIVE}


def asked_of(report: Report) -> Asked:
    code = report.contents["period"]["code"]
    span = span_of(code)
    if span is None:
        raise CannotReport(_("This report does not say of which months it is. Draft it anew."))
    return Asked(span, report.framework, report.department)


@transaction.atomic
def write_report(*, report: Report, seen: int, words: Mapping[str, str], by: User, at: datetime) -> Report:
    """What the numbers do not say: achievements, difficulties, lessons, next steps."""
    report = _held(report, seen)
    for name in NARRATIVE:
        setattr(report, name, words.get(name, getattr(report, name)))
    return _changed(report, "results.report_written", by=by, at=at)


@transaction.atomic
def count_again(*, report: Report, seen: int, build: Build, by: User, at: datetime) -> Report:
    """The numbers of another build: all of them."""
    report = _held(report, seen)
    _count(report, build, asked_of(report))
    return _changed(report, "results.report_counted", by=by, at=at)


def _held(report: Report, seen: int) -> Report:
    locked = Report.objects.select_for_update(of=("self",)).select_related("framework").get(pk=report.pk)
    if locked.is_frozen:
        raise CannotReport(_("This report is approved: it never changes. Correct it by another revision."))
    if locked.edition != seen:
        raise CannotReport(_("A colleague changed the report meanwhile. Look at it again, then go on."))
    return locked


def _changed(report: Report, verb: str, *, by: User, at: datetime) -> Report:
    """One edition more, and back with whoever writes: what was sent on were the words before."""
    report.edition += 1
    report.state, report.submitted_at = ReportState.DRAFT, None
    _seal(report)
    report.save()
    report.authors.add(by)
    _record(verb, report, by=by, at=at)
    return report


@transaction.atomic
def submit_report(*, report: Report, seen: int, by: User, at: datetime) -> Report:
    """Ask a colleague to approve it."""
    report = _held(report, seen)
    report.state, report.submitted_at = ReportState.SUBMITTED, at
    report.save()
    _record("results.report_submitted", report, by=by, at=at)
    return report


@transaction.atomic
def approve_report(*, report: Report, seen: int, by: User, at: datetime) -> Report:
    """Freeze it. All its numbers are of one build, whatever is built meanwhile; that build has to be there still, so
    that whoever approves can walk each number back to its rows."""
    report = _held(report, seen)
    if report.state != ReportState.SUBMITTED:
        raise CannotReport(_("Nobody has sent this report on yet. Whoever writes it does so first."))
    if report.authors.filter(pk=by.pk).exists():
        raise CannotReport(_("You wrote in this report. A colleague who did not has to approve it."))
    if build_of(settings.AYNI_HOME, report.build) is None:
        raise CannotReport(_("Its facts were replaced: nobody can check its numbers. Count it again, then send it on."))
    if report.checksum != reporting.checksum(report.contents, narrative(report)):
        raise CannotReport(_("The report is not what its checksum says. Count it again."))
    report.state, report.approved_by, report.approved_at = ReportState.APPROVED, by, at
    report.save()
    _record("results.report_approved", report, by=by, at=at)
    return report


@transaction.atomic
def send_back(*, report: Report, seen: int, by: User, at: datetime) -> Report:
    """Back to whoever writes it."""
    report = _held(report, seen)
    if report.state != ReportState.SUBMITTED:
        raise CannotReport(_("This report is being written already."))
    report.state, report.submitted_at = ReportState.DRAFT, None
    report.save()
    _record("results.report_sent_back", report, by=by, at=at)
    return report


@transaction.atomic
def correct_report(*, report: Report, reason: str, build: Build, by: User, at: datetime) -> Report:
    """Another revision, counted anew, which says what was wrong. The one that was published stays as it is."""
    if not report.is_frozen:
        raise CannotReport(_("This report is not approved: change it as it is."))
    newest = Report.objects.select_for_update(of=("self",)).filter(number=report.number).order_by("-revision").first()
    if newest is None or newest.pk != report.pk:
        raise CannotReport(_("There is a later revision already. Go on with that one."))
    made = Report(
        number=report.number, revision=report.revision + 1, corrects=report, reason=reason, period=report.period,
        since=report.since, until=report.until, framework=Framework.objects.get(pk=report.framework_id),
        department=report.department, made_by=by, made_at=at, **narrative(report),
    )  # fmt: skip
    _count(made, build, asked_of(report))
    made.save(force_insert=True)
    made.authors.add(by)
    _record("results.report_corrected", made, by=by, at=at)
    return made


def _record(verb: str, report: Report, *, by: User, at: datetime) -> None:
    audit.record(
        verb, subject=report, by=by, at=at, number=report.number, revision=report.revision, build=report.build,
        checksum=report.checksum,
    )  # fmt: skip
