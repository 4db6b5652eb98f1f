"""The tables as they were when issue 4 was built. Whoever has all that it replaces has nothing to do."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ayni.lib.fields
import ayni.lib.ids


class Migration(migrations.Migration):
    replaces = [
        ("referrals", "0001_initial"),
        ("referrals", "0002_keys_that_nobody_looks_up_by"),
        ("referrals", "0003_the_whole_life_of_a_referral"),
    ]

    initial = True

    dependencies = [
        ("access", "0001_tables"),
        ("cases", "0001_tables"),
        ("codelists", "0001_tables"),
        ("directory", "0001_tables"),
        ("people", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClockSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        unique=True,
                    ),
                ),
                ("acknowledge_amount", models.PositiveSmallIntegerField()),
                (
                    "acknowledge_unit",
                    models.CharField(
                        choices=[("HOURS", "hours"), ("WORKING_DAYS", "working days"), ("DAYS", "calendar days")],
                        max_length=12,
                    ),
                ),
                ("answer_amount", models.PositiveSmallIntegerField()),
                (
                    "answer_unit",
                    models.CharField(
                        choices=[("HOURS", "hours"), ("WORKING_DAYS", "working days"), ("DAYS", "calendar days")],
                        max_length=12,
                    ),
                ),
                ("expire_days", models.PositiveSmallIntegerField(default=30)),
            ],
        ),
        migrations.CreateModel(
            name="AccessLink",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("code_hash", models.CharField(blank=True, max_length=64)),
                ("code_sent_at", models.DateTimeField(blank=True, null=True)),
                ("codes_sent", models.PositiveSmallIntegerField(default=0)),
                ("wrong_codes", models.PositiveSmallIntegerField(default=0)),
                ("session_hash", models.CharField(blank=True, max_length=64)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "focal_point",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.focalpoint",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AlertLink",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
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
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LinkOpening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("OPENED", "Opened"),
                            ("CODE_SENT", "Code Sent"),
                            ("CODE_WRONG", "Code Wrong"),
                            ("CODE_RIGHT", "Code Right"),
                            ("ANSWERED", "Answered"),
                            ("REFUSED", "Refused"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("address_digest", models.CharField(blank=True, max_length=16)),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="openings", to="referrals.accesslink"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=20, unique=True)),
                ("reason", ayni.lib.fields.EncryptedTextField()),
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
                ("shared", ayni.lib.fields.EncryptedJSONField()),
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
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("SENT", "Sent"),
                            ("ACKNOWLEDGED", "Received"),
                            ("ASKED", "More information asked"),
                            ("ACCEPTED", "Accepted"),
                            ("DECLINED", "Declined"),
                            ("COMPLETED", "Completed"),
                            ("CLOSED", "Closed"),
                            ("WITHDRAWN", "Withdrawn"),
                            ("EXPIRED", "Expired"),
                        ],
                        default="SENT",
                        max_length=12,
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                ("acknowledge_by", models.DateTimeField()),
                ("answer_by", models.DateTimeField()),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("SERVED", "The person was served"),
                            ("PARTLY", "The person was served in part"),
                            ("NO_SHOW", "The person did not come"),
                            ("REFUSED", "The person did not want it"),
                            ("NOT_SERVED", "The person could not be served"),
                            ("UNREACHED", "The person could not be reached"),
                            ("SENT_ON", "The person was sent on to another institution"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "decline_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("NO_SERVICE", "No service available: nobody here offers this"),
                            ("NO_CAPACITY", "No capacity: the service is full or closed for now"),
                            ("NOT_ELIGIBLE", "The person does not meet its requirements"),
                            ("NOT_COMPETENT", "It belongs to another institution"),
                            ("OTHER_PLACE", "It belongs to another place"),
                            ("INCOMPLETE", "What is needed to decide was not sent"),
                            ("KNOWN_ALREADY", "The person is already attended there"),
                            ("OTHER", "Another reason"),
                        ],
                        max_length=16,
                    ),
                ),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("appointment_at", models.DateTimeField(blank=True, null=True)),
                ("escalated_at", models.DateTimeField(blank=True, null=True)),
                ("next_strike_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reached",
                    models.CharField(
                        choices=[
                            ("USERS", "Its users, who answer here"),
                            ("FOCAL_POINT", "Its focal point, by a link"),
                            ("NOBODY", "Nobody: it has neither users nor a focal point with e-mail and telephone"),
                        ],
                        default="NOBODY",
                        max_length=12,
                    ),
                ),
                ("proof", models.CharField(max_length=32, unique=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.agreement",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="cases.case",
                    ),
                ),
                (
                    "consent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.consent",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="cases.need",
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.organisation",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.service",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="cases.task",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation", "status", "answer_by", "id"], name="referral_inbox"),
                    models.Index(fields=["organisation", "-sent_at", "-id"], name="referral_by_organisation"),
                    models.Index(fields=["next_strike_at"], name="referral_clock"),
                    models.Index(
                        condition=models.Q(("expires_at__isnull", False)),
                        fields=["expires_at", "id"],
                        name="referral_by_expiry",
                    ),
                    models.Index(fields=["case", "-sent_at"], name="referral_by_case"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["SENT", "ACKNOWLEDGED", "ASKED"])),
                        fields=("case", "service"),
                        name="one_waiting_referral_per_case_and_service",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["SENT", "ACKNOWLEDGED", "ASKED", "WITHDRAWN", "EXPIRED"]),
                            ("answered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="an_answer_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["COMPLETED", "CLOSED"]), models.Q(("result", ""), _negated=True)),
                            models.Q(models.Q(("status__in", ["COMPLETED", "CLOSED"]), _negated=True), ("result", "")),
                            _connector="OR",
                        ),
                        name="a_completed_referral_has_a_result",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decline_reason", ""), ("status", "DECLINED"), _connector="OR"),
                        name="only_what_was_declined_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("basis__in", ["CONSENT", "REPRESENTATIVE"]), _negated=True),
                            ("consent__isnull", False),
                            _connector="OR",
                        ),
                        name="sharing_by_consent_names_the_consent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ACKNOWLEDGED", "Received"),
                            ("ACCEPTED", "Accepted"),
                            ("DECLINED", "Declined"),
                            ("QUESTION", "Asks for something"),
                            ("REPLY", "Reply"),
                            ("OUTCOME", "Outcome"),
                            ("WITHDRAWN", "Withdrawn"),
                            ("CLOSED", "Closed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", ayni.lib.fields.EncryptedTextField(default="")),
                ("signature", ayni.lib.fields.EncryptedTextField(default="")),
                ("written_at", models.DateTimeField()),
                (
                    "written_by",
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
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="referrals.referral"
                    ),
                ),
            ],
            options={
                "ordering": ["written_at", "id"],
                "indexes": [models.Index(fields=["-written_at", "-id"], name="referral_message_by_time")],
            },
        ),
        migrations.CreateModel(
            name="FeedbackLink",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
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
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feedback_links",
                        to="referrals.referral",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "attended",
                    models.CharField(
                        choices=[
                            ("YES", "Yes"),
                            ("PARTLY", "In part"),
                            ("NO", "No"),
                            ("NOT_YET", "Not yet, they gave me another day"),
                            ("NO_ANSWER", "Prefers not to say"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "treated_well",
                    models.CharField(
                        blank=True, choices=[("YES", "Yes"), ("NO", "No"), ("", "Prefers not to say")], max_length=8
                    ),
                ),
                ("text", ayni.lib.fields.EncryptedTextField(default="")),
                ("at", models.DateTimeField()),
                (
                    "asked_by",
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
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="feedback", to="referrals.referral"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ClockEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("REMIND_ACK", "Reminder: not received yet"),
                            ("REMIND_ANSWER", "Reminder: not answered yet"),
                            ("ESCALATE_ACK", "Escalated: not received"),
                            ("ESCALATE_ANSWER", "Escalated: not answered"),
                            ("ESCALATE_TOP", "Escalated further: still not answered"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "rank",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("SERVICE_POINT", "Service point"),
                            ("INSTITUTION", "Focal point of the institution"),
                            ("REGIONAL", "Regional focal point"),
                            ("NATIONAL", "National focal point"),
                        ],
                        max_length=14,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "referral",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clock_events",
                        to="referrals.referral",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("referral", "kind"), name="the_clock_strikes_once_per_referral_and_kind"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("SENT", "Sent"),
                            ("ACKNOWLEDGED", "Received"),
                            ("ASKED", "More information asked"),
                            ("ACCEPTED", "Accepted"),
                            ("DECLINED", "Declined"),
                            ("COMPLETED", "Completed"),
                            ("CLOSED", "Closed"),
                            ("WITHDRAWN", "Withdrawn"),
                            ("EXPIRED", "Expired"),
                        ],
                        max_length=12,
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=16)),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("SENDER", "Whoever sent it"),
                            ("INSTITUTION", "The institution"),
                            ("BY_LINK", "The institution, through the link of its focal point"),
                            ("CLOCK", "The clock"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
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
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="history", to="referrals.referral"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("side__in", ["SENDER", "INSTITUTION"]), ("by__isnull", True), _connector="OR"
                        ),
                        name="neither_the_clock_nor_a_link_is_a_user",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="accesslink",
            name="referral",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="links", to="referrals.referral"
            ),
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=20, unique=True)),
                ("submission", models.UUIDField(null=True, unique=True)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("WEB", "Form on the web"),
                            ("ACCOUNT", "Account of an institution"),
                            ("LINK", "One-time link"),
                            ("PHONE", "Telephone"),
                            ("WHATSAPP", "WhatsApp"),
                            ("EMAIL", "E-mail"),
                            ("IN_PERSON", "In person"),
                            ("MOBILE_UNIT", "Mobile unit"),
                            ("ZONAL_OFFICE", "Zonal office"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("CHILD", "A child or adolescent who is alone or in danger"),
                            ("VIOLENCE", "Violence at home or by a partner"),
                            ("TRAFFICKING", "Somebody is held, exploited or deceived"),
                            ("HEALTH", "Health"),
                            ("SHELTER", "A place to stay or food"),
                            ("DOCUMENTS", "Documents or migratory situation"),
                            ("DISCRIMINATION", "Discrimination or a service that was denied"),
                            ("OTHER", "Something else"),
                        ],
                        max_length=16,
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
                    "sensitivity",
                    models.CharField(
                        choices=[("ORDINARY", "Ordinary"), ("PROTECTED", "Protected"), ("RESTRICTED", "Restricted")],
                        max_length=12,
                    ),
                ),
                (
                    "sender_kind",
                    models.CharField(
                        choices=[
                            ("SELF", "I need help myself"),
                            ("SOMEBODY", "A relative, friend or neighbour"),
                            ("MIGRANT_ORG", "Organisation of migrants"),
                            ("NGO", "Non-governmental organisation"),
                            ("CHURCH", "Church"),
                            ("MUNICIPAL", "Municipality"),
                            ("STATE", "Institution of the State"),
                            ("FOREIGN", "Institution of another country"),
                            ("UN", "United Nations"),
                            ("OTHER", "Other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("sender_name", ayni.lib.fields.EncryptedTextField(default="")),
                ("sender_contact", ayni.lib.fields.EncryptedTextField(default="")),
                ("who", ayni.lib.fields.EncryptedTextField(default="")),
                ("text", ayni.lib.fields.EncryptedTextField()),
                ("safety", ayni.lib.fields.EncryptedTextField(default="")),
                ("received_at", models.DateTimeField()),
                ("triage_by", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("NEW", "Received"),
                            ("TAKEN", "Somebody is looking at it"),
                            ("ASKED", "More was asked of you"),
                            ("ATTENDED", "Attended"),
                            ("ORIENTED", "Sent on to whom it concerns"),
                            ("REJECTED", "Closed"),
                        ],
                        default="NEW",
                        max_length=12,
                    ),
                ),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                ("question", ayni.lib.fields.EncryptedTextField(default="")),
                ("reply", ayni.lib.fields.EncryptedTextField(default="")),
                (
                    "reject_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ABUSE", "It is abuse or advertising"),
                            ("DUPLICATE", "It was sent twice"),
                            ("NOTHING_TO_DO", "There is nothing that the unit can do"),
                            ("NOT_WANTED", "The person does not want help"),
                            ("NOT_REACHED", "Nobody can be reached"),
                        ],
                        max_length=16,
                    ),
                ),
                ("note", ayni.lib.fields.EncryptedTextField(default="")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("escalated_at", models.DateTimeField(blank=True, null=True)),
                ("forgotten_at", models.DateTimeField(blank=True, null=True)),
                (
                    "department",
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
                    "office",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.office",
                    ),
                ),
                (
                    "oriented_to",
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
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="alerts",
                        to="people.person",
                    ),
                ),
                (
                    "screening",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="cases.screening",
                    ),
                ),
                (
                    "sender",
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
                    "sender_organisation",
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
                    "taken_by",
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
                    "team",
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
                    models.Index(fields=["office", "state", "triage_by", "id"], name="alert_queue"),
                    models.Index(fields=["sender", "-received_at", "-id"], name="alert_by_sender"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sensitivity", "RESTRICTED"), _negated=True),
                            ("team__isnull", False),
                            _connector="OR",
                        ),
                        name="a_restricted_alert_has_a_team",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "NEW"), ("state", "REJECTED"), ("taken_by__isnull", False), _connector="OR"
                        ),
                        name="whoever_sees_to_an_alert_has_taken_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "REJECTED"), models.Q(("reject_reason", ""), _negated=True)),
                            models.Q(models.Q(("state", "REJECTED"), _negated=True), ("reject_reason", "")),
                            _connector="OR",
                        ),
                        name="an_alert_is_rejected_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(default=ayni.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("typed", ayni.lib.fields.EncryptedJSONField()),
                ("saved_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="directory.service",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.task",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("by", "case", "service"), name="one_draft_per_case_service_and_author"
                    )
                ],
            },
        ),
    ]
