from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from ayni.access.models import Organisation, User

from .models import DigestLine, Habit, Message


def due(at: datetime, limit: int) -> list[Message]:
    """What may leave now, the longest waiting first."""
    waiting = Message.objects.filter(state=Message.State.QUEUED, not_before__lte=at)
    return list(waiting.order_by("not_before", "id")[:limit])


def not_delivered(about: UUID) -> QuerySet[Message]:
    """Messages about this that have not gone out although they were due: still tried, or given up."""
    stuck = Message.objects.filter(about=about, attempts__gt=0).exclude(state=Message.State.SENT)
    return stuck.order_by("queued_at", "id")


def habit_of(user: User) -> Habit | None:
    """The user's own, else that of the institution."""
    rows = Habit.objects.filter(Q(user=user) | Q(organisation__isnull=False, organisation=user.organisation_id))
    return rows.order_by(F("user").asc(nulls_last=True), "pk").first()


def habit_of_all(organisation: Organisation) -> Habit | None:
    return Habit.objects.filter(organisation=organisation).first()


def due_lines(at: datetime, limit: int) -> list[DigestLine]:
    """Those of whoever has one that is due, with all that waits for them, by person."""
    users = DigestLine.objects.filter(due_at__lte=at).order_by("user").values_list("user", flat=True).distinct()[:limit]
    rows = DigestLine.objects.filter(user__in=list(users)).select_related("user")
    return list(rows.order_by("user", "queued_at", "pk"))
