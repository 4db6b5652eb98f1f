"""The tables as they were when issue 4 was built. Whoever has all that it replaces has nothing to do."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ayni.lib.fields
import ayni.lib.ids


class Migration(migrations.Migration):
    replaces = [
        ("instruments", "0001_initial"),
        ("instruments", "0002_keys_that_nobody_looks_up_by"),
        ("instruments", "0003_forms_of_profiles"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Instrument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("title_es", models.CharField(max_length=200)),
                ("guidance_es", models.TextField(blank=True)),
                ("order", models.PositiveSmallIntegerField(default=100)),
                ("series", models.CharField(blank=True, max_length=24)),
                ("opened_by", models.CharField(blank=True, max_length=200)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("translations", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "ordering": ["order", "code", "version"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "version"), name="one_instrument_per_code_and_version"),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="one_version_of_an_instrument_in_force",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProfileForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("profile", models.CharField(max_length=24)),
                ("instrument", models.CharField(max_length=24)),
                ("due_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("again_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("by_hand", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["profile", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("profile", "instrument"), name="a_profile_has_a_form_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerSet",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("about", models.UUIDField(db_index=True)),
                ("answers", ayni.lib.fields.EncryptedJSONField()),
                ("answered_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "instrument",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="instruments.instrument",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("about", "instrument"), name="a_form_is_answered_once_per_occasion")
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40)),
                ("order", models.PositiveSmallIntegerField()),
                ("text_es", models.CharField(max_length=300)),
                ("hint_es", models.CharField(blank=True, max_length=300)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("YES_NO", "Yes or no"),
                            ("ONE", "One of a list"),
                            ("MANY", "Several of a list"),
                            ("TEXT", "Text"),
                            ("LONGTEXT", "Long text"),
                            ("DATE", "Date"),
                            ("WHOLE", "Whole number"),
                            ("NUMBER", "Number"),
                            ("CODE", "One of a code list"),
                            ("NOTE", "Something to read, without an answer"),
                        ],
                        max_length=8,
                    ),
                ),
                ("choices", models.JSONField(blank=True, default=list)),
                ("code_list", models.CharField(blank=True, max_length=20)),
                ("section_es", models.CharField(blank=True, max_length=120)),
                (
                    "sensitivity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Whoever may open the case"),
                            ("PROTECTED", "Whoever keeps the case, its team and the supervisors of the office"),
                            ("RESTRICTED", "Whoever keeps the case and its team"),
                            ("TEAM", "Whoever wrote it down and the team of the case"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("shown_if", models.CharField(blank=True, max_length=200)),
                ("signals", models.JSONField(blank=True, default=dict)),
                (
                    "instrument",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="instruments.instrument",
                    ),
                ),
            ],
            options={
                "ordering": ["instrument", "order"],
                "constraints": [
                    models.UniqueConstraint(fields=("instrument", "key"), name="one_question_per_key_in_an_instrument")
                ],
            },
        ),
    ]
