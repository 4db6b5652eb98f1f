"""What is asked of somebody who looks alone for what is possible: the questions of `data/way/`, and their words.

They are read once, as the server starts to be asked. A question or a choice that is added there is asked from then on.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from ayni.codelists.tables import Expected
from ayni.lib.tongues import SPANISH, TONGUES

from .rules import conditions
from .rules.questions import ALSO, NONE
from .rules.way import Kind, Question

LANGUAGES, SOURCE = TONGUES, SPANISH
"""Those of the public pages, and that of the texts that are not translated."""
FOLDER = settings.BASE_DIR / "data" / "way"


@dataclass(frozen=True)
class Phrase:
    text: str
    language: str = ""
    """When it is not that of the page."""


@dataclass(frozen=True)
class Questionnaire:
    questions: tuple[Question, ...]
    words: Mapping[str, Mapping[str, str]]
    """By key (`situation`, `situation.why`, `situation.CPP`), then by language."""
    rules: Mapping[str, Mapping[str, str]]
    """What a rule says to whoever it is about, by the sentence that it says to staff. A rule that comes to say
    something else is told as it stands, until its words follow."""

    def question(self, code: str) -> Question | None:
        return next((one for one in self.questions if one.code == code), None)

    @property
    def further(self) -> list[Question]:
        """Those that nothing but the data knows."""
        return [one for one in self.questions if one.field.startswith(ALSO)]

    def say(self, key: str, language: str) -> Phrase:
        return _in_language(self.words.get(key, {}), language)

    def say_rule(self, says: str, language: str) -> Phrase:
        return _in_language(self.rules.get(says, {}), language, says)


def _in_language(said: Mapping[str, str], language: str, otherwise: str = "") -> Phrase:
    if text := said.get(language, ""):
        return Phrase(text)
    return Phrase(said.get(SOURCE) or otherwise, "" if language == SOURCE else SOURCE)


def questionnaire() -> Questionnaire:
    return read_from(FOLDER)


@lru_cache(maxsize=2)
def read_from(folder: Path) -> Questionnaire:
    words = {row["key"]: row for row in _rows(folder / "words.csv")}
    questions = tuple(_question(folder / "questions.csv", row, words) for row in _rows(folder / "questions.csv"))
    return Questionnaire(questions, words, {row["says_es"]: row for row in _rows(folder / "rules.csv")})


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return [{name: (value or "").strip() for name, value in row.items() if name} for row in csv.DictReader(file)]


def _question(path: Path, row: Mapping[str, str], words: Mapping[str, Mapping[str, str]]) -> Question:
    """Raises ImproperlyConfigured, which names the file, the question and what is wrong with it."""
    try:
        question = Question(
            code=row["code"], field=row["field"], kind=Kind(row["kind"]),
            choices=tuple(filter(None, row["choices"].split("|"))), most=int(row["most"] or 0),
            when=conditions.parse(row["when"]) if row["when"] else (), otherwise=row["otherwise"],
            shows_all=row["all"] == "yes", is_quiet=row["quiet"] == "yes",
        )  # fmt: skip
    except (KeyError, ValueError, Expected) as wrong:
        raise ImproperlyConfigured(f"{path}: {row.get('code')}: {wrong}") from wrong
    if wrong_with := [*_wrong_with(question, words)]:
        raise ImproperlyConfigured(f"{path}: {question.code}: {'; '.join(wrong_with)}")
    return question


def _wrong_with(question: Question, words: Mapping[str, Mapping[str, str]]) -> Sequence[str]:
    found = []
    known = conditions.FIELDS.get(question.field)
    if known is None and not question.field.startswith(ALSO):
        found.append(f"no rule knows the field {question.field}; a new one begins with {ALSO}")
    values = known.values if known else frozenset()
    if values and (strange := set(question.choices) - values):
        found.append(f"no rule can name {sorted(strange)}")
    none = [NONE] if question.kind == Kind.MANY else []
    keys = ["", *(f".{code}" for code in [*question.choices, *none])]
    if missing := [question.code + key for key in keys if not words.get(question.code + key, {}).get(SOURCE)]:
        found.append(f"words.csv does not say {missing} in Spanish")
    return found
