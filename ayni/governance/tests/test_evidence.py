"""How much evidence a gap has, and what of it may be told."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.codelists.tests.factories import TerritoryFactory
from ayni.governance import hooks, queries
from ayni.governance.models import Gap
from ayni.governance.rules import in_blocks

from .factories import GapFactory

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
cells = st.lists(st.tuples(st.sampled_from([MAY, JUNE]), st.integers(0, 30), st.integers(1, 3)), max_size=60)


def test_nine_people_are_not_counted_and_ten_are():
    nine = [(MAY, person, 2) for person in range(9)]
    assert in_blocks(nine) == 0
    assert in_blocks([*nine, (JUNE, 9, 1)]) == 19
    assert in_blocks([*nine, (JUNE, 8, 1)]) == 0, "the same person twice is one person"


@given(cells)
def test_what_is_counted_is_whole_blocks_and_never_more_than_there_is(rows):
    counted = in_blocks(rows)
    assert counted <= sum(number for _month, _person, number in rows)
    assert counted == 0 or counted >= 10
    assert (counted == 0) == (len({person for _month, person, _number in rows}) < 10)


@pytest.fixture
def provider(monkeypatch):
    """A fake app above: what it says is put into `said`."""
    said = {"pieces": [], "rows": [], "asked": []}

    def pieces(gaps, user):
        said["asked"].append(list(gaps))
        return {"FAKE": [piece for piece in said["pieces"] if piece.gap in gaps]}

    monkeypatch.setitem(hooks.GAP_EVIDENCE, "FAKE", hooks.GapEvidence("Pruebas", lambda gap, user: said["rows"]))
    monkeypatch.setitem(hooks.GAP_PIECES, "fake", pieces)
    return said


@pytest.mark.django_db
def test_evidence_is_counted_by_kind_and_month(provider, marta):
    gap, other = GapFactory(), GapFactory()
    provider["pieces"] = [hooks.Piece(gap.pk, MAY, 3), hooks.Piece(gap.pk, JUNE, 2), hooks.Piece(other.pk, MAY)]
    found = queries.tallies([gap, other], marta)
    assert {month: dict(kinds) for month, kinds in found[gap.pk].months.items()} == {
        JUNE: {"FAKE": 2},
        MAY: {"FAKE": 3},
    }
    assert list(found[gap.pk].months) == [JUNE, MAY]
    assert (found[gap.pk].total, found[other.pk].total) == (5, 1)
    assert len(provider["asked"]) == 1, "a page of gaps asks each provider once"


@pytest.mark.django_db
def test_hidden_people_are_counted_in_blocks_of_no_kind_and_no_month(provider, marta):
    gap = GapFactory()
    provider["pieces"] = [hooks.Piece(gap.pk, MAY, hidden_person=person) for person in range(9)]
    assert queries.tallies([gap], marta)[gap.pk].total == 0
    provider["pieces"].append(hooks.Piece(gap.pk, JUNE, hidden_person="another"))
    tally = queries.tallies([gap], marta)[gap.pk]
    assert (tally.reserved, tally.months, tally.total) == (10, {}, 10)


@pytest.mark.django_db
def test_in_a_place_smaller_than_a_department_nothing_restricted_is_counted(provider, marta):
    trujillo = TerritoryFactory(code="13", level="DEPARTMENT", department_code="13")
    district = TerritoryFactory(code="130101", level="DISTRICT", department_code="13", parent=trujillo)
    wide, narrow = GapFactory(territory=trujillo), GapFactory(territory=district)
    for gap in (wide, narrow):
        provider["pieces"] += [hooks.Piece(gap.pk, MAY, hidden_person=person) for person in range(12)]
        provider["pieces"].append(hooks.Piece(gap.pk, MAY, 4))
    found = queries.tallies([wide, narrow], marta)
    # The tenth person fills the block; the other two wait for the next.
    assert (found[wide.pk].total, found[narrow.pk].total) == (14, 4)


@pytest.mark.django_db
def test_rows_of_all_kinds_come_newest_first(provider, marta):
    def row(day):
        return hooks.EvidenceRow(datetime(2026, 5, day, tzinfo=UTC), f"día {day}", "/")

    provider["rows"] = [row(day) for day in (3, 9, 1)]
    assert [shown.words for shown in queries.evidence_shown(GapFactory(), marta)] == ["día 9", "día 3", "día 1"]


@pytest.mark.django_db
def test_whoever_has_no_part_in_the_unit_reads_no_gap(rosa, ines, lia, tomas):
    GapFactory()
    seen = {user.username: Gap.objects.visible_to(user).count() for user in (rosa, ines, lia, tomas)}
    assert seen == {"rosa": 1, "ines": 0, "lia": 0, "tomas": 1}
