from django.db import migrations


def put_head(apps, schema_editor):
    apps.get_model("audit", "Head").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(put_head, migrations.RunPython.noop)]
