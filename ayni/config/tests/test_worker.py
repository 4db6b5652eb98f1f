import json
from datetime import UTC, datetime, timedelta
from threading import Event
from types import SimpleNamespace

import pytest
from django.conf import settings

from ayni.config import duties, worker_loop
from ayni.config.worker_loop import Diary, Duty, Lane, do_what_is_due, is_alive

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def diary(tmp_path):
    return Diary.read(tmp_path)


def test_a_duty_is_done_when_its_time_has_passed(diary):
    done = []
    duty = Duty("daily", timedelta(days=1), done.append)
    for hours in (0, 1, 23, 24, 25, 48):
        do_what_is_due([duty], diary, at=NOON + timedelta(hours=hours), stopped=Event())
    assert done == [NOON, NOON + timedelta(hours=24), NOON + timedelta(hours=48)]


def test_a_clock_that_was_set_back_does_not_stop_the_duties(diary):
    done = []
    duty = Duty("daily", timedelta(days=1), done.append)
    do_what_is_due([duty], diary, at=NOON, stopped=Event())
    do_what_is_due([duty], diary, at=NOON - timedelta(days=30), stopped=Event())
    assert len(done) == 2


def test_one_duty_that_fails_does_not_keep_the_others_from_being_done(diary, caplog):
    done = []

    def fails(at):
        raise ValueError("Rosa Quispe")

    do_what_is_due(
        [Duty("bad", timedelta(0), fails), Duty("good", timedelta(0), done.append)], diary, at=NOON, stopped=Event()
    )
    assert done == [NOON]
    assert diary.failed == {"bad": "ValueError"}


def test_the_diary_outlives_a_restart(diary, tmp_path):
    diary.done["facts"] = NOON
    diary.write(NOON)
    assert Diary.read(tmp_path).done == {"facts": NOON}


def test_a_torn_diary_is_begun_anew(tmp_path):
    (tmp_path / worker_loop.ALIVE).write_text('{"done": {"facts": "not a')
    assert Diary.read(tmp_path).done == {}


def test_a_worker_that_was_killed_is_not_alive(diary, tmp_path):
    assert not is_alive(tmp_path)
    diary.write(datetime.now(UTC))
    assert is_alive(tmp_path)
    told = json.loads((tmp_path / worker_loop.ALIVE).read_text())
    (tmp_path / worker_loop.ALIVE).write_text(json.dumps(told | {"pid": 2**22 - 3}))
    assert not is_alive(tmp_path)


def test_the_loop_ends_when_it_is_told_to(tmp_path, monkeypatch):
    stopped = Event()
    worker_loop.work(stopped, [Duty("last", timedelta(0), lambda at: stopped.set())], home=tmp_path)
    assert is_alive(tmp_path)


def test_whoever_waits_for_a_code_does_not_wait_for_the_facts(tmp_path, monkeypatch):
    monkeypatch.setattr(worker_loop, "PAUSE", 0.01)
    # Both would close the connection that this test's transaction lives in.
    monkeypatch.setattr(worker_loop, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker_loop, "_queued_tasks", lambda: SimpleNamespace(run=lambda: None))
    stopped, begun, sent, told = Event(), Event(), [], []

    def count_for_long(at):
        begun.set()
        assert stopped.wait(30)

    def send(at):
        begun.wait(30)
        sent.append(at)
        if len(sent) == 3:
            told.append(Diary.read(tmp_path).under_way)
            stopped.set()

    both = [Duty("facts", timedelta(0), count_for_long, Lane.NIGHT), Duty("outbox", timedelta(0), send)]
    worker_loop.work(stopped, both, home=tmp_path)
    assert len(sent) == 3
    assert "facts" in told[0]
    ended = Diary.read(tmp_path)
    assert (ended.under_way, ended.failed, set(ended.done)) == ({}, {}, {"facts", "outbox"})


def test_a_lane_that_breaks_ends_the_worker(tmp_path, monkeypatch):
    """Whoever started it starts it again: no half of it goes on unseen."""
    do = worker_loop.do_what_is_due

    def broken(duties, diary, *, at, stopped):
        if any(duty.lane is Lane.NIGHT for duty in duties):
            raise OSError("no room")
        do(duties, diary, at=at, stopped=stopped)

    monkeypatch.setattr(worker_loop, "do_what_is_due", broken)
    with pytest.raises(OSError, match="no room"):
        worker_loop.work(Event(), [Duty("facts", timedelta(0), lambda at: None, Lane.NIGHT)], home=tmp_path)


def test_what_takes_minutes_is_not_in_the_lane_of_whoever_waits():
    now = {duty.name for duty in duties.DUTIES if duty.lane is Lane.NOW}
    assert {"outbox", "who asks how it stands", "clock of referrals", "seats of appointments"} <= now
    assert now.isdisjoint({"facts", "possible duplicates", "retention", "releases that were asked for"})
    assert not [duty.name for duty in duties.DUTIES if duty.every >= timedelta(days=1) and duty.lane is Lane.NOW]


@pytest.mark.parametrize("duty", duties.DUTIES, ids=lambda duty: duty.name)
def test_every_duty_can_be_done_on_an_empty_installation(duty):
    duty.run(NOON)
    assert settings.AYNI_HOME.exists()
