"""Which question of the matrix notices when a filter on rows is taken out: written by `try_mutants.py`, kept by
`test_held.py`. A line each: the filter, and the question; without a question, only another test holds it, or none.
Which test that is stands in `held_by_tests.csv`, written and tried by `without.py`."""

import csv
from pathlib import Path

FILE = Path(__file__).with_name("held.csv")
BY_TESTS = Path(__file__).with_name("held_by_tests.csv")


def read() -> dict[str, str]:
    return _read(FILE, "question")


def read_tests() -> dict[str, str]:
    return _read(BY_TESTS, "test")


def _read(path: Path, what: str) -> dict[str, str]:
    with path.open(newline="") as file:
        return {row["filter"]: row[what] for row in csv.DictReader(file)}


def write(held: dict[str, str]) -> None:
    _write(FILE, "question", held)


def write_tests(held: dict[str, str]) -> None:
    _write(BY_TESTS, "test", held)


def _write(path: Path, what: str, held: dict[str, str]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["filter", what])
        writer.writerows(sorted(held.items()))
