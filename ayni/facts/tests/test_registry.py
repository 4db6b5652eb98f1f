import pytest

from ayni.facts.periods import Timeliness
from ayni.facts.registry import REGISTRY, Column, FactTable, Kind, NotCountable, of_choices, register

LETTERS = of_choices("timeliness", Timeliness)


def table(*columns: Column, name: str = "odd") -> FactTable:
    return FactTable(name, "Odd.", "people.Person", lambda at: [], columns)


@pytest.mark.parametrize(
    "columns",
    [
        (Column("a", Kind.CODE, ("x",), "A code without its list."),),
        (Column("a", Kind.COUNT, ("x",), "A count with a list.", LETTERS),),
        (Column("a", Kind.COUNT, ("x", "y"), "Two sources."),),
        (Column("a", Kind.COUNT, ("x",), "Twice."), Column("a", Kind.COUNT, ("y",), "Twice.")),
    ],
    ids=["code without list", "list without code", "two sources", "one name twice"],
)
def test_a_declaration_that_does_not_hold_together_is_refused(columns: tuple[Column, ...]) -> None:
    with pytest.raises(NotCountable):
        register(table(*columns))
    assert "odd" not in REGISTRY


def test_two_tables_cannot_have_one_name() -> None:
    with pytest.raises(NotCountable):
        register(table(name="steps"))
