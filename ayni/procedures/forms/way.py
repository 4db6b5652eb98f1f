"""What comes with one page of the questions that a person answers alone. All of it is in the body of the request: what
was answered before, the answer to what was asked, and where to go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict

from ayni.design.months import month_number
from ayni.lib.errors import RuleBroken

from ..rules.way import UNSAID, Kind, Question, Today, check_said

SAID, ANSWER, ASKED, GO = "said-", "answer", "asked", "go"
"""Names of what is sent: earlier answers, the answer, to which question, and what to do with it."""
PARTS = ("day", "month", "year")
LONGEST = 600
"""Characters of anything that is sent. Nothing of ours is longer."""


@dataclass
class Sent:
    said: dict[str, str] = field(default_factory=dict)
    lost: list[Question] = field(default_factory=list)
    """Questions whose answer cannot be one: they are asked again."""
    asked: Question | None = None
    go: str = ""
    typed: tuple[str, ...] = ()
    """The answer as it was typed or chosen."""
    error: str = ""

    def take(self, today: Today) -> bool:
        """Counts the answer to what was asked. Whether it can be one: if not, `error` says what to do."""
        if self.asked is None:
            return True
        value = value_of(self.asked, self.typed)
        try:
            check_said(self.asked, value, today)
        except RuleBroken as broken:
            self.error = str(broken)
            return False
        self.said[self.asked.code] = value
        return True

    def leave_unsaid(self) -> None:
        if self.asked is not None:
            self.said[self.asked.code] = UNSAID


def read(posted: QueryDict, questions: Sequence[Question], today: Today) -> Sent:
    by_code = {one.code: one for one in questions}
    sent = Sent(asked=by_code.get(posted.get(ASKED, "")), go=posted.get(GO, "")[:LONGEST])
    for question in questions:
        value = posted.get(SAID + question.code, "")
        if not value:
            continue
        try:
            check_said(question, value[:LONGEST], today)
        except RuleBroken:
            sent.lost.append(question)
        else:
            sent.said[question.code] = value
    if sent.asked is not None:
        sent.typed = typed_for(sent.asked, posted)
    return sent


def typed_for(question: Question, posted: QueryDict) -> tuple[str, ...]:
    if question.kind == Kind.DAY:
        return tuple(posted.get(f"{ANSWER}_{part}", "").strip()[:LONGEST] for part in PARTS)
    return tuple(each.strip()[:LONGEST] for each in posted.getlist(ANSWER)[: len(question.choices) + 1])


def value_of(question: Question, typed: Sequence[str]) -> str:
    """What was typed as it is kept; nothing that is no answer becomes one."""
    if question.kind == Kind.DAY:
        day, month, year = typed
        number = month_number(month) if month else None
        if (month and number is None) or (day and not (day.isascii() and day.isdecimal())) or (day and not month):
            # The year may be right: what is wrong is said of the day and the month.
            return f"{year}-00"
        return "-".join([year, *([f"{number:02d}"] if number else []), *([f"{int(day):02d}"] if day else [])])
    if question.kind == Kind.MANY:
        order = {code: place for place, code in enumerate(question.choices)}
        return "|".join(sorted(typed, key=lambda code: order.get(code, len(order))))
    return typed[0] if typed else ""


def as_typed(question: Question, value: str) -> tuple[str, ...]:
    """An answer that was given, as its page shows it."""
    if value in {"", UNSAID}:
        return ("", "", "") if question.kind == Kind.DAY else ()
    if question.kind == Kind.DAY:
        year, month, day = ([*value.split("-"), "", ""])[:3]
        return day.lstrip("0"), month.lstrip("0"), year
    return tuple(value.split("|"))


def checked(said: Mapping[str, str], questions: Sequence[Question], today: Today) -> dict[str, str]:
    """Answers that a code carried, without those that cannot be one."""
    by_code = {one.code: one for one in questions}
    kept = {}
    for code, value in said.items():
        try:
            check_said(by_code[code], value, today)
        except RuleBroken:
            continue
        kept[code] = value
    return kept
