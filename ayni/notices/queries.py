from datetime import datetime
from uuid import UUID

from django.core import signing
from django.db.models import Count, F, Q, QuerySet

from ayni.access.models import Organisation, User

from .models import DigestLine, Habit, Message, Subscription

_SALT = "notices.subscription"


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


def token_of(subscription: Subscription) -> str:
    """What stands in the letters of a subscription: who has it may confirm or end this one, and nothing else."""
    return signing.Signer(salt=_SALT).sign(subscription.pk.hex)


def subscription_of(token: str) -> Subscription | None:
    try:
        pk = UUID(signing.Signer(salt=_SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    return Subscription.objects.filter(pk=pk).first()


def to_tell(prefix: str, issue: str, limit: int) -> list[Subscription]:
    """Who has confirmed and was not told of this issue yet."""
    rows = Subscription.objects.filter(topic__startswith=prefix, confirmed_at__isnull=False).exclude(told=issue)
    return list(rows.order_by("confirmed_at", "pk")[:limit])


def subscribers(prefix: str) -> dict[str, int]:
    """How many have confirmed, by topic."""
    rows = Subscription.objects.filter(topic__startswith=prefix, confirmed_at__isnull=False)
    return dict(rows.values("topic").order_by("topic").annotate(many=Count("pk")).values_list("topic", "many"))
