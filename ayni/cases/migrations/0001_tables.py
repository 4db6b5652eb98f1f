"""The tables as they were when issue 4 was built. Whoever has all that it replaces has nothing to do."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ayni.lib.fields
import ayni.lib.ids


class Migration(migrations.Migration):
    replaces = [
        ("cases", "0001_initial"),
        ("cases", "0002_plan_print"),
        ("cases", "0003_keys_that_nobody_looks_up_by"),
        ("cases", "0004_needs"),
        ("cases", "0005_gap_evidence"),
        ("cases", "0006_forms_risk_services_denials"),
        ("cases", "0007_protocol_moves"),
        ("cases", "0008_supervision"),
    ]

    initial = True

    dependencies = [
        ("access", "0001_tables"),
        ("codelists", "0001_tables"),
        ("governance", "0001_tables"),
        ("instruments", "0001_tables"),
        ("people", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApprovalRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("PLAN", "The plan"),
                            ("CLOSURE", "The end of the case"),
                            ("TRANSFER", "The transfer to another office"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "sensitivity",
                    models.CharField(
                        choices=[("ORDINARY", "Ordinary"), ("PROTECTED", "Protected"), ("RESTRICTED", "Restricted")],
                        max_length=12,
                    ),
                ),
                ("is_needed", models.BooleanField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "sensitivity"), name="one_approval_rule_each")],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=20, unique=True)),
                (
                    "sensitivity",
                    models.CharField(
                        choices=[("ORDINARY", "Ordinary"), ("PROTECTED", "Protected"), ("RESTRICTED", "Restricted")],
                        max_length=12,
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("IMMEDIATE", "Immediate"),
                            ("WITHIN_24H", "Within 24 hours"),
                            ("WITHIN_72H", "Within 72 hours"),
                            ("ORDINARY", "Ordinary"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("TRANSIT", "In transit"),
                            ("ARRIVAL", "Arrival"),
                            ("STAY", "Stay"),
                            ("RETURN", "Return"),
                        ],
                        default="STAY",
                        max_length=8,
                    ),
                ),
                (
                    "area",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not said"),
                            ("URBAN", "City"),
                            ("PERIURBAN", "Edge of a city"),
                            ("RURAL", "Countryside"),
                        ],
                        default="",
                        max_length=9,
                    ),
                ),
                ("wishes", ayni.lib.fields.EncryptedTextField(default="")),
                (
                    "status",
                    models.CharField(choices=[("OPEN", "Open"), ("CLOSED", "Closed")], default="OPEN", max_length=6),
                ),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("SOLVED", "The need was met"),
                            ("PARTLY_SOLVED", "The need was met in part"),
                            ("TRANSFERRED", "Taken over by another institution"),
                            ("WITHDRAWN", "The person did not want to go on"),
                            ("LOST_CONTACT", "Contact was lost"),
                            ("LEFT_COUNTRY", "Left the country"),
                            ("NOT_POSSIBLE", "There was no way to meet the need"),
                            ("DIED", "The person died"),
                            ("MISTAKE", "Opened by mistake"),
                        ],
                        max_length=16,
                    ),
                ),
                ("closing_note", ayni.lib.fields.EncryptedTextField(default="")),
                (
                    "caseworker",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_by",
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
                    "office",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.office",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="people.person"
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
            ],
        ),
        migrations.CreateModel(
            name="Conference",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("held_at", models.DateTimeField()),
                ("guests", ayni.lib.fields.EncryptedTextField(default="")),
                ("minutes", ayni.lib.fields.EncryptedTextField()),
                ("written_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conferences",
                        to="cases.case",
                    ),
                ),
                ("participants", models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "written_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "-held_at", "-id"], name="conference_by_case")],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("VISIT", "Visit"),
                            ("CALL", "Call"),
                            ("MESSAGE", "Message"),
                            ("OFFICE", "At the office"),
                            ("VIDEO", "Video call"),
                        ],
                        max_length=8,
                    ),
                ),
                ("planned_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("WAITING", "To do"), ("DONE", "Done"), ("DROPPED", "Dropped")],
                        default="WAITING",
                        max_length=8,
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follow_ups",
                        to="cases.case",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.risklevel",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "-due_at"], name="follow_up_by_case"),
                    models.Index(
                        condition=models.Q(("state", "WAITING")), fields=["due_at", "id"], name="follow_up_by_deadline"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "WAITING")),
                        fields=("case",),
                        name="a_case_has_one_follow_up_ahead",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", True), ("state", "WAITING")),
                            models.Q(models.Q(("state", "WAITING"), _negated=True), ("done_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_follow_up_that_ended_has_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("VISIT", "Visit"),
                            ("CALL", "Call"),
                            ("MESSAGE", "Message"),
                            ("OFFICE", "At the office"),
                            ("VIDEO", "Video call"),
                        ],
                        max_length=8,
                    ),
                ),
                ("contact", models.BigIntegerField(blank=True, null=True)),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("REACHED", "Reached"),
                            ("UNANSWERED", "No answer"),
                            ("WRONG_NUMBER", "Wrong number or address"),
                            ("REFUSED", "The person did not want to talk"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note", ayni.lib.fields.EncryptedTextField(default="")),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "follow_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attempts", to="cases.followup"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("words", ayni.lib.fields.EncryptedTextField(default="")),
                ("first_step", ayni.lib.fields.EncryptedTextField(default="")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "On the way"),
                            ("REACHED", "Reached"),
                            ("CHANGED", "The person wants something else now"),
                        ],
                        default="OPEN",
                        max_length=7,
                    ),
                ),
                ("stated_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="goals", to="cases.case"
                    ),
                ),
                (
                    "stated_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["case", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state", "OPEN"), ("changed_at__isnull", False), _connector="OR"),
                        name="a_goal_that_changed_has_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("words", ayni.lib.fields.EncryptedTextField(default="")),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("IMMEDIATE", "Immediate"),
                            ("WITHIN_24H", "Within 24 hours"),
                            ("WITHIN_72H", "Within 72 hours"),
                            ("ORDINARY", "Ordinary"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "Open"),
                            ("PARTLY_MET", "Partly met"),
                            ("MET", "Met"),
                            ("NO_SERVICE", "Cannot be met: there is no such service"),
                            ("WITHDRAWN", "The person does not want it any more"),
                        ],
                        default="OPEN",
                        max_length=10,
                    ),
                ),
                ("stated_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="needs", to="cases.case"
                    ),
                ),
                (
                    "gap",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.gap",
                    ),
                ),
                (
                    "sector",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.needsector",
                    ),
                ),
                (
                    "stated_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["case", "id"],
                "indexes": [models.Index(fields=["gap", "-changed_at"], name="need_by_gap")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state", "OPEN"), ("changed_at__isnull", False), _connector="OR"),
                        name="a_need_that_changed_has_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Denial",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("place", ayni.lib.fields.EncryptedTextField(default="")),
                ("happened_on", models.DateField()),
                ("late_only", models.BooleanField(default=False)),
                ("words", ayni.lib.fields.EncryptedTextField(default="")),
                (
                    "harm",
                    models.CharField(
                        choices=[
                            ("NONE", "None so far"),
                            ("DELAY", "Help came late"),
                            ("WORSE", "Their health or safety got worse"),
                            ("COST", "They had to pay"),
                            ("LOST", "They lost a right, a place or a time limit"),
                            ("UNKNOWN", "Not known"),
                        ],
                        default="UNKNOWN",
                        max_length=7,
                    ),
                ),
                ("consequences", ayni.lib.fields.EncryptedTextField(default="")),
                ("done", ayni.lib.fields.EncryptedTextField(default="")),
                (
                    "complaint",
                    models.CharField(
                        choices=[
                            ("NOT_ASKED", "Was not asked"),
                            ("YES", "Yes, in their name"),
                            ("ANONYMOUS", "Yes, without their name"),
                            ("NO", "No"),
                        ],
                        default="NOT_ASKED",
                        max_length=9,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("OPEN", "Nothing came of it yet"),
                            ("ATTENDED", "The person was attended to afterwards"),
                            ("ELSEWHERE", "Another institution attended to the person"),
                            ("COMPLAINED", "A complaint was filed"),
                            ("GIVEN_UP", "The person gave up"),
                        ],
                        default="OPEN",
                        max_length=10,
                    ),
                ),
                ("outcome_at", models.DateTimeField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "barrier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.barrier",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="denials", to="cases.case"
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.servicecategory",
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
                    "gap",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.gap",
                    ),
                ),
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
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
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
                (
                    "need",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="denials",
                        to="cases.need",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-recorded_at", "-id"], name="denial_by_record"),
                    models.Index(fields=["gap", "-recorded_at"], name="denial_by_gap"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome", "OPEN"), ("outcome_at__isnull", False), _connector="OR"),
                        name="an_outcome_of_a_denial_has_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("text", ayni.lib.fields.EncryptedTextField()),
                ("written_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="cases.case",
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
            ],
            options={
                "indexes": [models.Index(fields=["case", "-written_at", "-id"], name="note_by_case")],
            },
        ),
        migrations.CreateModel(
            name="NoteDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", ayni.lib.fields.EncryptedTextField()),
                ("saved_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "author"), name="one_draft_per_author_and_case")
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanPrint",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("proof", models.CharField(max_length=32, unique=True)),
                ("printed_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"),
                ),
                (
                    "printed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProtocolMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", ayni.lib.fields.EncryptedTextField()),
                ("starts_on", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "after",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="governance.protocol"
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="governance.protocol"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["case", "at", "id"],
            },
        ),
        migrations.CreateModel(
            name="RiskAssessment",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("reason", ayni.lib.fields.EncryptedTextField(default="")),
                ("assessed_at", models.DateTimeField()),
                ("is_current", models.BooleanField(default=True)),
                (
                    "assessed_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="risks", to="cases.case"
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.risklevel",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("case",),
                        name="a_case_has_one_current_level_of_risk",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Screening",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("started_at", models.DateTimeField()),
                (
                    "suggested_urgency",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("IMMEDIATE", "Immediate"),
                            ("WITHIN_24H", "Within 24 hours"),
                            ("WITHIN_72H", "Within 72 hours"),
                            ("ORDINARY", "Ordinary"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "decided_urgency",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("IMMEDIATE", "Immediate"),
                            ("WITHIN_24H", "Within 24 hours"),
                            ("WITHIN_72H", "Within 72 hours"),
                            ("ORDINARY", "Ordinary"),
                        ],
                        max_length=12,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("departure_reason", ayni.lib.fields.EncryptedTextField(default="")),
                ("oriented_at", models.DateTimeField(blank=True, null=True)),
                ("orientation", ayni.lib.fields.EncryptedTextField(default="")),
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
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.office"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="screenings", to="people.person"
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["started_by", "-started_at", "-id"], name="screening_by_author")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_at__isnull", True), ("decided_by__isnull", False), _connector="OR"
                        ),
                        name="a_decision_has_somebody_behind_it",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="screening",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="cases.screening",
            ),
        ),
        migrations.CreateModel(
            name="ScreeningProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("suggested", models.BooleanField(default=False)),
                ("score", models.PositiveSmallIntegerField(default=0)),
                ("chosen", models.BooleanField(null=True)),
                ("is_main", models.BooleanField(default=False)),
                (
                    "profile",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.profile",
                    ),
                ),
                (
                    "screening",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="profiles",
                        to="cases.screening",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("screening", "profile"), name="a_profile_is_weighed_once_per_screening"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceGiven",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("given_on", models.DateField()),
                ("hours", models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True)),
                ("amount", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ("remark", ayni.lib.fields.EncryptedTextField(default="")),
                ("recorded_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="services_given", to="cases.case"
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.servicecategory",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="services",
                        to="cases.need",
                    ),
                ),
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
                "ordering": ["-given_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("order", models.PositiveSmallIntegerField()),
                ("own_title", ayni.lib.fields.EncryptedTextField(default="")),
                ("starts_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                (
                    "deadline_kind",
                    models.CharField(
                        choices=[
                            ("legal", "Legal deadline"),
                            ("legal_unverified", "Legal deadline, not verified"),
                            ("protocol_unverified", "Deadline of a protocol, not verified"),
                            ("clinical", "Clinical deadline"),
                            ("proposed_sla", "Service level that the unit sets for itself"),
                            ("none", "No deadline"),
                        ],
                        default="none",
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("TODO", "To do"),
                            ("REFERRED", "Referred, waiting"),
                            ("DONE", "Done"),
                            ("SKIPPED", "Skipped"),
                        ],
                        default="TODO",
                        max_length=8,
                    ),
                ),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "skip_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("DOES_NOT_APPLY", "Does not apply to this person"),
                            ("PERSON_DECLINED", "The person does not want it"),
                            ("DONE_BEFORE", "Was already done by somebody else"),
                            ("SERVICE_MISSING", "There is no such service here"),
                            ("SERVICE_REFUSED", "The service refused"),
                        ],
                        max_length=16,
                    ),
                ),
                ("remark", ayni.lib.fields.EncryptedTextField(default="")),
                (
                    "assignee",
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
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="cases.case",
                    ),
                ),
                ("covers", models.ManyToManyField(blank=True, related_name="+", to="governance.protocolstep")),
                (
                    "finished_by",
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.protocolstep",
                    ),
                ),
            ],
            options={
                "ordering": ["case", "order", "id"],
                "indexes": [
                    models.Index(fields=["assignee", "state", "due_at"], name="task_by_assignee"),
                    models.Index(fields=["state", "due_at"], name="task_by_deadline"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "step"), name="a_step_is_laid_out_once_per_case"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at__isnull", True), ("state__in", ["TODO", "REFERRED"])),
                            models.Q(("finished_at__isnull", False), ("state__in", ["DONE", "SKIPPED"])),
                            _connector="OR",
                        ),
                        name="a_finished_task_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "SKIPPED"), models.Q(("skip_reason", ""), _negated=True)),
                            models.Q(models.Q(("state", "SKIPPED"), _negated=True), ("skip_reason", "")),
                            _connector="OR",
                        ),
                        name="a_skipped_task_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GapEvidence",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("LATE_STEP", "Step done late, or not done"), ("FIELD_NOTE", "Note from the field")],
                        max_length=10,
                    ),
                ),
                ("text", ayni.lib.fields.EncryptedTextField(default="")),
                ("noted_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "gap",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.gap",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "territory",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.territory",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.task",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["gap", "-noted_at", "-id"], name="evidence_by_gap")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "LATE_STEP"), _negated=True),
                            models.Q(("case__isnull", False), ("task__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_late_step_has_its_task_and_case",
                    ),
                    models.UniqueConstraint(fields=("task", "gap"), name="a_late_step_shows_a_gap_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="agreements", to="cases.conference"
                    ),
                ),
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="agreement", to="cases.task"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Tracing",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "sought_as",
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
                        max_length=20,
                    ),
                ),
                ("known", ayni.lib.fields.EncryptedJSONField(default=dict)),
                (
                    "wish",
                    models.CharField(
                        choices=[
                            ("FOUND", "Wants their family to be looked for"),
                            ("NOT_YET", "Not now: ask again"),
                            ("NO", "Does not want it"),
                            ("NOT_ASKED", "Nobody has asked yet"),
                        ],
                        default="NOT_ASKED",
                        max_length=10,
                    ),
                ),
                ("wish_words", ayni.lib.fields.EncryptedTextField(default="")),
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
                ("safety", ayni.lib.fields.EncryptedTextField(default="")),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("IMMEDIATE", "Immediate"),
                            ("WITHIN_24H", "Within 24 hours"),
                            ("WITHIN_72H", "Within 72 hours"),
                            ("ORDINARY", "Ordinary"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "Being looked for"),
                            ("FOUND", "Somebody was found; it is being verified"),
                            ("VERIFIED", "Verified: the risks are being weighed"),
                            ("ENDED", "Ended"),
                        ],
                        default="OPEN",
                        max_length=8,
                    ),
                ),
                (
                    "risk",
                    models.CharField(
                        blank=True, choices=[("LOW", "Low"), ("MEDIUM", "Medium"), ("HIGH", "High")], max_length=6
                    ),
                ),
                ("risk_words", ayni.lib.fields.EncryptedTextField(default="")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("REUNIFIED", "Reunified"),
                            ("CONTACT_ONLY", "In contact, without living together"),
                            ("NOT_IN_INTEREST", "Found; reunification is not in the child's interest"),
                            ("NOT_FOUND", "Not found"),
                            ("STOPPED", "Stopped: the person does not want it, or it is not safe"),
                        ],
                        max_length=16,
                    ),
                ),
                ("outcome_words", ayni.lib.fields.EncryptedTextField(default="")),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "begun_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tracings", to="cases.case"
                    ),
                ),
                (
                    "consent",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.consent",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "-begun_at", "-id"], name="tracing_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", False),
                                ("state", "ENDED"),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "ENDED"), _negated=True), ("ended_at__isnull", True), ("outcome", "")
                            ),
                            _connector="OR",
                        ),
                        name="a_tracing_ends_with_an_outcome",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Match",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("POSSIBLE", "May be"),
                            ("CONFIRMED", "It is they"),
                            ("RULED_OUT", "It is somebody else"),
                        ],
                        default="POSSIBLE",
                        max_length=9,
                    ),
                ),
                ("noted_at", models.DateTimeField()),
                (
                    "noted_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "tracing",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="matches",
                        to="cases.tracing",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("tracing", "person"), name="a_file_is_a_match_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("verdict", "CONFIRMED")),
                        fields=("tracing",),
                        name="a_tracing_finds_one_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
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
                ("reason", ayni.lib.fields.EncryptedTextField()),
                ("summary", ayni.lib.fields.EncryptedTextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ASKED", "Waits for the receiving office"),
                            ("ACCEPTED", "Accepted: the case moved"),
                            ("DECLINED", "Declined: the case stayed"),
                            ("WITHDRAWN", "Withdrawn"),
                        ],
                        default="ASKED",
                        max_length=9,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("answer", ayni.lib.fields.EncryptedTextField(default="")),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="transfers",
                        to="cases.case",
                    ),
                ),
                (
                    "consent",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.consent",
                    ),
                ),
                (
                    "decided_by",
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
                    "sender",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.office",
                    ),
                ),
                (
                    "to_caseworker",
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
                    "to_office",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.office",
                    ),
                ),
                (
                    "to_team",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.team",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "-asked_at", "-id"], name="transfer_by_case"),
                    models.Index(fields=["to_office", "state", "asked_at", "id"], name="transfer_by_receiver"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "ASKED")), fields=("case",), name="a_case_moves_one_way_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sender", models.F("to_office")), _negated=True),
                        name="a_transfer_goes_elsewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["ASKED", "WITHDRAWN"]),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_transfer_is_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_accepts_what_they_sent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("DOCUMENT", "A document: birth record, identity document, passport"),
                            ("CONSULATE", "The consulate or an authority of the country"),
                            ("CHILD", "The child, asked by themselves"),
                            ("RELATIVE", "The relative, asked by themselves"),
                            ("THIRD_PARTY", "Somebody else who knows both"),
                            ("PICTURES", "Photographs or messages of before"),
                            ("DNA", "A genetic test ordered by an authority"),
                            ("ORGANISATION", "An organisation that traces families, such as the Red Cross"),
                        ],
                        max_length=12,
                    ),
                ),
                ("agrees", models.BooleanField()),
                ("said", ayni.lib.fields.EncryptedTextField()),
                ("recorded_at", models.DateTimeField()),
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
                    "tracing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="verifications", to="cases.tracing"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("PLAN", "The plan"),
                            ("CLOSURE", "The end of the case"),
                            ("TRANSFER", "The transfer to another office"),
                        ],
                        max_length=8,
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("what", ayni.lib.fields.EncryptedJSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ASKED", "Waits for approval"),
                            ("APPROVED", "Approved"),
                            ("SENT_BACK", "Sent back"),
                            ("WITHDRAWN", "Withdrawn"),
                            ("VOID", "No longer valid: something changed"),
                            ("USED", "Approved and done"),
                        ],
                        default="ASKED",
                        max_length=9,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("remark", ayni.lib.fields.EncryptedTextField(default="")),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
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
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="approvals",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "-asked_at", "-id"], name="approval_by_case"),
                    models.Index(
                        condition=models.Q(("state", "ASKED")), fields=["asked_at", "id"], name="approval_waiting"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "ASKED")), fields=("case", "kind"), name="one_thing_is_asked_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["APPROVED", "SENT_BACK", "USED"]), _negated=True),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_approval_has_somebody_behind_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_approves_what_they_asked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseForm",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("DRAFT", "Begun"), ("COMPLETE", "Complete")], default="DRAFT", max_length=8
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                ("completed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="forms",
                        to="cases.case",
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
                (
                    "saved_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "instrument", "-started_at"], name="form_by_case")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "DRAFT")),
                        fields=("case", "instrument"),
                        name="one_draft_of_a_form_per_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("completed_at__isnull", True), ("state", "DRAFT")),
                            models.Q(("completed_at__isnull", False), ("state", "COMPLETE")),
                            _connector="OR",
                        ),
                        name="a_complete_form_has_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_main", models.BooleanField(default=False)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="profiles",
                        to="cases.case",
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.profile",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "profile"), name="a_case_has_a_profile_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_main", True)), fields=("case",), name="a_case_has_one_main_profile"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseProtocol",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="protocols",
                        to="cases.case",
                    ),
                ),
                (
                    "protocol",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.protocol",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "protocol"), name="a_case_follows_a_protocol_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ComingOfAge",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("days", models.PositiveSmallIntegerField()),
                ("on", models.DateField()),
                ("told_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "days", "on"), name="coming_of_age_is_told_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["office", "status", "-opened_at", "-id"], name="case_by_office"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["caseworker", "status", "-opened_at", "-id"], name="case_by_caseworker"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["-opened_at", "-id"], name="case_by_opening"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["office", "status", "caseworker", "urgency", "sensitivity", "team"], name="case_by_workload"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("outcome", ""), ("status", "OPEN")),
                    models.Q(
                        ("closed_at__isnull", False), ("status", "CLOSED"), models.Q(("outcome", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="a_closed_case_has_a_time_and_an_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sensitivity", "RESTRICTED"), _negated=True), ("team__isnull", False), _connector="OR"
                ),
                name="a_restricted_case_has_a_team",
            ),
        ),
    ]
