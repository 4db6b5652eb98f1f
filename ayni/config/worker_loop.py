"""The loops of the worker: queued tasks in small batches, duties when they are due, a sign of life."""

import json
import logging
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path
from threading import Event, Lock, Thread

from django.db import close_old_connections, connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

logger = logging.getLogger(__name__)

PAUSE = 1.0
BATCH = 20
ALIVE = "worker.json"


class Lane(Enum):
    """Who waits for a duty. Each lane is a thread: what takes minutes keeps nobody waiting for a code or a reminder."""

    NOW = "now"
    """Somebody waits, or a clock strikes: seconds at the most."""
    BATCH = "batch"
    """Somebody asked for it and sees it move: lists, papers, releases."""
    NIGHT = "night"
    """What is done once a day, however long it takes."""


@dataclass(frozen=True)
class Duty:
    """Something that the worker does again and again. `run` is handed the time, and keeps its batches short."""

    name: str
    every: timedelta
    run: Callable[[datetime], object]
    lane: Lane = Lane.NOW


@dataclass
class Diary:
    """When each duty was last done, what went wrong and what is under way since when, kept in AYNI_HOME: a daily duty
    is daily across restarts. The lanes write it together."""

    path: Path
    done: dict[str, datetime]
    failed: dict[str, str]
    under_way: dict[str, datetime] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    @classmethod
    def read(cls, home: Path) -> "Diary":
        path = home / ALIVE
        try:
            held = json.loads(path.read_text())
            done, under_way = (
                {name: datetime.fromisoformat(text) for name, text in held.get(what, {}).items()}
                for what in ("done", "under_way")
            )
            return cls(path, done, held["failed"], under_way)
        except (OSError, ValueError, KeyError):
            return cls(path, {}, {})

    def begin(self, name: str, at: datetime) -> None:
        with self.lock:
            self.under_way[name] = at

    def end(self, name: str, error: Exception | None) -> None:
        with self.lock:
            self.under_way.pop(name, None)
            if error is None:
                self.failed.pop(name, None)
            else:
                self.failed[name] = type(error).__name__

    def write(self, at: datetime) -> None:
        """Signs that the worker lives: of its lanes, the one that nothing holds up."""
        with self.lock:
            told = {
                "alive": at.isoformat(), "pid": os.getpid(), "failed": self.failed,
                "done": {name: moment.isoformat() for name, moment in self.done.items()},
                "under_way": {name: moment.isoformat() for name, moment in self.under_way.items()},
            }  # fmt: skip
            half = self.path.with_suffix(".new")
            half.write_text(json.dumps(told))
            half.replace(self.path)


def is_alive(home: Path) -> bool:
    """Whether the worker of this home lives: it signed not long ago, and its process is there."""
    try:
        told = json.loads((home / ALIVE).read_text())
        os.kill(told["pid"], 0)
    except (OSError, ValueError, KeyError):
        return False
    return timezone.now() - datetime.fromisoformat(told["alive"]) < timedelta(minutes=2)


def work(stopped: Event, duties: Iterable[Duty], *, home: Path) -> None:
    """Until `stopped` is set, or a lane breaks. What is under way is finished first."""
    duties, diary = list(duties), Diary.read(home)
    diary.under_way = {}
    broken: list[Exception] = []

    def run(lane: Lane) -> None:
        try:
            _run_lane(stopped, [duty for duty in duties if duty.lane is lane], diary, tasks=lane is Lane.NOW)
        except Exception as error:  # noqa: BLE001 - told by the thread that started it
            broken.append(error)
            stopped.set()

    def run_apart(lane: Lane) -> None:
        try:
            run(lane)
        finally:
            connections.close_all()

    lanes = [Thread(target=run_apart, args=(lane,), name=lane.value) for lane in Lane if lane is not Lane.NOW]
    for thread in lanes:
        thread.start()
    run(Lane.NOW)
    for thread in lanes:
        thread.join()
    diary.write(timezone.now())
    if broken:
        raise broken[0]


def _run_lane(stopped: Event, duties: list[Duty], diary: Diary, *, tasks: bool) -> None:
    queued = _queued_tasks() if tasks else None
    while not stopped.is_set():
        if queued is not None:
            run_safely("tasks", queued.run, diary)
            queued._run_tasks = 0
        do_what_is_due(duties, diary, at=timezone.now(), stopped=stopped)
        if queued is not None:
            diary.write(timezone.now())
        stopped.wait(PAUSE)


def _queued_tasks() -> Worker:
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=BATCH,
        worker_id="ayni",
        excluded_queue_names=[],
    )


def do_what_is_due(duties: Iterable[Duty], diary: Diary, *, at: datetime, stopped: Event) -> None:
    for duty in duties:
        last = diary.done.get(duty.name)
        if stopped.is_set() or (last is not None and last <= at < last + duty.every):
            continue
        run_safely(duty.name, lambda duty=duty: duty.run(at), diary)  # type: ignore[misc]
        with diary.lock:
            diary.done[duty.name] = at


def run_safely(name: str, run: Callable[[], object], diary: Diary) -> None:
    """One duty that fails does not keep the others from being done. It is tried again at its next turn."""
    close_old_connections()
    diary.begin(name, timezone.now())
    failed: Exception | None = None
    try:
        run()
    except Exception as error:
        logger.exception("duty failed: %s", name)
        failed = error
    diary.end(name, failed)
