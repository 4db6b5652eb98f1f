"""The observatory at two million people, beside DuckDB, pandas and PostgreSQL that count the same in the same run.

    python -m bench.observatory                        2 million people
    python -m bench.observatory --people 200000 --postgres postgresql://…

`tables`: all 220 three-way tables of twelve dimensions, each cell counted, its keys added up, and protected. The peers
count only. `release`: the whole closed list with its gates, month after month, with what stands from the one before.
What was released is then served and asked for, beside Datasette (`bench.observatory_served`).
"""

import argparse
import os
import shutil
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import combinations
from multiprocessing import get_context
from typing import Any

import numpy as np
import psycopg
import pyarrow as pa

from ayni.observatory.closed_list import CUBES
from ayni.observatory.counting import Tables
from ayni.observatory.listed import Population
from ayni.observatory.noise import keys
from ayni.observatory.noise.cells import Protector, added
from ayni.observatory.releasing import build, publish
from bench import observatory_home, observatory_served, postgres
from tests.attacks import country as made_up
from tests.attacks import engine

TARGETS = {"tables": 2.0, "release": 60.0}
SIZES = {
    "sex": 4, "age": 6, "nationality": 14, "status": 10, "education": 9, "department": 25, "household": 5,
    "language": 4, "occupation": 6, "profile": 11, "stage": 3, "previous": 14,
}  # fmt: skip
"""Twelve dimensions, and of how many codes each is."""
TRIPLES = tuple(combinations(SIZES, 3))
SECRET = keys.Secret(bytes(range(32)))
CORES = 2
LARGEST_BLOCK = 400_000
"""In cells: an array of more no longer fits into the processor's own memory."""
SOME = 22
"""So many of the 220 tables the slow peers count; what they take is multiplied."""


@dataclass(frozen=True)
class People:
    codes: dict[str, np.ndarray]
    keys: np.ndarray

    @classmethod
    def drawn(cls, many: int) -> "People":
        rng = np.random.default_rng(3)
        drawn = {name: (rng.beta(1, 3, many) * size).astype(np.int16) for name, size in SIZES.items()}
        return cls(drawn, rng.integers(1, 2**64, many, dtype=np.uint64))


HELD: dict[str, People] = {}
"""What the processes that count have of the one that forked them: nothing is copied."""


def blocks() -> list[tuple[str, ...]]:
    """Few sets of dimensions in whose arrays each three of them are found: people are gone through once for each."""
    sets = [one for size in (3, 4, 5, 6) for one in combinations(SIZES, size)]
    inside = {one: set(combinations(one, 3)) for one in sets if np.prod([SIZES[name] for name in one]) <= LARGEST_BLOCK}
    left, found = set(TRIPLES), []
    while left:
        found.append(max(inside, key=lambda one: len(inside[one] & left)))
        left -= inside[found[-1]]
    return found


def protected(task: tuple[tuple[str, ...], list[tuple[str, ...]]]) -> int:
    """All tables of a block; how many cells they have."""
    block, wanted = task
    people, protector = HELD["people"], Protector(SECRET)
    shape = tuple(SIZES[name] for name in block)
    at = np.ravel_multi_index(tuple(people.codes[name] for name in block), shape)
    counts, sums = (one.reshape(shape) for one in added(at, people.keys, int(np.prod(shape))))
    cells = 0
    for three in wanted:
        others = tuple(n for n, name in enumerate(block) if name not in three)
        values = protector.values(counts.sum(axis=others), sums.sum(axis=others, dtype=np.uint64), "PERSONS")
        cells += values.size
    return cells


def three_way(people: People) -> tuple[float, float, int]:
    """Seconds for all 220 tables, protected, on two cores: on the clock, and of the processor; and how many cells."""
    HELD["people"] = people
    tasks, left = [], set(TRIPLES)
    for block in blocks():
        mine = [three for three in left if set(three) <= set(block)]
        left -= set(mine)
        tasks.append((block, mine))
    with ProcessPoolExecutor(CORES, mp_context=get_context("fork")) as pool:
        list(pool.map(abs, range(CORES)))
        began = time.perf_counter()
        done = list(pool.map(timed, tasks))
        return time.perf_counter() - began, sum(work for work, _cells in done), sum(cells for _work, cells in done)


def timed(task: tuple[tuple[str, ...], list[tuple[str, ...]]]) -> tuple[float, int]:
    """Seconds of the processor: they do not hang on what else the machine does."""
    began = time.process_time()
    cells = protected(task)
    return time.process_time() - began, cells


def by_duckdb(people: People) -> float:
    import duckdb  # noqa: PLC0415 - each process of readers loads this module, and none of them needs it

    connection = duckdb.connect()
    connection.execute(f"set threads to {CORES}")
    connection.register("given", pa.table(people.codes))
    connection.execute("create table people as select * from given")
    return _seconds(lambda three: connection.execute(_counted(three)).fetchnumpy(), TRIPLES)


def by_pandas(people: People) -> float:
    frame = pa.table(people.codes).to_pandas()
    some = TRIPLES[:: len(TRIPLES) // SOME]
    return _seconds(lambda three: frame.groupby(list(three)).size(), some) * len(TRIPLES) / len(some)


def by_postgresql(people: People, url: str) -> float:
    some = TRIPLES[:: len(TRIPLES) // SOME]
    with psycopg.connect(url, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("drop table if exists people")
        cursor.execute("create table people (" + ", ".join(f"{name} smallint" for name in SIZES) + ")")
        with cursor.copy("copy people from stdin") as copy:
            rows = np.stack([people.codes[name] for name in SIZES], axis=1)
            for part in np.array_split(rows, max(1, len(rows) // 50_000)):
                copy.write("\n".join("\t".join(map(str, row)) for row in part.tolist()) + "\n")
        cursor.execute("vacuum analyze people")
        return _seconds(lambda three: cursor.execute(_counted(three)).fetchall(), some) * len(TRIPLES) / len(some)


def _counted(three: Sequence[str]) -> str:
    names = ", ".join(three)
    return f"select {names}, count(*) from people group by {names}"  # noqa: S608


def _seconds(work: Callable[[Any], Any], each: Sequence[Any]) -> float:
    began = time.perf_counter()
    for one in each:
        work(one)
    return time.perf_counter() - began


# The whole closed list


def facts(now: made_up.Snapshot) -> Tables:
    """The country's own facts, and drawn ones of what it does not have: every cube of the closed list has something."""
    held, rng = dict(engine.facts(now).held), np.random.default_rng(9)
    for population in {one.population.table: one.population for one in CUBES}.values():
        if population.table not in held or population.code == "CLOSED":
            held.setdefault(population.table, _drawn(rng, population, held["people"]))
    if "outcome" not in held["cases"].column_names:
        held["cases"] = held["cases"].append_column("outcome", _codes(rng, len(held["cases"])))
    return Tables(held)


def _drawn(rng: np.random.Generator, population: Population, people: pa.Table) -> pa.Table:
    taken = people.select(["person", "department", "sex", "age_band"]).take(rng.integers(0, len(people), len(people)))
    mine = [one for one in CUBES if one.population.table == population.table]
    named = {column for one in mine for _variable, column in one.variables}
    months = {c.column for one in mine for c in one.population.keep if "month" in c.column or c.column.endswith("_on")}
    days = pa.array([date(2025, month, 1) for month in range(1, 13)])
    for column in sorted(named - set(taken.column_names)):
        taken = taken.append_column(column, _codes(rng, len(taken)))
    for column in sorted(months | {"month"}):
        taken = taken.append_column(column, days.take(pa.array(rng.integers(0, 12, len(taken)))))
    rows = np.char.zfill(np.arange(len(taken)).astype("U11"), 11)
    return taken.append_column("row", pa.array(rows))


def _codes(rng: np.random.Generator, many: int) -> pa.Array:
    names = [f"C-{n}" for n in range(8)]
    return pa.DictionaryArray.from_arrays(pa.array(rng.integers(0, 8, many).astype(np.int32)), names)


def lists(one: made_up.Country) -> dict[str, dict[str, Any]]:
    """The words of the unit, of the codes that it knows: pages are as long as they are."""
    drawn = {f"C-{n}": {"es": f"C-{n}", "en": f"C-{n}"} for n in range(8)}
    named = {variable.code_list for cube in CUBES for variable, _column in cube.variables if variable.code_list}
    said = {**dict.fromkeys(named, drawn), **engine.lists(one)}
    known = observatory_home.words()
    return {name: {code: known.get(name, {}).get(code, word) for code, word in each.items()}
            for name, each in said.items()}  # fmt: skip


def release(people: int, months: int) -> list[tuple[float, float]]:
    """Seconds, and those of the processor, of a first release of the closed list, and of those that follow it, month
    after month. They stay, to be asked for."""
    home, one = observatory_home.HOME, made_up.made(people, 2)
    shutil.rmtree(home / "observatory", ignore_errors=True)
    took, known = [], lists(one)
    for month in range(months):
        given = facts(one.at(month))
        began, used = time.perf_counter(), time.process_time()
        built = build(given, made_up.period(month), SECRET, home=home, lists=known)
        publish(home, built.id, at=datetime(2026, 1, 1, tzinfo=UTC))
        took.append((time.perf_counter() - began, time.process_time() - used))
    return took


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=2_000_000)
    parser.add_argument("--alone", action="store_true", help="without the peers")
    parser.add_argument("--postgres", default=os.environ.get("BENCH_POSTGRES", ""), help="else a server of our own")
    parser.add_argument("--served", action="store_true", help="only ask for what a run before this one released")
    parser.add_argument("--months", type=int, default=4, help="releases, one after another")
    parser.add_argument("--seconds", type=float, default=10, help="of each crowd of readers")
    parser.add_argument("--port", type=int, default=8797)
    given = parser.parse_args()
    observatory_home.set_up()
    if given.served:
        _told(observatory_served.all_of_it(given.port, given.seconds, is_alone=given.alone))
        return
    print(f"{given.people:,} people; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    people = People.drawn(given.people)
    took, work, cells = three_way(people)
    print(f"tables   ayni         {took:8.2f} s   {len(TRIPLES)} tables, {cells:,} cells, counted and protected")
    print(f"         of it         {work:8.2f} s   of the processor, both cores together")
    if not given.alone:
        print(f"         duckdb       {by_duckdb(people):8.2f} s   counted")
        print(f"         pandas       {by_pandas(people):8.2f} s   counted ({SOME} of them, and multiplied)")
        print(f"         postgresql   {_on_a_server(people, given.postgres):8.2f} s   counted ({SOME}, multiplied)")
    missed = ["tables"] if took > TARGETS["tables"] else []
    releases = release(given.people, given.months)
    for month, (seconds, of_processor) in enumerate(releases):
        name = made_up.period(month)
        print(f"release  {name:12} {seconds:8.2f} s   {of_processor:.2f} s of the processor; {len(CUBES)} cubes")
    missed += ["release"] if max(seconds for seconds, _work in releases) > TARGETS["release"] else []
    missed += observatory_served.all_of_it(given.port, given.seconds, is_alone=given.alone)
    _told(missed)


def _told(missed: list[str]) -> None:
    print(f"MISSED: {missed}" if missed else "All targets are met.", f"Load {os.getloadavg()[0]:.1f}.")


def _on_a_server(people: People, url: str) -> float:
    if url:
        return by_postgresql(people, url)
    with postgres.server() as address:
        return by_postgresql(people, address)


if __name__ == "__main__":
    main()
