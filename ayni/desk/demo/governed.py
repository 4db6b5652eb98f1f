"""What the unit does about rules in the demo world: gaps with what shows them, a norm that is proposed and others that
are followed, and the next versions of two protocols. By the verbs that staff use."""

from datetime import date, timedelta

from django.utils.timezone import localdate

from ayni.access.models import Organisation, User
from ayni.cases import actions as cases
from ayni.cases.models import Denial, Status, Task, TaskState
from ayni.codelists import queries as codelists
from ayni.codelists.models import LegalNorm, NeedSector, Territory
from ayni.governance import actions as governance
from ayni.governance.models import Gap, Instrument, ProtocolDraft
from ayni.governance.rules.drafting import DraftFields, StepFields
from ayni.governance.rules.gaps import GapFields
from ayni.governance.rules.instruments import Happened, InstrumentFields
from ayni.people.models import Sensitivity

from .making import Stage

BARRIERS = {"health": ("BAR-SALUD", "BAR-NEG"), "police": ("BAR-DENUN",)}
SHOWN = 6
"""Denials and late steps that are linked to each gap."""


def work(stage: Stage) -> None:
    """In a world that is whole: what shows a gap is looked for in its cases."""
    users = stage.staff.users
    health, police = _gaps(stage, users["rosa"], users["julio"])
    _shown(stage, health, police)
    proposed = _norms(stage, health, users["marta"])
    # Marta finds one that waits for her, and one that she writes.
    _begin(stage, "PW-SALUD", health, proposed, by=users["nora"])
    _begin(stage, "PW-DISCRIM", police, None, by=users["marta"])
    _advice(stage, users["marta"])


def _advice(stage: Stage, by: User) -> None:
    """Two of the recommendations of the unit's own report, followed since (R234): one is still only made."""
    today = localdate(stage.at)
    said = (
        ("Un enfoque de integración que va más allá del control migratorio", "Que la integración tenga fines propios."),
        ("Un enfoque territorial para los gobiernos locales", "Que cada región tenga con quién atender."),
    )
    made = [
        governance.register_instrument(
            track="ADVICE", by=by, at=stage.at - timedelta(days=200), since=today - timedelta(days=200),
            fields=InstrumentFields(
                kind="RECOMMENDATION", title=title, level="NATIONAL", topic="coordinacion", summary=summary,
                reference="UIM good-practice systematisation (IOM, 2022)",
            ),
        )
        for title, summary in said
    ]  # fmt: skip
    governance.carry_on_instrument(
        instrument=made[0], state="TAKEN_UP", on=today - timedelta(days=60), by_whom="Gerencia General",
        note="La meta institucional del año habla de integración.", document="", by=by,
        at=stage.at - timedelta(days=60),
    )  # fmt: skip


def _gaps(stage: Stage, rosa: User, julio: User) -> tuple[Gap, Gap]:
    began = stage.at - timedelta(days=40)
    health = GapFields(
        title="El seguro integral de salud no afilia a quien espera su carné",
        kind="NORM_CONTRADICTS",
        what_fails="La afiliación pide carné de extranjería. Quien lo tramita espera meses y paga cada atención, "
        "también las crónicas que la ley no exceptúa.",
        right="Salud",
        need=_listed(NeedSector, "HEA"),
        norm=_listed(LegalNorm, "L32154"),
        institution=Organisation.objects.filter(code="SIS").first(),
    )
    police = GapFields(
        title="Comisarías que no reciben la denuncia sin carné de extranjería",
        kind="NORM_UNKNOWN",
        what_fails="La denuncia no requiere documento. Se pide el carné en ventanilla, y la persona se va.",
        right="Acceso a la justicia",
        need=_listed(NeedSector, "PRO"),
        missing_norm="Una directiva de la policía que diga con qué documentos se recibe una denuncia.",
    )
    homes = GapFields(
        title="No hay casa de acogida que reciba a familias con padre",
        kind="NO_SERVICE",
        what_fails="Las que hay reciben a mujeres con sus hijos. La familia se separa o duerme en la calle.",
        right="Vida en familia",
        need=_listed(NeedSector, "SHE"),
    )
    opened = [
        governance.open_gap(fields=fields, by=by, at=began + timedelta(days=days))
        for fields, by, days in ((health, rosa, 0), (police, julio, 9), (homes, rosa, 30))
    ]
    return opened[0], governance.carry_on_gap(gap=opened[1], state="STUDIED", by=julio, at=began + timedelta(days=12))


def _shown(stage: Stage, health: Gap, police: Gap) -> None:
    """By whoever keeps the case; nothing of restricted ones."""
    open_ = {
        "case__sensitivity__in": [Sensitivity.ORDINARY, Sensitivity.PROTECTED],
        "case__status": Status.OPEN,
    }
    for gap, barriers in ((health, BARRIERS["health"]), (police, BARRIERS["police"])):
        denials = Denial.objects.filter(barrier__code__in=barriers, **open_).select_related("case__caseworker")
        for denial in denials.order_by("-recorded_at", "pk")[:SHOWN]:
            cases.show_gap(evidence=denial, gap=gap, by=denial.case.caseworker, at=stage.at - timedelta(days=2))
    told = stage.at - timedelta(hours=5)
    late = Task.objects.filter(state=TaskState.TODO, step__protocol__code="PW-SALUD", due_at__lt=told, **open_)
    for task in late.select_related("case__caseworker").order_by("-due_at", "pk")[:SHOWN]:
        cases.show_late_step(task=task, gap=health, by=task.case.caseworker, at=told)
    cases.note_from_field(
        text="En la brigada, tres comisarías del distrito dijeron que sin carné no reciben la denuncia.",
        territory=None, case=None, gap=police, by=police.owner, at=stage.at - timedelta(days=6),
    )  # fmt: skip


def _norms(stage: Stage, gap: Gap, by: User) -> Instrument:
    """A proposal on its way, and what exists and is followed."""
    at, today = stage.at - timedelta(days=25), localdate(stage.at)
    proposal = InstrumentFields(
        kind="DECREE", title="Afiliación temporal al SIS con la constancia de trámite", level="NATIONAL", topic="salud",
        summary="Quien tramita su carné se afilia con la constancia, hasta que se lo entreguen.", migration="YES",
        study="Registro de negaciones de la UIM", gap=gap,
    )  # fmt: skip
    plan = InstrumentFields(
        kind="PLAN", title="Plan regional de seguridad ciudadana y movilidad humana", level="REGIONAL",
        topic="coordinacion", objectives="Atender sin discriminar\nContar lo que pasa", migration="PARTLY",
        migration_note="Nombra a las personas migrantes; no tiene acción ni presupuesto.",
        territory=codelists.by_code(Territory, "15"), covers_from=date(2024, 1, 1), covers_to=date(2030, 12, 31),
    )  # fmt: skip
    proposed = governance.register_instrument(
        track="PROPOSAL", fields=proposal, since=today - timedelta(days=25), by=by, at=at
    )
    proposed = governance.carry_on_instrument(
        instrument=proposed, state="CONSULTED", on=today - timedelta(days=14), by_whom="Mesa de trabajo de salud",
        note="Dos direcciones regionales enviaron aportes.", document="", by=by, at=stage.at - timedelta(days=14),
    )  # fmt: skip
    followed = governance.register_instrument(
        track="EXISTING", fields=plan, since=today - timedelta(days=300), by=by, at=at
    )
    review = Happened(
        kind="REVIEW", on=today - timedelta(days=20), by_whom="UIM", finding="CHANGE",
        note="Propondremos una acción con presupuesto.", next_on=today + timedelta(days=70),
    )  # fmt: skip
    governance.follow_instrument(instrument=followed, what=review, by=by, at=stage.at - timedelta(days=20))
    return proposed


def _begin(stage: Stage, code: str, gap: Gap, instrument: Instrument | None, *, by: User) -> ProtocolDraft:
    """The next version of a protocol, with one step more. What follows from a norm is done, and waits for approval."""
    at = stage.at - timedelta(days=3)
    draft = governance.start_draft(code=code, by=by, at=at)
    step = StepFields(
        actor=Organisation.objects.get(code="UIM"), action_es="Entregar a la persona una carta que cita la norma",
        plain_es="Le damos una carta para que la presente cuando le pidan el carné", urgency="WITHIN_72H",
        consent_rule="REQUIRED", legal_basis="Práctica de la UIM",
    )  # fmt: skip
    draft = governance.write_step(draft=draft, step=None, seen=draft.revision, fields=step, by=by, at=at)
    fields = DraftFields(
        name=draft.name, profiles=list(draft.profiles.all()), legal_basis=draft.legal_basis or "Directiva de la UIM",
        reason="La ventanilla pide un documento que la norma no exige.", approaches=draft.approaches, gap=gap,
        instrument=instrument,
    )  # fmt: skip
    draft = governance.describe_draft(draft=draft, seen=draft.revision, fields=fields, by=by, at=at)
    if instrument is not None:
        draft = governance.submit_draft(draft=draft, seen=draft.revision, by=by, at=stage.at - timedelta(days=1))
    return draft


def _listed(model: type[NeedSector | LegalNorm], code: str) -> NeedSector | LegalNorm | None:
    found: NeedSector | LegalNorm | None = codelists.current(model).filter(code=code).first()
    return found
