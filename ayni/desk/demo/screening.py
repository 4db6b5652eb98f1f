"""First conversations: answers that speak for what the person came with."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from ayni.access.models import User
from ayni.cases.rules import screening as rules
from ayni.instruments import rules as forms
from ayni.instruments.models import DECLINED, NO, NOT_ASKED, YES, Instrument, Question

from . import words
from .chance import Chance
from .crowd import Drawn
from .reference import Reference
from .tables import Tables
from .trail import Trail


@dataclass(frozen=True)
class Held:
    """A conversation that was held and decided."""

    id: UUID
    urgency: str


class Screenings:
    def __init__(self, reference: Reference, tables: Tables, trail: Trail, chance: Chance) -> None:
        self.reference, self.tables, self.trail, self.chance = reference, tables, trail, chance

    def decided(self, drawn: Drawn, codes: tuple[str, ...], by: User, office: int, at: datetime) -> Held:
        """A conversation that ended in these profiles, the main one first."""
        started = at - timedelta(minutes=self.chance.randrange(20, 55))
        screening = self._start(drawn, by, started)
        found = rules.suggest(self._answers(screening, drawn, set(codes), by, started), self.reference.default_urgency)
        urgency = rules.soonest(self.reference.urgency_of(codes))
        departs = rules.departs(
            suggested=found.codes, chosen=frozenset(codes), suggested_urgency=found.urgency, urgency=urgency
        )
        self.tables.screenings.add(
            id=screening, person_id=drawn.id, office_id=office, started_by_id=by.pk, started_at=started,
            suggested_urgency=found.urgency, decided_urgency=urgency, decided_by_id=by.pk, decided_at=at,
            departure_reason=self.chance.choice(words.DEPARTURES) if departs else "", orientation="",
        )  # fmt: skip
        self._profiles(screening, found, codes)
        self.trail.say("screening.decided", "cases.Screening", screening, by.pk, at, departs=departs)
        return Held(screening, urgency)

    def oriented(self, drawn: Drawn, by: User, office: int, at: datetime) -> None:
        """A conversation after which the person knew enough."""
        started = at - timedelta(minutes=self.chance.randrange(10, 30))
        screening = self._start(drawn, by, started)
        self._answers(screening, drawn, set(), by, started)
        self.tables.screenings.add(
            id=screening, person_id=drawn.id, office_id=office, started_by_id=by.pk, started_at=started,
            oriented_at=at, orientation=self.chance.choice(words.ORIENTATIONS), departure_reason="",
        )  # fmt: skip
        self.trail.say("screening.oriented", "cases.Screening", screening, by.pk, at, thread=drawn.id)

    def left_unfinished(self, drawn: Drawn, by: User, office: int, at: datetime) -> None:
        """The person had to go, or the queue was long."""
        screening = self._start(drawn, by, at)
        self._answers(screening, drawn, set(), by, at)
        self.tables.screenings.add(
            id=screening, person_id=drawn.id, office_id=office, started_by_id=by.pk, started_at=at,
            orientation="", departure_reason="",
        )  # fmt: skip

    def _start(self, drawn: Drawn, by: User, at: datetime) -> UUID:
        screening = self.chance.uuid(at)
        self.trail.say("screening.started", "cases.Screening", screening, by.pk, at, thread=drawn.id)
        return screening

    def _answers(self, about: UUID, drawn: Drawn, codes: set[str], by: User, at: datetime) -> list[forms.Signal]:
        """Answer the first form, and every form that its answers or the profiles call for."""
        signals: list[forms.Signal] = []
        first: dict[str, Any] = {}
        for form, questions in self.reference.instruments:
            speaks = codes & {s[0] for q in questions for found in q.signals.values() for s in found}
            if form.opened_by and not speaks and not forms.holds(form.opened_by, first):
                continue
            given = {q.key: self._answer(q, codes, drawn, speaks) for q in questions}
            if not form.opened_by:
                given |= self._way_to(codes, given)
            kept = forms.kept(questions, given)
            first = first or kept
            at += timedelta(minutes=self.chance.randrange(2, 6))
            self._keep(about, form, kept, by, at)
            signals += forms.signals(form.code, questions, kept)
        return signals

    def _answer(self, question: Question, codes: set[str], drawn: Drawn, speaks: set[str]) -> Any:
        # In the order of the answers, because PostgreSQL keeps the keys of JSON in an order of its own.
        speaking = sorted(a for a, found in question.signals.items() if codes & {s[0] for s in found})
        values = [str(value) for value, _label in question.choices]
        if question.key == "age" and values:
            return "child" if drawn.is_child else "older" if drawn.age >= 60 else "adult"
        if speaking and speaks:
            return [speaking[0]] if question.kind == Question.Kind.MANY else speaking[0]
        if question.kind == Question.Kind.YES_NO:
            quiet = [a for a in (NO, YES) if a not in question.signals] or [NO]
            return quiet[0] if self.chance.happens(0.9) else DECLINED
        if question.kind == Question.Kind.ONE:
            quiet = [value for value in values if value not in question.signals]
            return quiet[-1] if quiet and self.chance.happens(0.8) else NOT_ASKED
        return [] if question.kind == Question.Kind.MANY else NOT_ASKED

    def _way_to(self, codes: set[str], given: dict[str, Any]) -> dict[str, Any]:
        """What must be ticked in the first form so that the forms about these profiles open."""
        ticked: list[str] = []
        for form, questions in self.reference.instruments:
            if codes & {s[0] for q in questions for found in q.signals.values() for s in found}:
                terms = [term for group in forms.parse_condition(form.opened_by) for term in group]
                ticked += [term.value for term in terms if term.key == "needs"][:1]
        return {"needs": sorted({*ticked, *(given.get("needs") or [])})} if ticked else {}

    def _keep(self, about: UUID, form: Instrument, kept: dict[str, Any], by: User, at: datetime) -> None:
        self.tables.answers.add(
            id=self.chance.uuid(at), instrument_id=form.pk, about=about, answers=kept, answered_at=at,
            recorded_by_id=by.pk,
        )  # fmt: skip
        self.trail.say("screening.answered", "cases.Screening", about, by.pk, at)

    def _profiles(self, screening: UUID, found: rules.Suggestion, codes: tuple[str, ...]) -> None:
        weighed = {w.code: w for w in found.profiles if w.code in self.reference.profiles}
        for code in dict.fromkeys((*weighed, *codes)):
            self.tables.screening_profiles.add(
                screening_id=screening, profile_id=self.reference.profiles[code].pk, suggested=code in found.codes,
                score=weighed[code].score if code in weighed else 0, chosen=code in codes, is_main=code == codes[0],
            )  # fmt: skip
