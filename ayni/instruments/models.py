from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User
from ayni.lib.fields import EncryptedJSONField
from ayni.lib.ids import uuid7

DECLINED = "_declined"
"""The person was asked and prefers not to answer. Never counted against anybody, never asked again."""

NOT_ASKED = "_not_asked"
"""It was not asked: there was no time, no privacy, or no need."""

YES, NO = "yes", "no"


class Instrument(models.Model):
    """A form, as data: one version of it. A changed form is a new version; answers keep the version they answered."""

    code = models.CharField(max_length=24)
    version = models.PositiveSmallIntegerField(default=1)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    title_es = models.CharField(max_length=200)
    guidance_es = models.TextField(blank=True)
    """What the screen shows to whoever asks, such as how to make the room safe. It is shown, never asked."""
    order = models.PositiveSmallIntegerField(default=100)
    series = models.CharField(max_length=24, blank=True)
    """Which conversation it is part of, such as SCREENING; empty: it stands alone."""
    opened_by = models.CharField(max_length=200, blank=True)
    """`key=value|key=value`: which answers to the first instrument of the series open this one; empty: always asked."""
    source = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "code", "version", "valid_from", "valid_to", "title_es", "guidance_es", "order", "series",
            "opened_by", "source", "digest",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["order", "code", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "version"], name="one_instrument_per_code_and_version"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to__isnull=True), name="one_version_of_an_instrument_in_force"
            ),
        ]

    def __str__(self) -> str:
        return self.title_es

    @property
    def guidance(self) -> list[str]:
        """One sentence a line."""
        return [line for line in self.guidance_es.split("|") if line]


class Question(models.Model):
    """One question. Any of them may be left unanswered, and says so."""

    class Kind(models.TextChoices):
        YES_NO = "YES_NO", _("Yes or no")
        ONE = "ONE", _("One of a list")
        MANY = "MANY", _("Several of a list")
        TEXT = "TEXT", _("Text")

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="questions")
    key = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField()
    text_es = models.CharField(max_length=300)
    hint_es = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    choices = models.JSONField(default=list, blank=True)
    """[[value, label_es], …] for ONE and MANY."""
    shown_if = models.CharField(max_length=80, blank=True)
    """`key=value` of an earlier question of the same instrument; empty: always."""
    signals = models.JSONField(default=dict, blank=True)
    """{answer: [[profile code, weight, urgency], …]}: what an answer speaks for. Read by the screening of `cases`."""

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "instrument", "key", "order", "text_es", "hint_es", "kind", "choices", "shown_if", "signals",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["instrument", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["instrument", "key"], name="one_question_per_key_in_an_instrument")
        ]

    def __str__(self) -> str:
        return self.text_es

    def words_of(self, value: str) -> str:
        """An answer, as people say it. A text is its own words."""
        said = {DECLINED: _("Prefers not to answer"), NOT_ASKED: _("Was not asked"), YES: _("Yes"), NO: _("No")}
        labels: dict[str, str] = {str(choice): label for choice, label in self.choices}
        return str(labels.get(value) or said.get(value) or value)


class AnswerSet(models.Model):
    """What somebody answered to one version of a form."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+", db_index=False)
    about = models.UUIDField(db_index=True)
    """The screening, case or session that this belongs to: a plain id, because the engine does not know them."""
    answers = EncryptedJSONField()
    """{question key: value}; empty: this form was skipped."""
    answered_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Privacy:
        personal: ClassVar = {"answers"}
        open: ClassVar = {"id", "instrument", "about", "answered_at", "recorded_by"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["about", "instrument"], name="a_form_is_answered_once_per_occasion")
        ]

    def __str__(self) -> str:
        return f"Answers {self.pk}"
