"""Weakening any one gate makes an attack succeed. Without this nobody would know that the attacks bite."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ayni.observatory import releasing

from . import engine, weakened, world
from .every import ATTACKS
from .weakened import WEAKENED

PEOPLE, MONTHS = 12_000, (0, 6)
SECRET = bytes(range(32))
CUBES = {"POP_DISTRICT", "POP_DISTRICT_CITIZENSHIP", "POP_REGULARITY_CITIZENSHIP", "PRO_PROFILE"}


@pytest.fixture(autouse=True)
def no_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine audits itself, and would refuse some of this before an adversary sees it."""
    monkeypatch.setattr(releasing, "_audit", lambda *_given: None)
    monkeypatch.setattr(releasing._Made, "_check_mean", lambda *_given: None)


def published(home: Path) -> world.World:
    listed = [one for one in engine.cubes() if one.code in CUBES]
    return world.made(home, PEOPLE, MONTHS, lambda one: engine.Ayni(one, SECRET, listed))


@pytest.mark.parametrize("weaken", WEAKENED, ids=lambda one: one.__name__)
def test_a_weakened_gate_is_found(
    weaken: Callable[[pytest.MonkeyPatch], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weaken(monkeypatch)
    verdict = ATTACKS[WEAKENED[weaken]](published(tmp_path))
    assert not verdict, f"{WEAKENED[weaken]} does not notice: {verdict.said}"


def test_the_attacks_hold_where_nothing_is_weakened(tmp_path: Path) -> None:
    """So that what is found above is found because of the gate."""
    held = published(tmp_path)
    found = {name: str(ATTACKS[name](held).said) for name in set(WEAKENED.values()) if not ATTACKS[name](held)}
    assert not found


def test_each_gate_of_the_engine_is_weakened_once() -> None:
    """A new gate is a function of `gates.rules`: it gets a weakening here."""
    used = weakened.__dict__.keys() | set()
    source = Path(weakened.__file__).read_text()
    asked = {name for name in weakened.gates.rules.__code__.co_names if callable(getattr(weakened.gates, name, None))}
    missing = {name for name in asked if f'gates, "{name}"' not in source}
    assert used
    assert not missing, f"Weaken these, too: {missing}"
