"""The demo world is always the same, and made up as the published figures say."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pyarrow import Table

from ayni.desk.demo import figures as published
from ayni.desk.demo import make_world
from ayni.desk.demo.chance import Chance
from ayni.desk.demo.figures import FiguresMissing
from ayni.facts.actions import build
from tests.demo import AT, DATA, undone_afterwards

pytestmark = pytest.mark.django_db


def test_the_same_seed_makes_the_same_facts_and_another_seed_others(reference_data: None, tmp_path: Path) -> None:
    def facts(name: str, seed: int) -> dict[str, object]:
        with undone_afterwards():
            make_world(people=150, seed=seed, at=AT, build_facts=False)
            made = build(home=tmp_path / name, at=AT)
            return {t: _comparable(pq.read_table(made.file(t)), by_verbs=t in BY_VERBS) for t in made.rows}

    first, again, other = facts("first", 5), facts("again", 5), facts("other", 6)
    assert first == again
    assert first != other


BY_VERBS = {
    "applications", "appointments", "calls_asked", "campaign_audiences", "campaign_reach", "campaigns", "cards",
    "checklist", "enrolments", "feedback", "service_calls", "session_sign_ups", "sessions", "tickets",
}  # fmt: skip
"""Of the front desk and the voice, whose verbs draw the ids of their rows: the same rows in another order."""


NUMBERED = ("team", "series", "window")
"""Their ids come from the database, and PostgreSQL counts on after a world was undone."""


def _comparable(table: Table, *, by_verbs: bool) -> object:
    rows = table.drop_columns([name for name in table.column_names if by_verbs and name == "row"]).to_pylist()
    for name in set(NUMBERED) & set(table.column_names):
        numbers = sorted({row[name] for row in rows if str(row[name]).isdigit()}, key=int)
        places = {number: place for place, number in enumerate(numbers)}
        for row in rows:
            row[name] = places.get(row[name], row[name])
    return sorted(rows, key=repr) if by_verbs else rows


def test_ids_are_uuid7_of_their_moment() -> None:
    chance = Chance(1)
    made = chance.uuid(AT)
    assert made.version == 7
    assert made.int >> 80 == int(AT.timestamp() * 1000)
    assert chance.uuid(AT) != made


# The make-up, against the published figures


def test_shares_of_the_published_figures_come_out_of_the_file() -> None:
    shares = {target.name: target.share for target in published.read(DATA).targets}
    assert shares["Venezuelans, of foreigners"] == pytest.approx(0.759, abs=0.001)
    assert shares["irregular, of Venezuelans"] == 0.58
    assert shares["under 18"] == pytest.approx(0.291)
    assert shares["coast"] + shares["highlands"] + shares["forest"] == pytest.approx(1)
    assert sum(published.read(DATA).departments.values()) == pytest.approx(1)


def test_without_the_figures_there_is_no_world(tmp_path: Path) -> None:
    with pytest.raises(FiguresMissing):
        published.read(tmp_path)


@pytest.mark.slow
def test_the_make_up_of_20000_people_follows_the_published_figures(reference_data: None) -> None:
    with undone_afterwards():
        made = make_world(people=20_000, seed=1, at=AT, build_facts=False)
    table = "\n".join(f"{s.name:32} {s.published:6.3f} {s.made:6.3f}  {s.source}" for s in made.shares)
    assert [s.name for s in made.shares if abs(s.made - s.published) > 0.02] == [], table
