"""The tables as they were when issue 4 was built. Whoever has all that it replaces has nothing to do."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ayni.lib.ids


class Migration(migrations.Migration):
    replaces = [("files", "0001_stored_files")]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("address", models.CharField(max_length=64, unique=True)),
                ("media_type", models.CharField(max_length=40)),
                ("bytes", models.PositiveIntegerField(default=0)),
                ("width", models.PositiveIntegerField(default=0)),
                ("height", models.PositiveIntegerField(default=0)),
                ("pages", models.PositiveSmallIntegerField(default=1)),
                ("key_version", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]
