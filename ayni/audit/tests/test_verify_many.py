"""Most lines are read many at a time, without models: what is found must be what reading them one by one finds."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from ayni.audit import actions, queries, rules
from ayni.audit.actions import Line
from ayni.audit.models import Event, Head
from ayni.audit.rules import Fault, Finding

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
COUNT = 40


def mixed(count: int) -> list[Line]:
    """Lines with and without microseconds, threads, purposes and details of every kind."""
    details = [
        {}, {"office": 7, "dismissed": []}, {"z": "ñandú", "a": None, "long": [1, "b"], "at": NOON, "sure": True},
        {"deep": {"b": 2, "a": {"c": "x"}}},
    ]  # fmt: skip
    return [
        Line(
            verb="case.opened", subject_type="cases.Case", subject_id=str(n), by='7 "ü"' if n % 5 == 0 else "system",
            at=NOON + timedelta(seconds=n, microseconds=0 if n % 3 else n), purpose="" if n % 2 else "attention",
            thread=UUID(int=n + 1) if n % 4 else None, details=details[n % len(details)],
        )
        for n in range(count)
    ]  # fmt: skip


@pytest.fixture
def trail(db, anchors, monkeypatch):
    monkeypatch.setattr(queries, "_AT_ONCE", 7)
    actions.record_many(mixed(COUNT - 2))
    for n in (1, 2):
        actions.record("case.closed", subject=Head(pk=n), by="7", at=timezone.now(), b=1, a="ñ", thread=UUID(int=9))
    actions.sign_head(at=timezone.now())


def one_by_one() -> list[Finding]:
    seals, forged = actions._seals()
    reading = rules.Reading(seals)
    for row in queries.rows():
        reading.read(row)
    head = Head.objects.get()
    reading.end(head_seq=head.seq, head_hash=head.hash)
    return forged + reading.findings


def test_whole_lines_are_never_read_one_by_one(trail, monkeypatch):
    monkeypatch.setattr(queries, "rows", None)
    told = []
    verification = actions.verify(lambda done, of: told.append((done, of)))
    assert verification.ok
    assert verification.lines == COUNT
    assert told[-1] == (COUNT, COUNT)


CHANGES = {
    "a detail": ("UPDATE audit_event SET details = '{\"office\": 8}' WHERE seq = 17", Fault.CHANGED),
    "the moment": ("UPDATE audit_event SET at = '2026-11-20 12:00:01' WHERE seq = 17", Fault.CHANGED),
    "the thread": ("UPDATE audit_event SET thread = NULL WHERE seq = 18", Fault.CHANGED),
    "who did it": ("UPDATE audit_event SET by = '8' WHERE seq = 17", Fault.CHANGED),
    "the hash": ("UPDATE audit_event SET hash = '0' WHERE seq = 17", Fault.CHANGED),
    "the hash before": ("UPDATE audit_event SET previous = '0' WHERE seq = 17", Fault.CHANGED),
    "the last line": ("UPDATE audit_event SET verb = 'x' WHERE seq = 40", Fault.CHANGED),
    "a removal": ("DELETE FROM audit_event WHERE seq IN (17, 18, 25)", Fault.REMOVED),
    "a removal that was hidden": (
        "DELETE FROM audit_event WHERE seq = 17; UPDATE audit_event SET seq = -seq WHERE seq > 17;"
        " UPDATE audit_event SET seq = -seq - 1 WHERE seq < 0",
        Fault.REMOVED,
    ),
    "two that changed places": (
        "UPDATE audit_event SET seq = 0 WHERE seq = 17; UPDATE audit_event SET seq = 17 WHERE seq = 30;"
        " UPDATE audit_event SET seq = 30 WHERE seq = 0",
        Fault.REORDERED,
    ),
    "one before the first": ("UPDATE audit_event SET seq = -3 WHERE seq = 17", Fault.INSERTED),
    "the tail": ("DELETE FROM audit_event WHERE seq > 33", Fault.CUT),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_was_changed_is_found_as_by_reading_one_by_one(trail, what):
    statements, fault = CHANGES[what]
    with connection.cursor() as cursor:
        for statement in statements.split(";"):
            cursor.execute(statement)
    found = actions.verify().findings
    assert fault in {finding.fault for finding in found}
    assert found == one_by_one()


def test_a_line_that_was_hashed_anew_breaks_the_next_one(trail):
    row = next(row for row in queries.rows() if row.seq == 17)
    digest = rules.line_hash(previous=row.previous, seq=17, at=row.at, line={**row.line, "verb": "x"})
    Event.objects.filter(seq=17).update(verb="x", hash=digest)
    assert [(f.seq, f.fault) for f in actions.verify().findings] == [(18, Fault.CHANGED)]


def test_a_trail_that_was_written_anew_as_a_whole_is_seen_by_its_seals(trail):
    Event.objects.all().delete()
    Head.objects.update(seq=0, hash=rules.GENESIS)
    actions.record_many(mixed(COUNT))
    found = actions.verify().findings
    assert {(f.seq, f.fault) for f in found} == {(COUNT, Fault.CHANGED)}
    assert found == one_by_one()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps what a column is declared as.")
def test_bytes_in_place_of_a_text_are_a_change_and_stop_nothing(trail):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET verb = x'00ff' WHERE seq = 17")
    assert [(f.seq, f.fault) for f in actions.verify().findings] == [(17, Fault.CHANGED)]
