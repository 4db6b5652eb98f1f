"""The forms of a case: which there are, what is due, what was answered, and who reads what of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.access.scope import scope_of
from ayni.codelists.models import Family
from ayni.instruments import queries as instruments
from ayni.instruments import rules as asking
from ayni.instruments.models import AnswerSet, Instrument, ProfileForm, Question
from ayni.people.rules.ages import youngest_age

from ..models import Case, CaseForm
from ..rules import forms as rules
from .talk import Said

COMPARED = 4
"""How many times of answering stand beside one another."""


@dataclass
class Entry:
    """A form that a case has, or was given, and how it stands."""

    form: Instrument
    due_at: datetime | None = None
    standing: str = rules.Standing.OFFERED
    draft: CaseForm | None = None
    complete: list[CaseForm] = field(default_factory=list)
    """The latest first."""

    @property
    def is_urgent(self) -> bool:
        return self.standing == rules.Standing.OVERDUE


@dataclass(frozen=True)
class OfCase:
    """`asked`: those that the profiles call for, and those that somebody began; `others`: what else may be begun."""

    asked: list[Entry]
    others: list[Instrument]


def of_case(case: Case, at: datetime) -> OfCase:
    """Three statements."""
    times = _times(case)
    forms = {form.code: form for form in instruments.in_force("", localdate(at)).prefetch_related(None)}
    filled: dict[str, list[CaseForm]] = {}
    for one in case.forms.select_related("instrument", "started_by", "saved_by").order_by("-started_at", "-pk"):
        one.case = case
        filled.setdefault(one.instrument.code, []).append(one)
    known = {code: rows[0].instrument for code, rows in filled.items()} | forms
    asked = [form for code, form in known.items() if code in times or code in filled]
    asked.sort(key=lambda form: (form.order, form.code))
    entries = [_entry(form, case, times.get(form.code), filled.get(form.code, []), at) for form in asked]
    return OfCase(entries, [form for code, form in forms.items() if code not in times and code not in filled])


def _times(case: Case) -> dict[str, ProfileForm]:
    """The forms of all profiles of the case; of two rows for one form, the one that asks sooner."""
    codes = [one.profile.code for one in case.profiles.all()]
    found: dict[str, ProfileForm] = {}
    for row in ProfileForm.objects.filter(profile__in=[*codes, ProfileForm.EVERY]).order_by("pk"):
        best = found.get(row.instrument)
        if best is None or _days(row.due_days) < _days(best.due_days):
            found[row.instrument] = row
    return found


def _days(days: int | None) -> int:
    return 100_000 if days is None else days


def _entry(form: Instrument, case: Case, times: ProfileForm | None, rows: Sequence[CaseForm], at: datetime) -> Entry:
    draft = next((row for row in rows if row.is_draft), None)
    complete = [row for row in rows if not row.is_draft]
    due = rules.due_at(
        opened_at=case.opened_at,
        last=complete[0].completed_at if complete else None,
        due_days=times.due_days if times else None,
        again_days=times.again_days if times else None,
    )
    standing = rules.standing(begun=draft is not None, complete=bool(complete), due=due, at=at)
    return Entry(form, due if case.is_open else None, standing, draft, complete)


def facts_of(case: Case, at: datetime) -> dict[str, Any]:
    """What conditions of forms may ask of the person: profiles, age, sex."""
    profiles = list(case.profiles.all())
    person = case.person
    age = rules.age_group(youngest_age(person.birth_date, person.birth_precision, localdate(at)))
    if not age:
        is_child = any(one.profile.family == Family.CHILDHOOD for one in profiles)
        ages = ["child", "adolescent"] if is_child else ["adult"]
    else:
        ages = [age]
    return {"@profile": [one.profile.code for one in profiles], "@age": ages, "@sex": person.sex_id and person.sex.code}


def levels_of(form: CaseForm, user: User) -> frozenset[str]:
    """Which levels of reserve this user reads in a form of a case that they may open."""
    case, scope = form.case, scope_of(user)
    return rules.levels(
        keeps=case.caseworker_id == user.pk,
        in_team=case.team_id is not None and case.team_id in scope.teams,
        supervises=case.office_id in scope.supervised,
        began=form.started_by_id == user.pk,
    )


@dataclass(frozen=True)
class Filled:
    """A form as somebody may read it: the questions that they may read, and the answers to those alone."""

    form: CaseForm
    questions: list[Question]
    answers: dict[str, Any]
    some_reserved: bool
    """The form has questions that this reader does not see, answered or not."""
    facts: dict[str, Any]

    @property
    def asked(self) -> list[Question]:
        """What the answers so far call for."""
        return asking.visible(self.questions, self.answers, self.facts)

    @property
    def missing(self) -> list[Question]:
        return asking.missing(self.questions, self.answers, self.facts)

    @property
    def said(self) -> list[Said]:
        """What was asked, and what was answered to it."""
        return [Said(q, _values(self.answers[q.key])) for q in self.questions if q.key in self.answers]


def filled(form: CaseForm, user: User, at: datetime) -> Filled:
    """A form and its answers, as far as this user reads them."""
    rows = AnswerSet.objects.filter(about=form.pk)
    return _filled(form, rows.first(), user, facts_of(form.case, at) if form.is_draft else {})


def _filled(form: CaseForm, answers: AnswerSet | None, user: User, facts: dict[str, Any]) -> Filled:
    every = list(form.instrument.questions.all())
    mine = asking.readable(every, levels_of(form, user))
    said = answers.answers if answers else {}
    keys = {question.key for question in mine}
    return Filled(form, mine, {k: v for k, v in said.items() if k in keys}, len(mine) < len(every), facts)


def history(case: Case, code: str, user: User) -> list[Filled]:
    """The times that a form was completed, the latest first, as far as this user reads them."""
    rows = case.forms.filter(instrument__code=code, completed_at__isnull=False).order_by("-completed_at", "-pk")
    forms = list(
        rows.select_related("instrument", "started_by", "saved_by").prefetch_related("instrument__questions")[:COMPARED]
    )
    answers = {found.about: found for found in AnswerSet.objects.filter(about__in=[form.pk for form in forms])}
    for form in forms:
        form.case = case
    return [_filled(form, answers.get(form.pk), user, {}) for form in forms]


@dataclass(frozen=True)
class Compared:
    """A question, and what was answered to it each time; None: it was not in the form then."""

    text: str
    answers: list[list[str] | None]
    days: list[datetime]

    @property
    def cells(self) -> list[tuple[datetime, list[str] | None]]:
        return list(zip(self.days, self.answers, strict=True))

    @property
    def changed(self) -> bool:
        said = [answer for answer in self.answers if answer is not None]
        return any(answer != said[0] for answer in said)


def compare(times: Sequence[Filled]) -> list[Compared]:
    """Each question of any of the versions, in the order of the latest that has it."""
    texts = {one.question.key: one.question.text_es for time in reversed(times) for one in time.said}
    order = {one.question.key: None for time in times for one in time.said}
    words = [{one.question.key: one.words for one in time.said} for time in times]
    days = [time.form.completed_at for time in times if time.form.completed_at]
    return [Compared(texts[key], [time.get(key) for time in words], days) for key in order]


def readable_answers(user: User) -> dict[str, Exists]:
    """Annotations of `AnswerSet` by which a copy of one's own data leaves out what whoever makes it does not read:
    one per level of reserve."""
    scope = scope_of(user)
    of_it = CaseForm.objects.filter(pk=OuterRef("about"))
    keeps, team = Q(case__caseworker=scope.user), Q(case__team__in=scope.teams)
    supervises, began = Q(case__office__in=scope.supervised), Q(started_by=scope.user)
    return {
        "reads_protected": Exists(of_it.filter(keeps | team | supervises)),
        "reads_restricted": Exists(of_it.filter(keeps | team)),
        "reads_team": Exists(of_it.filter(team | began)),
    }


def _values(answer: object) -> tuple[str, ...]:
    return tuple(str(a) for a in answer) if isinstance(answer, list) else (str(answer),)
