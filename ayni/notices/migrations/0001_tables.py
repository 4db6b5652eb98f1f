"""The tables as they were when issue 4 was built. Whoever has all that it replaces has nothing to do."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ayni.lib.fields
import ayni.lib.ids


class Migration(migrations.Migration):
    replaces = [("notices", "0001_initial"), ("notices", "0002_digests")]

    initial = True

    dependencies = [
        ("access", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="DigestLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", ayni.lib.fields.EncryptedTextField()),
                ("text", ayni.lib.fields.EncryptedTextField()),
                ("queued_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(db_index=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("channel", models.CharField(choices=[("EMAIL", "E-mail"), ("SMS", "SMS")], max_length=5)),
                ("to", ayni.lib.fields.EncryptedTextField()),
                ("subject", ayni.lib.fields.EncryptedTextField(default="")),
                ("text", ayni.lib.fields.EncryptedTextField()),
                ("about", models.UUIDField(db_index=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("QUEUED", "Waiting"), ("SENT", "Sent"), ("FAILED", "Could not be sent")],
                        default="QUEUED",
                        max_length=6,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("queued_at", models.DateTimeField()),
                ("not_before", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("failure", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "indexes": [models.Index(fields=["state", "not_before"], name="message_to_send")],
            },
        ),
        migrations.CreateModel(
            name="Habit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_daily", models.BooleanField(default=False)),
                ("hour", models.PositiveSmallIntegerField(default=8)),
                (
                    "organisation",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="access.organisation",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", False), ("user__isnull", True)),
                            models.Q(("organisation__isnull", True), ("user__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_habit_is_of_a_user_or_an_institution",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hour__lt", 24)), name="a_digest_goes_out_at_an_hour_of_the_day"
                    ),
                ],
            },
        ),
    ]
