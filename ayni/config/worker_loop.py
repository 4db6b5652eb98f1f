"""The loop of the worker: queued tasks in small batches, duties when they are due, a sign of life."""

import json
import logging
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

from django.db import close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

logger = logging.getLogger(__name__)

PAUSE = 1.0
BATCH = 20
ALIVE = "worker.json"


@dataclass(frozen=True)
class Duty:
    """Something that the worker does again and again. `run` is handed the time, and keeps its batches short."""

    name: str
    every: timedelta
    run: Callable[[datetime], object]


@dataclass
class Diary:
    """When each duty was last done and what went wrong, kept in AYNI_HOME: a daily duty is daily across restarts."""

    path: Path
    done: dict[str, datetime]
    failed: dict[str, str]

    @classmethod
    def read(cls, home: Path) -> "Diary":
        path = home / ALIVE
        try:
            held = json.loads(path.read_text())
            done = {name: datetime.fromisoformat(text) for name, text in held["done"].items()}
            return cls(path, done, held["failed"])
        except (OSError, ValueError, KeyError):
            return cls(path, {}, {})

    def write(self, at: datetime) -> None:
        done = {name: moment.isoformat() for name, moment in self.done.items()}
        half = self.path.with_suffix(".new")
        told = {"alive": at.isoformat(), "pid": os.getpid(), "done": done, "failed": self.failed}
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
    """Until `stopped` is set. What is under way is finished first."""
    duties, diary = list(duties), Diary.read(home)
    tasks = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=BATCH,
        worker_id="ayni",
        excluded_queue_names=[],
    )
    while not stopped.is_set():
        run_safely("tasks", tasks.run, diary)
        tasks._run_tasks = 0
        do_what_is_due(duties, diary, at=timezone.now(), stopped=stopped)
        diary.write(timezone.now())
        stopped.wait(PAUSE)


def do_what_is_due(duties: Iterable[Duty], diary: Diary, *, at: datetime, stopped: Event) -> None:
    for duty in duties:
        last = diary.done.get(duty.name)
        if stopped.is_set() or (last is not None and last <= at < last + duty.every):
            continue
        run_safely(duty.name, lambda duty=duty: duty.run(at), diary)  # type: ignore[misc]
        diary.done[duty.name] = at


def run_safely(name: str, run: Callable[[], object], diary: Diary) -> None:
    """One duty that fails does not keep the others from being done. It is tried again at its next turn."""
    close_old_connections()
    try:
        run()
    except Exception as error:
        logger.exception("duty failed: %s", name)
        diary.failed[name] = type(error).__name__
    else:
        diary.failed.pop(name, None)
