"""A registry of one small table, so that the tests of building need no case and no person."""

import uuid
from datetime import UTC, date, datetime

import pytest

from ayni.codelists.models import Language
from ayni.facts.registry import REGISTRY, Column, FactTable, Kind, of_table

NOW = datetime(2026, 11, 22, 10, 42, tzinfo=UTC)
SPACE = uuid.UUID("019ab000-0000-7000-8000-000000000000")


def id_of(pk: int) -> uuid.UUID:
    return uuid.UUID(int=SPACE.int + pk)


def languages_of(codes: list[str]) -> None:
    start = date(2020, 1, 1)
    Language.objects.bulk_create(
        Language(code=c, label_es=c.title(), valid_from=start, order=n) for n, c in enumerate(codes)
    )


LANGUAGES = FactTable(
    name="languages",
    about="One row per language.",
    model="codelists.Language",
    rows=lambda at: [Language.objects.order_by("pk")],
    columns=(
        Column("row", Kind.ROW, ("pk",), "The row, sealed.", derive=id_of),
        Column("person", Kind.PERSON, ("pk",), "The person, keyed.", derive=id_of),
        Column("language", Kind.CODE, ("code",), "The language.", of_table("language", Language)),
        Column("place", Kind.COUNT, ("order",), "Its place in the list."),
        Column("since", Kind.DAY, ("valid_from",), "Since when it is listed."),
    ),
)


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> FactTable:
    for name in list(REGISTRY):
        monkeypatch.delitem(REGISTRY, name)
    monkeypatch.setitem(REGISTRY, "languages", LANGUAGES)
    return LANGUAGES
