"""The tables as they were when issue 4 was built. Whoever has all that it replaces has nothing to do."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("governance", "0001_initial"),
        ("governance", "0002_gaps"),
        ("governance", "0003_drafts_and_instruments"),
    ]

    initial = True

    dependencies = [
        ("access", "0001_tables"),
        ("codelists", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReferenceLoad",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("changes", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Gap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=16, unique=True)),
                ("title", models.CharField(max_length=160)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("NO_NORM", "No norm covers the situation"),
                            (
                                "NORM_CONTRADICTS",
                                "Two norms contradict each other, or one excludes people it should not",
                            ),
                            ("NORM_UNKNOWN", "There is a norm, and whoever attends does not know it"),
                            ("NORM_IGNORED", "There is a norm, it is known, and it is not followed"),
                            ("NO_PROTOCOL", "The protocol lacks a step, or a step cannot be done as it stands"),
                            ("NO_SERVICE", "There is no service, or no place in it"),
                        ],
                        max_length=16,
                    ),
                ),
                ("what_fails", models.TextField(max_length=4000)),
                ("right", models.CharField(blank=True, max_length=120)),
                ("missing_norm", models.CharField(blank=True, max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "Open"),
                            ("STUDIED", "Being studied"),
                            ("PROPOSED", "A change is proposed"),
                            ("CLOSED", "Closed"),
                        ],
                        default="OPEN",
                        max_length=8,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                (
                    "closing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("NORM", "A norm was approved"),
                            ("PROTOCOL", "The protocol was changed"),
                            ("PRACTICE", "The institution changed what it does"),
                            ("NOT_A_GAP", "It turned out to be no gap"),
                            ("DUPLICATE", "It is registered under another code"),
                        ],
                        max_length=12,
                    ),
                ),
                ("closing_note", models.TextField(blank=True, max_length=2000)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.organisation",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.needsector",
                    ),
                ),
                (
                    "norm",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.legalnorm",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.profile",
                    ),
                ),
                (
                    "same_as",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.gap",
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
            ],
            options={
                "ordering": ["-opened_at", "-pk"],
                "indexes": [
                    models.Index(fields=["state", "-opened_at", "-id"], name="gap_by_state"),
                    models.Index(fields=["-opened_at", "-id"], name="gap_by_opening"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                ("state", "CLOSED"),
                                models.Q(("closing", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "CLOSED"), _negated=True),
                                ("closed_at__isnull", True),
                                ("closed_by__isnull", True),
                                ("closing", ""),
                            ),
                            _connector="OR",
                        ),
                        name="a_closed_gap_says_when_by_whom_and_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closing", "DUPLICATE"), _negated=True),
                            ("same_as__isnull", False),
                            _connector="OR",
                        ),
                        name="a_duplicate_gap_names_the_other",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Instrument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=16, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("LAW", "Law"),
                            ("DECREE", "Decree"),
                            ("RESOLUTION", "Resolution"),
                            ("ORDINANCE", "Regional or municipal ordinance"),
                            ("DIRECTIVE", "Directive"),
                            ("GUIDELINE", "Guideline"),
                            ("INSTRUCTION", "Instruction"),
                            ("PROTOCOL", "Protocol"),
                            ("PROCEDURE", "Internal procedure"),
                            ("INTERNATIONAL", "International instrument"),
                            ("POLICY", "Policy"),
                            ("PLAN", "Plan"),
                            ("PROGRAMME", "Programme"),
                            ("SPACE", "Coordination space"),
                            ("RECOMMENDATION", "Recommendation on the institutionality of the Unit"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "track",
                    models.CharField(
                        choices=[
                            ("PROPOSAL", "Proposal of ours, until it is approved"),
                            ("EXISTING", "Exists already: it is followed"),
                            ("ADVICE", "Recommendation: it is followed until it is carried out"),
                        ],
                        max_length=8,
                    ),
                ),
                ("title", models.CharField(max_length=300)),
                ("summary", models.TextField(blank=True, max_length=4000)),
                ("topic", models.CharField(blank=True, max_length=40)),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("INTERNATIONAL", "International"),
                            ("NATIONAL", "National"),
                            ("REGIONAL", "Regional"),
                            ("LOCAL", "Local"),
                            ("INSTITUTION", "Of one institution"),
                        ],
                        max_length=13,
                    ),
                ),
                ("version", models.CharField(blank=True, max_length=20)),
                ("reference", models.CharField(blank=True, max_length=300)),
                ("objectives", models.TextField(blank=True, max_length=6000)),
                ("study", models.CharField(blank=True, max_length=300)),
                (
                    "migration",
                    models.CharField(
                        choices=[
                            ("YES", "Yes"),
                            ("PARTLY", "Mentioned, without actions or budget"),
                            ("NO", "No"),
                            ("UNKNOWN", "Not looked at yet"),
                        ],
                        default="UNKNOWN",
                        max_length=8,
                    ),
                ),
                ("migration_note", models.TextField(blank=True, max_length=2000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFTED", "Drafted"),
                            ("CONSULTED", "In consultation"),
                            ("LEGAL_OPINION", "With the legal office"),
                            ("PRESENTED", "Submitted for approval"),
                            ("ENACTED", "Approved, not yet published"),
                            ("PUBLISHED", "Published"),
                            ("REJECTED", "Rejected"),
                            ("WITHDRAWN", "Withdrawn"),
                            ("IN_FORCE", "In force, or at work"),
                            ("ENDED", "No longer in force, or no longer at work"),
                            ("MADE", "Made"),
                            ("TAKEN_UP", "Taken up"),
                            ("CARRIED_OUT", "Carried out"),
                        ],
                        max_length=14,
                    ),
                ),
                ("state_on", models.DateField()),
                ("registered_at", models.DateTimeField()),
                (
                    "gap",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instruments",
                        to="governance.gap",
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.organisation",
                    ),
                ),
                (
                    "norm",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="codelists.legalnorm",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
            ],
            options={
                "ordering": ["-registered_at", "-pk"],
                "indexes": [
                    models.Index(fields=["-registered_at", "-id"], name="instrument_by_registration"),
                    models.Index(fields=["kind", "-registered_at", "-id"], name="instrument_by_kind"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("norm_code", models.CharField(blank=True, max_length=24)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("STATE", "Change of state"),
                            ("REVIEW", "Review"),
                            ("MEETING", "Meeting or session"),
                            ("NOTE", "What was done"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("DRAFTED", "Drafted"),
                            ("CONSULTED", "In consultation"),
                            ("LEGAL_OPINION", "With the legal office"),
                            ("PRESENTED", "Submitted for approval"),
                            ("ENACTED", "Approved, not yet published"),
                            ("PUBLISHED", "Published"),
                            ("REJECTED", "Rejected"),
                            ("WITHDRAWN", "Withdrawn"),
                            ("IN_FORCE", "In force, or at work"),
                            ("ENDED", "No longer in force, or no longer at work"),
                            ("MADE", "Made"),
                            ("TAKEN_UP", "Taken up"),
                            ("CARRIED_OUT", "Carried out"),
                        ],
                        max_length=14,
                    ),
                ),
                ("on", models.DateField()),
                ("by_whom", models.CharField(max_length=200)),
                ("note", models.TextField(blank=True, max_length=4000)),
                ("document", models.CharField(blank=True, max_length=300)),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("KEEP", "It stays as it is"),
                            ("CHANGE", "It should be changed"),
                            ("REPEAL", "It should be repealed"),
                        ],
                        max_length=8,
                    ),
                ),
                ("approaches", models.CharField(blank=True, max_length=120)),
                ("next_on", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "instrument",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="governance.instrument",
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-pk"],
                "indexes": [
                    models.Index(fields=["instrument", "-on", "-id"], name="follow_up_by_instrument"),
                    models.Index(fields=["norm_code", "-on", "-id"], name="follow_up_by_norm"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("instrument__isnull", False), ("norm_code", "")),
                            models.Q(("instrument__isnull", True), models.Q(("norm_code", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_follow_up_is_of_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "STATE"), models.Q(("state", ""), _negated=True)),
                            models.Q(models.Q(("kind", "STATE"), _negated=True), ("state", "")),
                            _connector="OR",
                        ),
                        name="a_change_of_state_says_which",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "REVIEW"), models.Q(("finding", ""), _negated=True)),
                            models.Q(models.Q(("kind", "REVIEW"), _negated=True), ("finding", "")),
                            _connector="OR",
                        ),
                        name="a_review_says_what_it_came_to",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Protocol",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("name", models.CharField(max_length=200)),
                ("is_general", models.BooleanField(default=False)),
                ("approaches", models.CharField(blank=True, max_length=120)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("written_by_hand", models.BooleanField(default=False)),
                ("legal_basis", models.CharField(blank=True, max_length=500)),
                ("reason", models.TextField(blank=True, max_length=2000)),
                ("profiles", models.ManyToManyField(related_name="protocols", to="codelists.profile")),
            ],
            options={
                "ordering": ["code", "version"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "version"), name="one_protocol_per_code_and_version"),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="one_version_of_a_protocol_in_force",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProtocolDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("name", models.CharField(max_length=200)),
                ("is_general", models.BooleanField(default=False)),
                ("approaches", models.CharField(blank=True, max_length=120)),
                ("legal_basis", models.CharField(blank=True, max_length=500)),
                ("reason", models.TextField(blank=True, max_length=2000)),
                ("valid_from", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("WRITING", "Being written"),
                            ("SUBMITTED", "Waiting for approval"),
                            ("APPROVED", "Approved"),
                            ("DISCARDED", "Discarded"),
                        ],
                        default="WRITING",
                        max_length=10,
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                ("started_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("returned_note", models.TextField(blank=True, max_length=2000)),
                ("authors", models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "based_on",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.protocol",
                    ),
                ),
                (
                    "gap",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="governance.gap",
                    ),
                ),
                (
                    "instrument",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="governance.instrument",
                    ),
                ),
                ("profiles", models.ManyToManyField(blank=True, related_name="+", to="codelists.profile")),
                (
                    "protocol",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft",
                        to="governance.protocol",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-started_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["WRITING", "SUBMITTED"])),
                        fields=("code",),
                        name="one_open_draft_of_a_protocol",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("protocol__isnull", False), ("state", "APPROVED")),
                            models.Q(models.Q(("state", "APPROVED"), _negated=True), ("protocol__isnull", True)),
                            _connector="OR",
                        ),
                        name="an_approved_draft_is_a_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("order", models.PositiveSmallIntegerField()),
                ("action_es", models.CharField(max_length=300)),
                ("action_en", models.CharField(blank=True, max_length=300)),
                ("plain_es", models.CharField(blank=True, max_length=300)),
                ("deadline_text", models.CharField(blank=True, max_length=120)),
                ("deadline_amount", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "deadline_unit",
                    models.CharField(
                        blank=True,
                        choices=[("HOURS", "hours"), ("WORKING_DAYS", "working days"), ("DAYS", "calendar days")],
                        max_length=12,
                    ),
                ),
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
                ("urgency_text", models.CharField(blank=True, max_length=60)),
                (
                    "consent_rule",
                    models.CharField(
                        choices=[
                            ("REQUIRED", "The person's informed consent"),
                            ("REPRESENTATIVE", "Consent of the representative or family, hearing the child"),
                            ("CHILD_HEARD", "The child is heard; best interests decide"),
                            ("NOT_REQUIRED", "The law allows it without consent"),
                            ("UNKNOWN", "Not settled: ask for consent"),
                        ],
                        max_length=16,
                    ),
                ),
                ("consent_text", models.CharField(blank=True, max_length=200)),
                ("legal_basis", models.CharField(blank=True, max_length=300)),
                ("confidence", models.CharField(default="unknown", max_length=60)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                ("norms", models.ManyToManyField(blank=True, related_name="+", to="codelists.legalnorm")),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="governance.protocoldraft"
                    ),
                ),
            ],
            options={
                "ordering": ["draft", "order", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("draft", "code"), name="a_step_is_in_a_draft_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("deadline_amount__isnull", True), ("deadline_unit", "")),
                            models.Q(
                                ("deadline_amount__isnull", False), models.Q(("deadline_unit", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="a_drafted_deadline_has_an_amount_and_a_unit",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftApproval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="approvals",
                        to="governance.protocoldraft",
                    ),
                ),
            ],
            options={
                "ordering": ["draft", "at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draft", "by", "digest"), name="somebody_approves_the_same_words_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProtocolStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24)),
                ("order", models.PositiveSmallIntegerField()),
                ("action_es", models.CharField(max_length=300)),
                ("action_en", models.CharField(blank=True, max_length=300)),
                ("plain_es", models.CharField(blank=True, max_length=300)),
                ("deadline_text", models.CharField(blank=True, max_length=120)),
                ("deadline_amount", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "deadline_unit",
                    models.CharField(
                        blank=True,
                        choices=[("HOURS", "hours"), ("WORKING_DAYS", "working days"), ("DAYS", "calendar days")],
                        max_length=12,
                    ),
                ),
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
                ("urgency_text", models.CharField(blank=True, max_length=60)),
                (
                    "consent_rule",
                    models.CharField(
                        choices=[
                            ("REQUIRED", "The person's informed consent"),
                            ("REPRESENTATIVE", "Consent of the representative or family, hearing the child"),
                            ("CHILD_HEARD", "The child is heard; best interests decide"),
                            ("NOT_REQUIRED", "The law allows it without consent"),
                            ("UNKNOWN", "Not settled: ask for consent"),
                        ],
                        max_length=16,
                    ),
                ),
                ("consent_text", models.CharField(blank=True, max_length=200)),
                ("legal_basis", models.CharField(blank=True, max_length=300)),
                ("confidence", models.CharField(default="unknown", max_length=60)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                ("norms", models.ManyToManyField(blank=True, related_name="+", to="codelists.legalnorm")),
                (
                    "protocol",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="governance.protocol"
                    ),
                ),
            ],
            options={
                "ordering": ["protocol", "order"],
                "constraints": [
                    models.UniqueConstraint(fields=("protocol", "order"), name="one_step_per_place_in_a_protocol"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("deadline_amount__isnull", True), ("deadline_unit", "")),
                            models.Q(
                                ("deadline_amount__isnull", False), models.Q(("deadline_unit", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="a_deadline_has_an_amount_and_a_unit",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnmatchedText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.CharField(max_length=60)),
                ("column", models.CharField(max_length=40)),
                ("text", models.CharField(max_length=300)),
                ("rows", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ["file", "column", "text"],
                "constraints": [
                    models.UniqueConstraint(fields=("file", "column", "text"), name="an_unmatched_text_is_listed_once")
                ],
            },
        ),
    ]
