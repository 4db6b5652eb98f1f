"""What every test gets, in `ayni/` and in `tests/`."""

import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db.models import QuerySet

from ayni.lib import keys

pytest_plugins = ["tests.browser", "tests.demo", "tests.world"]


@pytest.fixture(autouse=True, scope="session")
def home() -> Iterator[None]:
    """An AYNI_HOME of this run alone, with a keyring."""
    keys.write(keys.new_keyring(), settings.AYNI_HOME)
    yield
    shutil.rmtree(settings.AYNI_HOME, ignore_errors=True)


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


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()
