"""What the trail answers. It knows ids, not names: whoever shows them asks for the names."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models import Count, Max, Min

from .models import Checkpoint, Event
from .rules import Row, Stored, Written, rewritten

_LINE = ("by", "verb", "subject_type", "subject_id", "thread", "purpose", "details")
A_DAY = timedelta(hours=23, minutes=30)


def timeline(thread: UUID, limit: int = 200) -> list[Event]:
    """What happened with a case or a person, the newest first."""
    return list(Event.objects.filter(thread=thread).order_by("-seq")[:limit])


@dataclass(frozen=True)
class Reader:
    """Somebody who opened a file. `by` is the id of a user, or `link:<id>`, or `system`."""

    by: str
    purpose: str
    times: int
    first: datetime
    last: datetime


def readers(*subjects: models.Model) -> list[Reader]:
    """Who opened these: a person's file, and the cases and referrals that the caller adds to it."""
    asked = models.Q(pk__in=[])
    for subject in subjects:
        asked |= models.Q(subject_type=subject._meta.label, subject_id=str(subject.pk))
    opened = Event.objects.filter(asked, verb__endswith=".opened").values("by", "purpose")
    rows = opened.annotate(times=Count("pk"), first=Min("at"), last=Max("at")).order_by("-last", "by", "purpose")
    return [Reader(**row) for row in rows]


def done_by(by: models.Model, limit: int = 50) -> list[Event]:
    """What somebody did lately, the newest first."""
    return list(Event.objects.filter(by=str(by.pk)).order_by("-seq")[:limit])


def about(subjects: Mapping[type[models.Model], Iterable[Any] | None], *, limit: int = 200) -> list[Event]:
    """What was done with these rows, the newest first. For each model its ids, or None for all."""
    asked = models.Q(pk__in=[])
    for model, ids in subjects.items():
        of_model = models.Q(subject_type=model._meta.label)
        asked |= of_model if ids is None else of_model & models.Q(subject_id__in=[str(pk) for pk in ids])
    return list(Event.objects.filter(asked).order_by("-seq")[:limit])


def threads_after(seq: int, verbs: Collection[str], *, limit: int) -> list[tuple[int, UUID]]:
    """Whose files these verbs were done to since that line, in the order of the trail: its number, and whose."""
    rows = Event.objects.filter(seq__gt=seq, verb__in=verbs, thread__isnull=False).order_by("seq")
    return [(number, thread) for number, thread in rows.values_list("seq", "thread")[:limit] if thread]


def latest_seq() -> int:
    return Event.objects.aggregate(last=Max("seq"))["last"] or 0


def checkpoint_due(at: datetime) -> bool:
    """Was the head not signed for a day? The worker may ask as often as it likes."""
    return not Checkpoint.objects.filter(made_at__gt=at - A_DAY).exists()


def rows(*, after: int | None = None, until: int | None = None) -> Iterator[Row]:
    """The trail in its order, a batch at a time."""
    events = Event.objects.order_by("seq")
    if after is not None:
        events = events.filter(seq__gt=after)
    if until is not None:
        events = events.filter(seq__lte=until)
    columns = events.values_list("seq", "at", "previous", "hash", *_LINE)
    for seq, at, previous, digest, *line in columns.iterator(chunk_size=2000):
        body = dict(zip(_LINE, line, strict=True))
        body["thread"] = str(body["thread"]) if body["thread"] else None
        yield Row(seq=seq, at=at, line=body, previous=previous, hash=digest)


_AT_ONCE = 5000
_AS_HASHED = {
    "sqlite": (
        # Whatever is not written as we write it becomes what no line was hashed as, and is read through the model.
        "CASE WHEN substr(at, 11, 1) = ' ' THEN substr(at, 1, 10) || 'T' || substr(at, 12)"
        " || CASE length(at) WHEN 19 THEN '.000000' ELSE '' END || '+00:00' ELSE '' END",
        "substr(thread, 1, 8) || '-' || substr(thread, 9, 4) || '-' || substr(thread, 13, 4) || '-'"
        " || substr(thread, 17, 4) || '-' || substr(thread, 21)",
    ),
    "postgresql": ("to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US') || '+00:00'", "thread::text"),
}
"""How each database writes the moment and the thread of a line as the hash reads them."""


def stored(*, after: int, until: int) -> Iterator[list[Stored]]:
    """The same lines as the hash reads them, many at a time: without models, at a tenth of their time."""
    at, thread = _AS_HASHED[connection.vendor]
    statement = (
        f"SELECT {at}, by, verb, subject_type, subject_id, {thread}, purpose, CAST(details AS text),"  # noqa: S608
        " seq, previous, hash FROM audit_event WHERE seq > %s AND seq <= %s ORDER BY seq LIMIT %s"
    )
    with connection.cursor() as cursor:
        while True:
            cursor.execute(statement, [after, until, _AT_ONCE])
            found = [
                Stored(row[8], Written._make((*row[:7], rewritten(row[7]))), row[9], row[10])
                for row in cursor.fetchall()
            ]
            if not found:
                return
            yield found
            after = found[-1].seq
