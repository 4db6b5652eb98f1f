from datetime import datetime
from uuid import UUID

from .models import Message


def due(at: datetime, limit: int) -> list[Message]:
    """What may leave now, the longest waiting first."""
    waiting = Message.objects.filter(state=Message.State.QUEUED, not_before__lte=at)
    return list(waiting.order_by("not_before", "id")[:limit])


def not_delivered(about: UUID) -> list[Message]:
    """Messages about this that have not gone out although they were due: still tried, or given up."""
    stuck = Message.objects.filter(about=about, attempts__gt=0).exclude(state=Message.State.SENT)
    return list(stuck.order_by("queued_at", "id"))
