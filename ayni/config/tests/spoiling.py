"""What the tests of the reference data share: a copy of `data/` that may be spoilt, and ways to spoil it."""

import csv
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test.utils import CaptureQueriesContext

from ayni.config.reference import Report, load_all

TODAY = date(2026, 11, 22)
LATER = date(2027, 2, 1)
AT = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data that a test may spoil."""
    return Path(shutil.copytree(settings.BASE_DIR / "data", tmp_path / "data"))


def change(path: Path, edit: Callable[[list[dict[str, str]]], object]) -> None:
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    columns = list(rows[0])
    edit(rows)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def said(rows: list[dict[str, str]], code: str) -> dict[str, str]:
    return next(row for row in rows if code in (row.get("code"), row.get("ubigeo"), row.get("day")))


def drop(*codes: str) -> Callable[[list[dict[str, str]]], object]:
    def edit(rows: list[dict[str, str]]) -> None:
        rows[:] = [row for row in rows if not set(codes) & set(row.values())]

    return edit


def load(folder: Path = settings.BASE_DIR / "data", on: date = TODAY) -> Report:
    return load_all(folder, on=on, at=AT)


def writes(queries: CaptureQueriesContext) -> list[str]:
    return [q["sql"] for q in queries if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
