from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from . import rules
from .models import Event, Head

SYSTEM = "system"


@transaction.atomic
def record(
    verb: str,
    *,
    subject: models.Model,
    by: models.Model | str,
    at: datetime,
    thread: UUID | None = None,
    purpose: str = "",
    **details: Any,
) -> Event:
    """Write one line of the audit trail, inside the caller's transaction. `details`: ids, codes, counts, dates only."""
    head = Head.objects.select_for_update().filter(pk=1).first() or Head(pk=1)
    line: dict[str, Any] = {
        "by": by if isinstance(by, str) else str(by.pk),
        "verb": verb,
        "subject_type": subject._meta.label,
        "subject_id": str(subject.pk),
        "thread": str(thread) if thread else None,
        "purpose": purpose,
        "details": details,
    }
    seq = head.seq + 1
    digest = rules.line_hash(previous=head.hash, seq=seq, at=at, line=line)
    event = Event.objects.create(**{**line, "thread": thread}, seq=seq, at=at, previous=head.hash, hash=digest)
    head.seq, head.hash = seq, digest
    head.save()
    return event


def record_reading(
    *, subject: models.Model, by: models.Model | str, at: datetime, purpose: str, thread: UUID | None = None
) -> Event:
    """Somebody opened this. Reads are recorded as well as writes."""
    return record(f"{subject._meta.model_name}.opened", subject=subject, by=by, at=at, thread=thread, purpose=purpose)
