import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction
from django.utils.translation import gettext as _

from ayni.lib.keys import keyring
from ayni.lib.post import queue_email

from . import queries, rules
from .models import Checkpoint, Event, Head

SYSTEM = "system"
ANCHORS = "anchors"
_BATCH = 2000
_BEFORE_ALL = -(1 << 62)
"""Lower than the number of any line, also of one that somebody put before the first."""
COLUMNS = (
    "seq", "at", "by", "verb", "subject_type", "subject_id", "thread", "purpose", "details", "previous", "hash",
)  # fmt: skip
"""Of a line, as `rules.Chain` and `rules.Written` have them."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line to be written with many others: what `record` takes, as plain values."""

    verb: str
    subject_type: str
    subject_id: str
    by: str
    at: datetime
    thread: UUID | None = None
    purpose: str = ""
    details: dict[str, Any] = field(default_factory=dict)


@transaction.atomic(savepoint=False)
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
    """Write one line of the audit trail, inside the caller's transaction. `details`: ids, codes, counts, dates only.

    Without a savepoint of its own: what leaves no line is not done either, whatever the caller catches.
    """
    line = Line(
        verb=verb,
        subject_type=subject._meta.label,
        subject_id=str(subject.pk),
        by=by if isinstance(by, str) else str(by.pk),
        at=at,
        thread=thread,
        purpose=purpose,
        details=details,
    )
    head = _locked_head()
    event = _chained(line, head)
    event.save(force_insert=True)
    head.save(update_fields=["seq", "hash"])
    return event


def record_reading(
    *, subject: models.Model, by: models.Model | str, at: datetime, purpose: str, thread: UUID | None = None
) -> Event:
    """Somebody opened this. Reads are recorded as well as writes."""
    return record(f"{subject._meta.model_name}.opened", subject=subject, by=by, at=at, thread=thread, purpose=purpose)


def record_readings(*, subjects: Iterable[models.Model], by: models.Model | str, at: datetime, purpose: str) -> int:
    """Somebody opened all of these on one page. Each is a line in a thread of its own."""
    reader = by if isinstance(by, str) else str(by.pk)
    return record_many(
        Line(f"{one._meta.model_name}.opened", one._meta.label, str(one.pk), reader, at, one.pk, purpose)
        for one in subjects
    )


@transaction.atomic(savepoint=False)
def record_many(lines: Iterable[Line]) -> int:
    """Write many lines in their order, in one transaction: imports and the demo world. Says how many."""
    head = _locked_head()
    start, chain = head.seq, rules.Chain(head.seq, head.hash)
    rows = (_chained_row(line, chain) for line in lines)
    while batch := list(islice(rows, _BATCH)):
        _insert(batch)
    move_head(chain)
    return chain.seq - start


@transaction.atomic
def end_of_trail() -> rules.Chain:
    """Where the chain ends, for whoever has the database alone and writes the next lines in bulk."""
    head = _locked_head()
    return rules.Chain(head.seq, head.hash)


def move_head(end: rules.Chain) -> None:
    """Say where the chain ends after lines that were written in bulk."""
    Head.objects.filter(pk=1).update(seq=end.seq, hash=end.hash)


@transaction.atomic
def sign_head(*, at: datetime) -> Checkpoint:
    """Sign the end of the chain, and anchor it outside the database: a chain cut at its tail looks whole otherwise."""
    head = _locked_head()
    said = rules.statement(seq=head.seq, digest=head.hash, made_at=at)
    signature = rules.sign(_secret(), said)
    checkpoint = Checkpoint.objects.create(made_at=at, seq=head.seq, hash=head.hash, signature=signature)
    anchor = {"made_at": at.isoformat(), "seq": head.seq, "hash": head.hash, "signature": signature}
    text = json.dumps(anchor)
    _append(settings.AYNI_HOME / ANCHORS / f"{at:%Y}.jsonl", text)
    if settings.AUDIT_ANCHOR_EMAIL:
        subject = _("Audit trail: line %(seq)s") % {"seq": head.seq}
        queue_email(to=settings.AUDIT_ANCHOR_EMAIL, subject=subject, text=text, at=at)
    return checkpoint


def verify(progress: Callable[[int, int], None] | None = None) -> rules.Verification:
    """Read the whole trail against its hashes, its head, the signed checkpoints and the anchors. Changes nothing.
    `progress` is told now and then how many lines were read, and of how many."""
    tell = progress or (lambda _done, _of: None)
    seals, forged = _seals()
    reading = rules.Reading(seals)
    so_far = queries.latest_seq()
    for line in _read(reading, after=_BEFORE_ALL, until=so_far):
        tell(line, so_far)
    with transaction.atomic():
        # Only for the last stretch do writers wait, so that the end that we read is the end.
        head = _locked_head()
        for line in _read(reading, after=so_far, until=queries.latest_seq()):
            tell(line, line)
    reading.end(head_seq=head.seq, head_hash=head.hash)
    return rules.Verification(reading.lines, len(seals), forged + reading.findings, reading.more)


def _read(reading: rules.Reading, *, after: int, until: int) -> Iterator[int]:
    """Most lines are whole and follow each other: that is seen without their models. From the first that is not, the
    rest of its batch is read one by one. Gives the number of the last line read, batch by batch."""
    for batch in queries.stored(after=after, until=until):
        done, last = reading.follow(batch), batch[-1].seq
        if done < len(batch):
            for row in queries.rows(after=batch[done].seq - 1, until=last):
                reading.read(row)
        yield last


def _locked_head() -> Head:
    """The head, ours until the transaction ends. SQLite's transactions are IMMEDIATE: the first statement waits."""
    head = Head.objects.select_for_update().filter(pk=1).first()
    if head is None:
        Head.objects.bulk_create([Head(pk=1)], ignore_conflicts=True)
        head = Head.objects.select_for_update().get(pk=1)
    return head


def _chained(line: Line, head: Head) -> Event:
    """The next link. Moves the head on, in memory."""
    details = rules.plain(line.details)
    body = {
        "by": line.by,
        "verb": line.verb,
        "subject_type": line.subject_type,
        "subject_id": line.subject_id,
        "thread": str(line.thread) if line.thread else None,
        "purpose": line.purpose,
        "details": details,
    }
    previous, head.seq = head.hash, head.seq + 1
    head.hash = rules.line_hash(previous=previous, seq=head.seq, at=line.at, line=body)
    return Event(**{**body, "thread": line.thread}, seq=head.seq, at=line.at, previous=previous, hash=head.hash)


def _chained_row(line: Line, chain: rules.Chain) -> Sequence[Any]:
    """The next link as it is stored: the columns of `COLUMNS`."""
    body = {
        "by": line.by, "verb": line.verb, "subject_type": line.subject_type, "subject_id": line.subject_id,
        "thread": str(line.thread) if line.thread else None, "purpose": line.purpose,
        "details": rules.plain(line.details),
    }  # fmt: skip
    written = rules.written(at=line.at, line=body)
    seq, previous, digest = chain.add(written)
    thread = line.thread.hex if line.thread else None
    at = connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value(line.at)
    return seq, at, *written[1:5], thread, *written[6:], previous, digest


def _insert(rows: list[Sequence[Any]]) -> None:
    """What bulk_create does, at many times its speed: plain values, and one prepared statement for all."""
    marks = ", ".join(["%s"] * len(COLUMNS))
    columns = ", ".join(connection.ops.quote_name(name) for name in COLUMNS)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {Event._meta.db_table} ({columns}) VALUES ({marks})", rows)  # noqa: S608


def _secret() -> bytes:
    return keyring(settings.AYNI_HOME).secrets["audit"]


def _append(path: Path, line: str) -> None:
    """One line more, on the disk before we go on."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _seals() -> tuple[list[rules.Seal], list[rules.Finding]]:
    """Checkpoints and anchors whose signature is ours; and a finding for each that is not."""
    good, forged = [], []
    for seal in (*_checkpoints(), *_anchors()):
        said = rules.statement(seq=seal.seq, digest=seal.hash, made_at=seal.made_at)
        if rules.is_signed(_secret(), said, seal.signature):
            good.append(seal)
        else:
            text = _("The signature does not fit: %(witness)s.") % {"witness": seal.where}
            forged.append(rules.Finding(seal.seq, rules.Fault.FORGED, text))
    return good, forged


def _checkpoints() -> Iterator[rules.Seal]:
    for row in Checkpoint.objects.order_by("seq", "pk").iterator():
        where = _("checkpoint of %(day)s") % {"day": row.made_at.date()}
        yield rules.Seal(row.seq, row.hash, row.made_at, row.signature, where)


def _anchors() -> Iterator[rules.Seal]:
    for path in sorted((settings.AYNI_HOME / ANCHORS).glob("*.jsonl")):
        for number, text in enumerate(path.read_text().splitlines(), start=1):
            where = _("anchor %(file)s, line %(number)s") % {"file": path.name, "number": number}
            try:
                raw = json.loads(text)
                made_at = datetime.fromisoformat(raw["made_at"])
                yield rules.Seal(int(raw["seq"]), str(raw["hash"]), made_at, str(raw["signature"]), where)
            except (ValueError, KeyError, TypeError):
                yield rules.Seal(0, "", datetime.min.replace(tzinfo=UTC), "", where)
