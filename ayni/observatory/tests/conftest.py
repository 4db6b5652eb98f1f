"""Two months of a made-up release, where the pages look for it, and the places that it names."""

import shutil
from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache

from ayni.access.tests.factories import DepartmentFactory
from ayni.observatory import published
from ayni.observatory.kept_pages import ANSWERS
from ayni.observatory.tests import sample
from ayni.observatory.use_counts import BUFFER

AT = datetime.fromisoformat("2026-11-29T12:00:00-05:00")
PLACES = (
    ("15", "Lima", -12.05, -77.04), ("1501", "Lima", -12.05, -77.04), ("150101", "Lima", -12.05, -77.03),
    ("150132", "San Juan de Lurigancho", -11.98, -77.0), ("150118", "Lurigancho", -11.94, -76.7),
    ("23", "Tacna", -18.0, -70.25), ("24", "Tumbes", -3.57, -80.46), ("2401", "Tumbes", -3.57, -80.46),
    ("240101", "Tumbes", -3.57, -80.46),
)  # fmt: skip


def forget() -> None:
    shutil.rmtree(published.root(settings.AYNI_HOME).parent, ignore_errors=True)
    ANSWERS.clear()
    BUFFER.take()
    cache.clear()


@pytest.fixture
def noon() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def nothing_published(noon: None) -> Iterator[None]:
    forget()
    yield
    forget()


def put_releases() -> list[published.Release]:
    """Of September, which ends a quarter, and of October."""
    return [
        sample.write(settings.AYNI_HOME, "2026-09.1", "2026-10-10T09:00:00-05:00"),
        sample.write(settings.AYNI_HOME, "2026-10.1", "2026-11-10T09:00:00-05:00"),
    ]


def put_places() -> None:
    levels, made = {2: "DEPARTMENT", 4: "PROVINCE", 6: "DISTRICT"}, {}
    for code, name, latitude, longitude in PLACES:
        made[code] = DepartmentFactory(
            code=code, label_es=name, level=levels[len(code)], department_code=code[:2], latitude=latitude,
            longitude=longitude, parent=made.get(code[:-2]),
        )  # fmt: skip
    cache.clear()


@pytest.fixture
def releases(nothing_published: None) -> list[published.Release]:
    return put_releases()


@pytest.fixture
def places(db: None) -> None:
    put_places()
