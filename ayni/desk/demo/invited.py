"""Sessions of the demo world, those that were held and those to come, and who asked to be called. By the verbs that
everybody uses."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils.timezone import localdate, localtime, make_aware

from ayni.access.models import User
from ayni.codelists import queries as codelists
from ayni.feedback.actions import calls
from ayni.feedback.actions.calls import CallAsked, Ending
from ayni.feedback.models import Answered, CallAbout, CallOutcome, CallRequest, IfOther
from ayni.feedback.queries.calls import who_calls
from ayni.feedback.rules.calls import Safe
from ayni.lib.ids import uuid7
from ayni.outreach import actions
from ayni.outreach.models import Kind, Session

from .making import Stage

LIMA, TUMBES = "SEDE-CENTRAL", "JZ-TUM"
FIRST_NAMES = (
    "Yulimar", "Jean", "Rosángela", "Kervens", "Milagros", "Ana", "Wilmer", "Nadège", "", "Luis", "Marisol", "",
)  # fmt: skip
"""As people give them; some give none."""


@dataclass(frozen=True)
class Invited:
    """A session: in how many days from the day of the demo, and how many sign up for how many seats."""

    kind: str
    title: str
    objective: str
    days: int
    seats: int
    sign_ups: int
    office: str = LIMA
    place: str = "Auditorio de la sede central, avenida España 734, Breña"
    language: str = "es"
    audience: str = ""
    opens: time = field(default=time(10))
    is_open: bool = True
    cancelled: str = ""
    leave: int = 0
    """So many who had a seat gave it back."""

    @property
    def is_online(self) -> bool:
        return not self.place


SESSIONS = (
    Invited(
        "SES-INF", "Cómo pedir el carné de extranjería", "Que sepa qué llevar y cuánto demora.", -24, 30, 11
    ),
    Invited(
        "SES-INF", "Si le niegan un servicio de salud", "Que conozca sus derechos y dónde reclamar.", -6, 25, 8,
        TUMBES, "Sala comunal de Pampa Grande, Tumbes", leave=2,
    ),
    Invited(
        "SES-INF", "El permiso temporal paso a paso", "Que salga con la lista de papeles que le faltan.", 4, 5, 8,
        audience="Personas en situación migratoria irregular", leave=1,
    ),
    Invited("SES-INF", "Trabajar con contrato: lo que le pueden pedir", "Que sepa qué documento basta.", 9, 40, 6),
    Invited(
        "SES-INF", "Dokiman pou timoun yo lekòl", "Pou konnen ki papye lekòl la ka mande.", 13, 60, 4, place="",
        language="ht", opens=time(17), audience="Fanmi ki pale kreyòl",
    ),
    Invited(
        "SES-INF", "Revalidar un título profesional", "Que conozca los pasos y los costos.", 7, 20, 3, TUMBES,
        "Auditorio de la jefatura zonal, Tumbes", cancelled="El ponente está enfermo. Habrá otra fecha.",
    ),
    Invited("SES-INF", "Abrir una cuenta en el banco", "Que sepa qué documentos aceptan.", 21, 30, 0, is_open=False),
)  # fmt: skip
ASKED_BEFORE = timedelta(days=16)
"""A session is made so long before it is held, or before the day of the demo."""


def work(stage: Stage) -> None:
    """In a world that is whole. No sessions where their kinds were not loaded, no calls where nobody is to call."""
    kinds = {one.code: one for one in codelists.current(Kind)}
    for one in SESSIONS:
        if kinds:
            _invite(stage, one, kinds.get(one.kind) or min(kinds.values(), key=lambda kind: kind.code))
    if who_calls():
        _call(stage)


def _moment(day: date, hour: time) -> datetime:
    return make_aware(datetime.combine(day, hour))


def _invite(stage: Stage, one: Invited, kind: Kind) -> None:
    office, by = stage.staff.desks[one.office].office, stage.staff.users["marta"]
    begins = _moment(localdate(stage.at) + timedelta(days=one.days), one.opens)
    made_at = min(begins, stage.at) - ASKED_BEFORE
    planned = actions.Planned(
        kind=kind, title=one.title, objective=one.objective, audience=one.audience, language=one.language,
        office=office, is_online=one.is_online, place=one.place,
        department=None if one.is_online else office.department,
        link="https://example.org/sesion" if one.is_online else "", starts_at=begins,
        ends_at=begins + timedelta(hours=2), seats=one.seats,
    )  # fmt: skip
    session = actions.plan_session(planned=planned, publish=one.is_open, by=by, at=made_at)
    _sign_up(session, one, made_at + timedelta(days=1))
    if one.days < 0:
        actions.hold_session(session=session, by=by, at=begins + timedelta(hours=2))
    if one.cancelled:
        actions.cancel_session(session=session, reason=one.cancelled, by=by, at=stage.at - timedelta(hours=20))


def _sign_up(session: Session, one: Invited, first: datetime) -> None:
    made = []
    for n in range(one.sign_ups):
        name, at = FIRST_NAMES[(n + one.seats) % len(FIRST_NAMES)], first + timedelta(hours=7 * n)
        made.append(
            actions.sign_up(
                session=session, submission=uuid7(), name=name, contact="", language=one.language, at=at
            )[0]
        )  # fmt: skip
    for sign_up in made[: one.leave]:
        actions.withdraw(sign_up=sign_up, at=first + timedelta(days=10))


def _call(stage: Stage) -> None:
    """One may be called now, two later, one is late, one was spoken with, three are closed."""
    by, at = who_calls()[0], stage.at
    done = _asked(at - timedelta(days=3), "900000101", about=CallAbout.HURT, name="Flor")
    _tried(done, Answered.PERSON, by, at - timedelta(days=3) + timedelta(minutes=9))
    _closed(done, CallOutcome.ADVISED, by, at - timedelta(days=3) + timedelta(minutes=40))
    lost = _asked(at - timedelta(days=2), "900000102", language="ht", may_leave_message=True)
    for hours in (1, 3):
        _tried(lost, Answered.NOBODY, by, at - timedelta(days=2) + timedelta(hours=hours))
    _closed(lost, CallOutcome.NOT_REACHED, by, at - timedelta(days=1))
    helped = _asked(at - timedelta(hours=30), "900000103", about=CallAbout.HELD)
    _tried(helped, Answered.PERSON, by, at - timedelta(hours=30) + timedelta(minutes=5))
    _closed(
        helped, CallOutcome.RESCUED, by, at - timedelta(hours=29), note="Se llamó al 1818; una patrulla llegó al lugar."
    )
    spoken = _asked(at - timedelta(hours=7), "900000104", name="M.")
    _tried(spoken, Answered.PERSON, by, at - timedelta(hours=7) + timedelta(minutes=20))
    _asked(at - timedelta(hours=3), "900000105", about=CallAbout.CHILD, language="fr")
    tomorrow = localtime(at).date() + timedelta(days=1)
    shop = {"if_other": IfOther.SAY, "say": "Que llaman de la tienda de zapatos."}
    _asked(at - timedelta(hours=2), "900000106", Safe(day=tomorrow, opens=time(10), closes=time(12)), **shop)
    days = f"{tomorrow.isoweekday()}{(tomorrow + timedelta(days=2)).isoweekday()}"
    _asked(at - timedelta(hours=1), "900000107", Safe(weekdays="".join(sorted(days)), opens=time(15), closes=time(18)))
    _asked(at - timedelta(minutes=12), "900000108", about=CallAbout.HURT, name="Una vecina")
    calls.keep_calls(at=at)


def _asked(at: datetime, phone: str, safe: Safe | None = None, **other: object) -> CallRequest:
    asked = CallAsked(phone=phone, safe=safe or Safe(), **other)  # type: ignore[arg-type]
    return calls.ask_for_call(asked=asked, submission=None, at=at)


def _tried(call: CallRequest, answered: str, by: User, at: datetime) -> None:
    # The hours of somebody who may be called at any hour begin anew at midnight.
    calls.keep_calls(at=at)
    calls.show_number(call=call, by=by, at=at)
    calls.note_attempt(call=call, answered=answered, note="", by=by, at=at + timedelta(minutes=2))


def _closed(call: CallRequest, outcome: str, by: User, at: datetime, note: str = "") -> None:
    calls.close_call(call=call, ending=Ending(outcome=outcome, note=note), by=by, at=at)
