"""The tables as they were when issue 4 was built. Whoever has all that it replaces has nothing to do."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("codelists", "0001_initial"),
        ("codelists", "0002_lists_of_characteristics"),
        ("codelists", "0003_barriers_and_risk"),
        ("codelists", "0004_norms_by_hand"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AgeBand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("label_es", models.CharField(max_length=300)),
                ("label_en", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("confidence", models.CharField(default="unknown", max_length=60)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("scheme", models.CharField(max_length=20)),
                ("min_age", models.PositiveSmallIntegerField()),
                ("max_age", models.PositiveSmallIntegerField(null=True)),
            ],
            options={
                "ordering": ["code", "version"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("code", "version"), name="ageband_code_and_version_are_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="ageband_has_one_current_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Barrier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("label_es", models.CharField(max_length=300)),
                ("label_en", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("confidence", models.CharField(default="unknown", max_length=60)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("category", models.CharField(max_length=20)),
                ("guidance_es", models.TextField(blank=True)),
                ("norms", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["code", "version"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("code", "version"), name="barrier_code_and_version_are_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="barrier_has_one_current_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Country",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("label_es", models.CharField(max_length=300)),
                ("label_en", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("confidence", models.CharField(default="unknown", max_length=60)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("alpha2", models.CharField(blank=True, max_length=2)),
            ],
            options={
                "ordering": ["code", "version"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("code", "version"), name="country_code_and_version_are_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="country_has_one_current_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentType",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("label_es", models.CharField(max_length=300)),
                ("label_en", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("confidence", models.CharField(default="unknown", max_length=60)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("pattern", models.CharField(blank=True, max_length=120)),
                ("example", models.CharField(blank=True, max_length=120)),
                ("check_rule", models.CharField(blank=True, max_length=120)),
                ("issuer", models.CharField(blank=True, max_length=120)),
                ("expires", models.CharField(blank=True, max_length=20)),
                ("identity_document", models.CharField(blank=True, max_length=120)),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["code", "version"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "version"), name="documenttype_code_and_version_are_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="documenttype_has_one_current_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EducationLevel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("label_es", models.CharField(max_length=300)),
                ("label_en", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("confidence", models.CharField(default="unknown", max_length=60)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("order", models.PositiveSmallIntegerField()),
                ("isced", models.CharField(blank=True, max_length=4)),
            ],
            options={
                "ordering": ["code", "version"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "version"), name="educationlevel_code_and_version_are_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="educationlevel_has_one_current_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EntryKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("label_es", models.CharField(max_length=300)),
                ("label_en", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("confidence", models.CharField(default="unknown", max_length=60)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("order", models.PositiveSmallIntegerField(default=100)),
            ],
            options={
                "ordering": ["code", "version"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("code", "version"), name="entrykind_code_and_version_are_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="entrykind_has_one_current_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FunctionalDifficulty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("label_es", models.CharField(max_length=300)),
                ("label_en", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("confidence", models.CharField(default="unknown", max_length=60)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("order", models.PositiveSmallIntegerField(default=100)),
                ("counts", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["code", "version"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "version"), name="functionaldifficulty_code_and_version_are_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="functionaldifficulty_has_one_current_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("label_es", models.CharField(max_length=300)),
                ("label_en", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("confidence", models.CharField(default="unknown", max_length=60)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("day", models.DateField(db_index=True)),
                ("kind", models.CharField(max_length=20)),
            ],
            options={
                "ordering": ["code", "version"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("code", "version"), name="holiday_code_and_version_are_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="holiday_has_one_current_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Language",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("label_es", models.CharField(max_length=300)),
                ("label_en", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("confidence", models.CharField(default="unknown", max_length=60)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("order", models.PositiveSmallIntegerField(default=100)),
            ],
            options={
                "ordering": ["code", "version"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("code", "version"), name="language_code_and_version_are_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="language_has_one_current_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalNorm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("label_es", models.CharField(max_length=300)),
                ("label_en", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("confidence", models.CharField(default="unknown", max_length=60)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("kind", models.CharField(max_length=20)),
                ("number", models.CharField(max_length=60)),
                ("year", models.PositiveSmallIntegerField(null=True)),
                ("topic", models.CharField(max_length=40)),
                ("status", models.CharField(max_length=60)),
                ("note", models.TextField(blank=True)),
                ("added_by_hand", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["code", "version"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("code", "version"), name="legalnorm_code_and_version_are_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="legalnorm_has_one_current_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MigratoryStatus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("label_es", models.CharField(max_length=300)),
                ("label_en", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("confidence", models.CharField(default="unknown", max_length=60)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("group", models.CharField(max_length=20)),
                ("regularity", models.CharField(max_length=12)),
                ("protection", models.CharField(blank=True, max_length=12)),
                ("legal_basis", models.CharField(blank=True, max_length=300)),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["code", "version"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "version"), name="migratorystatus_code_and_version_are_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="migratorystatus_has_one_current_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MobilityProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("label_es", models.CharField(max_length=300)),
                ("label_en", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("confidence", models.CharField(default="unknown", max_length=60)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("order", models.PositiveSmallIntegerField(default=100)),
            ],
            options={
                "ordering": ["code", "version"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "version"), name="mobilityprofile_code_and_version_are_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="mobilityprofile_has_one_current_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NeedSector",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("label_es", models.CharField(max_length=300)),
                ("label_en", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("confidence", models.CharField(default="unknown", max_length=60)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("parent_code", models.CharField(blank=True, max_length=24)),
            ],
            options={
                "ordering": ["code", "version"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("code", "version"), name="needsector_code_and_version_are_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="needsector_has_one_current_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Occupation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("label_es", models.CharField(max_length=300)),
                ("label_en", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("confidence", models.CharField(default="unknown", max_length=60)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("order", models.PositiveSmallIntegerField(default=100)),
                ("isco", models.CharField(blank=True, max_length=1)),
            ],
            options={
                "ordering": ["code", "version"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("code", "version"), name="occupation_code_and_version_are_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="occupation_has_one_current_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PreregistrationOutcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("label_es", models.CharField(max_length=300)),
                ("label_en", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("confidence", models.CharField(default="unknown", max_length=60)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("order", models.PositiveSmallIntegerField(default=100)),
            ],
            options={
                "ordering": ["code", "version"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "version"), name="preregistrationoutcome_code_and_version_are_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="preregistrationoutcome_has_one_current_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("label_es", models.CharField(max_length=300)),
                ("label_en", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("confidence", models.CharField(default="unknown", max_length=60)),
                ("digest", models.CharField(blank=True, max_length=64)),
                (
                    "family",
                    models.CharField(
                        choices=[
                            ("childhood", "Childhood and adolescence"),
                            ("violence", "Violence"),
                            ("trafficking", "Trafficking, smuggling and exploitation"),
                            ("health", "Health"),
                            ("disability", "Disability and older age"),
                            ("documents", "Documents and family in Peru"),
                            ("asylum", "International protection"),
                            ("detention", "Detention and expulsion"),
                            ("discrimination", "Discrimination"),
                            ("needs", "Basic needs, emergency and return"),
                            ("diversity", "Sexual and gender diversity"),
                        ],
                        max_length=20,
                    ),
                ),
                ("default_urgency", models.CharField(max_length=12)),
                ("sensitivity", models.CharField(max_length=12)),
                ("mandatory_notification", models.CharField(blank=True, max_length=120)),
                ("lead_institution", models.CharField(blank=True, max_length=20)),
                ("pathway_code", models.CharField(blank=True, max_length=24)),
                ("approaches", models.CharField(blank=True, max_length=120)),
                ("note", models.TextField(blank=True)),
                ("added_by_hand", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["code", "version"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("code", "version"), name="profile_code_and_version_are_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="profile_has_one_current_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegistrySource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("label_es", models.CharField(max_length=300)),
                ("label_en", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("confidence", models.CharField(default="unknown", max_length=60)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("order", models.PositiveSmallIntegerField(default=100)),
            ],
            options={
                "ordering": ["code", "version"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "version"), name="registrysource_code_and_version_are_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="registrysource_has_one_current_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReturnType",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("label_es", models.CharField(max_length=300)),
                ("label_en", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("confidence", models.CharField(default="unknown", max_length=60)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("order", models.PositiveSmallIntegerField(default=100)),
            ],
            options={
                "ordering": ["code", "version"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("code", "version"), name="returntype_code_and_version_are_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="returntype_has_one_current_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskLevel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("label_es", models.CharField(max_length=300)),
                ("label_en", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("confidence", models.CharField(default="unknown", max_length=60)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("order", models.PositiveSmallIntegerField(default=100)),
                ("every_days", models.PositiveSmallIntegerField()),
                ("channel", models.CharField(max_length=8)),
                ("attempts", models.PositiveSmallIntegerField()),
                ("may_close", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["code", "version"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("code", "version"), name="risklevel_code_and_version_are_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="risklevel_has_one_current_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceCategory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("label_es", models.CharField(max_length=300)),
                ("label_en", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("confidence", models.CharField(default="unknown", max_length=60)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("parent_code", models.CharField(blank=True, max_length=24)),
                ("need_sector", models.CharField(blank=True, max_length=24)),
                ("right_es", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "ordering": ["code", "version"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "version"), name="servicecategory_code_and_version_are_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="servicecategory_has_one_current_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SexGender",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("label_es", models.CharField(max_length=300)),
                ("label_en", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("confidence", models.CharField(default="unknown", max_length=60)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("dimension", models.CharField(max_length=20)),
                ("public", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["code", "version"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("code", "version"), name="sexgender_code_and_version_are_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="sexgender_has_one_current_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Territory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("label_es", models.CharField(max_length=300)),
                ("label_en", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("confidence", models.CharField(default="unknown", max_length=60)),
                ("digest", models.CharField(blank=True, max_length=64)),
                (
                    "level",
                    models.CharField(
                        choices=[("DEPARTMENT", "Department"), ("PROVINCE", "Province"), ("DISTRICT", "District")],
                        max_length=10,
                    ),
                ),
                ("department_code", models.CharField(db_index=True, max_length=2)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="codelists.territory",
                    ),
                ),
            ],
            options={
                "ordering": ["code", "version"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("code", "version"), name="territory_code_and_version_are_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="territory_has_one_current_version",
                    ),
                ],
            },
        ),
    ]
