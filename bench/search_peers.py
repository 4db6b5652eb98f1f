"""What others would do: compare with everybody, or ask a trigram index and compare what it finds."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import psycopg
from rapidfuzz import fuzz, process

from ayni.lib.names import plain
from ayni.people.rules import likeness
from ayni.people.rules.keys import name_words

from .postgres import server

READ = 100
"""How many each method hands on to the comparison, which is Ayni's for all of them."""
Finder = Callable[[Any], Sequence[int]]
"""A query → the numbers of up to ten people, the best first."""


def _best(asked: Any, numbers: Sequence[int], people: list[Any]) -> list[int]:
    sought = asked.sought

    def score(number: int) -> float:
        p = people[number]
        names = name_words(p.given_1, p.given_2), name_words(p.surname_1), name_words(p.surname_2)
        return likeness.compare(sought, likeness.Known(*names, (), p.born, p.precision)).score

    return sorted(numbers, key=score, reverse=True)[:10]


def _line(person: Any) -> str:
    return plain(" ".join(filter(None, person[:4])))


def brute_force(people: list[Any]) -> Finder:
    lines = [_line(person) for person in people]

    def find(asked: Any) -> list[int]:
        """On one processor: rapidfuzz divides many queries among several, and not one."""
        name = plain(f"{asked.given} {asked.surnames}")
        scores = process.cdist([name], lines, scorer=fuzz.token_set_ratio, dtype=np.uint8)[0]
        return _best(asked, np.argpartition(scores, -READ)[-READ:].tolist(), people)

    return find


@contextmanager
def trigrams(people: list[Any]) -> Iterator[tuple[Finder, float]]:
    """A PostgreSQL of its own with everybody's name and a GIN index; the seconds that the index took."""
    with server() as address, psycopg.connect(address, autocommit=True) as db:
        db.execute("CREATE EXTENSION pg_trgm")
        db.execute("CREATE TABLE people (number int PRIMARY KEY, name text NOT NULL)")
        with db.cursor().copy("COPY people FROM STDIN") as copy:
            for number, person in enumerate(people):
                copy.write_row((number, _line(person)))
        began = time.monotonic()
        db.execute("CREATE INDEX ON people USING gin (name gin_trgm_ops)")
        seconds = time.monotonic() - began
        db.execute("ANALYZE people")

        def find(asked: Any) -> list[int]:
            name = plain(f"{asked.given} {asked.surnames}")
            rows = db.execute(
                "SELECT number FROM people WHERE name %% %s ORDER BY similarity(name, %s) DESC LIMIT %s",
                [name, name, READ],
            )
            return _best(asked, [number for (number,) in rows.fetchall()], people)

        yield find, seconds
