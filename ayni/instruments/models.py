from datetime import date
from typing import Any, ClassVar

from babel import Locale
from babel.dates import format_date
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User
from ayni.codelists import queries as codelists
from ayni.lib.bars import between_bars
from ayni.lib.fields import EncryptedJSONField
from ayni.lib.ids import uuid7

from .lists import LISTS

DECLINED = "_declined"
"""The person was asked and prefers not to answer. Never counted against anybody, never asked again."""

NOT_ASKED = "_not_asked"
"""It was not asked: there was no time, no privacy, or no need."""

YES, NO = "yes", "no"

SPANISH = "es"
"""What every form is written in; other languages are translations of it."""


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
    translations = models.JSONField(default=dict, blank=True)
    """{language: {"title", "guidance", "questions": {key: {"text", "hint", "section", "choices": {value: label}}}}}.
    What a language lacks is said in Spanish. A translation that comes or changes makes no new version."""

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "code", "version", "valid_from", "valid_to", "title_es", "guidance_es", "order", "series",
            "opened_by", "source", "digest", "translations",
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
        return between_bars(self.guidance_es)

    def title(self, language: str) -> str:
        return self.translations.get(language, {}).get("title") or self.title_es

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Those that it can be read in beside Spanish: the code, and the name in the language itself."""
        return [(code, Locale.parse(code).get_language_name() or code) for code in sorted(self.translations)]


class Reserve(models.TextChoices):
    """Who reads the answer to a question, beyond who may open the case that it belongs to."""

    OPEN = "", _("Whoever may open the case")
    PROTECTED = "PROTECTED", _("Whoever keeps the case, its team and the supervisors of the office")
    RESTRICTED = "RESTRICTED", _("Whoever keeps the case and its team")
    TEAM = "TEAM", _("Whoever wrote it down and the team of the case")


MOST_OPEN_FIRST: tuple[str, ...] = tuple(Reserve.values)


class Question(models.Model):
    """One question. Any of them may be left unanswered, and says so."""

    class Kind(models.TextChoices):
        YES_NO = "YES_NO", _("Yes or no")
        ONE = "ONE", _("One of a list")
        MANY = "MANY", _("Several of a list")
        TEXT = "TEXT", _("Text")
        LONGTEXT = "LONGTEXT", _("Long text")
        DATE = "DATE", _("Date")
        WHOLE = "WHOLE", _("Whole number")
        NUMBER = "NUMBER", _("Number")
        CODE = "CODE", _("One of a code list")
        NOTE = "NOTE", _("Something to read, without an answer")

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="questions")
    key = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField()
    text_es = models.CharField(max_length=300)
    hint_es = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    choices = models.JSONField(default=list, blank=True)
    """[[value, label_es], …] for ONE and MANY."""
    code_list = models.CharField(max_length=20, blank=True)
    """Of CODE: which list, as `lists.LISTS` names it."""
    section_es = models.CharField(max_length=120, blank=True)
    """The heading above it, where it begins a section."""
    sensitivity = models.CharField(max_length=10, choices=Reserve.choices, default=Reserve.OPEN, blank=True)
    shown_if = models.CharField(max_length=200, blank=True)
    """`key=value` of earlier questions of the same instrument, or of what is known of the person (`@age=child`);
    `|` between those of which one suffices, `&` between those that must all be so; empty: always."""
    signals = models.JSONField(default=dict, blank=True)
    """{answer: [[profile code, weight, urgency], …]}: what an answer speaks for. Read by the screening of `cases`."""

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "instrument", "key", "order", "text_es", "hint_es", "kind", "choices", "shown_if", "signals",
            "code_list", "section_es", "sensitivity",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["instrument", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["instrument", "key"], name="one_question_per_key_in_an_instrument")
        ]

    def __str__(self) -> str:
        return self.text_es

    @property
    def is_note(self) -> bool:
        return self.kind == self.Kind.NOTE

    @property
    def is_number(self) -> bool:
        return self.kind in {self.Kind.WHOLE, self.Kind.NUMBER}

    def text(self, language: str) -> str:
        return self._translated(language).get("text") or self.text_es

    def hint(self, language: str) -> str:
        return self._translated(language).get("hint") or self.hint_es

    def section(self, language: str) -> str:
        return self._translated(language).get("section") or self.section_es

    def options(self, language: str) -> list[tuple[str, str]]:
        """What may be chosen, in a language."""
        if self.code_list:
            return codelists.kept_choices(LISTS[self.code_list])
        said = self._translated(language).get("choices", {})
        return [(value, said.get(value) or label) for value, label in self.choices]

    def _translated(self, language: str) -> dict[str, Any]:
        if language == SPANISH:
            return {}
        found: dict[str, Any] = self.instrument.translations.get(language, {}).get("questions", {}).get(self.key, {})
        return found

    def words_of(self, value: str) -> str:
        """An answer, as people say it. A text is its own words."""
        if self.kind == self.Kind.DATE and value not in (DECLINED, NOT_ASKED):
            return format_date(date.fromisoformat(value), "d MMM y", locale="es")
        if self.code_list:
            wanted = (LISTS[self.code_list], value)
            if label := codelists.labels([wanted]).get(wanted):
                return label
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


class ProfileForm(models.Model):
    """Which forms a case of a profile has: data, so that a new profile gets its forms without a line of code (R107)."""

    EVERY = "*"

    profile = models.CharField(max_length=24)
    """Code of the profile; `*`: every case."""
    instrument = models.CharField(max_length=24)
    """Code of the form, whichever version is in force."""
    due_days = models.PositiveSmallIntegerField(null=True, blank=True)
    """Days after opening within which it should be answered; empty: it is offered, never due."""
    again_days = models.PositiveSmallIntegerField(null=True, blank=True)
    """Days after which it should be answered anew; empty: once."""
    by_hand = models.BooleanField(default=False)
    """Written on a page: a load of the data leaves the forms of this profile alone."""

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "profile", "instrument", "due_days", "again_days", "by_hand"}

    class Meta:
        ordering: ClassVar = ["profile", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["profile", "instrument"], name="a_profile_has_a_form_once")
        ]

    def __str__(self) -> str:
        return f"{self.profile}: {self.instrument}"
