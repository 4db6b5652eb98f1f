from itertools import islice

import django.db.models.deletion
from django.db import migrations, models

from ayni.lib.names import rough
from ayni.people.rules.keys import days_of, name_words

NAMES = ("given_name_1", "given_name_2", "surname_1", "surname_2", "known_as")
AT_ONCE = 5000


def fill(apps, schema_editor):
    """The lines of whoever was registered before there was this table."""
    people = apps.get_model("people", "Person").objects.order_by("pk").values_list("pk", "birth_date", *NAMES)
    lines = apps.get_model("people", "NameLine").objects
    rest = people.iterator(chunk_size=AT_ONCE)
    while batch := list(islice(rest, AT_ONCE)):
        lines.bulk_create(
            lines.model(person_id=pk, words=_sounds(names), born=days_of(born)) for pk, born, *names in batch
        )


def _sounds(names):
    return " ".join(dict.fromkeys(filter(None, map(rough, name_words(*names)))))


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="NameLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField()),
                ("born", models.PositiveIntegerField(default=0)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
