"""The tables as they were when issue 4 was built. Whoever has all that it replaces has nothing to do."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ayni.lib.fields
import ayni.lib.ids


class Migration(migrations.Migration):
    replaces = [
        ("directory", "0001_initial"),
        ("directory", "0002_a_focal_point_is_a_function"),
        ("directory", "0003_a_chain_of_who_answers"),
        ("directory", "0004_what_is_offered_where_and_when"),
        ("directory", "0005_agreements_and_hours"),
    ]

    initial = True

    dependencies = [
        ("access", "0001_tables"),
        ("codelists", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="FreshnessLimit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("INSTITUTION", "Institution"),
                            ("SERVICE", "Service"),
                            ("LOCATION", "Service point"),
                            ("FOCAL_POINT", "Focal point"),
                        ],
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("days", models.PositiveSmallIntegerField()),
                ("note", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["kind"],
            },
        ),
        migrations.CreateModel(
            name="FocalPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rank",
                    models.CharField(
                        choices=[
                            ("SERVICE_POINT", "Service point"),
                            ("INSTITUTION", "Focal point of the institution"),
                            ("REGIONAL", "Regional focal point"),
                            ("NATIONAL", "National focal point"),
                        ],
                        default="INSTITUTION",
                        max_length=14,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=30)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.territory",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="focal_points",
                        to="access.office",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="focal_points",
                        to="access.organisation",
                    ),
                ),
                (
                    "stands_in_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="substitutes",
                        to="directory.focalpoint",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EntryLink",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entry_links",
                        to="access.organisation",
                    ),
                ),
                (
                    "focal_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.focalpoint"
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-id"],
                "indexes": [models.Index(fields=["organisation", "-made_at"], name="entry_link_by_age")],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "focal_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="absences", to="directory.focalpoint"
                    ),
                ),
            ],
            options={
                "ordering": ["starts_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="an_absence_ends_after_it_starts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InstitutionEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hsds_id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, unique=True)),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                (
                    "verified_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("STAFF", "the unit"),
                            ("INSTITUTION", "the institution"),
                            ("LINK", "the institution, through its link"),
                            ("FILE", "the file that it came in with"),
                        ],
                        max_length=12,
                    ),
                ),
                ("modified_at", models.DateTimeField(blank=True, null=True)),
                ("kept", models.JSONField(blank=True, default=dict)),
                ("alternate_name", models.CharField(blank=True, max_length=200)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("website", models.URLField(blank=True, max_length=300)),
                ("is_imported", models.BooleanField(default=False)),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entry", to="access.organisation"
                    ),
                ),
                (
                    "verified_by",
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
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Location",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hsds_id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, unique=True)),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                (
                    "verified_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("STAFF", "the unit"),
                            ("INSTITUTION", "the institution"),
                            ("LINK", "the institution, through its link"),
                            ("FILE", "the file that it came in with"),
                        ],
                        max_length=12,
                    ),
                ),
                ("modified_at", models.DateTimeField(blank=True, null=True)),
                ("kept", models.JSONField(blank=True, default=dict)),
                ("name", models.CharField(blank=True, max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("OFFICE", "Office"),
                            ("PAO", "Assistance and orientation point (PAO)"),
                            ("HEALTH", "Health centre"),
                            ("DEMUNA", "Municipal defence of children (DEMUNA)"),
                            ("SCHOOL", "School"),
                            ("SHELTER", "Shelter"),
                            ("CANTEEN", "Canteen"),
                            ("MOBILE", "Mobile point"),
                            ("BORDER", "Border post"),
                            ("ONLINE", "Online or by telephone"),
                            ("OTHER", "Other"),
                        ],
                        default="OFFICE",
                        max_length=8,
                    ),
                ),
                ("location_type", models.CharField(default="physical", max_length=8)),
                ("url", models.URLField(blank=True, max_length=300)),
                ("is_confidential", models.BooleanField(default=False)),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("addresses", ayni.lib.fields.EncryptedJSONField(default=list)),
                ("directions", ayni.lib.fields.EncryptedTextField(blank=True, default="")),
                ("description", ayni.lib.fields.EncryptedTextField(blank=True, default="")),
                ("is_closed", models.BooleanField(default=False)),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.territory",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.territory",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.office",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="locations",
                        to="access.organisation",
                    ),
                ),
                (
                    "verified_by",
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
                "ordering": ["name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_confidential", False),
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_confidential_point_has_no_coordinates",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MigrantCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("persons", models.PositiveIntegerField()),
                ("counted_on", models.DateField()),
                ("source", models.CharField(max_length=300)),
                (
                    "territory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="migrant_counts",
                        to="codelists.territory",
                    ),
                ),
            ],
            options={
                "ordering": ["-persons", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("territory", "counted_on"), name="a_territory_is_counted_once_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficeHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("days", models.JSONField(default=list)),
                ("opens", models.TimeField()),
                ("closes", models.TimeField()),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="office_hours",
                        to="access.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes__gt", models.F("opens"))),
                        name="an_institution_opens_before_it_closes",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterEntry",
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
                ("details", models.JSONField(default=dict)),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="register",
                        to="access.office",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="register",
                        to="access.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["code", "valid_from", "version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "version"), name="registerentry_code_and_version_are_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="registerentry_has_one_current_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("office__isnull", True), ("organisation__isnull", False)),
                            models.Q(("office__isnull", False), ("organisation__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_register_entry_is_of_an_organisation_or_an_office",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hsds_id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, unique=True)),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                (
                    "verified_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("STAFF", "the unit"),
                            ("INSTITUTION", "the institution"),
                            ("LINK", "the institution, through its link"),
                            ("FILE", "the file that it came in with"),
                        ],
                        max_length=12,
                    ),
                ),
                ("modified_at", models.DateTimeField(blank=True, null=True)),
                ("kept", models.JSONField(blank=True, default=dict)),
                ("code", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("is_generic", models.BooleanField(default=False)),
                ("accepts_referrals", models.BooleanField(default=True)),
                ("note", models.TextField(blank=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("alternate_name", models.CharField(blank=True, max_length=200)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Given"),
                            ("inactive", "Not given at present"),
                            ("defunct", "Given no more"),
                            ("temporarily closed", "Closed for a time"),
                        ],
                        default="active",
                        max_length=20,
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=300)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("alert", models.CharField(blank=True, max_length=500)),
                ("application_process", models.TextField(blank=True)),
                ("fees_description", models.TextField(blank=True)),
                ("interpretation_services", models.TextField(blank=True)),
                ("eligibility_description", models.TextField(blank=True)),
                ("ineligibility", models.TextField(blank=True)),
                ("minimum_age", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("maximum_age", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "admits",
                    models.CharField(
                        choices=[
                            ("UNKNOWN", "Not known"),
                            ("ANYONE", "Anyone, with or without documents"),
                            ("DOCUMENT", "Anyone with an identity document, whatever their migratory situation"),
                            ("REGULAR", "Only those in a regular migratory situation"),
                        ],
                        default="UNKNOWN",
                        max_length=8,
                    ),
                ),
                ("by_appointment", models.BooleanField(default=False)),
                (
                    "nationality_variable",
                    models.CharField(
                        choices=[
                            ("UNKNOWN", "Not known"),
                            ("ABSENT", "Not in its records"),
                            ("PARTIAL", "In some of its records"),
                            ("PRESENT", "In all its records"),
                        ],
                        default="UNKNOWN",
                        max_length=8,
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.servicecategory",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="services", to="access.organisation"
                    ),
                ),
                (
                    "verified_by",
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
                "ordering": ["organisation__name", "name", "pk"],
                "indexes": [models.Index(fields=["name", "id"], name="service_by_name")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minimum_age__isnull", True),
                            ("maximum_age__isnull", True),
                            ("maximum_age__gte", models.F("minimum_age")),
                            _connector="OR",
                        ),
                        name="the_oldest_is_not_younger_than_the_youngest",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("before", ayni.lib.fields.EncryptedJSONField()),
                ("after", ayni.lib.fields.EncryptedJSONField()),
                ("taken", ayni.lib.fields.EncryptedJSONField(null=True)),
                ("note", ayni.lib.fields.EncryptedTextField(blank=True, default="")),
                ("proposed_at", models.DateTimeField()),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("WAITING", "Waits for a decision"),
                            ("TAKEN", "Accepted"),
                            ("TAKEN_EDITED", "Accepted with changes"),
                            ("REFUSED", "Not accepted"),
                        ],
                        default="WAITING",
                        max_length=12,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
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
                    "link",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="directory.entrylink",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="directory.location",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="access.organisation"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="directory.service",
                    ),
                ),
            ],
            options={
                "ordering": ["-proposed_at", "-id"],
                "indexes": [models.Index(fields=["decision", "-proposed_at", "-id"], name="proposal_to_decide")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("link__isnull", True), ("proposed_by__isnull", False)),
                            models.Q(("link__isnull", False), ("proposed_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_proposal_comes_from_a_user_or_a_link",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decision", "WAITING")),
                            models.Q(models.Q(("decision", "WAITING"), _negated=True), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_decision_has_a_time",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="focalpoint",
            name="service",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="focal_points",
                to="directory.service",
            ),
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("purpose", models.TextField()),
                ("sections", models.JSONField(default=list)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("document", models.CharField(max_length=300)),
                ("alert_days", models.PositiveSmallIntegerField(default=60)),
                ("alerted_on", models.DateField(blank=True, null=True)),
                ("written_at", models.DateTimeField()),
                (
                    "ours",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.organisation",
                    ),
                ),
                ("profiles", models.ManyToManyField(blank=True, related_name="+", to="codelists.profile")),
                (
                    "theirs",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="access.organisation"
                    ),
                ),
                (
                    "watched_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("services", models.ManyToManyField(blank=True, related_name="agreements", to="directory.service")),
            ],
            options={
                "ordering": ["theirs__name", "-valid_from", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="an_agreement_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ours", models.F("theirs")), _negated=True),
                        name="an_agreement_is_between_two_institutions",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceAtLocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hsds_id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, unique=True)),
                ("is_intake", models.BooleanField(default=False)),
                ("is_given_here", models.BooleanField(default=True)),
                ("description", models.CharField(blank=True, max_length=500)),
                ("kept", models.JSONField(blank=True, default=dict)),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="services", to="directory.location"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="points", to="directory.service"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("service", "location"), name="a_service_is_once_at_a_point"),
                    models.CheckConstraint(
                        condition=models.Q(("is_intake", True), ("is_given_here", True), _connector="OR"),
                        name="a_point_is_for_entering_or_for_attending",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Schedule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hsds_id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, unique=True)),
                ("is_closure", models.BooleanField(default=False)),
                ("on_holidays", models.BooleanField(default=False)),
                ("freq", models.CharField(blank=True, max_length=8)),
                ("byday", models.CharField(blank=True, max_length=60)),
                ("bymonthday", models.CharField(blank=True, max_length=100)),
                ("byweekno", models.CharField(blank=True, max_length=200)),
                ("byyearday", models.CharField(blank=True, max_length=400)),
                ("interval", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("count", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("dtstart", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("opens_at", models.TimeField(blank=True, null=True)),
                ("closes_at", models.TimeField(blank=True, null=True)),
                ("description", models.CharField(blank=True, max_length=500)),
                ("kept", models.JSONField(blank=True, default=dict)),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="schedules",
                        to="directory.location",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="schedules",
                        to="directory.service",
                    ),
                ),
                (
                    "at",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="schedules",
                        to="directory.serviceatlocation",
                    ),
                ),
            ],
            options={
                "ordering": ["-is_closure", "valid_from", "opens_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("at__isnull", True), ("location__isnull", True), ("service__isnull", False)),
                            models.Q(("at__isnull", True), ("location__isnull", False), ("service__isnull", True)),
                            models.Q(("at__isnull", False), ("location__isnull", True), ("service__isnull", True)),
                            _connector="OR",
                        ),
                        name="hours_are_of_a_service_a_point_or_a_service_there",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Record",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hsds_id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, unique=True)),
                ("table", models.CharField(max_length=24)),
                ("code", models.CharField(blank=True, max_length=60)),
                ("data", ayni.lib.fields.EncryptedJSONField()),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="records",
                        to="directory.location",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="records",
                        to="access.organisation",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="records",
                        to="directory.service",
                    ),
                ),
                (
                    "at",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="records",
                        to="directory.serviceatlocation",
                    ),
                ),
            ],
            options={
                "ordering": ["table", "pk"],
                "indexes": [models.Index(fields=["table", "code"], name="record_by_code")],
            },
        ),
        migrations.CreateModel(
            name="ServiceTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "taxonomy",
                    models.CharField(
                        choices=[("need", "Need"), ("profile", "Profile"), ("population", "Population")], max_length=10
                    ),
                ),
                ("code", models.CharField(max_length=24)),
                ("suits", models.BooleanField(default=True)),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="terms", to="directory.service"
                    ),
                ),
            ],
            options={
                "ordering": ["taxonomy", "code"],
                "indexes": [models.Index(fields=["taxonomy", "code", "service"], name="services_by_term")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("service", "taxonomy", "code"), name="a_term_is_said_once_of_a_service"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Strengthening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=300)),
                (
                    "progress",
                    models.CharField(
                        choices=[
                            ("PLANNED", "Planned"),
                            ("IN_PROGRESS", "In progress"),
                            ("DONE", "Finished"),
                            ("ABANDONED", "Given up"),
                        ],
                        default="PLANNED",
                        max_length=11,
                    ),
                ),
                ("result", models.CharField(blank=True, max_length=500)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("begun_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("written_at", models.DateTimeField()),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="strengthenings",
                        to="directory.service",
                    ),
                ),
                (
                    "written_by",
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
                "ordering": ["-written_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("progress", "DONE"), _negated=True),
                            models.Q(("result", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="what_is_finished_has_a_result",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TerritoryMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("PRIORITY", "Priority territory"),
                            ("HOST", "Host territory"),
                            ("ORIGIN", "Territory of origin"),
                            ("TRANSIT", "Territory of transit"),
                            ("DESTINATION", "Territory of destination"),
                            ("CONSULAR", "Consular territory"),
                        ],
                        max_length=11,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("source", models.CharField(max_length=300)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "territory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="codelists.territory"
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "territory__code", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("territory", "kind"),
                        name="a_territory_has_a_mark_once",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="focalpoint",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True),
                    ("stands_in_for__isnull", True),
                    ("department__isnull", False),
                    ("office__isnull", True),
                    ("service__isnull", True),
                ),
                fields=("organisation", "rank", "department"),
                name="one_focal_point_per_organisation_and_department",
            ),
        ),
        migrations.AddConstraint(
            model_name="focalpoint",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True),
                    ("stands_in_for__isnull", True),
                    ("department__isnull", True),
                    ("office__isnull", True),
                    ("service__isnull", True),
                ),
                fields=("organisation", "rank"),
                name="one_focal_point_per_organisation_for_the_country",
            ),
        ),
        migrations.AddConstraint(
            model_name="focalpoint",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True),
                    ("stands_in_for__isnull", True),
                    ("office__isnull", False),
                    ("service__isnull", True),
                ),
                fields=("organisation", "rank", "office"),
                name="one_focal_point_per_organisation_and_office",
            ),
        ),
        migrations.AddConstraint(
            model_name="focalpoint",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True),
                    ("stands_in_for__isnull", True),
                    ("department__isnull", False),
                    ("office__isnull", True),
                    ("service__isnull", False),
                ),
                fields=("service", "department"),
                name="one_service_point_per_service_and_department",
            ),
        ),
        migrations.AddConstraint(
            model_name="focalpoint",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True),
                    ("stands_in_for__isnull", True),
                    ("department__isnull", True),
                    ("office__isnull", True),
                    ("service__isnull", False),
                ),
                fields=("service",),
                name="one_service_point_per_service_for_the_country",
            ),
        ),
        migrations.AddConstraint(
            model_name="focalpoint",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True),
                    ("stands_in_for__isnull", True),
                    ("office__isnull", False),
                    ("service__isnull", False),
                ),
                fields=("service", "office"),
                name="one_service_point_per_service_and_office",
            ),
        ),
        migrations.AddConstraint(
            model_name="focalpoint",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True), ("stands_in_for__isnull", False)),
                fields=("stands_in_for",),
                name="one_substitute_per_focal_point",
            ),
        ),
        migrations.AddConstraint(
            model_name="focalpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("rank", "SERVICE_POINT"), ("service__isnull", False)),
                    models.Q(models.Q(("rank", "SERVICE_POINT"), _negated=True), ("service__isnull", True)),
                    _connector="OR",
                ),
                name="a_service_point_answers_for_a_service",
            ),
        ),
        migrations.AddConstraint(
            model_name="focalpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("rank", "NATIONAL"), _negated=True),
                    models.Q(("department__isnull", True), ("office__isnull", True)),
                    _connector="OR",
                ),
                name="a_national_focal_point_answers_for_the_country",
            ),
        ),
        migrations.AddConstraint(
            model_name="focalpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("rank", "REGIONAL"), _negated=True), ("department__isnull", False), _connector="OR"
                ),
                name="a_regional_focal_point_answers_in_a_department",
            ),
        ),
    ]
