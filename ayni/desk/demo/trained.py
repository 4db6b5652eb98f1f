"""A year and more of what the unit does beyond cases in the demo world: sessions that were held, a course with its
attendance and its tests, what a municipality committed itself to. By the verbs that everybody uses."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.utils.timezone import localdate, make_aware

from ayni.access.models import Organisation, User
from ayni.codelists import queries as codelists
from ayni.codelists.models import Barrier, NeedSector
from ayni.directory.models import Service
from ayni.governance.models import Gap
from ayni.instruments.models import Instrument
from ayni.lib.ids import uuid7
from ayni.outreach import actions
from ayni.outreach.actions import Effort, Planned, around, assisting, attending, context, probes, studies
from ayni.outreach.actions.assisting import Evidence, Step, Wanted
from ayni.outreach.actions.attending import WalkIn
from ayni.outreach.actions.probes import Given
from ayni.outreach.models import Kind, Session, Study, Way
from ayni.outreach.queries.attending import lists
from ayni.outreach.rules.attending import Heads, Traits

from .making import Stage

LIMA, TUMBES = "SEDE-CENTRAL", "JZ-TUM"


@dataclass(frozen=True)
class Talk:
    """A kind of session that comes again and again: every so many days, from so many days ago."""

    kind: str
    title: str
    audience: str
    topic: str
    aim: str
    outcome: str
    every: int
    people: int
    institution: str = ""
    partner: str = ""
    office: str = LIMA


TALKS = (
    Talk("SES-INF", "Derechos y deberes de quien llega", "MIGRANT", "RIGHTS", "OBJ-3", "", 21, 34),
    Talk("SES-DESA", "Desayuno migratorio", "MIXED", "COEXISTENCE", "OBJ-3", "", 30, 26, partner="OIM"),
    Talk(
        "SES-CAP", "Opciones de regularización para operadores", "MUNICIPALITY", "REGULARISATION", "OBJ-1", "RES-2",
        45, 18, "MUNI-SMP", "OIM",
    ),
    Talk("SES-CAP", "Trato digno en ventanilla", "STAFF", "TREATMENT", "OBJ-2", "RES-1", 60, 22),
    Talk("SES-CONV", "Abrir cuentas con carné o CPP", "FINANCIAL", "SERVICES", "OBJ-3", "RES-2", 75, 14),
    Talk("SES-CONV", "Contratar a personas extranjeras", "PRIVATE", "LIVELIHOOD", "OBJ-3", "RES-2", 60, 19),
    Talk("SES-SEN", "Vivir juntos, sin prejuicios", "HOST", "COEXISTENCE", "OBJ-2", "", 50, 40, office=TUMBES),
    Talk("SES-CAP", "Indicadores de integración", "STATE", "MONITORING", "OBJ-1", "RES-2", 90, 12, partner="ACNUR"),
    Talk("SES-AT", "Derivar entre albergues", "CIVIL", "PROTECTION", "OBJ-2", "RES-2", 80, 16, office=TUMBES),
    Talk("SES-REU", "Mesa con cooperantes", "COOPERATION", "CAPACITY", "OBJ-1", "RES-1", 90, 9, partner="OIM"),
)  # fmt: skip
SPAN = 400
"""So many days back the first ones were held."""


def work(stage: Stage) -> None:
    """In a world that is whole. Nothing where the kinds of sessions were not loaded."""
    kinds = {one.code: one for one in codelists.current(Kind)}
    if not kinds:
        return
    known = {name: {code for code, _label in pairs} for name, pairs in lists().items()}
    for place, talk in enumerate(TALKS):
        kind = kinds.get(talk.kind) or min(kinds.values(), key=lambda one: one.code)
        for number, days in enumerate(range(SPAN - 7 * place, 2, -talk.every)):
            _write_down(stage, _planned(stage, talk, kind, days), (talk.people, number), known)
    _course(stage, kinds.get("SES-CAP") or min(kinds.values(), key=lambda one: one.code))
    _assistances(stage)
    _studies(stage)
    _around(stage)


def _institution(code: str) -> Organisation | None:
    return Organisation.objects.filter(code=code).first() if code else None


SECTORS = {"LIVELIHOOD": "INT", "COEXISTENCE": "INT", "SERVICES": "INT", "MONITORING": "", "CAPACITY": ""}
"""Sector of needs by what a session is about; of the others, protection."""


def _sector(topic: str) -> NeedSector | None:
    return codelists.current(NeedSector).filter(code=SECTORS.get(topic, "PRO")).first()


def _planned(stage: Stage, talk: Talk, kind: Kind, days: int, hour: int = 9) -> Planned:
    """So many days ago."""
    begins = make_aware(datetime.combine(localdate(stage.at) - timedelta(days=days), time(hour)))
    office, partner = stage.staff.desks[talk.office].office, _institution(talk.partner)
    return Planned(
        kind=kind, title=talk.title, objective=talk.title, audience="", language="es", office=office, is_online=False,
        place="Sala de reuniones", department=office.department, link="", starts_at=begins,
        ends_at=begins + timedelta(hours=2), seats=60, audience_kind=talk.audience, topic=talk.topic, aim=talk.aim,
        outcome=talk.outcome, sector=_sector(talk.topic), institution=_institution(talk.institution),
        partners=[partner] if partner else [],
    )  # fmt: skip


def _write_down(stage: Stage, planned: Planned, room: tuple[int, int], known: dict[str, set[str]]) -> None:
    """`room`: about how many come, and the which time it is. `known`: codes of the lists that are there."""
    about, number = room
    people = about + (7 * number) % 11 - 4
    women = people * 6 // 10
    sexes = {"SEX-F": women} if "SEX-F" in known["sex"] else {}
    nations = {"VEN": women // 2} if "VEN" in known["nationality"] else {}
    effort = Effort(
        staff_hours=Decimal(4 + number % 3), cost=Decimal(90 + 15 * (number % 4)), result="Material entregado."
    )
    actions.write_down(
        planned=planned, heads=Heads(people, sexes, {}, nations), effort=effort, by=stage.staff.users["marta"],
        at=planned.ends_at + timedelta(hours=2),
    )  # fmt: skip


def _course(stage: Stage, kind: Kind) -> None:
    """Four Tuesdays: who had a seat came more or less, and the first one was measured."""
    marta = stage.staff.users["marta"]
    talk = Talk("SES-CAP", "Curso de derechos para promotoras", "MIXED", "RIGHTS", "OBJ-3", "", 7, 12)
    planned = _planned(stage, talk, kind, 25, 15)
    before = planned.starts_at - timedelta(days=20)
    first = actions.plan_session(planned=planned, publish=True, by=marta, at=before)
    _ask(first, marta, before)
    every = [first, *actions.repeat_weekly(session=first, times=3, by=marta, at=before)]
    for week, session in enumerate(every):
        _hold(session, came=11 - 2 * (week % 3), by=marta)
    _answered(first)
    _certify(first, marta)


def _hold(session: Session, *, came: int, by: User) -> None:
    """Twelve signed up; some of them come, and somebody without a slip."""
    begins = session.starts_at
    signed = [
        actions.sign_up(
            session=session, submission=uuid7(), name=name, contact="", language="es", at=begins - timedelta(days=9)
        )[0]
        for name in NAMES
    ]  # fmt: skip
    for place, one in enumerate(signed[:came]):
        way = Way.CODE if place % 2 else Way.LIST
        attending.note_sign_up(sign_up=one, way=way, by=by, at=begins + timedelta(minutes=place))
    sent_by = _institution("MUNI-SMP")
    attending.note_walk_in(
        session=session, walk_in=WalkIn(Traits(), sent_by, None, 2), by=by, at=begins + timedelta(minutes=20)
    )
    attending.note_walk_in(session=session, walk_in=WalkIn(Traits(), None, by, 1), by=by, at=begins)
    effort = Effort(staff_hours=Decimal(5), cost=Decimal(140), result="Se acordó un grupo de apoyo.")
    actions.close_session(session=session, effort=effort, by=by, at=begins + timedelta(hours=3))


NAMES = (
    "Yulimar", "Kervens", "Milagros", "Ana", "Wilmer", "Nadège", "Luis", "Marisol", "Rosángela", "Jean", "Belkis",
    "Iris",
)  # fmt: skip
RIGHT = {"school": "yes", "urgent": "no", "report": "yes", "pay": "report"}
"""Answers of the test on rights and documents."""


def _ask(session: Session, by: User, at: datetime) -> None:
    forms = {one.code: one for one in Instrument.objects.filter(code__in=("SES-DERECHOS", "SES-OPINION"))}
    if test := forms.get("SES-DERECHOS"):
        for moment in ("PRE", "POST"):
            probes.ask(session=session, kind=moment, instrument=test, right=RIGHT, by=by, at=at)
    if opinion := forms.get("SES-OPINION"):
        probes.ask(session=session, kind="VIEW", instrument=opinion, right={}, by=by, at=at)


def _answered(session: Session) -> None:
    """More is known after it than before; one comes late, and has only the test after."""
    asked = {one.kind: one for one in session.probes.order_by("pk")}
    ways = (("PRE", 8, 2, session.starts_at), ("POST", 9, 4, session.ends_at), ("VIEW", 8, 0, session.ends_at))
    for kind, people, known, at in ways:
        for place in range(people if kind in asked else 0):
            said = {"useful": "much" if place else "some", "clear": "all"} if kind == "VIEW" else _test(known, place)
            given = Given(said, f"sol{place}" if kind != "VIEW" else "", "es", uuid7())
            probes.reply(probe=asked[kind], given=given, at=at)


def _test(known: int, place: int) -> dict[str, str]:
    """So many right answers, and one less for every third."""
    keys = list(RIGHT)
    right = set(keys[: max(known - (place % 3 == 0), 0)])
    return {key: RIGHT[key] if key in right else "wait" if key == "pay" else WRONG[RIGHT[key]] for key in keys}


WRONG = {"yes": "no", "no": "yes"}


def _certify(session: Session, by: User) -> None:
    for one in session.attendances.filter(sign_up__isnull=False).order_by("noted_at", "pk")[:3]:
        name = one.sign_up.name if one.sign_up else ""
        around.issue_certificate(attendance=one, name=f"{name} Demostración", by=by, at=session.ends_at)


def _assistances(stage: Stage) -> None:
    """One that was fulfilled, one whose evidence waits to be verified, one that was only asked for."""
    marta, rosa = stage.staff.users["marta"], stage.staff.users["rosa"]
    office = stage.staff.desks[LIMA].office
    wants = (
        ("MUNI-SMP", "Variable nacionalidad en el registro de la DEMUNA", "NATIONALITY", 190, "done"),
        ("MUNI-CAR", "Indicadores de gobernanza migratoria del distrito", "INDICATORS", 70, "shown"),
        ("MIDIS", "Ficha de atención que pregunta por el idioma", "SERVICE", 12, "asked"),
    )  # fmt: skip
    for code, title, change, days, stands in wants:
        if institution := _institution(code):
            began = stage.at - timedelta(days=days)
            service = Service.objects.filter(organisation=institution).order_by("pk").first()
            wanted = Wanted(
                title, change, institution, office, "El registro no la pregunta: 0 de 240 fichas la tienen.",
                localdate(began), territory=office.department, service=service, aim="OBJ-1", outcome="RES-2",
            )  # fmt: skip
            _assist(wanted, (began, stands), rosa, marta)


def _assist(wanted: Wanted, when: tuple[datetime, str], rosa: User, marta: User) -> None:
    began, stands = when
    titles = ("Ficha nueva aprobada", "Personal capacitado", "Primer reporte mensual")
    steps = [Step(title, localdate(began) + timedelta(days=20 * n)) for n, title in enumerate(titles, 1)]
    made = assisting.begin(wanted=wanted, steps=steps, by=rosa, at=began)
    if stands == "asked":
        return
    assisting.agree(assistance=made, on=localdate(began), by=rosa, at=began + timedelta(hours=1))
    done = list(made.milestones.order_by("order"))
    for step in done if stands == "done" else done[:2]:
        shown = began + timedelta(days=18 * step.order)
        assisting.show(milestone=step, evidence=Evidence("Oficio y ficha en la carpeta."), by=rosa, at=shown)
        if stands == "done" or step.order == 1:
            assisting.verify(milestone=step, by=marta, at=shown + timedelta(days=2))
    if stands == "done":
        assisting.fulfil(assistance=made, result="La ficha la pregunta.", by=rosa, at=began + timedelta(days=60))


def _studies(stage: Stage) -> None:
    """A study and a consultation, with what they found."""
    marta, office, at = stage.staff.users["marta"], stage.staff.desks[LIMA].office, stage.at
    today = localdate(at)
    made = studies.write_study(
        title="Necesidades de familias migrantes en Lima Norte", by=marta, at=at - timedelta(days=90),
        planned=studies.Planned(
            "NEEDS", office, office.department, done_on=today - timedelta(days=100),
            again_on=today + timedelta(days=265),
        ),
    )  # fmt: skip
    told = studies.write_study(
        title="Reunión con la comunidad de acogida de Carabayllo",
        by=marta,
        at=at - timedelta(days=30),
        planned=studies.Planned("CONSULTATION", office, office.department, done_on=today - timedelta(days=31)),
    )
    _find(made, told, marta, at)


def _find(made: Study, told: Study, marta: User, at: datetime) -> None:
    sectors = {one.code: one for one in codelists.current(NeedSector)}
    barriers = {one.code: one for one in codelists.current(Barrier)}
    gap = Gap.objects.order_by("code").first()
    found = (
        (made, "No matriculan a niños sin documento del país.", "MIGRANT", "EDU", "BAR-ESC", 320, gap),
        (made, "Pagan el alquiler por día y los echan sin aviso.", "MIGRANT", "SHE", "", 1_150, None),
        (told, "Los vecinos esperan meses por una cita en la posta.", "HOST", "HEA", "", 700, None),
        (told, "No se sabe a quién avisar de un trato injusto.", "BOTH", "", "BAR-DENUN", None, None),
    )
    for study, words, population, sector, barrier, people, led_to in found:
        if sectors.get(sector) or barriers.get(barrier):
            studies.note_finding(
                study=study, by=marta, at=at - timedelta(days=20),
                found=studies.Found(words, population, sectors.get(sector), barriers.get(barrier), people, led_to),
            )  # fmt: skip


def _around(stage: Stage) -> None:
    marta, office, at = stage.staff.users["marta"], stage.staff.desks[LIMA].office, stage.at
    today = localdate(at)
    happened = context.Happened(
        "CLIMATE", "Lluvias fuertes del Niño costero", today - timedelta(days=60),
        "Familias de las laderas buscan cuarto en el valle.", office, territory=office.department, people=900,
    )  # fmt: skip
    context.note_event(happened=happened, by=marta, at=at - timedelta(days=50))
    if office.department is not None:
        known = context.Known(
            "Laderas de Carabayllo", office.department, "BOTH", "Casas de madera al borde de la quebrada.",
            today - timedelta(days=45), office, "Una brigada vecinal con radio y un local comunal.", 2_400,
            today + timedelta(days=320), {"FLOOD": "HIGH", "QUAKE": "MEDIUM"},
        )  # fmt: skip
        context.describe_community(known=known, by=marta, at=at - timedelta(days=45))
