"""What leaves the apps to be counted: every declaration, against the fields that the models call personal."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Field

from ayni.facts import queries
from ayni.facts.registry import REGISTRY, Column, FactTable, Kind

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_people_cases_steps_and_referrals_can_be_counted() -> None:
    assert {"people", "people_by_gender", "cases", "steps", "referrals"} <= set(REGISTRY)


def field_behind(fact: FactTable, source: str) -> Field | None:
    """The field of a model that a source reads; None for what the queryset computes."""
    for rows in fact.rows(NOW):
        expression = rows.query.annotations.get(source)
        if expression is not None:
            return getattr(expression, "target", None)
        model = rows.model
        for part in source.split("__"):
            if part == "pk":
                return model._meta.pk
            if part in rows.query._filtered_relations:
                part = rows.query._filtered_relations[part].relation_name.split("__")[-1]
                model = next(r for r in _all_models() if part in _reverse(r)) if not _has(model, part) else model
            field = model._meta.get_field(part)
            model = field.related_model or model
        return field
    return None


def _all_models() -> list:
    return list(apps.get_models())


def _reverse(model: type) -> set[str]:
    return {relation.get_accessor_name() for relation in model._meta.related_objects}


def _has(model: type, name: str) -> bool:
    return name in _reverse(model) or name in {f.name for f in model._meta.get_fields()}


COLUMNS = [(fact, column) for fact in REGISTRY.values() for column in fact.columns]


@pytest.mark.parametrize(("fact", "column"), COLUMNS, ids=[f"{fact.name}.{column.name}" for fact, column in COLUMNS])
def test_what_a_model_calls_personal_leaves_only_as_a_code_a_period_or_a_key(fact: FactTable, column: Column) -> None:
    for source in column.sources:
        field = field_behind(fact, source)
        privacy = getattr(getattr(field, "model", None), "Privacy", None)
        if privacy is not None and field.name in privacy.personal:
            assert column.kind in {Kind.CODE, Kind.MONTH, Kind.FLAG}, f"{fact.name}.{column.name} lets {source} out"


def test_gender_cannot_be_joined_to_a_file_an_office_or_a_month() -> None:
    apart = REGISTRY["people_by_gender"]
    assert {column.name for column in apart.columns} == {"person", "gender", "sex", "age_band", "education"}
    assert all(column.name != "gender" for fact in REGISTRY.values() if fact is not apart for column in fact.columns)
    [key] = [column.keyed_as for column in apart.columns if column.kind is Kind.PERSON]
    others = {c.keyed_as for fact, c in COLUMNS if c.kind is Kind.PERSON and fact is not apart}
    assert key not in others


def test_the_documentation_lists_every_column() -> None:
    text = (settings.BASE_DIR / "docs" / "facts.md").read_text()
    missing = [f"{e.table}.{e.column}" for e in queries.dictionary() if f"| `{e.column}` | {e.kind}" not in text]
    assert not missing, "Run `ayni facts document`, which writes docs/facts.md anew."
    assert text == queries.document()
