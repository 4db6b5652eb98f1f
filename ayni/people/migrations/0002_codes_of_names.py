from django.db import migrations, models

from ayni.people.rules.keys import code, name_words

NAMES = ("given_name_1", "given_name_2", "surname_1", "surname_2", "known_as")


def fill(apps, schema_editor):
    """The codes of whoever was registered before there was this table."""
    names = apps.get_model("people", "Person").objects.order_by().values_list(*NAMES)
    codes = {code(word) for row in names.iterator(chunk_size=5000) for word in name_words(*row)}
    of_names = apps.get_model("people", "NameCode").objects
    of_names.bulk_create([of_names.model(code=one) for one in sorted(codes)], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="NameCode",
            fields=[("code", models.CharField(max_length=4, primary_key=True, serialize=False))],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
