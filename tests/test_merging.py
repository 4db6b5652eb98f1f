"""Merging and undoing it leaves everything as it was, whatever hangs on the two files."""

from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ayni.people import actions as people
from ayni.people.models import Person
from ayni.people.queries.differing import Differing
from tests.graphs import Graph, Step, everything, identities, steps
from tests.graphs_counter import COUNTER

choices = st.lists(st.booleans(), min_size=3, max_size=8)
"""Whose value stands, one after the other; the first says whether anything is chosen at all."""

# No shrinking: an example takes a tenth of a second, and what failed is small enough to read.
FIXED = {
    "deadline": None, "suppress_health_check": list(HealthCheck), "phases": [Phase.explicit, Phase.generate],
    "database": None,
}  # fmt: skip


def undone(world: Any, kept: Any, absorbed: Any, deeds: Any, choices: list[bool]) -> None:
    with transaction.atomic():
        # The users of the world are made once for all examples, and this world is taken back after each.
        graph = Graph(type(world)(), kept, absorbed)
        graph.do_all(deeds)
        before = everything()
        both = [Person.objects.get(pk=person.pk) for person in (graph.kept, graph.absorbed)]
        apart = sorted(Differing(*both).usual())
        choose = {name: "absorbed" if choices[n % len(choices)] else "kept" for n, name in enumerate(apart)}
        merge = people.merge(
            kept=graph.kept, absorbed=graph.absorbed, choose=choose if choices[0] else {}, by=graph.marta, at=graph.at()
        )
        connection.check_constraints()
        assert not Person.objects.filter(pk=graph.absorbed.pk).exists()
        people.unmerge(merge=merge, decisions={}, by=graph.marta, at=graph.at())
        connection.check_constraints()
        after = everything()
        # That they are two people is remembered, and nothing else is left of it.
        pair = (str(graph.kept.pk), str(graph.absorbed.pk))
        assert differing(but_for_pair(before, pair), but_for_pair(after, pair)) == {}
        transaction.set_rollback(True)


def but_for_pair(found: dict[str, list[str]], pair: tuple[str, str]) -> dict[str, list[str]]:
    pairs = [row for row in found["people.PossibleDuplicate"] if not all(pk in row for pk in pair)]
    return {**found, "people.PossibleDuplicate": pairs}


def differing(before: dict[str, list[str]], after: dict[str, list[str]]) -> dict[str, tuple[set[str], set[str]]]:
    """For each table, what is there only before, and what only after."""
    return {
        label: (set(rows) - set(after[label]), set(after[label]) - set(rows))
        for label, rows in before.items()
        if rows != after[label]
    }


@given(kept=identities, absorbed=identities, deeds=steps, choices=choices)
@settings(max_examples=15, **FIXED)
def test_merging_and_undoing_it_leaves_everything_as_it_was(world, kept, absorbed, deeds, choices):
    undone(world, kept, absorbed, deeds, choices)


@pytest.mark.django_db
@pytest.mark.parametrize("number", range(4))
def test_what_the_front_desk_left_with_both_of_them_comes_back(world, number):
    same = {"given_name_1": "Carolina", "surname_2": "", "known_as": "", "gender": ""}
    deeds = [Step(deed, side, number) for deed in COUNTER for side in (True, False)]
    undone(world, same, same, deeds, [False, False, False])


@pytest.mark.slow
@given(kept=identities, absorbed=identities, deeds=steps, choices=choices)
@settings(max_examples=150, **FIXED)
def test_merging_and_undoing_it_leaves_everything_as_it_was_a_hundred_and_fifty_times(
    world, kept, absorbed, deeds, choices
):
    undone(world, kept, absorbed, deeds, choices)
