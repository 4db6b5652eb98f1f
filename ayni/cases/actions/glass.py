"""Emergency access to a case: with a reason, for hours, told to its team at once, reviewed by it afterwards."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from ayni.access import actions as access
from ayni.access import covering
from ayni.access.models import BrokenGlass, User
from ayni.audit import actions as audit
from ayni.lib.ids import read_number
from ayni.lib.limits import within
from ayni.notices import actions as notices
from ayni.people.models import Sensitivity

from ..models import Case
from ..queries import approvals as queries
from ..rules import glass as rules
from .telling import tell


def break_glass(*, number: str, why: str, by: User, at: datetime) -> BrokenGlass:
    """Open a case whose number one was given, and which no role of one's own opens. Every try is written down."""
    rules.check_not_endless(is_within=within(f"glass:{by.pk}", most=rules.MOST_TRIES, seconds=rules.TRIES_IN))
    case = _case(number, by)
    if case is None:
        audit.record("glass.refused", subject=by, by=by, at=at)
    rules.check_is_there(is_there=case is not None)
    return _open(case, why, by=by, at=at)  # type: ignore[arg-type]


def _case(number: str, by: User) -> Case | None:
    houses = {m.office.organisation_id for m in by.active_memberships if m.office}
    wanted = Case.objects.select_related("office", "team", "caseworker").defer("wishes", "closing_note")
    return wanted.filter(number=read_number("C", number), office__organisation__in=houses).first()


@transaction.atomic
def _open(case: Case, why: str, *, by: User, at: datetime) -> BrokenGlass:
    rules.check_is_closed_to(is_open=Case.objects.held_by(by).filter(pk=case.pk).exists())
    glass = access.break_glass(user=by, reason=case.pk, why=why, lasts=rules.LASTS[case.sensitivity], at=at)
    audit.record("glass.broken", subject=glass, by=by, at=at, thread=case.pk, until=glass.until.isoformat())
    is_restricted = case.sensitivity == Sensitivity.RESTRICTED
    team = case.team if is_restricted else None
    keepers = covering.keepers_of(case.office, case.team, is_restricted=is_restricted, at=at)
    told = {user.pk: user for user in (*covering.reached(keepers, at, team=team), case.caseworker)}
    subject = _("Somebody opened case %(number)s by emergency access") % {"number": case.number}
    tell(told.values(), subject, "desk:glass-review", glass.pk, at=at, but=by)
    if settings.DATA_OFFICER_EMAIL:
        text = _("The team of the case was told and has to review it.")
        notices.queue_email(to=settings.DATA_OFFICER_EMAIL, subject=subject, text=text, about=None, at=at)
    return glass


@transaction.atomic
def mend_glass(*, glass: BrokenGlass, by: User, at: datetime) -> BrokenGlass:
    """Whoever opened it needs it no more."""
    glass = access.mend_glass(glass=glass, at=at)
    audit.record("glass.mended", subject=glass, by=by, at=at, thread=glass.reason)
    return glass


@transaction.atomic
def review_glass(*, glass: BrokenGlass, verdict: str, review: str, by: User, at: datetime) -> BrokenGlass:
    """Whoever answers for the case says whether there was reason. What is not justified ends at once."""
    case = Case.objects.get(pk=glass.reason)
    queries.check_answers_for(by, case, at)
    glass = access.review_glass(glass=glass, verdict=verdict, review=review, by=by, at=at)
    if verdict == "NOT_JUSTIFIED" and glass.ended_at is None and glass.until > at:
        glass = access.mend_glass(glass=glass, at=at)
    audit.record("glass.reviewed", subject=glass, by=by, at=at, thread=glass.reason, verdict=verdict)
    return glass
