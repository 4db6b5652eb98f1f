"""Datasette with the same cubes, as its documentation advises to publish what does not change: an immutable SQLite
file with indexes, and no suggestions of facets."""

import os
import sqlite3
from pathlib import Path
from urllib.parse import urlencode

import pyarrow.parquet as pq

from bench.observatory_asked import TOTAL, Question, cubes
from bench.readers import ROOT

HOW = (
    "  python3 -m venv .bench/datasette && .bench/datasette/bin/pip install datasette==0.65.5\n"
    "  (or say where it is:  DATASETTE=/somewhere/bin/datasette)"
)


def program() -> Path | None:
    """Datasette, in an environment of its own: nobody else needs it."""
    found = Path(os.environ.get("DATASETTE", ROOT / ".bench" / "datasette" / "bin" / "datasette"))
    return found if found.exists() else None


def written(home: Path) -> Path:
    """All releases of a cube in one table, with an index on the release and each dimension."""
    path = home / "cubes.db"
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as base:
        for one in cubes(home):
            names = [each["code"] for each in one.dimensions]
            columns = ", ".join(f'"{name}" text' for name in ("release", *names))
            base.execute(
                f'create table if not exists "{one.code}" ({columns}, value integer, rule text, period text)'  # noqa: S608
            )
            for name in names:
                base.execute(f'create index if not exists "{one.code}_{name}" on "{one.code}" ("release", "{name}")')
            rows = pq.read_table(one.folder / f"{one.code}.parquet").select([*names, "value", "rule", "period"])
            lines = zip(*(rows[name].to_pylist() for name in rows.column_names), strict=True)
            marks = ", ".join("?" * (len(names) + 4))
            insert = f'insert into "{one.code}" values ({marks})'  # noqa: S608 - codes of ours
            base.executemany(insert, ((one.release, *line) for line in lines))
    with sqlite3.connect(path, isolation_level=None) as base:
        base.execute("analyze")
    return path


def command(datasette: Path, base: Path, port: int) -> list[str]:
    settings = {"suggest_facets": "off", "max_returned_rows": "10000", "num_sql_threads": "3", "allow_facet": "off"}
    said = [word for name, value in settings.items() for word in ("--setting", name, value)]
    return [str(datasette), "serve", "-i", str(base), "--port", str(port), *said]


def path_of(asked: Question) -> str:
    """The same figures, as Datasette is asked for them: a list, for it makes no table of rows and columns."""
    said = {"release": asked.cube.release, "_size": "max"}
    for name, codes in asked.wanted.items():
        everything = len(codes) == len(asked.cube.codes(name))
        if len(codes) == 1:
            said[name] = codes[0]
        elif name == asked.cube.place and asked.place != TOTAL and not everything:
            # Some more than were asked for, but an address of two hundred codes is too long for a server.
            said[f"{name}__startswith"] = asked.place
        elif not everything:
            said[f"{name}__in"] = ",".join(codes)
    kind = {"": "", "csv": ".csv", "jsonstat": ".json"}[asked.form]
    if asked.form == "jsonstat":
        said["_shape"] = "array"
    return f"/cubes/{asked.cube.code}{kind}?{urlencode(said)}"
