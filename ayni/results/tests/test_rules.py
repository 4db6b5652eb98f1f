from collections.abc import Sequence
from datetime import date
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.results.rules import (
    APART,
    DIMENSIONS,
    THRESHOLD,
    Area,
    Block,
    Cell,
    Choice,
    Role,
    blocks,
    placed,
    reach_of,
)

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)

HEAD_OFFICE = Role(True, "OFFICE", office="SEDE-CENTRAL", department="15", organisation="MIGRACIONES")
TUMBES = Role(True, "DEPARTMENT", office="JZ-TUM", department="24", organisation="MIGRACIONES")
COUNTRY = Role(True, "NATIONAL", office="SEDE-CENTRAL", department="15", organisation="MIGRACIONES")
ANALYST = Role(False, "OFFICE")


def cell(number: int, people: Sequence[int], month: date = MARCH, **values: str) -> Cell:
    given = {"protocol": "PW-VBG", "step": "PW-VBG-1", "institution": "CEM", "family": "violence", "department": "15"}
    return Cell(number, {**given, **values}, month, frozenset(people))


# Reach


def test_a_supervisor_reaches_their_office() -> None:
    reach = reach_of([HEAD_OFFICE], ["7"])
    assert reach.areas == (Area(office="SEDE-CENTRAL"),)
    assert reach.wide == ()
    assert reach.opens_rows
    assert reach.teams == {"7"}


def test_a_supervisor_of_a_department_reaches_the_offices_of_their_own_institution_there() -> None:
    assert reach_of([TUMBES]).areas == (Area(organisation="MIGRACIONES", department="24"),)


def test_a_national_supervisor_reaches_their_own_institution_only() -> None:
    assert reach_of([COUNTRY]).areas == (Area(organisation="MIGRACIONES"),)


def test_an_office_without_a_department_is_reached_by_itself() -> None:
    assert reach_of([Role(True, "DEPARTMENT", office="MOVIL", organisation="UIM")]).areas == (Area(office="MOVIL"),)


def test_an_analyst_reaches_the_country_and_opens_nothing() -> None:
    reach = reach_of([ANALYST])
    assert reach.areas == (Area(),)
    assert not reach.opens_rows


def test_an_analyst_who_also_supervises_opens_only_what_they_supervise() -> None:
    reach = reach_of([ANALYST, HEAD_OFFICE])
    assert Area() in reach.areas
    assert reach.openable == (Area(office="SEDE-CENTRAL"),)


def test_a_supervisor_without_an_office_reaches_nothing() -> None:
    assert reach_of([Role(True, "NATIONAL")]).areas == ()
    assert reach_of([]).areas == ()


# Blocks of restricted cases


def people_of(block: Block) -> int:
    return len(block.people)


def test_ten_people_of_one_month_are_a_block() -> None:
    [block] = blocks([cell(1, range(10))])
    assert people_of(block) == 10


def test_nine_people_are_not_counted_at_all() -> None:
    assert blocks([cell(1, range(9))]) == []


def test_months_are_pooled_from_the_oldest_until_there_are_ten() -> None:
    found = blocks([cell(3, range(20, 30), MAY), cell(1, range(6), MARCH), cell(2, range(6, 12), APRIL)])
    assert [{c.month for c in block.cells} for block in found] == [{MARCH, APRIL}, {MAY}]


def test_the_same_ten_people_twice_are_ten_people() -> None:
    assert blocks([cell(1, range(5), MARCH), cell(2, range(5), APRIL)]) == []


def test_what_is_too_few_in_a_department_is_pooled_for_the_country() -> None:
    [block] = blocks([cell(1, range(5), department="15"), cell(2, range(5, 10), department="24")])
    assert {c.values["department"] for c in block.cells} == {"15", "24"}


def test_a_full_block_stays_the_same_when_new_cases_come() -> None:
    before = blocks([cell(1, range(10), MARCH), cell(2, range(10, 14), APRIL)])
    after = blocks([cell(1, range(10), MARCH), cell(2, range(10, 14), APRIL), cell(3, range(20, 40), MAY)])
    assert before[0] in after


def test_a_block_is_counted_in_its_group_or_in_the_line_apart() -> None:
    pools = [Block((cell(1, range(6), MARCH), cell(2, range(6, 12), APRIL)))]
    assert placed(pools, Choice(by="protocol")) == {1: "PW-VBG", 2: "PW-VBG"}
    assert placed(pools, Choice(by="month")) == {1: APART, 2: APART}
    assert placed(pools, Choice(by="office")) == {1: APART, 2: APART}


def test_a_block_of_which_a_part_was_chosen_is_not_counted() -> None:
    pools = [Block((cell(1, range(6), MARCH), cell(2, range(6, 12), APRIL)))]
    assert placed(pools, Choice(since=APRIL)) == {}
    assert placed(pools, Choice(until=MARCH)) == {}
    assert placed(pools, Choice(since=MARCH, until=APRIL)) != {}
    assert placed(pools, Choice(protocol="PW-DOC")) == {}


def test_nothing_restricted_is_counted_for_one_office() -> None:
    assert placed([Block((cell(1, range(40)),))], Choice(office="JZ-TUM")) == {}


MONTHS = [date(2026, month, 1) for month in range(1, 7)]
CELLS = st.lists(
    st.builds(
        lambda step, department, month, first, many: (step, department, month, frozenset(range(first, first + many))),
        st.sampled_from(["PW-VBG-1", "PW-VBG-2", "PW-TRATA-1"]),
        st.sampled_from(["15", "24", "20"]),
        st.sampled_from(MONTHS),
        st.integers(0, 60),
        st.integers(1, 12),
    ),
    max_size=40,
    unique_by=lambda given: given[:3],
).map(
    lambda found: [
        cell(n, people, month, step=step, protocol=step.rpartition("-")[0], department=department)
        for n, (step, department, month, people) in enumerate(found)
    ]
)
CHOICES = st.builds(
    Choice,
    by=st.sampled_from(DIMENSIONS),
    protocol=st.sampled_from(["", "PW-VBG", "PW-TRATA"]),
    step=st.sampled_from(["", "PW-VBG-1"]),
    department=st.sampled_from(["", "15"]),
    office=st.sampled_from(["", "JZ-TUM"]),
    since=st.sampled_from([None, *MONTHS]),
    until=st.sampled_from([None, *MONTHS]),
)


@given(CELLS)
def test_every_block_holds_ten_people_and_no_cell_is_in_two(cells: list[Cell]) -> None:
    pools = blocks(cells)
    assert all(people_of(block) >= THRESHOLD for block in pools)
    ids = [c.id for block in pools for c in block.cells]
    assert len(ids) == len(set(ids))


@settings(max_examples=300)
@given(CELLS, CHOICES, CHOICES)
def test_no_two_numbers_differ_by_fewer_than_ten_people(cells: list[Cell], one: Choice, other: Choice) -> None:
    """The numbers that a reader sees are those of each group and the total: all their differences are whole blocks."""
    pools, people = blocks(cells), {c.id: c.people for c in cells}
    seen: list[frozenset[int]] = []
    for choice in (one, other):
        places = placed(pools, choice)
        seen += [frozenset(i for i, group in places.items() if group == name) for name in set(places.values())]
        seen.append(frozenset(places))
    for a, b in combinations(seen, 2):
        for apart in (a, b, a - b, b - a):
            found = frozenset().union(*(people[i] for i in apart)) if apart else frozenset()
            assert not found or len(found) >= THRESHOLD


@given(CELLS, CHOICES)
def test_the_total_does_not_depend_on_the_grouping(cells: list[Cell], choice: Choice) -> None:
    pools = blocks(cells)
    counted = {by: set(placed(pools, Choice(**{**vars(choice), "by": by}))) for by in DIMENSIONS}
    assert len({frozenset(found) for found in counted.values()}) == 1


def test_a_choice_within_a_group() -> None:
    assert Choice(by="step", protocol="PW-VBG").within("PW-VBG-2").step == "PW-VBG-2"
    inside = Choice(by="month").within("2026-03-01")
    assert (inside.since, inside.until) == (MARCH, MARCH)
