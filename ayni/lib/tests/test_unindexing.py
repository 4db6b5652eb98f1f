"""What models say of their indexes is what the migrations have made."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey


@pytest.mark.django_db
def test_a_foreign_key_that_nobody_looks_up_by_has_no_index_of_its_own_in_the_database() -> None:
    without, wrong = 0, []
    for model in apps.get_models():
        keys = [f for f in model._meta.local_concrete_fields if isinstance(f, ForeignKey) and not f.db_index]
        if not keys:
            continue
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, model._meta.db_table)
        others = {one.name for one in (*model._meta.indexes, *model._meta.constraints)}
        indexed = {tuple(one["columns"]) for name, one in found.items() if one["index"] and name not in others}
        without += len(keys)
        wrong += [f"{model._meta.label}.{field.name}" for field in keys if (field.column,) in indexed]
    assert wrong == []
    assert without > 40
