"""What happens in cases beside their plan: needs, goals, services, denials, risk and contacts, a form. Of some open
cases of a small demo world, as rows and lines of the trail that are written with the others. A large world has none."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ayni.cases.actions.rhythm import whole_day
from ayni.cases.models import (
    Attempt,
    AttemptResult,
    Case,
    CaseForm,
    Denial,
    FollowUp,
    FollowUpState,
    FormState,
    Goal,
    Need,
    NeedState,
    RiskAssessment,
    ServiceGiven,
)
from ayni.codelists import queries as codelists
from ayni.codelists.models import Barrier, NeedSector, RiskLevel, ServiceCategory
from ayni.instruments import rules as asking
from ayni.instruments.models import DECLINED, NOT_ASKED, Instrument, Question

from .chance import Chance, Weighted
from .making import Stage
from .tables import Tables
from .trail import Trail

MOST = 60
GENERAL = "CF-GENERAL"
LEVELS = Weighted({"RG-BAJO": 30.0, "RG-MEDIO": 45.0, "RG-ALTO": 20.0, "RG-EXTREMO": 5.0})
STATES = Weighted({NeedState.OPEN: 45.0, NeedState.PARTLY_MET: 20.0, NeedState.MET: 20.0, NeedState.NO_SERVICE: 15.0})
RESULTS = Weighted({AttemptResult.REACHED: 60.0, AttemptResult.UNANSWERED: 30.0, AttemptResult.WRONG_NUMBER: 10.0})
NEEDS = (
    ("SHE", "SV-VIV", "Nos piden dejar el cuarto este mes."),
    ("HEA", "SV-SAL", "Necesito que me vea un médico, el dolor no pasa."),
    ("EDU", "SV-EDU-MAT", "Quiero matricular a mi hija."),
    ("FOO", "SV-ALI", "Hay días que no alcanza para comer."),
    ("INT", "SV-TRA", "Busco un trabajo en el que me paguen completo."),
    ("PRO", "SV-JUS-LEG", "No entiendo los papeles que me dieron."),
)
GOALS = (
    "Quiero volver a trabajar de enfermera.",
    "Que mis hijos terminen el colegio.",
    "Tener mi propio negocio de comida.",
    "Traer a mi mamá.",
)
DENIALS = (
    (
        "BAR-DENUN",
        "SV-JUS",
        "Comisaría del distrito",
        "Me dijeron que sin carné de extranjería no tomaban la denuncia.",
    ),
    ("BAR-NEG", "SV-SAL", "Hospital", "Llegamos a emergencia y nos hicieron volver porque no teníamos seguro."),
    ("BAR-ESC", "SV-EDU-MAT", "Colegio", "En el colegio le dicen cosas por ser de fuera y nadie hace nada."),
    ("BAR-SALUD", "SV-SAL-SIS", "Centro de salud", "Para el SIS me pidieron carné de extranjería."),
)
REASONS = ("Vive con quien le hace daño.", "Duerme en la calle.", "Sin ingresos y con dos niños.", "Estable por ahora.")


@dataclass(frozen=True)
class Lists:
    sectors: dict[str, int]
    categories: dict[str, int]
    barriers: dict[str, int]
    levels: dict[str, RiskLevel]
    form: Instrument | None
    questions: list[Question]

    @classmethod
    def read(cls) -> "Lists":
        def ids(model: Any) -> dict[str, int]:
            return dict(codelists.current(model).values_list("code", "pk"))

        form = Instrument.objects.filter(code=GENERAL, valid_to__isnull=True).first()
        levels = {level.code: level for level in codelists.current(RiskLevel)}
        questions = list(form.questions.all()) if form else []
        return cls(ids(NeedSector), ids(ServiceCategory), ids(Barrier), levels, form, questions)


class Followed:
    def __init__(self, stage: Stage, chance: Chance, tables: Tables, trail: Trail) -> None:
        self.stage, self.chance, self.tables, self.trail = stage, chance, tables, trail
        self.lists = Lists.read()

    def make(self) -> None:
        cases = list(Case.objects.open().select_related("caseworker", "office").order_by("-opened_at", "-pk")[:MOST])
        for case in cases:
            self._case(case)

    def _case(self, case: Case) -> None:
        for need in self.chance.sample(NEEDS, k=self.chance.randrange(1, 3)):
            self._need(case, *need)
        if self.chance.happens(0.5):
            goal, at = self._born(case)
            words = self.chance.choice(GOALS)
            self._row(Goal, goal, case, at, "goal.stated", words=words, stated_at=at, stated_by_id=case.caseworker_id)
        if self.chance.happens(0.3):
            self._denial(case, *self.chance.choice(DENIALS))
        if self.chance.happens(0.75):
            self._risk(case)
        if self.lists.form is not None and self.chance.happens(0.5):
            self._form(case, self.lists.form)

    def _born(self, case: Case) -> tuple[Any, datetime]:
        at = self.chance.between(case.opened_at, self.stage.at)
        return self.chance.uuid(at), at

    def _row(
        self, model: Any, pk: Any, case: Case, at: datetime, verb: str, *, told: Any = None, **values: Any
    ) -> None:
        self.tables.of(model).add(id=pk, case_id=case.pk, **values)
        self.trail.say(verb, model._meta.label, pk, case.caseworker_id, at, thread=case.pk, **(told or {}))

    def _need(self, case: Case, sector: str, category: str, words: str) -> None:
        pk, at = self._born(case)
        state = STATES.draw(self.chance)
        changed = None if state == NeedState.OPEN else self.chance.between(at, self.stage.at)
        self._row(
            Need, pk, case, at, "need.stated", told={"sector": sector}, sector_id=self.lists.sectors[sector],
            words=words, urgency=case.urgency, state=state, stated_at=at, stated_by_id=case.caseworker_id,
            changed_at=changed,
        )  # fmt: skip
        if changed is None:
            return
        self.trail.say(
            "need.changed",
            "cases.Need",
            pk,
            case.caseworker_id,
            changed,
            thread=case.pk,
            former="OPEN",
            state=str(state),
        )
        if state in {NeedState.MET, NeedState.PARTLY_MET}:
            self._row(
                ServiceGiven, self.chance.uuid(changed), case, changed, "service.given", told={"category": category},
                need_id=pk, category_id=self.lists.categories[category], organisation_id=case.office.organisation_id,
                given_on=changed.date(), hours=self.chance.choice((None, 1, 2)), recorded_by_id=case.caseworker_id,
                recorded_at=changed,
            )  # fmt: skip

    def _denial(self, case: Case, barrier: str, category: str, place: str, words: str) -> None:
        pk, at = self._born(case)
        self._row(
            Denial, pk, case, at, "denial.noted", told={"barrier": barrier, "category": category}, place=place,
            words=words, category_id=self.lists.categories[category], barrier_id=self.lists.barriers[barrier],
            happened_on=at.date() - timedelta(days=self.chance.randrange(0, 20)), recorded_by_id=case.caseworker_id,
            recorded_at=at,
        )  # fmt: skip

    def _risk(self, case: Case) -> None:
        level = self.lists.levels[LEVELS.draw(self.chance)]
        pk, at = self._born(case)
        self._row(
            RiskAssessment, pk, case, at, "risk.assessed", told={"level": level.code}, level_id=level.pk,
            reason=self.chance.choice(REASONS), assessed_by_id=case.caseworker_id, assessed_at=at,
        )  # fmt: skip
        due = whole_day(at + timedelta(days=level.every_days))
        while due < self.stage.at and self.chance.happens(0.8):
            at = self._contact(case, level, at, due)
            due = whole_day(at + timedelta(days=level.every_days))
        self.tables.of(FollowUp).add(
            id=self.chance.uuid(at),
            case_id=case.pk,
            level_id=level.pk,
            channel=level.channel,
            planned_at=at,
            due_at=due,
        )

    def _contact(self, case: Case, level: RiskLevel, planned: datetime, due: datetime) -> datetime:
        """One that was done. Returns when."""
        pk, done = self.chance.uuid(planned), min(due - timedelta(hours=self.chance.randrange(2, 20)), self.stage.at)
        self.tables.of(FollowUp).add(
            id=pk, case_id=case.pk, level_id=level.pk, channel=level.channel, planned_at=planned, due_at=due,
            state=FollowUpState.DONE, done_at=done,
        )  # fmt: skip
        attempt = self.chance.uuid(done)
        self.tables.of(Attempt).add(
            id=attempt, follow_up_id=pk, channel="VISIT", result=AttemptResult.REACHED, note="Está mejor.",
            made_by_id=case.caseworker_id, made_at=done,
        )  # fmt: skip
        told = {"channel": "VISIT", "result": "REACHED"}
        self.trail.say("person.contacted", "cases.Attempt", attempt, case.caseworker_id, done, thread=case.pk, **told)
        return done

    def _form(self, case: Case, form: Instrument) -> None:
        pk, at = self._born(case)
        is_draft = self.chance.happens(0.4)
        given = {question.key: self._answer(question) for question in self.lists.questions}
        answers = asking.kept(self.lists.questions, given, {"@age": ["adult"]})
        by = {"started_by_id": case.caseworker_id, "saved_by_id": case.caseworker_id}
        self._row(
            CaseForm, pk, case, at, "form.begun" if is_draft else "form.completed", instrument_id=form.pk,
            state=FormState.DRAFT if is_draft else FormState.COMPLETE, started_at=at, saved_at=at,
            completed_at=None if is_draft else at, **by,
        )  # fmt: skip
        self.tables.answers.add(
            id=self.chance.uuid(at), instrument_id=form.pk, about=pk, answers=answers, answered_at=at,
            recorded_by_id=case.caseworker_id,
        )  # fmt: skip

    def _answer(self, question: Question) -> Any:
        values = ["yes", "no"] if question.kind == Question.Kind.YES_NO else [value for value, _l in question.choices]
        if not values or self.chance.happens(0.15):
            return DECLINED if self.chance.happens(0.4) else NOT_ASKED
        value = self.chance.choice(values)
        return [value] if question.kind == Question.Kind.MANY else value
