"""Which question of the matrix notices when a filter on rows is taken out: written by `try_mutants.py`, kept by
`test_held.py`. A line each: the filter, and the question; without a question, only another test holds it, or none."""

import csv
from collections.abc import Iterator
from pathlib import Path

from .asking import Question, questions, typed_questions
from .things import Things

FILE = Path(__file__).with_name("held.csv")


def named_questions(who: str, things: Things) -> Iterator[tuple[str, Question]]:
    """Every question that this person asks, with a name that does not hang on the ids of this run."""
    for question in questions(who, things):
        yield f"{who} {question.method} {question.name} {question.variant}".strip(), question
    seen: dict[str, int] = {}
    for question in typed_questions(who, things):
        name = f"{who} {question.method} {question.name} {question.variant} typed"
        seen[name] = seen.get(name, 0) + 1
        yield f"{name} #{seen[name]}", question


def read() -> dict[str, str]:
    with FILE.open(newline="") as file:
        return {row["filter"]: row["question"] for row in csv.DictReader(file)}


def write(held: dict[str, str]) -> None:
    with FILE.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["filter", "question"])
        writer.writerows(sorted(held.items()))
