"""S1–S13 on forty thousand people and four releases, each time. `test_whole_country` is the full form."""

from pathlib import Path

import pytest

from . import engine, reference, world
from .every import ATTACKS
from .world import World

PEOPLE, MONTHS = 40_000, (0, 1, 3, 6)
SECRET = bytes(range(32))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> World:
    return world.made(tmp_path_factory.mktemp("country"), PEOPLE, MONTHS, lambda one: engine.Ayni(one, SECRET))


@pytest.mark.parametrize("attack", ATTACKS)
def test_nobody_is_found(published: World, attack: str) -> None:
    verdict = ATTACKS[attack](published)
    assert verdict, f"{attack} succeeds: {verdict.said}"


def test_the_attacks_have_something_to_look_at(published: World) -> None:
    """An attack on nothing fails, too: what they look at is there."""
    assert [one.period for one in published.editions] == ["2025-12", "2026-01", "2026-03", "2026-06"]
    shown = {name: int((table.value >= 0).sum()) for name, table in published.last.tables.items()}
    assert sum(shown.values()) > 20_000
    assert shown["POP_DISTRICT"] > 2_000
    planted = published.country.planted
    assert len(planted["one"]) == 52  # type: ignore[arg-type]
    assert len(planted["many"]) == 60  # type: ignore[arg-type]


def test_they_succeed_where_nothing_is_protected(tmp_path: Path) -> None:
    """What publishes the plain truth falls to all attacks but those that ask for the truth, or for one answer."""
    bare = reference.Options(*[False] * 7, own_totals=True, hides_small=False)
    held = world.made(tmp_path, 12_000, (0, 6), lambda one: reference.Plain(one, SECRET, bare, 7))
    fallen = {name for name, attack in ATTACKS.items() if not attack(held)}
    assert fallen >= {
        "S1",
        "S2",
        "S6",
        "S7",
        "S8 one",
        "S10",
        "S11 alike",
        "S11 alone",
        "S11 sensitive",
        "S12",
        "gates",
    }
