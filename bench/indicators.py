"""Sixty indicators over synthetic facts, beside PostgreSQL and pandas that count the same in the same run.

    python -m bench.indicators                                 2 million people, 3 million events
    python -m bench.indicators --people 200000 --events 300000

The facts are written as Parquet, with no database behind them: columns and codes are those that the formulas of
`data/indicators` name. PostgreSQL and pandas leave the blocks of restricted cases out, which Ayni has to place.
"""

import argparse
import csv
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import django
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayni.config.settings")
os.environ.setdefault("AYNI_HOME", tempfile.mkdtemp(prefix="ayni-bench-"))
django.setup()

from ayni.facts.builds import Build  # noqa: E402
from ayni.results import formula as formulas  # noqa: E402
from ayni.results import measuring  # noqa: E402
from ayni.results.expressions import Window  # noqa: E402
from ayni.results.formula import Formula  # noqa: E402
from ayni.results.spans import shifted  # noqa: E402
from ayni.results.warehouse import _written, warehouse  # noqa: E402
from bench import indicators_peers as peers  # noqa: E402
from bench import postgres  # noqa: E402

DATA = Path(__file__).parents[1] / "data" / "indicators" / "indicators.csv"
TABLES = {
    "steps": 0.34, "referrals": 0.16, "cases": 0.08, "appointments": 0.12, "tickets": 0.1, "applications": 0.08,
    "needs": 0.06, "checklist": 0.04, "feedback": 0.02,
}  # fmt: skip
"""Of the events, the share of each table. `people` has one row each."""
NUMBERS = {"hours_to_answer", "hours_to_acknowledge", "hours_open", "minutes_waiting", "minutes_attended", "days_ahead",
           "days_to_decision", "hours"}  # fmt: skip
FLAGS = {"escalated", "is_no_show", "came", "failed", "is_child", "needs_interpreter"}
DAYS = {"submitted_on", "handed_over_on"}
FIRST, MONTHS = date(2024, 1, 1), 36
GROUPED = {"steps": ("protocol", "step", "institution", "family")}
COMMON = ("organisation", "office", "department", "sensitivity", "team")
WANTED, TARGETS = 60, {"warm": 0.3, "cold": 3.0, "one": 0.1}


def wanted() -> dict[str, Formula]:
    """The first sixty indicators whose tables are written here."""
    found = {}
    for row in csv.DictReader(DATA.open(newline="")):
        tables = {row["table"], row["denominator_table"] or row["table"]}
        if row["origin"] != "FACTS" or not tables <= {*TABLES, "people"}:
            continue
        lines = {n: formulas.read(row[n].replace(";", "\n")) for n in ("filter", "numerator", "denominator")}
        found[row["code"]] = Formula(
            table=row["table"], month=row["month"], measure=row["measure"], counts=row["counts"], column=row["column"],
            denominator_table=row["denominator_table"], dimensions=tuple(filter(None, row["dimensions"].split("|"))),
            **lines,
        )  # fmt: skip
    return dict(list(found.items())[:WANTED])


def columns(asked: dict[str, Formula]) -> dict[str, dict[str, set[str]]]:
    """Table → column → the codes that formulas name there."""
    found: dict[str, dict[str, set[str]]] = {}
    for one in asked.values():
        for table, names in formulas.columns_of(one).items():
            for name in names:
                found.setdefault(table, {}).setdefault(name, set())
        below = [(one.below, c) for c in one.denominator]
        for table, condition in [(one.table, c) for c in (*one.filter, *one.numerator)] + below:
            found.setdefault(table, {}).setdefault(condition.column, set()).update(condition.codes)
    return found


def write(folder: Path, people: int, events: int, asked: dict[str, Formula]) -> Build:
    rng, tables = np.random.default_rng(7), {}
    for name, needed in columns(asked).items():
        rows = people if name == "people" else int(events * TABLES[name])
        known = {column: set() for column in COMMON + GROUPED.get(name, ())} | needed
        for more in ("family", "procedure", "category", "requirement", "protocol", "step", "institution"):
            known.setdefault(more, set())
        known |= {"person": set(), {"cases": "month_opened"}.get(name, "month"): set()}
        if name == "people":
            known = {column: codes for column, codes in known.items() if column not in {"sensitivity", "team"}}
        table = pa.table({column: _values(rng, column, codes, rows, people) for column, codes in sorted(known.items())})
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd", row_group_size=1 << 17)
        tables[name] = {"rows": rows, "columns": table.column_names}
    manifest = {"tables": tables, "labels": {}, "as_of": "2026-12-31T12:00:00+00:00", "seconds": 0}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return Build("bench", folder, manifest)


def _values(rng: np.random.Generator, name: str, codes: set[str], rows: int, people: int) -> pa.Array:
    if name == "person":
        return pa.array(rng.integers(0, people, rows).astype(np.uint64))
    if name.startswith("month"):
        months = np.array([shifted(FIRST, n) for n in range(MONTHS)], dtype="datetime64[D]")
        picked = months[np.sort(rng.integers(0, MONTHS, rows))]
        return pa.array(picked, pa.date32(), mask=rng.random(rows) < (0.4 if name == "month_closed" else 0))
    if name in NUMBERS:
        return pa.array(np.round(rng.exponential(40, rows), 2), mask=rng.random(rows) < 0.2)
    if name in FLAGS:
        return pa.array(rng.random(rows) < 0.3)
    if name in DAYS:
        return pa.array(np.full(rows, np.datetime64("2026-01-01")), pa.date32(), mask=rng.random(rows) < 0.3)
    if name == "sensitivity":
        listed, odds = ["ORDINARY", "PROTECTED", "RESTRICTED"], [0.8, 0.17, 0.03]
    else:
        made = {"department": [f"{n:02}" for n in range(1, 26)], "organisation": ["MIGRACIONES", "MUNI-SMP"]}
        listed = sorted(codes | set(made.get(name, [f"{name[:3].upper()}-{n}" for n in range(8)])))
        odds = None
    picked = rng.choice(len(listed), rows, p=odds).astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(picked), pa.array(listed))


@dataclass(frozen=True, order=True)
class Took:
    """Seconds on the clock, and of the processor, those of all threads together: the second does not hang on what else
    the machine does."""

    clock: float
    work: float


def timed(work: Callable[[], Any]) -> Took:
    clock, used = time.perf_counter(), time.process_time()
    work()
    return Took(time.perf_counter() - clock, time.process_time() - used)


WINDOWS = [Window(date(2026, 10, 1), date(2026, 12, 1)), Window(date(2026, 7, 1), date(2026, 9, 1)),
           Window(date(2026, 1, 1), date(2026, 12, 1))]  # fmt: skip
EARLIER = [Window(date(2025, 10, 1), date(2025, 12, 1)), Window(date(2025, 7, 1), date(2025, 9, 1)),
           Window(date(2025, 1, 1), date(2025, 12, 1))]  # fmt: skip


def ayni(build: Build, asked: dict[str, Formula]) -> dict[str, Took]:
    warehouse.cache_clear()
    _written.clear()
    cold = timed(lambda: measuring.figures(build, asked, WINDOWS))
    house = warehouse(build)
    warm = []
    for windows in (EARLIER, WINDOWS, EARLIER):
        # What was answered is forgotten; sums by month and the SQL are kept: somebody chooses other months.
        for key in [k for k in house.answers if k[0] == "numbers"]:
            del house.answers[key]
        warm.append(timed(lambda w=windows: measuring.figures(build, asked, w)))
    one, span = asked["CUM-01"], Window(date(2025, 1, 1), date(2026, 12, 1))
    dimensions = ("protocol", "department", "family", "institution", "step")
    times = []
    for _again in range(4):
        for key in [k for k in house.answers if k[0] == "parts"]:
            del house.answers[key]
        times.append(timed(lambda: measuring.parts(build, one, dimensions, span, monthly=True)))
    return {"cold": cold, "warm": min(warm), "one": min(times[1:])}


def _shown(took: Any) -> str:
    return f"{took.clock:.3f} ({took.work:.3f})" if isinstance(took, Took) else f"{took:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=2_000_000)
    parser.add_argument("--events", type=int, default=3_000_000)
    parser.add_argument("--alone", action="store_true", help="without the peers")
    parser.add_argument("--postgres", default=os.environ.get("BENCH_POSTGRES", ""), help="else a server of our own")
    given = parser.parse_args()
    folder, asked = Path(tempfile.mkdtemp(prefix="ayni-facts-")), wanted()
    try:
        size = f"{given.people:,} people, {given.events:,} events"
        print(f"{len(asked)} indicators, {size}; load {os.getloadavg()[0]:.1f}")
        print(f"writing the facts: {timed(lambda: write(folder, given.people, given.events, asked)).clock:.1f} s")
        build = Build("bench", folder, json.loads((folder / "manifest.json").read_text()))
        found: dict[str, Any] = {"ayni": ayni(build, asked)}
        if not given.alone:
            found["pandas"] = peers.pandas(build, asked, WINDOWS)
            with nullcontext(given.postgres) if given.postgres else postgres.server() as address:
                found["postgresql"] = peers.postgresql(address, build, asked, WINDOWS)
        print(f"{'seconds':14}{'cold':>18}{'warm':>18}{'one by 5 x 24':>18}")
        for who, times in found.items():
            print(f"{who:14}" + "".join(f"{_shown(times[name]):>18}" for name in ("cold", "warm", "one")))
        missed = [name for name, most in TARGETS.items() if found["ayni"][name].clock > most]
        print(f"MISSED: {missed}" if missed else "All targets are met.", f"Load {os.getloadavg()[0]:.1f}.")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
