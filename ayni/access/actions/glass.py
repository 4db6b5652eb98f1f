"""Opening for a while what no role opens. What may be opened, and who is told, is for whoever owns the thing."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from ayni.access import rules
from ayni.access.models import BrokenGlass, User


@transaction.atomic
def break_glass(*, user: User, reason: UUID, why: str, lasts: timedelta, at: datetime) -> BrokenGlass:
    """The user opens this from now on, for so long. `reason`: what is opened, as a compartment names it."""
    # One after another, so that two clicks at once open it once.
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    rules.check_may_break(user.active_roles)
    rules.check_glass_reason(why)
    standing = BrokenGlass.objects.open(at).filter(user=user, reason=reason).first()
    return standing or BrokenGlass.objects.create(user=user, reason=reason, why=why, opened_at=at, until=at + lasts)


@transaction.atomic
def mend_glass(*, glass: BrokenGlass, at: datetime) -> BrokenGlass:
    """It is not needed any more."""
    glass = BrokenGlass.objects.select_for_update(of=("self",)).get(pk=glass.pk)
    rules.check_glass_is_broken(is_open=glass.ended_at is None and glass.until > at)
    glass.ended_at = at
    glass.save(update_fields=["ended_at"])
    return glass


@transaction.atomic
def review_glass(*, glass: BrokenGlass, verdict: str, review: str, by: User, at: datetime) -> BrokenGlass:
    """Whoever leads the team says whether there was reason for it."""
    glass = BrokenGlass.objects.select_for_update(of=("self",)).get(pk=glass.pk)
    rules.check_may_review_glass(is_own=glass.user_id == by.pk, is_reviewed=bool(glass.verdict))
    rules.check_verdict(verdict=verdict, review=review)
    glass.verdict, glass.review, glass.reviewed_by, glass.reviewed_at = verdict, review, by, at
    glass.save(update_fields=["verdict", "review", "reviewed_by", "reviewed_at"])
    return glass
