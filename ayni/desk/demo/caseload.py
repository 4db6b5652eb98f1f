"""Cases over two years, each with its screening, its plan and what came of every task."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle, islice
from math import log
from uuid import UUID

from ayni.access.models import Team, User
from ayni.cases import queries as cases
from ayni.cases.models import Outcome, SkipReason, Stage, Status, TaskState
from ayni.cases.rules import cases as case_rules
from ayni.cases.rules import plan
from ayni.governance.models import ProtocolStep
from ayni.people.models import Sensitivity

from . import words
from .chance import Calendar, Chance, Weighted
from .crowd import Drawn
from .exchange import Exchange
from .figures import Figures
from .profiles import profiles_for
from .reference import OURS, Plan, Reference
from .screening import Screenings
from .staff import Desk, Staff
from .tables import Tables
from .trail import Trail

TYPICAL_DAYS = 38
OUTCOMES = Weighted(
    {
        Outcome.SOLVED: 48.0, Outcome.PARTLY_SOLVED: 20.0, Outcome.TRANSFERRED: 9.0, Outcome.WITHDRAWN: 7.0,
        Outcome.LOST_CONTACT: 8.0, Outcome.LEFT_COUNTRY: 4.0, Outcome.NOT_POSSIBLE: 3.0, Outcome.DIED: 0.4,
        Outcome.MISTAKE: 0.6,
    }
)  # fmt: skip
STAGES = Weighted({Stage.STAY: 68.0, Stage.ARRIVAL: 20.0, Stage.TRANSIT: 8.0, Stage.RETURN: 4.0})
SKIPS = Weighted(
    {
        SkipReason.DOES_NOT_APPLY: 45.0, SkipReason.PERSON_DECLINED: 25.0, SkipReason.DONE_BEFORE: 15.0,
        SkipReason.SERVICE_MISSING: 15.0,
    }
)  # fmt: skip


@dataclass
class Opened:
    """A case, as far as its tasks need to know it."""

    id: UUID
    drawn: Drawn
    caseworker: User
    opened_at: datetime
    closed_at: datetime | None
    until: datetime
    """Now, or when it was closed."""
    prompt: float
    """How often its office keeps a deadline."""
    referred: set[int] = field(default_factory=set)
    """Institutions that it was referred to: each once."""


@dataclass
class Fate:
    """What came of a task."""

    state: str = TaskState.TODO
    finished_at: datetime | None = None
    finished_by: int | None = None
    skip_reason: str = ""
    verb: str = ""


class Caseload:
    def __init__(
        self, reference: Reference, staff: Staff, figures: Figures, exchange: Exchange, screenings: Screenings,
        tables: Tables, trail: Trail, chance: Chance,
    ) -> None:  # fmt: skip
        self.reference, self.staff, self.figures, self.exchange = reference, staff, figures, exchange
        self.screenings, self.tables, self.trail, self.chance = screenings, tables, trail, chance
        first = chance.randrange(len(reference.profiles))
        self.wanted = islice(cycle(sorted(reference.profiles)), first, None)
        self.next_wanted = next(self.wanted)
        self.prompt = {code: chance.of(f"prompt {code}").uniform(0.62, 0.93) for code in staff.desks}

    def open(
        self, drawn: Drawn, at: datetime, *, caseworker: User | None = None, profiles: tuple[str, ...] = (),
        is_fresh: bool = False,
    ) -> UUID:  # fmt: skip
        """A case and everything that happened in it until now."""
        desk = self.staff.desks[drawn.office]
        codes = profiles or self._profiles(drawn)
        sensitivity, team = self._guarded(desk, codes)
        while caseworker and team and not profiles and caseworker not in desk.members.get(team.pk, []):
            codes = self._profiles(drawn)
            sensitivity, team = self._guarded(desk, codes)
        by = caseworker or self._caseworker(desk, team)
        held = self.screenings.decided(drawn, codes, by, desk.office.pk, at)
        laid_plan = self.reference.plan_for(codes)
        case = Opened(
            self.chance.uuid(at), drawn, by, at, self._closing(at, is_fresh=is_fresh), self.trail.until,
            self.prompt[drawn.office],
        )  # fmt: skip
        case.until = case.closed_at or case.until
        tasks = self._lay_out(case, laid_plan)
        self._write_case(case, desk, team, sensitivity, held.urgency, held.id, codes, laid_plan, tasks)
        self._notes(case)
        return case.id

    def _profiles(self, drawn: Drawn) -> tuple[str, ...]:
        """The main profile first. Each profile that exists gets its turn with somebody whom it fits."""
        fitting = profiles_for(drawn, self.figures)
        main = fitting.draw(self.chance)
        if self.next_wanted in fitting.values and self.chance.happens(0.25):
            main, self.next_wanted = self.next_wanted, next(self.wanted)
        codes = [main]
        if self.chance.happens(0.28):
            codes.append(fitting.draw(self.chance))
        return tuple(code for code in dict.fromkeys(codes) if code in self.reference.profiles)

    def _guarded(self, desk: Desk, codes: tuple[str, ...]) -> tuple[str, Team | None]:
        """How sensitive a case of these profiles is, and which team keeps it if it is restricted."""
        chosen = [self.reference.profiles[code] for code in codes]
        sensitivity = case_rules.sensitivity_of(profile.sensitivity for profile in chosen)
        restricted = next((p for p in chosen if p.sensitivity.upper() == Sensitivity.RESTRICTED), None)
        return sensitivity, desk.team_for(restricted.family) if restricted else None

    def _caseworker(self, desk: Desk, team: Team | None) -> User:
        return self.chance.choice((desk.members.get(team.pk) if team else None) or desk.caseworkers)

    def _closing(self, at: datetime, *, is_fresh: bool) -> datetime | None:
        days = self.chance.lognormvariate(log(TYPICAL_DAYS), 0.75)
        closing = at + timedelta(days=max(days, 1.5))
        if is_fresh or closing > self.trail.until or self.chance.happens(0.06):
            return None
        return closing

    def _lay_out(self, case: Opened, laid_plan: Plan) -> int:
        steps = laid_plan.steps
        to_do = [
            plan.StepToDo(
                s.pk, s.code, s.actor_id, s.action_es, cases.due_of(s, case.opened_at, self.reference.holidays)
            )
            for s in steps.values()
        ]
        laid = plan.lay_out(to_do)
        for order, one in enumerate(laid, start=1):
            self._task(case, steps[one.step.id], one.step.due_at, order, [step.id for step in one.covers])
        return len(laid)

    def _task(self, case: Opened, step: ProtocolStep, due: datetime | None, order: int, covers: list[int]) -> None:
        task = self.chance.uuid(case.opened_at)
        code = self.reference.organisation_code(step.actor_id)
        fate = self._own(case, due) if code in OURS else self._others(case, task, step, due)
        skipped = fate.state == TaskState.SKIPPED
        self.tables.tasks.add(
            id=task, case_id=case.id, step_id=step.pk, order=order, organisation_id=step.actor_id, own_title="",
            assignee_id=case.caseworker.pk, starts_at=case.opened_at, due_at=due, deadline_kind=step.deadline_kind,
            state=fate.state, finished_at=fate.finished_at, finished_by_id=fate.finished_by,
            skip_reason=fate.skip_reason,
            remark=self.chance.choice(words.SKIPPED if skipped else words.REMARKS) if fate.finished_by else "",
        )  # fmt: skip
        for covered in covers:
            self.tables.covers.add(task_id=task, protocolstep_id=covered)
        if fate.finished_at:
            verb, more = ("task.skipped", {"reason": fate.skip_reason}) if skipped else ("task.done", {})
            by = fate.finished_by or "system"
            self.trail.say(verb, "cases.Task", task, by, fate.finished_at, thread=case.id, step=step.pk, **more)

    def _own(self, case: Opened, due: datetime | None, *, start: datetime | None = None) -> Fate:
        """A task that our own staff do: soon, late, skipped, or still to do."""
        chance, began = self.chance, start or case.opened_at
        window = max((due or began + timedelta(days=7)) - began, timedelta(hours=1))
        if chance.happens(0.05):
            return self._finished(case, began + window * chance.uniform(0.1, 1.1), skip=SKIPS.draw(chance))
        if chance.happens(case.prompt):
            return self._finished(case, began + window * chance.betavariate(2, 2.2))
        return self._finished(case, began + window * (1 + min(chance.expovariate(1.2), 6)))

    def _finished(self, case: Opened, when: datetime, *, skip: str = "") -> Fate:
        """As it was on that day; before that day came, still to do. Before a case closes, everything is settled."""
        if when > case.until:
            if case.closed_at is None:
                return Fate()
            when = self.chance.between(case.opened_at, case.closed_at)
            skip = skip or (SkipReason.DOES_NOT_APPLY if self.chance.happens(0.5) else "")
        state = TaskState.SKIPPED if skip else TaskState.DONE
        return Fate(state, max(when, case.opened_at + timedelta(minutes=5)), case.caseworker.pk, skip)

    def _others(self, case: Opened, task: UUID, step: ProtocolStep, due: datetime | None) -> Fate:
        """A task of another institution: referred, most often; otherwise settled by telephone."""
        chance = self.chance
        window = max((due or case.opened_at + timedelta(days=7)) - case.opened_at, timedelta(hours=1))
        sent_at = case.opened_at + min(window * chance.uniform(0.02, 0.3), timedelta(days=4)) + timedelta(minutes=10)
        can = step.actor_id in self.reference.services and step.actor_id not in case.referred
        if not can or sent_at >= case.until - timedelta(hours=1) or not chance.happens(0.74):
            return self._own(case, due)
        case.referred.add(step.actor_id)
        sent = self.exchange.refer(case.drawn, case.id, task, step, case.caseworker, sent_at, case.closed_at)
        by = case.caseworker.pk
        self.trail.say("task.referred", "cases.Task", task, by, sent_at, thread=case.id, step=step.pk)
        if sent.is_waiting:
            return Fate(TaskState.REFERRED)
        ended = sent.finished_at or sent_at
        if sent.was_served:
            return Fate(TaskState.DONE, ended, None)
        self.trail.say("task.returned", "cases.Task", task, "system", ended, thread=case.id, step=step.pk)
        return self._after_return(case, ended)

    def _after_return(self, case: Opened, ended: datetime) -> Fate:
        """The institution did not do it: it was ours to do again."""
        when = ended + self.chance.hours(1, 24 * 6)
        if when > case.until:
            if case.closed_at is None:
                return Fate()
            when = self.chance.between(ended, case.closed_at)
        if self.chance.happens(0.45):
            return Fate(TaskState.SKIPPED, when, case.caseworker.pk, SkipReason.SERVICE_REFUSED)
        return Fate(TaskState.DONE, when, case.caseworker.pk)

    def _write_case(
        self, case: Opened, desk: Desk, team: Team | None, sensitivity: str, urgency: str, screening: UUID,
        codes: tuple[str, ...], laid_plan: Plan, tasks: int,
    ) -> None:  # fmt: skip
        chance, by, at = self.chance, case.caseworker.pk, case.opened_at
        outcome = OUTCOMES.draw(chance) if case.closed_at else ""
        self.tables.cases.add(
            id=case.id, number=chance.public_number("C"), person_id=case.drawn.id, screening_id=screening,
            office_id=desk.office.pk, team_id=team.pk if team else None, caseworker_id=by, sensitivity=sensitivity,
            urgency=urgency, stage=STAGES.draw(chance), wishes=chance.choice(words.WISHES), opened_at=at,
            opened_by_id=by,
            status=Status.CLOSED if case.closed_at else Status.OPEN, closed_at=case.closed_at,
            closed_by_id=by if case.closed_at else None, outcome=outcome,
            closing_note=chance.choice(words.CLOSINGS) if case.closed_at else "",
        )  # fmt: skip
        for code in codes:
            profile = self.reference.profiles[code]
            self.tables.case_profiles.add(case_id=case.id, profile_id=profile.pk, is_main=code == codes[0])
        for protocol in laid_plan.protocols:
            self.tables.case_protocols.add(case_id=case.id, protocol_id=protocol.pk)
        place = {"office_id": desk.office.pk, "team_id": team.pk if team else None, "assignee_id": by}
        self.tables.compartments.add(person_id=case.drawn.id, reason=case.id, sensitivity=sensitivity, **place)
        self.trail.say(
            "case.started", "cases.Case", case.id, by, at, thread=case.id, urgency=urgency, sensitivity=sensitivity,
            profiles=sorted(codes), protocols=[f"{p.code}.v{p.version}" for p in laid_plan.protocols], tasks=tasks,
        )  # fmt: skip
        self.trail.say(
            "compartment.placed", "people.Compartment", case.id, by, at, thread=case.drawn.id, reason=str(case.id),
            sensitivity=sensitivity, office=desk.office.pk, team=team.pk if team else None, assignee=by,
        )  # fmt: skip
        if case.closed_at:
            self.trail.say("case.closed", "cases.Case", case.id, by, case.closed_at, thread=case.id, outcome=outcome)

    def _notes(self, case: Opened) -> None:
        for _n in range(self.chance.randrange(0, 4)):
            at = self.chance.between(case.opened_at, case.until)
            note = self.chance.uuid(at)
            text = self.chance.choice(words.NOTES)
            self.tables.notes.add(id=note, case_id=case.id, text=text, written_by_id=case.caseworker.pk, written_at=at)
            self.trail.say("note.written", "cases.Note", note, case.caseworker.pk, at, thread=case.id)

    def draft(self, case: UUID, author: User, at: datetime) -> None:
        self.tables.drafts.add(case_id=case, author_id=author.pk, text=words.DRAFT, saved_at=at)


def spread(calendar: Calendar, chance: Chance, drawn: Drawn, until: datetime) -> datetime:
    """When a case was opened: most often at the first visit, otherwise within some weeks."""
    if chance.happens(0.7):
        return drawn.registered_at + timedelta(minutes=chance.randrange(65, 170))
    return min(calendar.office_hours(drawn.registered_at + chance.hours(24, 24 * 60)), until - timedelta(hours=2))
