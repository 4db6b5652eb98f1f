"""Results in the demo world: values that colleagues gave, the governance profile of a district, and two quarterly
reports, of which one is approved and frozen. By the verbs of staff."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.facts.builds import Build
from ayni.results import actions, territories
from ayni.results.models import Aspect, Definition, Framework, Indicator, Period, Report, Value
from ayni.results.reporting import Asked
from ayni.results.spans import Span, holding

from . import pictures
from .making import Stage
from .territorial import SMP

FRAMEWORK = "OIM"
REPORTS = 2
SOURCE = "Mundo de demostración"
ANSWERS = (
    ("MGI-2.2", "PARTLY", "La ordenanza de acogida a familias migrantes está vigente.",
     "Dar presupuesto a la mesa de trabajo que la ordenanza crea."),
    ("MGI-2.4", "PARTLY", "La DEMUNA pregunta la nacionalidad en su registro; los demás servicios no la preguntan.",
     "Llevar la variable nacionalidad a OMAPED y CIAM."),
    ("MGI-3.4", "WORKS", "Tres organizaciones de personas migrantes participan cada mes en la mesa.", ""),
    ("MGI-1.6", "ABSENT", "Ningún servicio del municipio recibe quejas por discriminación.",
     "Abrir un canal de quejas con la defensoría municipal."),
    ("MGI-6.3", "UNKNOWN", "La gerencia no respondió todavía a dos cartas sobre su ruta contra la trata.", ""),
)  # fmt: skip
"""Aspect, state, what shows it, area of potential: of a district, all approved."""
WAITS = ("MGI-1.2", "PARTLY", "Hay matrícula todo el año en dos colegios del distrito.", "Avisar a los demás colegios.")
DRAFTED, WHY = "CUM-01", "La reunión de equipo acordó quién responde por este indicador."
WORDS = {
    "achievements": "Cada derivación lleva su plazo, y las oficinas ven cada mañana qué vence.\n"
    "El espacio de coordinación se reunió tres veces.",
    "difficulties": "Algunas instituciones responden tarde o no tienen a quien responda.",
    "lessons": "Acordar con cada institución quién responde acorta la espera.",
    "next_steps": "Nombrar punto focal donde falta y revisar los plazos con las instituciones.",
}


def work(stage: Stage) -> None:
    """What people say of results, before anything is counted."""
    users = stage.staff.users
    _values(stage, users["tomas"], users["marta"])
    _definition(stage, users["tomas"])
    _profile(stage, users["tomas"], users["marta"])


def _values(stage: Stage, tomas: User, marta: User) -> None:
    """One that is approved, with its document, and one that waits."""
    quarter = holding(Period.QUARTER, localdate(stage.at))
    meetings = actions.Given(
        quarter.before.since, quarter.before.until, 3, None, "Actas 4, 5 y 6 del espacio de coordinación",
        drawn=pictures.record("ACTA"),
    )  # fmt: skip
    value = _give("ESP-01", meetings, tomas, stage.at - timedelta(days=6))
    actions.decide_value(value=value, approve=True, note="", by=marta, at=stage.at - timedelta(days=5))
    plans = actions.Given(quarter.since, quarter.since, 1, None, "Ordenanza de acogida, San Martín de Porres")
    _give("MUN-01", plans, tomas, stage.at - timedelta(days=1))


def _definition(stage: Stage, tomas: User) -> None:
    """A change of what an indicator counts, which waits for a colleague."""
    stands = Definition.objects.standing().get(indicator__code=DRAFTED)
    said = {name: getattr(stands, name) for name in actions.FIELDS} | {"why": WHY, "responsible": "Gestión de casos"}
    nodes = sorted(one.node_code for one in stands.indicator.contributions.order_by("pk"))
    actions.draft_definition(
        code=DRAFTED, said=said, nodes=nodes, seen=stands.version, by=tomas, at=stage.at - timedelta(days=2)
    )


def _give(code: str, given: actions.Given, by: User, at: datetime) -> Value:
    return actions.give_value(indicator=Indicator.objects.get(code=code), given=given, by=by, at=at)


def _profile(stage: Stage, tomas: User, marta: User) -> None:
    where = territories.territory(SMP)
    assert where is not None  # noqa: S101 - the places of the reference data hold it
    on, said = localdate(stage.at) - timedelta(days=20), {one.code: one for one in Aspect.objects.order_by("pk")}
    for code, state, found, potential in (*ANSWERS, WAITS):
        made = actions.assess(
            aspect=said[code], where=where, answer=actions.Answer(state, on, found, SOURCE, potential), by=tomas,
            at=stage.at - timedelta(days=10),
        )  # fmt: skip
        if code != WAITS[0]:
            at = stage.at - timedelta(days=9)
            actions.decide_assessment(assessment=made, approve=True, note="", by=marta, at=at)


def report(build: Build, at: datetime) -> int:
    """The quarter that is over, approved; the one that is running, being written. Says how many."""
    who = {user.username: user for user in User.objects.filter(username__in=["tomas", "marta"])}
    running = holding(Period.QUARTER, localdate(at))
    over = _draft(build, running.before, "Informe trimestral de resultados", who["tomas"], at)
    over = actions.write_report(report=over, seen=over.edition, words=WORDS, by=who["tomas"], at=at)
    over = actions.submit_report(report=over, seen=over.edition, by=who["tomas"], at=at)
    actions.approve_report(report=over, seen=over.edition, by=who["marta"], at=at)
    draft = _draft(build, running, "Informe trimestral de resultados (en preparación)", who["tomas"], at)
    begun = {"difficulties": WORDS["difficulties"]}
    actions.write_report(report=draft, seen=draft.edition, words=begun, by=who["tomas"], at=at)
    return REPORTS


def _draft(build: Build, span: Span, title: str, by: User, at: datetime) -> Report:
    asked = Asked(span, Framework.objects.get(code=FRAMEWORK))
    return actions.draft_report(asked=asked, title=title, donor="", build=build, by=by, at=at)
