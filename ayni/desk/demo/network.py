"""A few agreements, and what came in during the last days: enough to look at, the same for every size of a world.

Assumptions, not figures.
"""

from datetime import datetime, timedelta

from ayni.codelists import queries as codelists
from ayni.directory.models import Agreement
from ayni.facts.periods import PERU
from ayni.governance.rules import due_at
from ayni.people.models import Sensitivity
from ayni.referrals import rules
from ayni.referrals.models import Alert, AlertState, Channel, SenderKind, Topic

from .hands import Hands

SIGNED = (
    # code, with whom, sections, last day from now, name
    (
        "CONV-014-2025",
        "CEM",
        ("IDENTITY", "CONTACT", "LANGUAGE", "FAMILY", "DOCUMENTS"),
        420,
        "Atención de violencia",
    ),
    ("CONV-022-2024", "OIM", ("IDENTITY", "DOCUMENTS", "CONTACT"), 35, "Retorno voluntario y asistencia"),
    ("CONV-003-2023", "DP", ("IDENTITY", "DOCUMENTS"), -20, "Intercambio de información de casos"),
)
CAME = (
    (Topic.SHELTER, Channel.WEB, SenderKind.SOMEBODY, 3, "Una familia con dos niños duerme en el terminal terrestre."),
    (Topic.DOCUMENTS, Channel.PHONE, SenderKind.SELF, 20, "Se le venció el permiso y no sabe a dónde acudir."),
    (Topic.CHILD, Channel.ZONAL_OFFICE, SenderKind.STATE, 5, "Adolescente sola en el control fronterizo."),
    (Topic.HEALTH, Channel.LINK, SenderKind.CHURCH, 30, "Señora con tratamiento interrumpido, en el comedor."),
    (Topic.DISCRIMINATION, Channel.WEB, SenderKind.MIGRANT_ORG, 50, "En un colegio no aceptan la matrícula."),
)


def make(hands: Hands, at: datetime) -> None:
    """Agreements that are in force, about to end and over; alerts of which nobody has taken most."""
    _agreements(hands, at)
    _alerts(hands, at)


def _agreements(hands: Hands, at: datetime) -> None:
    rows, today = hands.tables.of(Agreement), at.astimezone(PERU).date()
    nora = hands.staff.users["nora"]
    organisations = hands.reference.organisations
    for code, with_whom, sections, days, name in SIGNED:
        if with_whom not in organisations:
            continue
        rows.add(
            code=code, name=name, ours_id=organisations["UIM"].pk, theirs_id=organisations[with_whom].pk,
            purpose="Coordinar la atención de personas migrantes derivadas por la unidad.", sections=sorted(sections),
            valid_from=today - timedelta(days=700), valid_to=today + timedelta(days=days), document=f"RS {code[5:]}",
            watched_by_id=nora.pk, written_by_id=nora.pk, written_at=at - timedelta(days=690), alert_days=60,
        )  # fmt: skip


def _alerts(hands: Hands, at: datetime) -> None:
    rows, chance, rosa = hands.tables.of(Alert), hands.chance.of("alerts"), hands.staff.users["rosa"]
    holidays = codelists.holidays()
    for n, (topic, channel, kind, hours, text) in enumerate(CAME):
        received, urgency = at - timedelta(hours=hours), rules.urgency_of(topic, danger_now=False)
        amount, unit = hands.reference.clock[urgency].acknowledge
        is_taken = n == 1
        pk = chance.uuid(received)
        rows.add(
            id=pk, number=chance.public_number("A"), channel=channel.value, topic=topic.value, urgency=urgency.value,
            sensitivity=(rules.sensitivity_of(topic, has_team=False) or Sensitivity.ORDINARY).value,
            office_id=rosa.office_id, sender_kind=kind.value, text=text, received_at=received,
            triage_by=due_at(start=received, amount=amount, unit=unit, holidays=holidays),
            state=(AlertState.TAKEN if is_taken else AlertState.NEW).value,
            taken_by_id=rosa.pk if is_taken else None, taken_at=received + timedelta(hours=1) if is_taken else None,
        )  # fmt: skip
        hands.trail.say(
            "alert.received", "referrals.Alert", pk, "system", received, channel=channel.value, sender=kind.value,
            urgency=urgency.value,
        )  # fmt: skip
