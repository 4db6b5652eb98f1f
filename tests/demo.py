"""A demo world for tests: the reference data and some hundred people, made once per module and rolled back after it.

A module that asks for it says `pytestmark = pytest.mark.django_db`: else pytest-django sets no database up.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import translation

from ayni.config import reference
from ayni.desk.demo import World, make_world
from ayni.instruments import actions as instruments
from ayni.people.actions.consents import load_consent_texts

AT = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
"""A Friday, half past two in Lima."""
DATA = settings.BASE_DIR / "data"


def load_reference() -> None:
    on = date(2024, 1, 1)
    reference.load_all(DATA, on=on, at=AT)
    instruments.load(DATA / "instruments", on=on)
    load_consent_texts(DATA, on=on)


@contextmanager
def undone_afterwards() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def reference_data(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), undone_afterwards():
        load_reference()
        yield


@pytest.fixture(scope="module")
def demo(reference_data: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world of 700 people. Its facts are not built: a test that needs them builds them where it likes."""
    with undone_afterwards():
        # As the command makes it, whose sentences are English.
        with translation.override("en"):
            world = make_world(people=700, seed=3, at=AT, build_facts=False)
        yield world
