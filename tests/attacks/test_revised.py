"""A month that is published once more, corrected by one person: who holds both versions learns nothing of them."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from ayni.observatory.noise.keys import Secret
from ayni.observatory.releasing import build, publish

from . import country, engine, plants
from .country import Country
from .passing import seen
from .public import editions

SECRET = bytes(range(10, 42))
MONTH = 4


def published(home: Path, one: Country, version: int) -> None:
    built = build(
        engine.facts(one.at(MONTH)), country.period(MONTH), Secret(SECRET), home=home, lists=engine.lists(one),
        cubes=engine.cubes(), version=version,
    )  # fmt: skip
    publish(home, built.id, at=datetime(2026, 1, version, tzinfo=UTC))


def corrected(one: Country, many: int) -> Country:
    """So many more people of this month, all of one place: entered late, as happens."""
    rng = np.random.default_rng(3)
    place = int(np.bincount(one.columns["district"]).argmax())
    columns = country.people_of(rng, np.full(many, place))
    columns["profile"][:] = 1
    one.extend(columns, MONTH)
    return one


def two_versions(home: Path, many: int) -> dict[str, tuple[object, object]]:
    """What was changed by the second version, table by table."""
    one = plants.planted(country.made(30_000, MONTH + 1))
    published(home, one, 1)
    published(home, corrected(one, many), 2)
    first, second = editions(home)
    said = {name: (seen(table), seen(second.tables[name])) for name, table in first.tables.items()}
    assert any("REG" in name for name in said)
    return {name: both for name, both in said.items() if both[0] != both[1]}


@pytest.mark.parametrize("many", [1, 24])
def test_a_correction_of_few_people_changes_no_figure(tmp_path: Path, many: int) -> None:
    assert sorted(two_versions(tmp_path, many)) == []


def test_a_correction_of_many_does(tmp_path: Path) -> None:
    changed = two_versions(tmp_path, 150)
    assert {"POP_DEPARTMENT", "REG_DEPARTMENT", "CASES_OPEN"} <= set(changed)
