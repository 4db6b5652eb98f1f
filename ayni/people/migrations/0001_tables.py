"""The tables as they were when issue 4 was built. Whoever has all that it replaces has nothing to do."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ayni.lib.fields
import ayni.lib.ids

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


class Migration(migrations.Migration):
    replaces = [
        ("people", "0001_initial"),
        ("people", "0002_lines_of_names"),
        ("people", "0003_histories_and_sources"),
        ("people", "0004_search_keys_by_birth"),
        ("people", "0005_documents_by_expiry"),
        ("people", "0006_duplicates_and_merges"),
        ("people", "0007_attachments"),
        ("people", "0008_rights"),
        ("people", "0009_family_links_and_households"),
        ("people", "0010_lists"),
        ("people", "0011_keys_that_nobody_looks_up_by"),
        ("people", "0012_merges_know_their_pair"),
        ("people", "0013_breaches"),
    ]

    initial = True

    dependencies = [
        ("access", "0001_tables"),
        ("codelists", "0001_tables"),
        ("files", "0001_tables"),
    ]

    operations = [
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
        migrations.RunPython(make_table, migrations.RunPython.noop),
        migrations.CreateModel(
            name="ConsentText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("REGISTER", "Keep my file and attend to me"),
                            ("REFER", "Share with this institution so that it helps me"),
                            ("CONTACT", "Contact me to follow up"),
                            ("STATISTICS", "Count me in statistics, without my name"),
                        ],
                        max_length=12,
                    ),
                ),
                ("language", models.CharField(default="es", max_length=8)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("text", models.TextField()),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("purpose", "language", "version"), name="one_consent_text_per_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Household",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=20, unique=True)),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.office"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("file_name", ayni.lib.fields.EncryptedTextField(default="")),
                ("digest", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("form_size", models.PositiveIntegerField(default=0)),
                ("format", models.CharField(blank=True, max_length=8)),
                ("sheet", models.CharField(blank=True, max_length=120)),
                ("headers", models.JSONField(default=list)),
                ("plan", models.JSONField(default=dict)),
                ("system", models.CharField(max_length=80)),
                ("purpose", ayni.lib.fields.EncryptedTextField(default="")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("CONSENT", "The person consents"),
                            ("REPRESENTATIVE", "The representative consents; the child was heard"),
                            ("VITAL_INTEREST", "Danger to life or health"),
                            ("LEGAL_DUTY", "The law obliges to notify"),
                            ("BEST_INTERESTS", "Best interests of the child"),
                            ("PUBLIC_FUNCTION", "Exercise of a function of the State"),
                        ],
                        max_length=16,
                    ),
                ),
                ("grounds", ayni.lib.fields.EncryptedTextField(default="")),
                ("received_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("RECEIVED", "Received: say what its columns are"),
                            ("STAGING", "Being read and compared"),
                            ("STAGED", "Waiting for decisions"),
                            ("ACCEPTING", "Being taken in"),
                            ("ACCEPTED", "Taken in"),
                            ("UNDOING", "Being undone"),
                            ("UNDONE", "Undone"),
                            ("REJECTED", "Rejected"),
                            ("BROKEN", "Could not be read"),
                        ],
                        default="RECEIVED",
                        max_length=10,
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                ("fault", ayni.lib.fields.EncryptedTextField(default="")),
                ("cursor", models.PositiveIntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
                ("states", models.JSONField(default=list)),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.office"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["office", "-received_at", "-id"], name="import_by_office"),
                    models.Index(
                        condition=models.Q(("state__in", ["STAGING", "ACCEPTING", "UNDOING"])),
                        fields=["state"],
                        name="import_under_way",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("headers", models.CharField(db_index=True, max_length=64)),
                ("plan", models.JSONField()),
                ("saved_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "name"), name="a_mapping_has_its_name_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("absorbed", models.UUIDField()),
                ("pair", models.UUIDField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                ("snapshot", ayni.lib.fields.EncryptedJSONField(default=dict)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "undone_by",
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
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("given_name_1", models.CharField(max_length=200)),
                ("given_name_2", models.CharField(blank=True, max_length=200)),
                ("surname_1", models.CharField(blank=True, max_length=200)),
                ("surname_2", models.CharField(blank=True, max_length=200)),
                ("known_as", models.CharField(blank=True, max_length=200)),
                ("birth_date", models.DateField(blank=True, null=True)),
                (
                    "birth_precision",
                    models.CharField(
                        choices=[
                            ("EXACT", "Exact date"),
                            ("MONTH", "Only month and year"),
                            ("YEAR", "Only the year"),
                            ("ESTIMATED", "Estimated from the age"),
                            ("UNKNOWN", "Not known"),
                        ],
                        default="EXACT",
                        max_length=10,
                    ),
                ),
                ("gender", ayni.lib.fields.EncryptedTextField(default="")),
                ("needs_interpreter", models.BooleanField(default=False)),
                ("in_transit", models.BooleanField(default=False)),
                ("registered_at", models.DateTimeField()),
                ("is_fictitious", models.BooleanField(default=False)),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.territory",
                    ),
                ),
                (
                    "education",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.educationlevel",
                    ),
                ),
                (
                    "language",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.language",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.office",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sex",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.sexgender",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["office", "-registered_at", "-id"], name="person_by_office")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("birth_date__isnull", True), ("birth_precision", "UNKNOWN")),
                            models.Q(
                                ("birth_date__isnull", False), models.Q(("birth_precision", "UNKNOWN"), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="a_birth_date_is_known_or_said_to_be_unknown",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given_name_1", ""), _negated=True), ("erased_at__isnull", False), _connector="OR"
                        ),
                        name="a_person_has_a_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OtherIdentity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("ESTIMATED", "Estimated by staff"),
                            ("LIST", "A list that was imported"),
                            ("RELATIVE", "A relative or companion said so"),
                            ("STATED", "The person said so"),
                            ("INSTITUTION", "Another institution said so"),
                            ("SEEN", "A document was seen"),
                            ("REGISTER", "A register of the State"),
                        ],
                        default="STATED",
                        max_length=12,
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[("HIGH", "Sure"), ("MEDIUM", "Fairly sure"), ("LOW", "Doubtful")],
                        default="HIGH",
                        max_length=8,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("recorded_at", models.DateTimeField(blank=True, null=True)),
                ("values", ayni.lib.fields.EncryptedJSONField()),
                (
                    "merge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="identities", to="people.merge"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="other_identities", to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Nationality",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("ESTIMATED", "Estimated by staff"),
                            ("LIST", "A list that was imported"),
                            ("RELATIVE", "A relative or companion said so"),
                            ("STATED", "The person said so"),
                            ("INSTITUTION", "Another institution said so"),
                            ("SEEN", "A document was seen"),
                            ("REGISTER", "A register of the State"),
                        ],
                        default="STATED",
                        max_length=12,
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[("HIGH", "Sure"), ("MEDIUM", "Fairly sure"), ("LOW", "Doubtful")],
                        default="HIGH",
                        max_length=8,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("recorded_at", models.DateTimeField(blank=True, null=True)),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("is_mistake", models.BooleanField(default=False)),
                ("order", models.PositiveSmallIntegerField(default=1)),
                (
                    "country",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.country",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="nationalities", to="people.person"
                    ),
                ),
            ],
            options={
                "ordering": ["person", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("person", "country"),
                        name="a_nationality_is_listed_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NameLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField()),
                ("born", models.PositiveIntegerField(default=0)),
                ("keys", models.BinaryField(default=b"")),
                (
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
        migrations.CreateModel(
            name="MigratorySituation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("ESTIMATED", "Estimated by staff"),
                            ("LIST", "A list that was imported"),
                            ("RELATIVE", "A relative or companion said so"),
                            ("STATED", "The person said so"),
                            ("INSTITUTION", "Another institution said so"),
                            ("SEEN", "A document was seen"),
                            ("REGISTER", "A register of the State"),
                        ],
                        default="STATED",
                        max_length=12,
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[("HIGH", "Sure"), ("MEDIUM", "Fairly sure"), ("LOW", "Doubtful")],
                        default="HIGH",
                        max_length=8,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("recorded_at", models.DateTimeField(blank=True, null=True)),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("is_mistake", models.BooleanField(default=False)),
                ("is_current", models.BooleanField(default=True)),
                (
                    "norm",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.legalnorm",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "status",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.migratorystatus",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="situations", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("person",),
                        name="one_current_situation_per_person",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="merge",
            name="kept",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="merges", to="people.person"
            ),
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", ayni.lib.fields.EncryptedTextField()),
                ("until", models.DateField()),
                ("placed_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="holds", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=("person",),
                        name="one_standing_hold_per_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lifted_at__isnull", True), ("lifted_by__isnull", False), _connector="OR"),
                        name="a_lifted_hold_says_who",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IdentityDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("ESTIMATED", "Estimated by staff"),
                            ("LIST", "A list that was imported"),
                            ("RELATIVE", "A relative or companion said so"),
                            ("STATED", "The person said so"),
                            ("INSTITUTION", "Another institution said so"),
                            ("SEEN", "A document was seen"),
                            ("REGISTER", "A register of the State"),
                        ],
                        default="STATED",
                        max_length=12,
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[("HIGH", "Sure"), ("MEDIUM", "Fairly sure"), ("LOW", "Doubtful")],
                        default="HIGH",
                        max_length=8,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("recorded_at", models.DateTimeField(blank=True, null=True)),
                ("number", models.CharField(blank=True, max_length=60)),
                ("issued_on", models.DateField(blank=True, null=True)),
                ("expires_on", models.DateField(blank=True, null=True)),
                ("is_verified", models.BooleanField(default=False)),
                ("unusual_shape", models.BooleanField(default=False)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "issued_in",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.country",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.office",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "type",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.documenttype",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True), ("expires_on__isnull", False)),
                        fields=["office", "expires_on", "id"],
                        name="document_by_expiry",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IdentityChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("ESTIMATED", "Estimated by staff"),
                            ("LIST", "A list that was imported"),
                            ("RELATIVE", "A relative or companion said so"),
                            ("STATED", "The person said so"),
                            ("INSTITUTION", "Another institution said so"),
                            ("SEEN", "A document was seen"),
                            ("REGISTER", "A register of the State"),
                        ],
                        default="STATED",
                        max_length=12,
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[("HIGH", "Sure"), ("MEDIUM", "Fairly sure"), ("LOW", "Doubtful")],
                        default="HIGH",
                        max_length=8,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("recorded_at", models.DateTimeField(blank=True, null=True)),
                ("columns", models.JSONField(default=list)),
                ("before", ayni.lib.fields.EncryptedJSONField(default=dict)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="identity_changes", to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HouseholdMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("ESTIMATED", "Estimated by staff"),
                            ("LIST", "A list that was imported"),
                            ("RELATIVE", "A relative or companion said so"),
                            ("STATED", "The person said so"),
                            ("INSTITUTION", "Another institution said so"),
                            ("SEEN", "A document was seen"),
                            ("REGISTER", "A register of the State"),
                        ],
                        default="STATED",
                        max_length=12,
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[("HIGH", "Sure"), ("MEDIUM", "Fairly sure"), ("LOW", "Doubtful")],
                        default="HIGH",
                        max_length=8,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("recorded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("HEAD", "Head of the household"),
                            ("PARTNER", "Partner of the head"),
                            ("CHILD", "Son or daughter of the head"),
                            ("PARENT", "Mother or father of the head"),
                            ("RELATIVE", "Other relative of the head"),
                            ("OTHER", "No relative of the head"),
                        ],
                        max_length=10,
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="people.household"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("person",),
                        name="one_current_household_per_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                        name="nobody_leaves_before_they_came",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("READERS", "Who saw my file"), ("OWN_DATA", "My own data")], max_length=8
                    ),
                ),
                (
                    "recipient",
                    models.CharField(
                        choices=[
                            ("PERSON", "The person"),
                            ("REPRESENTATIVE", "Who represents the person: mother, father, guardian or attorney"),
                            ("AUTHORITY", "An authority, because the law orders it"),
                        ],
                        default="PERSON",
                        max_length=16,
                    ),
                ),
                (
                    "identity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("DOCUMENT", "The original of an identity document was seen"),
                            ("KNOWN", "Staff who attend to the person know them, and asked what only the person knows"),
                            ("POWER", "The document that gives the representation was seen, and theirs of identity"),
                            ("ORDER", "There is a written order, with its number and who signs it"),
                        ],
                        max_length=8,
                    ),
                ),
                ("proof", models.CharField(max_length=32, unique=True)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="handovers", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "OWN_DATA"), _negated=True),
                            models.Q(("identity", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="own_data_leave_after_identity_was_checked",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExternalId",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("system", models.CharField(max_length=80)),
                ("value", models.CharField(max_length=120)),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.importbatch",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="external_ids", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("system", "value"), name="a_number_of_origin_is_of_one_person")
                ],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("REQUEST", "The person asked for it"),
                            ("WITHDRAWN", "The person withdrew the consent that the file rested on"),
                            ("MISTAKE", "It was registered by mistake"),
                            ("ORDER", "An authority ordered it"),
                            ("RETENTION", "The time to keep it is over"),
                        ],
                        max_length=12,
                    ),
                ),
                ("rule", models.CharField(blank=True, max_length=24)),
                ("erased_at", models.DateTimeField()),
                ("tables", models.JSONField(default=dict)),
                (
                    "erased_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="erasure", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("erased_by__isnull", True),
                                ("ground", "RETENTION"),
                                models.Q(("rule", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("ground", "RETENTION"), _negated=True),
                                ("erased_by__isnull", False),
                                ("rule", ""),
                            ),
                            _connector="OR",
                        ),
                        name="an_erasure_has_somebody_or_a_rule_behind_it",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("searched", ayni.lib.fields.EncryptedTextField(default="")),
                ("searched_at", models.DateTimeField()),
                ("data", ayni.lib.fields.EncryptedJSONField(default=dict)),
                ("saved_at", models.DateTimeField()),
                (
                    "relation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("CHILD", "Son or daughter"),
                            ("MOTHER", "Mother"),
                            ("FATHER", "Father"),
                            ("PARENT", "Mother or father"),
                            ("PARTNER", "Partner"),
                            ("FORMER_PARTNER", "Former partner"),
                            ("SIBLING", "Brother or sister"),
                            ("GRANDPARENT", "Grandmother or grandfather"),
                            ("GRANDCHILD", "Grandchild"),
                            ("AUNT_UNCLE", "Aunt or uncle"),
                            ("NIECE_NEPHEW", "Niece or nephew"),
                            ("OTHER", "Other relative"),
                            ("GUARDIAN", "Guardian by law"),
                            ("WARD", "Under the person’s guardianship"),
                            ("CAREGIVER", "Caregiver"),
                            ("CARED_FOR", "In the person’s care"),
                            ("TRAVELS_WITH", "Travels with"),
                            ("SEPARATED_FROM", "Separated from"),
                        ],
                        max_length=16,
                    ),
                ),
                ("same_household", models.BooleanField(default=False)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "family_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["user", "-saved_at"], name="draft_by_user")],
            },
        ),
        migrations.CreateModel(
            name="ContactPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("ESTIMATED", "Estimated by staff"),
                            ("LIST", "A list that was imported"),
                            ("RELATIVE", "A relative or companion said so"),
                            ("STATED", "The person said so"),
                            ("INSTITUTION", "Another institution said so"),
                            ("SEEN", "A document was seen"),
                            ("REGISTER", "A register of the State"),
                        ],
                        default="STATED",
                        max_length=12,
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[("HIGH", "Sure"), ("MEDIUM", "Fairly sure"), ("LOW", "Doubtful")],
                        default="HIGH",
                        max_length=8,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("recorded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("PHONE", "Telephone"),
                            ("WHATSAPP", "WhatsApp"),
                            ("SMS", "SMS"),
                            ("EMAIL", "E-mail"),
                            ("THROUGH", "Through somebody the person trusts"),
                            ("IN_PERSON", "Only in person"),
                        ],
                        max_length=10,
                    ),
                ),
                ("value", ayni.lib.fields.EncryptedTextField(default="")),
                ("is_safe", models.BooleanField(default=False)),
                ("may_call", models.BooleanField(default=True)),
                ("may_leave_content", models.BooleanField(default=True)),
                ("instructions", ayni.lib.fields.EncryptedTextField(default="")),
                ("since", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("REGISTER", "Keep my file and attend to me"),
                            ("REFER", "Share with this institution so that it helps me"),
                            ("CONTACT", "Contact me to follow up"),
                            ("STATISTICS", "Count me in statistics, without my name"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("CONSENT", "The person consents"),
                            ("REPRESENTATIVE", "The representative consents; the child was heard"),
                            ("VITAL_INTEREST", "Danger to life or health"),
                            ("LEGAL_DUTY", "The law obliges to notify"),
                            ("BEST_INTERESTS", "Best interests of the child"),
                            ("PUBLIC_FUNCTION", "Exercise of a function of the State"),
                        ],
                        max_length=16,
                    ),
                ),
                ("grounds", ayni.lib.fields.EncryptedTextField(default="")),
                ("given_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.organisation",
                    ),
                ),
                (
                    "superseded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="supersedes",
                        to="people.consent",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.consenttext",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="consents", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("organisation__isnull", False),
                            ("superseded_by__isnull", True),
                            ("withdrawn_at__isnull", True),
                        ),
                        fields=("person", "purpose", "organisation"),
                        name="one_standing_consent_per_purpose_and_institution",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("organisation__isnull", True),
                            ("superseded_by__isnull", True),
                            ("withdrawn_at__isnull", True),
                        ),
                        fields=("person", "purpose"),
                        name="one_standing_consent_per_purpose_of_our_own",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", False), ("purpose", "REFER")),
                            models.Q(models.Q(("purpose", "REFER"), _negated=True), ("organisation__isnull", True)),
                            _connector="OR",
                        ),
                        name="sharing_names_its_institution",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("basis__in", ["CONSENT", "REPRESENTATIVE"]), _negated=True),
                            ("text__isnull", False),
                            _connector="OR",
                        ),
                        name="consent_rests_on_a_text_that_was_read",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Compartment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.UUIDField(unique=True)),
                (
                    "sensitivity",
                    models.CharField(
                        choices=[("ORDINARY", "Ordinary"), ("PROTECTED", "Protected"), ("RESTRICTED", "Restricted")],
                        max_length=12,
                    ),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.office"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.team",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="compartments", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Characteristic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("ESTIMATED", "Estimated by staff"),
                            ("LIST", "A list that was imported"),
                            ("RELATIVE", "A relative or companion said so"),
                            ("STATED", "The person said so"),
                            ("INSTITUTION", "Another institution said so"),
                            ("SEEN", "A document was seen"),
                            ("REGISTER", "A register of the State"),
                        ],
                        default="STATED",
                        max_length=12,
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[("HIGH", "Sure"), ("MEDIUM", "Fairly sure"), ("LOW", "Doubtful")],
                        default="HIGH",
                        max_length=8,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("recorded_at", models.DateTimeField(blank=True, null=True)),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("is_mistake", models.BooleanField(default=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("MOBILITY_PROFILE", "Mobility profile"),
                            ("PREVIOUS_COUNTRY", "Previous country of residence"),
                            ("ORIGIN", "Country of origin"),
                            ("DESTINATION_COUNTRY", "Country of destination"),
                            ("ENTRY", "Entry into Peru"),
                            ("RETURN", "Return"),
                            ("REGISTRY_SOURCE", "Registered where"),
                            ("PREREGISTRATION", "Pre-registration"),
                            ("EDUCATION", "Education"),
                            ("OCCUPATION", "Occupation"),
                            ("LANGUAGE", "Language of attention"),
                            ("OTHER_LANGUAGE", "Other language spoken"),
                            ("DISABILITY", "Difficulties in doing things"),
                        ],
                        max_length=20,
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=24)),
                ("sealed", ayni.lib.fields.EncryptedJSONField(blank=True, null=True)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="characteristics", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            (
                                "kind__in",
                                [
                                    "MOBILITY_PROFILE",
                                    "PREVIOUS_COUNTRY",
                                    "ORIGIN",
                                    "DESTINATION_COUNTRY",
                                    "REGISTRY_SOURCE",
                                    "EDUCATION",
                                    "OCCUPATION",
                                    "LANGUAGE",
                                    "DISABILITY",
                                ],
                            ),
                        ),
                        fields=("person", "kind"),
                        name="one_value_at_a_time_stands_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sealed__isnull", True), ("code", ""), _connector="OR"),
                        name="a_sealed_characteristic_says_nothing_outside",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("PHOTO", "Photo"),
                            ("DOCUMENT_SCAN", "Scan of a document"),
                            ("OTHER", "Another paper"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        blank=True,
                        choices=[("FRONT", "Front"), ("BACK", "Back"), ("PAGE", "A page, or all of it")],
                        max_length=8,
                    ),
                ),
                ("taken_on", models.DateField(blank=True, null=True)),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("REPLACED", "There is a newer one"),
                            ("UNCLEAR", "It cannot be recognised"),
                            ("NOT_THEIRS", "It is of somebody else"),
                            ("ASKED", "The person asked for it"),
                            ("MERGED", "Two files became one"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="people.identitydocument",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "-added_at"], name="attachment_by_person")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True), ("kind", "PHOTO")),
                        fields=("person",),
                        name="one_current_photo_per_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True), ("side__in", ["FRONT", "BACK"])),
                        fields=("document", "side"),
                        name="one_current_scan_per_side",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("document__isnull", False), ("kind", "DOCUMENT_SCAN"), ("side__gt", "")),
                            models.Q(
                                models.Q(("kind", "DOCUMENT_SCAN"), _negated=True),
                                ("document__isnull", True),
                                ("side", ""),
                            ),
                            _connector="OR",
                        ),
                        name="a_scan_is_of_a_side_of_a_document",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("file__isnull", False), ("reason", "")),
                            models.Q(("ended_at__isnull", False), ("reason__gt", "")),
                            _connector="OR",
                        ),
                        name="what_is_shown_has_a_picture_and_what_ended_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PossibleDuplicate",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("score", models.PositiveSmallIntegerField()),
                ("reasons", ayni.lib.fields.EncryptedJSONField(default=list)),
                (
                    "found_by",
                    models.CharField(
                        choices=[
                            ("REGISTER", "When somebody was registered"),
                            ("IMPORT", "In a list that was imported"),
                            ("SYNC", "In what a device sent"),
                            ("NIGHTLY", "By the nightly review"),
                            ("HAND", "By a colleague who compared two files"),
                        ],
                        max_length=8,
                    ),
                ),
                ("found_at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("OPEN", "To decide"),
                            ("UNSURE", "Somebody is finding out"),
                            ("DIFFERENT", "Two different people"),
                        ],
                        default="OPEN",
                        max_length=9,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("note", ayni.lib.fields.EncryptedTextField(default="")),
                ("due_on", models.DateField(blank=True, null=True)),
                ("seen", models.CharField(blank=True, max_length=64)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "promised_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["status", "-score", "-id"], name="duplicate_by_likeness"),
                    models.Index(fields=["promised_by", "due_on"], name="duplicate_by_promise"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="two_files_are_compared_once"),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))), name="of_two_files_the_earlier_stands_first"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "UNSURE"), ("due_on__isnull", False), ("promised_by__isnull", False)),
                            models.Q(
                                models.Q(("status", "UNSURE"), _negated=True),
                                ("due_on__isnull", True),
                                ("promised_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="whoever_finds_out_says_by_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status", "OPEN"), ("decided_at__isnull", False), _connector="OR"),
                        name="a_decision_about_two_files_has_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Relationship",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("ESTIMATED", "Estimated by staff"),
                            ("LIST", "A list that was imported"),
                            ("RELATIVE", "A relative or companion said so"),
                            ("STATED", "The person said so"),
                            ("INSTITUTION", "Another institution said so"),
                            ("SEEN", "A document was seen"),
                            ("REGISTER", "A register of the State"),
                        ],
                        default="STATED",
                        max_length=12,
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[("HIGH", "Sure"), ("MEDIUM", "Fairly sure"), ("LOW", "Doubtful")],
                        default="HIGH",
                        max_length=8,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("recorded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("CHILD", "Son or daughter"),
                            ("MOTHER", "Mother"),
                            ("FATHER", "Father"),
                            ("PARENT", "Mother or father"),
                            ("PARTNER", "Partner"),
                            ("FORMER_PARTNER", "Former partner"),
                            ("SIBLING", "Brother or sister"),
                            ("GRANDPARENT", "Grandmother or grandfather"),
                            ("GRANDCHILD", "Grandchild"),
                            ("AUNT_UNCLE", "Aunt or uncle"),
                            ("NIECE_NEPHEW", "Niece or nephew"),
                            ("OTHER", "Other relative"),
                            ("GUARDIAN", "Guardian by law"),
                            ("WARD", "Under the person’s guardianship"),
                            ("CAREGIVER", "Caregiver"),
                            ("CARED_FOR", "In the person’s care"),
                            ("TRAVELS_WITH", "Travels with"),
                            ("SEPARATED_FROM", "Separated from"),
                        ],
                        max_length=16,
                    ),
                ),
                ("link", models.UUIDField(blank=True, db_index=True, null=True)),
                ("name", ayni.lib.fields.EncryptedTextField(default="")),
                ("birth_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("is_told", models.BooleanField(default=True)),
                ("born_in_peru", models.BooleanField(default=False)),
                ("lives_together", models.BooleanField(default=False)),
                ("since", models.DateField(blank=True, null=True)),
                (
                    "since_known",
                    models.CharField(
                        choices=[
                            ("day", "Day, month and year"),
                            ("month", "Only month and year"),
                            ("year", "Only the year"),
                        ],
                        default="day",
                        max_length=5,
                    ),
                ),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "until_known",
                    models.CharField(
                        choices=[
                            ("day", "Day, month and year"),
                            ("month", "Only month and year"),
                            ("year", "Only the year"),
                        ],
                        default="day",
                        max_length=5,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("MISTAKE", "It was recorded by mistake"),
                            ("PARTED", "They are no longer together"),
                            ("REUNITED", "They found each other again"),
                            ("GUARDIANSHIP", "The guardianship or the care ended"),
                            ("DIED", "Somebody died"),
                            ("OTHER", "Another reason"),
                            ("MERGED", "Two files became one"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="relationships", to="people.person"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "relative",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True), ("relative__isnull", False)),
                        fields=("person", "relative", "kind"),
                        name="a_relative_is_listed_once_in_each_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("relative__isnull", True),
                            models.Q(("relative", models.F("person")), _negated=True),
                            ("end_reason", "MERGED"),
                            _connector="OR",
                        ),
                        name="nobody_is_their_own_relative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since__isnull", True),
                            ("until__isnull", True),
                            ("until__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="a_link_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Residence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("ESTIMATED", "Estimated by staff"),
                            ("LIST", "A list that was imported"),
                            ("RELATIVE", "A relative or companion said so"),
                            ("STATED", "The person said so"),
                            ("INSTITUTION", "Another institution said so"),
                            ("SEEN", "A document was seen"),
                            ("REGISTER", "A register of the State"),
                        ],
                        default="STATED",
                        max_length=12,
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[("HIGH", "Sure"), ("MEDIUM", "Fairly sure"), ("LOW", "Doubtful")],
                        default="HIGH",
                        max_length=8,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("recorded_at", models.DateTimeField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("is_mistake", models.BooleanField(default=False)),
                ("in_transit", models.BooleanField(default=False)),
                ("address", ayni.lib.fields.EncryptedTextField(default="")),
                ("since", models.DateField()),
                (
                    "abroad_in",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.country",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.territory",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="residences", to="people.person"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RetentionRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("kind", models.CharField(max_length=40)),
                ("label_es", models.CharField(max_length=200)),
                ("days", models.PositiveIntegerField(blank=True, null=True)),
                ("since_es", models.CharField(max_length=200)),
                (
                    "ending",
                    models.CharField(
                        choices=[
                            ("DELETE", "Deleted"),
                            ("EMPTY", "Emptied of texts; what is counted stays"),
                            ("ERASE", "The file is erased; what is counted stays without the person"),
                            ("KEEP", "Kept for good"),
                        ],
                        max_length=6,
                    ),
                ),
                ("norm", models.CharField(blank=True, max_length=24)),
                ("confidence", models.CharField(max_length=12)),
                ("note_es", models.CharField(blank=True, max_length=400)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ["code", "version"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "version"), name="one_retention_rule_per_code_and_version"),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="one_retention_rule_in_force_per_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionRun",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("done", models.PositiveIntegerField()),
                ("refused", models.PositiveIntegerField(default=0)),
                ("left", models.BooleanField(default=False)),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="people.retentionrule"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-at", "-id"], name="retention_run_by_time")],
            },
        ),
        migrations.CreateModel(
            name="StagedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("typed", ayni.lib.fields.EncryptedJSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("NEW", "New"),
                            ("KNOWN", "Known: already has a file"),
                            ("DOUBTFUL", "Doubtful: may have a file"),
                            ("HELD", "Call the focal point"),
                            ("BROKEN", "With an error"),
                            ("REPEATED", "Repeated in the list"),
                            ("ACCEPTED", "Registered by this list"),
                            ("LINKED", "Linked to their file"),
                            ("REJECTED", "Rejected"),
                            ("UNDONE", "Undone"),
                        ],
                        max_length=10,
                    ),
                ),
                ("faults", models.JSONField(default=list)),
                ("identity", models.BigIntegerField(default=0)),
                ("twin", models.BigIntegerField(default=0)),
                ("like_row", models.PositiveIntegerField(blank=True, null=True)),
                ("score", models.FloatField(blank=True, null=True)),
                ("reasons", ayni.lib.fields.EncryptedJSONField(default=list)),
                ("added", models.JSONField(default=list)),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staged",
                        to="people.importbatch",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["batch", "state", "number"], name="staged_by_state"),
                    models.Index(fields=["batch", "twin"], name="staged_by_twin"),
                    models.Index(
                        condition=models.Q(("match__isnull", False)), fields=["match"], name="staged_by_match"
                    ),
                    models.Index(
                        condition=models.Q(("person__isnull", False)), fields=["person"], name="staged_by_person"
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("batch", "number"), name="a_row_is_staged_once")],
            },
        ),
        migrations.CreateModel(
            name="Sweep",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("upto", models.BigIntegerField()),
                ("files", models.PositiveIntegerField()),
                ("doubtful", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DONE", "Done"),
                            ("STOPPED", "Stopped: too many are doubtful"),
                            ("RELEASED", "Went on"),
                            ("DISCARDED", "Discarded"),
                        ],
                        default="DONE",
                        max_length=9,
                    ),
                ),
                ("held", ayni.lib.fields.EncryptedJSONField(default=list)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "STOPPED")), fields=("state",), name="one_sweep_waits_at_a_time"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Breach",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=20, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("SEEN", "Somebody saw what was none of their business"),
                            ("SENT", "Something was sent to the wrong person"),
                            ("LOST", "A device or papers were lost or stolen"),
                            ("ACCOUNT", "Somebody else used an account"),
                            ("ATTACK", "An attack on the system"),
                            ("CHANGED", "Data were changed or destroyed"),
                            ("OTHER", "Something else"),
                        ],
                        max_length=8,
                    ),
                ),
                ("noticed_at", models.DateTimeField()),
                ("notify_by", models.DateTimeField()),
                ("what", ayni.lib.fields.EncryptedTextField()),
                ("people", models.PositiveIntegerField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "harm",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("UNLIKELY", "Harm is unlikely"),
                            ("POSSIBLE", "Harm is possible"),
                            ("SERIOUS", "Serious harm is possible: life, freedom, violence, trafficking"),
                        ],
                        max_length=8,
                    ),
                ),
                ("assessment", ayni.lib.fields.EncryptedTextField(default="")),
                ("assessed_at", models.DateTimeField(blank=True, null=True)),
                ("containment", ayni.lib.fields.EncryptedTextField(default="")),
                ("contained_at", models.DateTimeField(blank=True, null=True)),
                ("people_told_at", models.DateTimeField(blank=True, null=True)),
                ("people_told", ayni.lib.fields.EncryptedTextField(default="")),
                ("authority_told_at", models.DateTimeField(blank=True, null=True)),
                ("authority_reference", models.CharField(blank=True, max_length=60)),
                ("no_notice", ayni.lib.fields.EncryptedTextField(default="")),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("lessons", ayni.lib.fields.EncryptedTextField(default="")),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.organisation",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "-noticed_at", "-id"], name="breach_by_organisation")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("notify_by__gt", models.F("noticed_at"))), name="a_breach_has_a_clock"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("assessed_at__isnull", True), ("harm", "")),
                            models.Q(models.Q(("harm", ""), _negated=True), ("assessed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_assessment_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", True),
                            models.Q(("assessed_at__isnull", False), ("contained_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_breach_is_closed_after_it_was_assessed_and_contained",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="merge",
            index=models.Index(fields=["pair"], name="merge_by_pair"),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at__isnull", True)), fields=("absorbed",), name="a_file_is_absorbed_once"
            ),
        ),
    ]
