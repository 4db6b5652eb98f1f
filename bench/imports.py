"""How long a list of a million people takes to be read, judged and compared with a register, and how much memory.

    python -m bench.imports                                      # 1 000 000 rows, register of 200 000
    python -m bench.imports --rows 50000 --people 20000          # a quick look

The register and the list are drawn as those of `bench.search`: one row in five is of somebody in the register, a third
of those with a letter missing; one in a hundred repeats an earlier row. Staging runs as the command does it.
Also printed: the work of each process, because wall time on a machine with other guests says little.
The peers, in the same run and on the same file. The quick one: csv → executemany into SQLite, then an exact join on
names and birth date; it finds nobody with an error in the name, and says nothing about a row. The thorough one:
rapidfuzz compares each row of a sample with everybody, on all cores (`cdist`), and its time for all rows is
worked out from that. The register stands in .bench/search-N.
"""

import argparse
import csv
import itertools
import os
import random
import resource
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .pages import WORLDS

SEED = 11
KNOWN, REPEATED = 0.2, 0.01
SAMPLE = 200
"""Rows that the thorough peer compares with everybody."""
HEADERS = ("external_id", "given_names", "surnames", "birth_date", "sex", "nationality", "document_type",
           "document_number", "phone")  # fmt: skip


def write_list(path: Path, rows: int, people: int) -> None:
    """The list, unless it is there."""
    from .search import drawn_people  # noqa: PLC0415

    if path.exists():
        return
    register, others = drawn_people(people), drawn_people(people + rows)[people:]
    chance, last = random.Random(SEED), None  # noqa: S311
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADERS)
        for number, other in enumerate(others):
            if last and chance.random() < REPEATED:
                out.writerow(last)
                continue
            is_known = chance.random() < KNOWN
            last = _row(number, register[chance.randrange(people)] if is_known else other, chance, is_known)
            out.writerow(last)


def _row(number: int, person: Any, chance: random.Random, is_known: bool) -> list[str]:
    given, surnames = f"{person.given_1} {person.given_2}".strip(), f"{person.surname_1} {person.surname_2}".strip()
    if is_known and len(surnames) > 4 and chance.random() < 0.3:
        place = chance.randrange(1, len(surnames) - 1)
        surnames = surnames[:place] + surnames[place + 1 :]
    return [f"B-{number}", given, surnames, person.born.isoformat(), chance.choice("FM"), "VEN", "", "", ""]


def stage(path: Path) -> dict[str, Any]:
    from django.utils import timezone  # noqa: PLC0415

    from ayni.access.models import User  # noqa: PLC0415
    from ayni.people.actions import imports as actions  # noqa: PLC0415
    from ayni.people.actions.imports.receiving import Upload  # noqa: PLC0415
    from ayni.people.models import ImportBatch  # noqa: PLC0415
    from ayni.people.queries import imports as queries  # noqa: PLC0415
    from ayni.people.queries.beside import second_process  # noqa: PLC0415

    user, now = User.objects.get(username="bench"), timezone.now
    began, worked = time.monotonic(), time.process_time()
    upload = Upload(path.name, _pieces(path), "bench", "bench", "PUBLIC_FUNCTION", "bench")
    batch = actions.receive_list(upload=upload, office=user.office, by=user, at=now())
    actions.start_staging(batch=batch, plan=queries.proposal(batch).plan, by=user, at=now())
    batch = ImportBatch.objects.get(pk=batch.pk)
    with second_process():
        while actions.step(batch, now()):
            pass
    seconds, here = time.monotonic() - began, time.process_time() - worked
    # The second process is gone by now.
    beside = resource.getrusage(resource.RUSAGE_CHILDREN)
    batch = ImportBatch.objects.get(pk=batch.pk)
    counts = dict(batch.counts)
    actions.reject_list(batch=batch, by=user, at=now())
    work = {"here": here, "beside": beside.ru_utime + beside.ru_stime}
    return {"seconds": seconds, "counts": counts, "rows": sum(counts.values())} | work


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            yield piece


def peer(path: Path) -> dict[str, Any]:
    """Exact names and birth date, in one join: what a plain script does."""
    from ayni.people.models import Person  # noqa: PLC0415

    names = ("given_name_1", "given_name_2", "surname_1", "surname_2", "birth_date")
    register = Person.objects.order_by().values_list(*names).iterator(chunk_size=20_000)
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE known (name TEXT, born TEXT)")
    base.executemany("INSERT INTO known VALUES (?, ?)", ((_name(*row[:4]), str(row[4])) for row in register))
    base.execute("CREATE INDEX of_known ON known (name, born)")
    began = time.monotonic()
    base.execute("CREATE TABLE list (name TEXT, born TEXT)")
    with path.open() as file:
        rows = ((_name(r["given_names"], r["surnames"]), r["birth_date"]) for r in csv.DictReader(file))
        base.executemany("INSERT INTO list VALUES (?, ?)", rows)
    known = base.execute(
        "SELECT COUNT(*) FROM list WHERE EXISTS (SELECT 1 FROM known WHERE known.name = list.name "
        "AND known.born = list.born)"
    ).fetchone()[0]
    return {"seconds": time.monotonic() - began, "known": known}


def thorough_peer(path: Path, rows: int) -> dict[str, Any]:
    """Each row of a sample with everybody, letter by letter: nobody is missed, whatever it takes."""
    from rapidfuzz import process  # noqa: PLC0415
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    from ayni.people.models import Person  # noqa: PLC0415

    names = ("given_name_1", "given_name_2", "surname_1", "surname_2")
    everybody = [_name(*row) for row in Person.objects.order_by().values_list(*names).iterator(chunk_size=20_000)]
    with path.open() as file:
        step = max(1, rows // SAMPLE)
        sample = [_name(r["given_names"], r["surnames"]) for r in itertools.islice(csv.DictReader(file), 0, None, step)]
    began, near = time.monotonic(), 0
    for first in range(0, len(sample), 20):
        found = process.cdist(
            sample[first : first + 20], everybody, scorer=OSA.normalized_similarity, score_cutoff=0.9, workers=-1
        )
        near += int((found.max(axis=1) > 0).sum())
    return {"seconds": time.monotonic() - began, "rows": len(sample), "near": near}


def _name(*parts: str) -> str:
    return " ".join(filter(None, parts)).lower()


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--rows", type=int, default=1_000_000)
    given.add_argument("--people", type=int, default=200_000)
    asked = given.parse_args()
    home = WORLDS / f"search-{asked.people}"
    home.mkdir(parents=True, exist_ok=True)
    os.environ["AYNI_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayni.config.settings")
    import django  # noqa: PLC0415

    django.setup()
    from .search import build  # noqa: PLC0415

    build(asked.people)
    path = home / f"list-{asked.rows}.csv"
    write_list(path, asked.rows, asked.people)
    ours, other = stage(path), peer(path)
    both = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    memory = sum(resource.getrusage(which).ru_maxrss for which in both) / 1024
    rows = ours["rows"]
    print(f"{rows:,} rows against {asked.people:,} people: {ours['seconds']:.0f} s, "
          f"{rows / ours['seconds']:,.0f} rows/s, at most {memory:,.0f} MB in two processes")  # fmt: skip
    print(f"  work: {ours['here'] / rows * 1e6:.0f} µs a row here, {ours['beside'] / rows * 1e6:.0f} µs beside")
    print("  " + ", ".join(f"{state} {number:,}" for state, number in sorted(ours["counts"].items())))
    print(
        f"peer, csv to SQLite and an exact join: {other['seconds']:.1f} s; known {other['known']:,}, nothing else said"
    )
    slow = thorough_peer(path, rows)
    minutes = slow["seconds"] / slow["rows"] * rows / 60
    print(f"peer, rapidfuzz on all cores, {slow['rows']} of the rows: {slow['seconds']:.1f} s, or "
          f"{minutes:,.0f} min for all; {slow['near']} of them near somebody by name")  # fmt: skip


if __name__ == "__main__":
    main()
