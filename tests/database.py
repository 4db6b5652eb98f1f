"""The database of a run is a copy of one whose tables were laid as those of a new installation are.

What is copied is made anew when a migration changes. That all of them, one after another, lead to the same tables is
proven by `tests/test_tables.py`.
"""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path

import django
import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from ayni.config.tables import update_tables
from ayni.lib import keys

ROOT = Path(__file__).parents[1]
KEPT = ROOT / ".pytest_cache"
NAMED = "ayni_migrated_"


def fill_from_migrated() -> None:
    """Lay the migrated tables where this process will look for its database."""
    test = connection.creation._get_test_db_name()
    if connection.vendor == "sqlite":
        copy_file(Path(test))
    else:
        with _alone():
            _copy_in_postgresql(test)


@contextmanager
def _alone() -> Iterator[None]:
    """Processes of a run begin together: the first makes it, the others wait and copy."""
    KEPT.mkdir(exist_ok=True)
    with (KEPT / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _mark() -> str:
    """Of the migrations as they are, and of the Django that runs them."""
    found = sha256(django.__version__.encode())
    for path in (ROOT / "ayni/config/tables.py", *sorted((ROOT / "ayni").glob("*/migrations/*.py"))):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def lay(database: str, how: str = "at once") -> None:
    """Lay all tables in the empty database at this address: `at once`, or `step by step`."""
    command = [sys.executable, "-m", "tests.database", how]
    environment = {**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)  # noqa: S603


def copy_file(to: Path) -> None:
    """Lay the migrated tables, as a file of SQLite, where there is none yet."""
    kept = KEPT / f"{NAMED}{_mark()}.db"
    with _alone():
        if not kept.exists():
            for old in KEPT.glob(f"{NAMED}*"):
                old.unlink()
            made = kept.with_suffix(".new")
            lay(f"sqlite:///{made}")
            made.rename(kept)
        # By another process: see `nobody_opens_the_database_by_hand`.
        subprocess.run(["cp", str(kept), str(to)], check=True)  # noqa: S603, S607


def _copy_in_postgresql(test: str) -> None:
    known = settings.DATABASES["default"]
    address = f"postgresql://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}/"
    kept = NAMED + _mark()
    with psycopg.connect(f"{address}postgres", autocommit=True) as there:
        named = there.execute("select datname from pg_database where datname like %s", [f"{NAMED}%"]).fetchall()
        if (kept,) not in named:
            for (old,) in named:
                there.execute(f'drop database "{old}" with (force)')
            there.execute(f'create database "{kept}_new"')
            lay(f"{address}{kept}_new")
            there.execute(f'alter database "{kept}_new" rename to "{kept}"')
        there.execute(f'drop database if exists "{test}" with (force)')
        there.execute(f'create database "{test}" template "{kept}"')


HOW: dict[str, Callable[[], object]] = {
    "at once": update_tables,
    "step by step": partial(call_command, "migrate", verbosity=0),
}


def main(how: str) -> None:
    django.setup()
    keys.write(keys.new_keyring(), settings.AYNI_HOME)
    HOW[how]()
    if connection.vendor == "sqlite":
        # All of it into the one file that is copied.
        connection.cursor().execute("PRAGMA journal_mode=DELETE")
    connection.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
