"""Who is away, and who stands in for them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from ayni.access import covering, rules
from ayni.access.models import Absence, User
from ayni.audit import actions as audit


@transaction.atomic
def record_absence(
    *, user: User, substitutes: Sequence[User], starts_at: datetime, ends_at: datetime, by: User, at: datetime
) -> list[Absence]:
    """Somebody will be away. What would wait for them reaches whoever stands in, from that day, until that day."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    rules.check_absence(starts_at=starts_at, ends_at=ends_at, at=at)
    rules.check_may_record(is_own=user.pk == by.pk, supervises=covering.supervises(by, user))
    rules.check_has_substitute(count=len(substitutes))
    rules.check_not_twice(is_away=user.absences.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists())
    for substitute in substitutes:
        rules.check_substitute(
            is_oneself=substitute.pk == user.pk,
            works_there=covering.may_stand_in(substitute, user, at),
            is_away=substitute.absences.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists(),
        )
    absences = [
        Absence.objects.create(
            user=user, substitute=one, starts_at=starts_at, ends_at=ends_at, recorded_by=by, recorded_at=at
        )
        for one in substitutes
    ]
    audit.record(
        "absence.recorded", subject=user, by=by, at=at, substitutes=[one.pk for one in substitutes],
        starts_at=starts_at.isoformat(), ends_at=ends_at.isoformat(),
    )  # fmt: skip
    return absences


@transaction.atomic
def end_absence(*, user: User, by: User, at: datetime, begins_at: datetime | None = None) -> None:
    """Somebody is back before it was said, or will not be away after all. What was stays written, and so does another
    absence that is still to come. `begins_at`: which of several; without it, the nearest."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    rules.check_may_record(is_own=user.pk == by.pk, supervises=covering.supervises(by, user))
    waiting = Absence.objects.filter(user=user, ends_at__gt=at).order_by("starts_at")
    begins_at = begins_at or waiting.values_list("starts_at", flat=True).first()
    ended = waiting.filter(starts_at=begins_at) if begins_at else waiting.none()
    rules.check_is_away(is_away=ended.exists())
    ended.filter(starts_at__lt=at).update(ends_at=at)
    ended.filter(starts_at__gte=at).delete()
    audit.record("absence.ended", subject=user, by=by, at=at)
