"""What every test gets, in `ayni/` and in `tests/`."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from ayni.access import pace
from ayni.lib import keys
from tests.database import fill_from_migrated

AROUND = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN", "COMMIT")

# How long an example takes says how busy the machine is. In CI the profile that Hypothesis has for it stays below ours.
hypothesis.settings.register_profile(
    "ayni",
    hypothesis.settings.default,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("ayni")

pytest_plugins = ["tests.browser", "tests.demo", "tests.world"]

LONGEST = (
    "tests/access/test_matrix.py", "tests/journeys/", "tests/access/test_matrix_of_others.py",
    "tests/attacks/test_weakened.py", "ayni/config/tests/test_backup.py",
)  # fmt: skip
"""Begun first, in this order: a process that takes one of these as its last is waited for by all others. Journeys wait
for their browser, and beside them there is room for what only reckons."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--asks-database", action="store_true", help="only tests that ask a database: the others learn nothing of it"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--asks-database"):
        alone = [item for item in items if not _asks_database(item)]
        config.hook.pytest_deselected(items=alone)
        items[:] = [item for item in items if _asks_database(item)]
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    return next((turn for turn, long in enumerate(LONGEST) if item.nodeid.startswith(long)), len(LONGEST))


def _asks_database(item: pytest.Item) -> bool:
    asked = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None


@pytest.fixture(autouse=True, scope="session")
def home() -> Iterator[None]:
    """An AYNI_HOME of this run alone, with a keyring."""
    keys.write(keys.new_keyring(), settings.AYNI_HOME)
    yield
    shutil.rmtree(settings.AYNI_HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_use_migrations: bool) -> bool:
    """What is there already is a copy of our own, unless somebody asked for tables without migrations."""
    return django_db_use_migrations


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_keepdb: bool, django_db_blocker: Any
) -> None:
    if django_db_keepdb:
        with django_db_blocker.unblock():
            fill_from_migrated()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_keepdb: bool, django_db_blocker: Any) -> Iterator[None]:
    """The event loop of Playwright gives the thread of the tests a second connection, which nobody would close."""
    asked_of = settings.DATABASES["default"]["NAME"]
    yield
    if connection.vendor == "postgresql":
        others = "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s and pid <> pg_backend_pid()"
        with django_db_blocker.unblock():
            with connection.cursor() as cursor:
                cursor.execute(others, [connection.settings_dict["NAME"]])
            if django_db_keepdb:
                connection.creation.destroy_test_db(asked_of, verbosity=0)


@pytest.fixture(autouse=True, scope="session")
def nobody_opens_the_database_by_hand() -> None:
    """Whoever opens and closes the file of SQLite, or those beside it, takes from this process all the locks that
    SQLite holds on it (POSIX), and the next server that a test starts believes itself alone and writes a log of its
    own: from then on every test of the process fails with "disk I/O error". Another process may read it: `cat`."""
    place = str(settings.AYNI_HOME / "test.db")

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and str(arguments[0]).startswith(place):
            raise AssertionError(f"{arguments[0]} was opened by hand, and this process lost its locks on it.")

    if connection.vendor == "sqlite":
        sys.addaudithook(hook)


@pytest.fixture(autouse=True, scope="session")
def unordered_rows_come_in_another_order() -> Iterator[None]:
    """A queryset without an order comes back reversed, so that nothing can lean on the order of insertion."""
    fetch = QuerySet._fetch_all

    def fetch_all(self: QuerySet) -> None:
        is_fresh = self._result_cache is None
        fetch(self)
        if is_fresh and not self.ordered:
            self._result_cache.reverse()

    QuerySet._fetch_all = fetch_all
    yield
    QuerySet._fetch_all = fetch


@pytest.fixture(autouse=True, scope="module")
def no_anchors_of_others() -> Iterator[None]:
    """A world that is rolled back leaves the signed ends of its trail in the home: to the next, its tail looks cut."""
    yield
    shutil.rmtree(settings.AYNI_HOME / "anchors", ignore_errors=True)


@pytest.fixture
def at_most() -> Callable[[int], AbstractContextManager[None]]:
    """`with at_most(12):` as many statements. Savepoints do not count: they are there because a test runs in a
    transaction, and a page does not; nor do the beginning and the end of a transaction, where it does."""

    @contextmanager
    def counted(most: int) -> Iterator[None]:
        with CaptureQueriesContext(connection) as context:
            yield
        said = [query["sql"] for query in context if not query["sql"].startswith(AROUND)]
        assert len(said) <= most, f"{len(said)} statements, {most} allowed:\n" + "\n".join(s[:120] for s in said)

    return counted


@pytest.fixture(autouse=True, scope="session")
def nobody_is_made_to_wait() -> Iterator[float]:
    """Answers that take as long whatever they say (`pace.even`) would take minutes of all tests. Gives how long."""
    takes, pace.TAKES = pace.TAKES, 0.0
    yield takes
    pace.TAKES = takes


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()
