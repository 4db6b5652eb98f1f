"""What the worker does about reports: tells of what is late, reminds of what is sensitive, closes what was answered."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.audit import actions as audit

from .. import queries, rules
from ..models import Report, Route, State
from .answering import lapse
from .routing import name_all
from .telling import tell_users
from .triage import lock


def strike_reports(*, at: datetime, limit: int = 100) -> int:
    """Tell of what nobody answered in time, once. How many."""
    late = Report.objects.open().filter(queries.late(at), escalated_at__isnull=True).exclude(route=Route.NAMED)
    found = list(late.order_by("answer_by", "id").values_list("pk", flat=True)[:limit])
    return sum(_strike(pk, at=at) for pk in found)


@transaction.atomic
def _strike(pk: UUID, *, at: datetime) -> bool:
    report = lock(Report(pk=pk))
    if not report.is_open or report.escalated_at is not None:
        return False
    report.escalated_at = at
    report.save(update_fields=["escalated_at"])
    audit.record("report.escalated", subject=report, by=audit.SYSTEM, at=at)
    subject = _("Report %(number)s: its time is over") % {"number": report.number}
    tell_users(report, queries.who_sees_to(report), subject, at=at)
    return True


def remind_of_sensitive(*, at: datetime, limit: int = 500) -> int:
    """Every day until it is answered and closed, whoever is named for it. How many reports."""
    today = localdate(at)
    rows = Report.objects.open().filter(Q(reminded_on__isnull=True) | Q(reminded_on__lt=today), route=Route.NAMED)
    found = list(rows.order_by("answer_by", "id").values_list("pk", flat=True)[:limit])
    return sum(_remind(pk, at=at) for pk in found)


@transaction.atomic
def _remind(pk: UUID, *, at: datetime) -> bool:
    report, today = lock(Report(pk=pk)), localdate(at)
    if not report.is_open or report.reminded_on == today:
        return False
    report.reminded_on = today
    report.save(update_fields=["reminded_on"])
    # Whoever was named left, or nobody could be: those who may receive it now are asked.
    if not queries.who_sees_to(report):
        name_all(report, by=None, at=at)
    subject = _("Report %(number)s waits for you") % {"number": report.number}
    return tell_users(report, queries.who_sees_to(report), subject, at=at) > 0


def close_silent(*, at: datetime, limit: int = 500) -> int:
    """What was answered and nobody said anything of since."""
    rows = Report.objects.filter(state=State.ANSWERED, answered_at__lte=at - rules.SILENCE)
    return sum(lapse(report=report, at=at) for report in rows.order_by("answered_at", "pk")[:limit])
