import threading
from datetime import UTC, date, datetime, timedelta
from time import process_time
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ayni.audit import actions, queries, rules
from ayni.audit.models import Event, Head
from ayni.audit.tests.factories import lines

NOON = datetime(2026, 11, 20, 12, 0, 0, 5, tzinfo=UTC)


def test_a_line_follows_the_one_before(rosa):
    first = actions.record("case.opened", subject=rosa, by=rosa, at=timezone.now(), profile="TRATA", steps=[1, 2])
    second = actions.record("case.closed", subject=rosa, by="system", at=timezone.now(), on=date(2026, 11, 22))
    assert (first.seq + 1, first.hash) == (second.seq, second.previous)
    assert Head.objects.get().hash == second.hash
    assert second.details == {"on": "2026-11-22"}
    assert actions.verify().ok


def test_a_verb_that_fails_leaves_no_line(rosa):
    with transaction.atomic():
        actions.record("case.opened", subject=rosa, by=rosa, at=timezone.now())
        transaction.set_rollback(True)
    assert not Event.objects.exists()
    assert actions.verify().ok


@pytest.mark.parametrize("detail", ["Rosa Quispe Huamán", "una nota\x00", 0.5, {"why": "she said so"}, b"x"])
def test_a_detail_that_could_be_a_sentence_is_refused(rosa, detail):
    with pytest.raises(TypeError, match="ids, codes"):
        actions.record("case.opened", subject=rosa, by=rosa, at=timezone.now(), note=detail)


def test_many_lines_are_one_chain_with_those_before_and_after(rosa):
    actions.record("a.b", subject=rosa, by=rosa, at=timezone.now())
    assert actions.record_many(lines(2500)) == 2500
    actions.record("a.c", subject=rosa, by=rosa, at=timezone.now())
    found = actions.verify()
    assert found.ok
    assert found.lines == 2502


@pytest.mark.django_db(transaction=True)
def test_people_who_act_at_once_do_not_fork_the_chain(rosa):
    """Also when the row of the head is missing, as after a restore of an old copy."""
    Head.objects.all().delete()
    start, broken = threading.Barrier(4), []

    def work() -> None:
        try:
            start.wait()
            for _ in range(10):
                actions.record("case.opened", subject=rosa, by=rosa, at=timezone.now())
        except Exception as wrong:  # noqa: BLE001
            broken.append(wrong)
        finally:
            connection.close()

    people = [threading.Thread(target=work) for _ in range(4)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert not broken
    assert actions.verify().ok
    assert list(Event.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 41))


def test_a_timeline_is_the_thread_newest_first(rosa):
    thread = uuid4()
    for verb in ("case.opened", "note.written"):
        actions.record(verb, subject=rosa, by=rosa, at=timezone.now(), thread=thread)
    actions.record("case.opened", subject=rosa, by=rosa, at=timezone.now(), thread=uuid4())
    assert [event.verb for event in queries.timeline(thread)] == ["note.written", "case.opened"]


def test_who_opened_a_file_is_told_with_its_purpose(rosa, julio, ada):
    now = timezone.now()
    for reader, at in ((rosa, now - timedelta(days=2)), (julio, now - timedelta(days=1)), (rosa, now)):
        actions.record_reading(subject=ada, by=reader, at=at, purpose="ATTENTION")
    actions.record("user.suspended", subject=ada, by=julio, at=now)
    found = queries.readers(ada)
    assert [(reader.by, reader.times, reader.purpose) for reader in found] == [
        (str(rosa.pk), 2, "ATTENTION"),
        (str(julio.pk), 1, "ATTENTION"),
    ]
    assert found[0].first == now - timedelta(days=2)
    assert queries.readers() == []


def test_writing_many_lines_is_quick(db):
    many = lines(4000)
    start = process_time()
    actions.record_many(many)
    # The aim is 20 000 lines a second; a busy machine may take four times as long.
    assert process_time() - start < 4000 / 5000


@given(
    by=st.text(max_size=20), subject=st.text(max_size=20), thread=st.none() | st.uuids().map(str),
    details=st.dictionaries(st.text(max_size=8), st.none() | st.booleans() | st.integers() | st.text(max_size=8)),
)  # fmt: skip
def test_a_chain_in_bulk_hashes_what_one_line_hashes(by, subject, thread, details):
    body = {
        "by": by, "verb": "case.started", "subject_type": "cases.Case", "subject_id": subject, "thread": thread,
        "purpose": "", "details": details,
    }  # fmt: skip
    chain = rules.Chain(41, rules.GENESIS)
    seq, previous, digest = chain.add(rules.written(at=NOON, line=body))
    assert (seq, previous) == (42, rules.GENESIS)
    assert digest == chain.hash == rules.line_hash(previous=previous, seq=seq, at=NOON, line=body)
