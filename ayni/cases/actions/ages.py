"""Whoever attends to a child is told in time that the child turns 18: protection ends with a plan, not with a date."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.audit import actions as audit

from ..models import Case, ComingOfAge
from ..queries import approvals
from ..queries.ages import coming_of_age
from ..rules.ages import due, turns_adult_on
from .telling import caseworker_of, tell


def tell_of_coming_of_age(*, at: datetime) -> int:
    """A duty of the worker, daily. Returns of how many cases somebody was told: 90, 30 and 7 days before, once each; a
    worker that was down for a month tells the nearest one."""
    today = localdate(at)
    rows = coming_of_age(today).select_related("person", "office", "team", "caseworker").defer("wishes", "closing_note")
    return sum(_tell(case, at=at) for case in rows.order_by("pk").iterator(chunk_size=500))


@transaction.atomic
def _tell(case: Case, *, at: datetime) -> bool:
    if case.person.birth_date is None:
        return False
    days = due(case.person.birth_date, localdate(at))
    if days is None:
        return False
    day = turns_adult_on(case.person.birth_date)
    told, is_new = ComingOfAge.objects.get_or_create(case=case, days=days, on=day, defaults={"told_at": at})
    if not is_new:
        return False
    audit.record("case.coming_of_age", subject=case, by=audit.SYSTEM, at=at, thread=case.pk, days=days)
    people = {user.pk: user for user in caseworker_of(case, at)}
    if days == LAST:
        people |= {user.pk: user for user in approvals.approvers(case, at)}
    subject = _("Case %(number)s: within %(days)d days the protocols for children end") % {
        "number": case.number, "days": days,
    }  # fmt: skip
    tell(people.values(), subject, "desk:case", case.pk, at=at)
    return True


LAST = 7
"""The notice of which the supervisor learns too."""
