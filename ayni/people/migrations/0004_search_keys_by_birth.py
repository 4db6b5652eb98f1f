from itertools import islice

import django.db.models.deletion
from django.db import migrations, models

from ayni.people.actions.indexing import index_rows
from ayni.people.queries.candidates import blind_phone
from ayni.people.queries.entries import BY_PHONE
from ayni.people.rules.documents import phone_tail
from ayni.people.rules.keys import Indexed

COLUMNS = ("id", "office_id", "given_name_1", "given_name_2", "surname_1", "surname_2", "known_as", "birth_date")
AT_ONCE = 20_000
TABLE = """
CREATE TABLE people_searchkey (
  key bigint NOT NULL, born integer NOT NULL, line bigint NOT NULL, office integer NOT NULL,
  PRIMARY KEY (key, born, line){included}
){kept}
"""
SHAPE = {
    # The table is the index, and there is nothing beside it.
    "sqlite": {"included": "", "kept": " WITHOUT ROWID"},
    "postgresql": {"included": " INCLUDE (office)", "kept": ""},
}


def make_table(apps, schema_editor):
    schema_editor.execute("DROP TABLE people_searchkey")
    schema_editor.execute(TABLE.format(**SHAPE[schema_editor.connection.vendor]))


def fill(apps, schema_editor):
    """The keys and lines of whoever was registered before these tables."""
    apps.get_model("people", "NameLine").objects.all().delete()
    rest = apps.get_model("people", "Person").objects.order_by("pk").values_list(*COLUMNS, "birth_precision")
    people = rest.iterator(chunk_size=AT_ONCE)
    while batch := list(islice(people, AT_ONCE)):
        ids = [values[0] for values in batch]
        numbers, phones = _numbers(apps, ids), _phones(apps, ids)
        index_rows(Indexed(*values, numbers.get(values[0], ()), phones.get(values[0], ())) for values in batch)


def _numbers(apps, ids):
    found = {}
    documents = apps.get_model("people", "IdentityDocument").objects.filter(person__in=ids).exclude(number="")
    for pk, number in documents.values_list("person_id", "number"):
        found.setdefault(pk, []).append(number)
    return found


def _phones(apps, ids):
    found = {}
    contacts = apps.get_model("people", "ContactPoint").objects.filter(person__in=ids, ended_at__isnull=True)
    for pk, value in contacts.filter(kind__in=BY_PHONE).values_list("person_id", "value"):
        if tail := phone_tail(value):
            found.setdefault(pk, []).append(blind_phone(tail))
    return found


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("people", "0003_histories_and_sources")]

    operations = [
        migrations.AddField(
            "NameLine",
            "office",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="access.office",
            ),
        ),
        migrations.AddField("NameLine", "keys", models.BinaryField(default=b"")),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(make_table, migrations.RunPython.noop)],
            state_operations=[
                migrations.DeleteModel("SearchKey"),
                migrations.CreateModel(
                    name="SearchKey",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "key", "born", "line", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("key", models.BigIntegerField()),
                        ("born", models.PositiveIntegerField()),
                        ("line", models.BigIntegerField()),
                        ("office", models.IntegerField()),
                    ],
                ),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
