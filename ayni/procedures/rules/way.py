"""The route finder as somebody goes through it alone: which questions still matter, which comes next, and what the
answers so far are to the rules. Plain values only."""

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..models import Applies, Effect, RequirementKind
from .conditions import Condition, Together, all_hold
from .questions import ALSO, NONE, Answers, CannotAnswer
from .routes import BEATEN, ILL, TRAFFICKED, Offer, Rule

UNSAID = "?"
"""Said of any question: not known, or rather not told."""
FIRST_YEAR = 1900
DAY = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
COUNTRY = re.compile(r"[A-Z]{3}")

Said = Mapping[str, str]
"""What was answered, by code of the question: a code, codes separated by |, a number, or a day of which the day or the
month may be missing."""


class Kind(StrEnum):
    ONE = "one"
    MANY = "many"
    NUMBER = "number"
    DAY = "day"
    COUNTRY = "country"


@dataclass(frozen=True)
class Question:
    code: str
    field: str
    """Of the answers. Several questions may ask for parts of one."""
    kind: Kind
    choices: tuple[str, ...] = ()
    most: int = 0
    """Of a number."""
    when: tuple[Condition, ...] = ()
    otherwise: str = ""
    """What counts as said where `when` does not hold."""
    shows_all: bool = False
    """All choices, also those that no rule asks for any more."""
    is_quiet: bool = False
    """That it is asked may betray whoever answers."""


@dataclass(frozen=True)
class Step:
    question: Question
    offered: tuple[str, ...]
    """The choices that still matter."""
    said: str
    """Empty: not answered yet."""


@dataclass(frozen=True)
class Way:
    steps: tuple[Step, ...]
    """The questions that mattered when their turn came, up to the first without an answer."""
    answers: Answers

    @property
    def next(self) -> Step | None:
        return next((step for step in self.steps if not step.said), None)

    @property
    def said(self) -> dict[str, str]:
        """What was answered on the way, and nothing that lies beside it."""
        return {step.question.code: step.said for step in self.steps if step.said}

    def step(self, code: str) -> Step | None:
        return next((step for step in self.steps if step.question.code == code), None)


def walk(
    questions: Sequence[Question], offers: Sequence[Offer], rules: Sequence[Rule], said: Said, today: date, *,
    to_the_end: bool = False,
) -> Way:  # fmt: skip
    """The way through the questions with these answers. Conditions must all hold, so what nobody asked for when its
    turn came is not asked for later either. `to_the_end`: also past questions without an answer."""
    taken: dict[str, str] = {}
    steps: list[Step] = []
    for question in questions:
        answers = answers_of(questions, taken, today)
        if question.when and all_hold(question.when, answers).holds is False:
            taken[question.code] = question.otherwise
            continue
        asked, offered = _asked(question, still_open(offers, rules, answers))
        if not asked:
            continue
        steps.append(Step(question, offered, said.get(question.code, "")))
        if not steps[-1].said and not to_the_end:
            break
        taken[question.code] = steps[-1].said
    return Way(tuple(steps), answers_of(questions, taken, today))


def _asked(question: Question, named: Mapping[str, set[str]]) -> tuple[bool, tuple[str, ...]]:
    codes = named.get(question.field)
    if codes is None:
        return False, ()
    if question.kind != Kind.MANY or question.shows_all:
        return True, question.choices
    offered = tuple(code for code in question.choices if code in codes)
    return bool(offered), offered


# What a requirement or a fee that is only of some people asks for.
ASKED_BY: dict[str, tuple[str, frozenset[str]]] = {
    Applies.ADULTS: ("age", frozenset()),
    Applies.CHILDREN: ("age", frozenset()),
    Applies.REPRESENTED: ("age", frozenset()),
    Applies.TRAFFICKING: ("profiles", TRAFFICKED),
    Applies.HEALTH: ("profiles", ILL),
    Applies.FAMILY_VIOLENCE: ("profiles", BEATEN),
    Applies.LOSS: ("events", frozenset({"LOST_CARD"})),
}
SAME = {"days_here": "entered"}


def still_open(offers: Iterable[Offer], rules: Iterable[Rule], answers: Answers) -> dict[str, set[str]]:
    """The fields on which something still depends, each with the codes that something asks for."""
    judged = [(rule, all_hold(rule.when, answers)) for rule in rules]
    alive = {offer.code: (offer, offer.window.receives(answers.today)) for offer in offers}
    alive = {code: one for code, one in alive.items() if _is_alive(code, judged, is_open=one[1])}
    named: dict[str, set[str]] = {}
    for rule, together in judged:
        if together.holds is None and _decides(rule, alive):
            for one in rule.when:
                if one.field in together.unknown:
                    named.setdefault(SAME.get(one.field, one.field), set()).update(map(str, one.values))
    for offer, is_open in alive.values():
        if is_open:
            _ask_for_requirements(offer, named)
    return named


def _is_alive(code: str, judged: Sequence[tuple[Rule, Together]], *, is_open: bool) -> bool:
    """Whether something may still be said of a procedure that is not certain yet."""
    of = [(rule, together) for rule, together in judged if rule.procedure == code and together.holds is not False]
    if is_open and any(rule.effect == Effect.BLOCKED and together.holds for rule, together in of):
        return False
    return any(rule.effect == Effect.POSSIBLE for rule, _together in of)


def _decides(rule: Rule, alive: Mapping[str, tuple[Offer, bool]]) -> bool:
    if not rule.procedure:
        return True
    return rule.procedure in alive and (alive[rule.procedure][1] or rule.effect == Effect.POSSIBLE)


def _ask_for_requirements(offer: Offer, named: dict[str, set[str]]) -> None:
    for applies in {*(need.applies for need in offer.needs), *(cost.applies for cost in offer.costs)}:
        if applies in ASKED_BY:
            name, codes = ASKED_BY[applies]
            named.setdefault(name, set()).update(codes)
    if any(need.kind == RequirementKind.DOCUMENT and need.serves for need in offer.needs):
        named.setdefault("documents", set())


def answers_of(questions: Sequence[Question], said: Said, today: date) -> Answers:
    """What was said, as the rules know it. Of a day of which only the year is known, the last one: nobody is told that
    they came in time because a day is not known."""
    one: dict[str, Any] = {}
    many: dict[str, list[tuple[Question, str]]] = {}
    for question in questions:
        value = said.get(question.code, "").removeprefix(UNSAID)
        if question.kind == Kind.MANY or question.field.startswith(ALSO):
            many.setdefault(question.field, []).append((question, value))
        elif value:
            one[question.field] = READ[question.kind](value, today)
    unsaid: set[str] = set()
    more: dict[str, frozenset[str]] = {}
    for name, parts in many.items():
        chosen = _chosen(parts)
        if len(parts) > 1:
            unsaid.update(code for question, value in parts if not value for code in question.choices)
        (more if name.startswith(ALSO) else one)[name] = chosen
    return Answers(today=today, unsaid=frozenset(unsaid), more=more, **one)


def _chosen(parts: Sequence[tuple[Question, str]]) -> frozenset[str]:
    every = {code for _question, value in parts for code in value.split("|") if code}
    return frozenset(every - {NONE} or every)


def last_day(value: str, today: date) -> date:
    year, month, day = (*map(int, value.split("-")), 0, 0)[:3]
    if day:
        return date(year, month, day)
    following = date(year + 1, 1, 1) if month in {0, 12} else date(year, month + 1, 1)
    return min(following - timedelta(days=1), today)


READ: dict[Kind, Callable[[str, date], Any]] = {
    Kind.ONE: lambda value, _today: value,
    Kind.COUNTRY: lambda value, _today: value,
    Kind.NUMBER: lambda value, _today: int(value),
    Kind.DAY: last_day,
}


@dataclass(frozen=True)
class Today:
    """What an answer is held against, beside its question."""

    day: date
    countries: Container[str]


def check_said(question: Question, value: str, today: Today) -> None:
    """Whether this can be an answer to that question, whoever wrote it."""
    if value != UNSAID:
        CHECKS[question.kind](question, value, today)


def _check_one(question: Question, value: str, _today: Today) -> None:
    if value not in question.choices:
        raise CannotAnswer(_("Choose one of the answers."))


def _check_many(question: Question, value: str, _today: Today) -> None:
    chosen = value.split("|")
    if not value or not set(chosen) <= {*question.choices, NONE} or len(set(chosen)) < len(chosen):
        raise CannotAnswer(_("Choose what is so. If nothing is, choose the last answer."))
    if NONE in chosen and len(chosen) > 1:
        raise CannotAnswer(_("You chose “none” together with something else. Leave one of the two."))


def _check_number(question: Question, value: str, _today: Today) -> None:
    if not (value.isascii() and value.isdecimal() and len(value) < 6 and int(value) <= question.most):
        raise CannotAnswer(_("Type a number from 0 to %(most)s, only with digits.") % {"most": question.most})


def _check_day(_question: Question, value: str, today: Today) -> None:
    if not DAY.fullmatch(value):
        raise CannotAnswer(pgettext("way", "Type the year with four digits. The day and the month may be missing."))
    try:
        first = date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        raise CannotAnswer(pgettext("way", "That day does not exist. Look at the day and the month.")) from None
    if not first.year >= FIRST_YEAR or first > today.day:
        raise CannotAnswer(pgettext("way", "That day has not come yet, or is too long ago. Look at the year."))


def _check_country(_question: Question, value: str, today: Today) -> None:
    if not COUNTRY.fullmatch(value) or value not in today.countries:
        raise CannotAnswer(_("Choose a country of the list."))


CHECKS: dict[Kind, Callable[[Question, str, Today], None]] = {
    Kind.ONE: _check_one,
    Kind.MANY: _check_many,
    Kind.NUMBER: _check_number,
    Kind.DAY: _check_day,
    Kind.COUNTRY: _check_country,
}
