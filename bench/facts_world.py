"""A country of people for `bench.facts`: the rows of a small demo world, copied by SQL under new ids."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SEED_PEOPLE = 1000
PEOPLE = (
    "people_person", "people_nationality", "people_migratorysituation", "people_characteristic", "people_relationship",
    "people_household", "people_householdmember", "people_compartment",
)  # fmt: skip
EVENTS = (
    "cases_case", "cases_caseprofile", "cases_task", "cases_need", "cases_servicegiven", "cases_followup",
    "referrals_referral", "procedures_application", "procedures_item",
)  # fmt: skip
COUNTED = ("cases_task", "cases_need", "cases_followup", "referrals_referral", "procedures_item")
"""Whose rows are called events."""
RENUMBERED = {"number", "proof"}
"""Unique text that is no id: the copy's number is put behind it."""
FIRST_COPY = 0x200
LINKS = {
    "person_id": "people_person", "relative_id": "people_person", "household_id": "people_household",
    "case_id": "cases_case", "task_id": "cases_task", "need_id": "cases_need",
    "application_id": "procedures_application",
}  # fmt: skip


@dataclass(frozen=True)
class Copied:
    people: int
    events: int
    seconds: float


def demo_world(home: Path) -> Path:
    """A demo of a thousand people, made the first time."""
    if not (home / "ayni.db").exists():
        env = {**os.environ, "AYNI_HOME": str(home)}
        run = [sys.executable, "-c", "from ayni.config.cli import app; app()"]
        for arguments in (["setup"], ["demo", "--people", str(SEED_PEOPLE), "--seed", "1"]):
            subprocess.run([*run, *arguments], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return home


def copy_world(seed: Path, home: Path, *, people: int, events: int) -> Copied:
    """Another home with so many people and events, as the seed's are."""
    began = time.monotonic()
    home.mkdir(parents=True)
    shutil.copy(seed / "keyring.json", home)
    half = home / "ayni.db.half"
    with closing(sqlite3.connect(seed / "ayni.db")) as old, closing(sqlite3.connect(half)) as db:
        old.backup(db)
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA foreign_keys = OFF")
        for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f'DROP TRIGGER "{trigger}"')
        db.execute("DELETE FROM facts_change")
        indexes = _without_indexes(db)
        here, happened = _rows(db, PEOPLE[:1]), _rows(db, COUNTED)
        times = {**dict.fromkeys(PEOPLE, people // here), **dict.fromkeys(EVENTS, events // happened)}
        for table in (*PEOPLE, *EVENTS):
            _copy(db, table, times)
        for statement in indexes:
            db.execute(statement)
        db.execute("ANALYZE")
        db.commit()
        happened = _rows(db, COUNTED)
        here = _rows(db, PEOPLE[:1])
        db.execute("PRAGMA journal_mode = WAL")
    half.rename(home / "ayni.db")
    return Copied(here, happened, time.monotonic() - began)


def _rows(db: sqlite3.Connection, tables: tuple[str, ...]) -> int:
    return sum(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)  # noqa: S608


def _without_indexes(db: sqlite3.Connection) -> list[str]:
    """The statements that make the indexes of the copied tables, which are gone meanwhile."""
    found = db.execute(
        "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    ours = [(name, sql) for name, table, sql in found if table in (*PEOPLE, *EVENTS)]
    for name, _sql in ours:
        db.execute(f'DROP INDEX "{name}"')
    return [sql for _name, sql in ours]


def _copy(db: sqlite3.Connection, table: str, times: dict[str, int]) -> None:
    """Every row of the table again, for the copies 1 to n - 1."""
    columns, expressions = [], []
    for _n, name, kind, _null, _default, is_key in db.execute(f"PRAGMA table_info({table})").fetchall():
        if is_key and not kind.startswith("char"):
            continue
        columns.append(f'"{name}"')
        if is_key or name == "reason":
            expressions.append(_under(name, "k"))
        elif name in LINKS and LINKS[name] in times:
            most = times[LINKS[name]]
            expressions.append(_under(name, f"k % {most}" if times[table] > most else "k"))
        else:
            expressions.append(f"\"{name}\" || '-' || k" if name in RENUMBERED else f'"{name}"')
    if times[table] > 1:
        copies = f"WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k + 1 < {times[table]})"  # noqa: S608
        rows = f"SELECT {', '.join(expressions)} FROM n, (SELECT * FROM {table}) AS old ORDER BY k"  # noqa: S608
        db.execute(f"INSERT INTO {table} ({', '.join(columns)}) {copies} {rows}")  # noqa: S608


def _under(name: str, copy: str) -> str:
    """The id of the same row in that copy; copy 0 is the row itself. Copies are later than what they are of, each later
    than the one before, so that the order of ids is that of rows, as it is in a register that grew: ids of Ayni begin
    with the time (RFC 9562, UUID version 7), and those of this century all with 01."""
    fresh = f"printf('%03x', {FIRST_COPY} + {copy}) || substr(\"{name}\", 3, 29)"
    return f'CASE WHEN {copy} = 0 OR "{name}" IS NULL THEN "{name}" ELSE {fresh} END'
