"""What people tell the unit in the demo world, and what comes back to them. By the verbs that everybody uses."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.timezone import localdate

from ayni.access.models import Office
from ayni.feedback import actions
from ayni.feedback.models import Category, Publication, Receipt
from ayni.governance.models import Protocol

from .making import Stage

LIMA, TUMBES = "SEDE-CENTRAL", "JZ-TUM"


@dataclass(frozen=True)
class Voice:
    """Somebody tells something: about what, where, how many hours ago, in which words."""

    kind: str
    category: str
    office: str
    hours: int
    text: str
    language: str = "es"
    channel: str = "WEB"


QUEUE = Voice(
    "COMPLAINT", "VZ-ESPERA", LIMA, 24 * 20,
    "Llegué a las seis con mi bebé y me atendieron a la una. No había dónde sentarse ni quien dijera cuánto faltaba.",
    channel="KIOSK",
)  # fmt: skip
WRONG_PAPER = Voice(
    "COMPLAINT", "VZ-INFO", LIMA, 24 * 12,
    "Me dijeron que bastaba la copia de mi pasaporte y al volver me pidieron el original. Perdí dos días de trabajo.",
)  # fmt: skip
WAITING = (
    Voice("QUESTION", "VZ-PREGUNTA", LIMA, 24 * 9, "¿Mi hija de tres años necesita su propia cita para el carné?"),
    Voice("SUGGESTION", "VZ-LUGAR", TUMBES, 24 * 2, "Sería bueno un cartel en kreyòl y una rampa en la puerta.", "ht"),
    Voice("THANKS", "VZ-GRACIAS", LIMA, 26, "Gracias a quien me explicó todo con paciencia.", channel="KIOSK"),
    Voice(
        "COMPLAINT", "VZ-TRATO", LIMA, 30,
        "En la ventanilla me hablaron a gritos delante de todos porque no entendí la pregunta.", "fr",
    ),
    Voice("ABUSE", "VZ-DISCRIM", TUMBES, 5, "No quisieron recibir mi solicitud «porque ya hay muchos de los suyos»."),
    Voice("ABUSE", "VZ-COBRO", LIMA, 40, "Me pidieron cincuenta soles para darme una cita más pronto."),
)  # fmt: skip


def work(stage: Stage) -> None:
    """In a world that is whole."""
    nora = stage.staff.users["nora"]
    first = [_told(stage, QUEUE) for _each in range(3)][0]
    _answered(stage, first, "Desde este mes hay una ventanilla solo para familias con niños, y bancas.", 24 * 16)
    actions.say(receipt=first, satisfied="YES", text="Ya se nota", at=stage.at - timedelta(days=15))
    again = _told(stage, WRONG_PAPER)
    _answered(stage, again, "La lista de requisitos está en la página.", 24 * 8)
    actions.say(
        receipt=again, satisfied="NO", text="Eso no responde por qué me dijeron otra cosa.",
        at=stage.at - timedelta(days=6),
    )  # fmt: skip
    for voice in WAITING:
        _told(stage, voice)
    made = _written(
        stage, "VZ-ESPERA", "Se espera mucho con niños y sin dónde sentarse.", "Una ventanilla para familias."
    )
    actions.approve_publication(publication=made, by=nora, at=stage.at - timedelta(days=3))
    _written(
        stage, "VZ-INFO", "Se dicen requisitos distintos en cada ventanilla.", "Una sola lista, en cada ventanilla."
    )
    _consulted(stage)


def _told(stage: Stage, voice: Voice) -> Receipt:
    category = Category.objects.current().get(code=voice.category)
    told = actions.Told(
        kind=voice.kind, category=category, text=voice.text, language=voice.language,
        about_office=Office.objects.get(code=voice.office),
    )  # fmt: skip
    at = stage.at - timedelta(hours=voice.hours)
    receipt, _code = actions.receive(told=told, teller=actions.Teller(channel=voice.channel), submission=None, at=at)
    return receipt


def _answered(stage: Stage, receipt: Receipt, text: str, hours: int) -> None:
    marta, at = stage.staff.users["marta"], stage.at - timedelta(hours=hours)
    actions.take(report=receipt.report, by=marta, at=at)
    actions.answer(report=receipt.report, text=text, by=marta, at=at + timedelta(hours=2))


def _written(stage: Stage, category: str, said: str, done: str) -> Publication:
    words = actions.Words(
        month=localdate(stage.at),
        office=None,
        category=Category.objects.current().get(code=category),
        said=said,
        done=done,
    )
    return actions.write_publication(words=words, by=stage.staff.users["marta"], at=stage.at - timedelta(days=4))


def _consulted(stage: Stage) -> None:
    """One is open, and some took part."""
    asked = actions.Asked(
        title="¿Cómo debe atenderse a quien viene con niños?",
        text="Pensamos dar a las familias con niños una hora propia en la mañana. Díganos si les sirve y qué falta.",
        protocol=Protocol.objects.current().get(code="PW-GEN"), service=None,
        closes_on=localdate(stage.at) + timedelta(days=21),
    )  # fmt: skip
    at = stage.at - timedelta(days=5)
    made = actions.prepare_consultation(asked=asked, by=stage.staff.users["marta"], at=at)
    made = actions.open_consultation(consultation=made, by=stage.staff.users["nora"], at=at + timedelta(hours=1))
    said = (
        ("MIGRANT", "AGREE", ""), ("MIGRANT", "CHANGE", "Que sea también por la tarde."), ("RETURNED", "AGREE", ""),
        ("HOST", "AGREE", ""), ("ORGANISATION", "CHANGE", "Que haya intérprete de kreyòl."), ("MIGRANT", "AGREE", ""),
    )  # fmt: skip
    for speaks, stance, text in said:
        part = actions.Said(speaks=speaks, stance=stance, text=text, language="es")
        actions.take_part(consultation=made, said=part, submission=None, at=at + timedelta(days=1))
