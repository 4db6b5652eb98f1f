"""S1–S13 on two hundred thousand people and twelve monthly releases of all cubes: `make test-slow`."""

import pytest

from . import engine, world
from .every import ATTACKS
from .world import World

PEOPLE, MONTHS = 205_000, tuple(range(12))
SECRET = bytes(range(64, 96))
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> World:
    return world.made(tmp_path_factory.mktemp("country"), PEOPLE, MONTHS, lambda one: engine.Ayni(one, SECRET))


def test_it_is_as_large_as_it_must_be(published: World) -> None:
    assert len(published.editions) == 12
    assert len(published.country.at(11)) >= 200_000
    assert len(published.country.places) >= 1_874


@pytest.mark.parametrize("attack", ATTACKS)
def test_nobody_is_found(published: World, attack: str) -> None:
    verdict = ATTACKS[attack](published)
    assert verdict, f"{attack} succeeds: {verdict.said}"
