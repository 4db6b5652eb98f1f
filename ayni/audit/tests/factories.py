from datetime import datetime
from uuid import UUID

from django.utils import timezone

from ayni.audit.actions import Line


def lines(count: int, *, at: datetime | None = None, thread: UUID | None = None) -> list[Line]:
    at = at or timezone.now()
    return [
        Line(verb="case.opened", subject_type="cases.Case", subject_id=str(n), by="7", at=at, thread=thread)
        for n in range(count)
    ]
