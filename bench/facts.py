"""How long facts take to build, whole and when 1 % changed, and what the same tables take on other engines.

    python -m bench.facts                                    # 2 million people, 3 million events, kept in .bench/
    python -m bench.facts --people 100000 --events 150000    # smaller

The world is a demo of a thousand people whose rows are copied by SQL under new ids until there are enough: what a row
holds and how rows hang together stays as the verbs made it. The build is `ayni facts build` in a process of its own;
its memory is that of all its processes together, looked at five times a second. One in a hundred people and events then
changes by SQL. The peers count what was built: pandas the same files, PostgreSQL the same rows in tables of its own.
Ends with an error when a target is missed; the targets hold for the default size.
"""

import argparse
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from typing import Any

from .facts_world import Copied, copy_world, demo_world
from .postgres import server

ROOT = Path(__file__).resolve().parents[1]
WORLDS = ROOT / ".bench"
WHOLE_S, WHOLE_MB, RENEWED_S = 90.0, 1536.0, 10.0
TIMES = 5
ONE_IN_A_HUNDRED = (
    "UPDATE people_person SET needs_interpreter = NOT needs_interpreter WHERE rowid % 100 = 7",
    "UPDATE cases_task SET due_at = datetime(due_at, '+1 day') WHERE rowid % 100 = 7 AND due_at IS NOT NULL",
    "UPDATE cases_need SET urgency = urgency WHERE rowid % 100 = 7",
    "UPDATE referrals_referral SET sent_at = sent_at WHERE rowid % 100 = 7",
    "UPDATE procedures_item SET state = state WHERE rowid % 100 = 7",
)
QUESTIONS: dict[str, tuple[str, list[str]]] = {
    "people by sex, age, department": ("people", ["sex", "age_band", "department"]),
    "people by status and month": ("people", ["status", "month"]),
    "steps by protocol and timeliness": ("steps", ["protocol", "step", "timeliness"]),
    "steps by office, month, state": ("steps", ["office", "month", "state"]),
}


def memory_of(group: int) -> tuple[float, float]:
    """Megabytes that the processes of a group hold of their own; and with what of files stands in memory, which the
    system takes back when somebody needs it. What they share is divided among them."""
    own, with_files = 0, 0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            if os.getpgid(int(entry.name)) == group:
                told = dict(line.split(":") for line in (entry / "smaps_rollup").read_text().splitlines()[1:])
                own += int(told["Pss_Anon"].split()[0]) + int(told["Pss_Shmem"].split()[0])
                with_files += int(told["Pss"].split()[0])
        except (OSError, ValueError):
            continue
    return own / 1024, with_files / 1024


def built(home: Path, *options: str) -> dict[str, Any]:
    """`ayni facts build`: seconds on the clock, of the processor, and the most memory."""
    env = {**os.environ, "AYNI_HOME": str(home)}
    command = [sys.executable, "-c", "from ayni.config.cli import app; app()", "facts", "build", *options]
    before, began = os.times(), time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    over, most = Event(), [0.0, 0.0]

    def look() -> None:
        while not over.wait(0.2):
            most[:] = map(max, most, memory_of(process.pid))

    looking = Thread(target=look)
    looking.start()
    said, _ = process.communicate()
    over.set()
    looking.join()
    if process.returncode:
        raise SystemExit("The facts were not built.")
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    line = said.strip().splitlines()[-1]
    return {"seconds": time.monotonic() - began, "cpu": cpu, "mb": most[0], "mapped": most[1], "said": line}


def change(home: Path) -> int:
    with closing(sqlite3.connect(home / "ayni.db", timeout=60)) as db:
        changed = sum(db.execute(statement).rowcount for statement in ONE_IN_A_HUNDRED)
        db.commit()
        return changed


def timed(question: Callable[[], Any]) -> float:
    """Milliseconds, the middle one of some."""
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        question()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def peers(home: Path) -> dict[str, dict[str, float]]:
    """Milliseconds of each question on each engine, everything loaded before."""
    import django  # noqa: PLC0415 - AYNI_HOME is set first

    os.environ["AYNI_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayni.config.settings")
    django.setup()
    from ayni.facts.queries import current  # noqa: PLC0415
    from ayni.results.engines import Held, stocked  # noqa: PLC0415

    build = current(home)
    assert build is not None
    names = {table for table, _by in QUESTIONS.values()}
    found: dict[str, dict[str, float]] = {name: {} for name in QUESTIONS}
    backend, tables = stocked("duckdb", build, {name: Held(name, ("month",)) for name in names})
    frames = {name: build.read(name).to_pandas() for name in names}
    for name, (table, by) in QUESTIONS.items():
        rows = tables[table]
        asked = rows.group_by(by).agg(n=rows.count(), people=rows.person.nunique())
        found[name]["Ayni (DuckDB)"] = timed(lambda asked=asked: backend.to_pyarrow(asked))
        grouped = frames[table].groupby(by, dropna=False, observed=True)["person"]
        found[name]["pandas"] = timed(lambda grouped=grouped: grouped.agg(["size", "nunique"]))
    del frames
    _in_postgres(build, names, found)
    return found


def _in_postgres(build: Any, names: set[str], found: dict[str, dict[str, float]]) -> None:
    import psycopg  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.csv as written  # noqa: PLC0415

    needed = {name: {"person"} | {c for t, by in QUESTIONS.values() if t == name for c in by} for name in names}
    with server() as address, psycopg.connect(address, autocommit=True) as db:
        for name in names:
            content = build.read(name).select(sorted(needed[name]))
            kinds = {"person": "numeric", "month": "date"}
            columns = ", ".join(f'"{c}" {kinds.get(c, "text")}' for c in content.column_names)
            db.execute(f'CREATE UNLOGGED TABLE "{name}" ({columns})')
            sink = pa.BufferOutputStream()
            written.write_csv(content, sink, written.WriteOptions(include_header=False))
            with db.cursor().copy(f'COPY "{name}" FROM STDIN (FORMAT csv)') as copy:
                copy.write(sink.getvalue().to_pybytes())
            db.execute(f'VACUUM ANALYZE "{name}"')
        for name, (table, by) in QUESTIONS.items():
            listed = ", ".join(f'"{column}"' for column in by)
            sql = f'SELECT {listed}, count(*), count(DISTINCT person) FROM "{table}" GROUP BY {listed}'  # noqa: S608
            found[name]["PostgreSQL"] = timed(lambda sql=sql: db.execute(sql).fetchall())


def told(what: str, figures: dict[str, Any]) -> None:
    seconds, cpu, mb, mapped = (figures[name] for name in ("seconds", "cpu", "mb", "mapped"))
    took = f"{seconds:8.1f} s {cpu:8.1f} s of processor {mb:8.0f} MB ({mapped:.0f} with files)"
    print(f"{what:<28}{took}   {figures['said'].rpartition(':')[0]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=2_000_000)
    parser.add_argument("--events", type=int, default=3_000_000)
    parser.add_argument("--from-home", type=Path, help="A demo world that is there already, to be copied.")
    chosen = parser.parse_args()
    home = WORLDS / f"facts-{chosen.people}-{chosen.events}"
    if not (home / "ayni.db").exists():
        copied: Copied = copy_world(
            demo_world(chosen.from_home or WORLDS / "facts-seed"), home, people=chosen.people, events=chosen.events
        )
        print(f"{copied.people:,} people and {copied.events:,} events made in {copied.seconds:.0f} s")
    print(f"load average {', '.join(f'{load:.1f}' for load in os.getloadavg())} on {os.cpu_count()} cores")
    whole = built(home, "--full")
    told("whole", whole)
    told("nothing changed", built(home))
    changed = change(home)
    renewed = built(home)
    told(f"{changed:,} rows changed", renewed)
    engines = ["Ayni (DuckDB)", "pandas", "PostgreSQL"]
    print(f"\n{'milliseconds':<36}" + "".join(f"{engine:>16}" for engine in engines))
    for name, times in peers(home).items():
        print(f"{name:<36}" + "".join(f"{times[engine]:16.1f}" for engine in engines))
    misses = [
        f"{what}: {value:.0f} of {limit:.0f}"
        for what, value, limit in (
            ("seconds, whole", whole["seconds"], WHOLE_S), ("MB, whole", whole["mb"], WHOLE_MB),
            ("seconds, 1 % changed", renewed["seconds"], RENEWED_S),
        )
        if value > limit
    ]  # fmt: skip
    print("\nAll targets are met." if not misses else "\nMISSED " + json.dumps(misses))
    raise SystemExit(bool(misses))


if __name__ == "__main__":
    main()
