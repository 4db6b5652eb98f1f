"""Work with local governments in the demo world, and the projects that somebody pays for. By the verbs of staff."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from ayni.access.models import Organisation, User
from ayni.codelists import queries as codelists
from ayni.codelists.models import LegalNorm, Territory
from ayni.directory import actions as directory
from ayni.directory.models import EngagementKind
from ayni.directory.models import Stage as Part
from ayni.directory.rules.local_governments import EngagementFields
from ayni.directory.rules.sharing import SharingTerms
from ayni.governance import actions as governance
from ayni.governance.rules.instruments import InstrumentFields
from ayni.results import actions as results
from ayni.results.actions.matrices import RowFields
from ayni.results.actions.projects import ActivityFields, Marks, ProjectFields
from ayni.results.models import Project

from .making import Stage

SMP, CARABAYLLO = "150135", "150106"
"""The districts whose DEMUNA was strengthened (R141)."""
TUMBES = "24"
NORM_OF_DATA = "L27806"
"""On transparency and access to public information."""


def work(stage: Stage) -> None:
    users = stage.staff.users
    _local_governments(stage, users["marta"])
    _agreements_on_data(stage, users["marta"])
    _projects(stage, users["tomas"])


def _local_governments(stage: Stage, marta: User) -> None:
    today = localdate(stage.at)
    begun = {code: codelists.by_code(Territory, code) for code in (SMP, CARABAYLLO)}
    for code, days in ((SMP, 200), (CARABAYLLO, 120)):
        directory.mark_territory(
            territory=begun[code], kind="PRIORITY", note="DEMUNA con variable nacionalidad",
            source="Mundo de demostración", by=marta, at=stage.at - timedelta(days=days),
        )  # fmt: skip
    plan = governance.register_instrument(
        track="EXISTING", since=today - timedelta(days=150), by=marta, at=stage.at - timedelta(days=150),
        fields=InstrumentFields(
            kind="ORDINANCE", title="Ordenanza de acogida a familias migrantes", level="LOCAL", topic="coordinacion",
            territory=begun[SMP], migration="YES", migration_note="Mesa de trabajo y presupuesto de la DEMUNA.",
        ),
    )  # fmt: skip
    done = (
        (SMP, Part.DIAGNOSIS, EngagementKind.CONTACT, 190, "Mapa de necesidades del distrito", None),
        (SMP, Part.PLANNING, EngagementKind.AGREED, 150, "Texto de la ordenanza", plan),
        (SMP, Part.CARRYING_OUT, EngagementKind.TRAINING, 60, "Taller sobre la variable nacionalidad", None),
        (CARABAYLLO, Part.DIAGNOSIS, EngagementKind.MEETING, 30, "Registro de casos de la DEMUNA", None),
    )  # fmt: skip
    for code, part, kind, days, what, instrument in done:
        said = EngagementFields(
            part, kind, today - timedelta(days=days), "Gerencia de Desarrollo Social", what, instrument=instrument,
            next_on=today + timedelta(days=20),
        )  # fmt: skip
        directory.note_engagement(territory=begun[code], said=said, by=marta, at=stage.at - timedelta(days=days))


def _agreements_on_data(stage: Stage, marta: User) -> None:
    """One that anybody reads in the observatory, one of a region, one that is over."""
    today, ours = localdate(stage.at), marta.organisation
    assert ours is not None  # noqa: S101 - staff of the demo have one
    signed = (
        (SMP, "CONV-DAT-001", "MUNI-SMP", "Saber cuántas familias migrantes atiende la DEMUNA y con qué servicios.",
         ["FIGURES", "SERVICES"], ["COUNTS", "SERVICES"], 150, 580, True),
        (TUMBES, "CONV-DAT-002", None, "Planificar la atención en la frontera con cifras de la región.",
         ["FIGURES"], ["PLANS", "EVENTS"], 90, 25, True),
        (CARABAYLLO, "CONV-DAT-003", "MUNI-CAR", "Probar el registro de la DEMUNA con la variable nacionalidad.",
         ["FIGURES"], ["COUNTS"], 400, -30, False),
    )  # fmt: skip
    for place, code, theirs, purpose, we_give, they_give, begun, left, is_open in signed:
        terms = SharingTerms(
            code=code, purpose=purpose, we_give=we_give, they_give=they_give, is_open=is_open,
            document=f"Convenio interinstitucional {code[-3:]}, Secretaría General",
            theirs=Organisation.objects.get(code=theirs) if theirs else None,
            norm=codelists.current(LegalNorm).filter(code=NORM_OF_DATA).first(),
            valid_from=today - timedelta(days=begun), valid_to=today + timedelta(days=left),
        )  # fmt: skip
        directory.write_sharing(
            territory=codelists.by_code(Territory, place), ours=ours, terms=terms, by=marta,
            at=stage.at - timedelta(days=begun - 1),
        )  # fmt: skip


def _projects(stage: Stage, tomas: User) -> None:
    today = localdate(stage.at)
    begins, ends, at = today - timedelta(days=300), today + timedelta(days=400), stage.at - timedelta(days=300)
    health = results.register_project(
        said=ProjectFields(
            title="Salud cerca de quien llega", donor="Cooperación internacional", starts_on=begins, ends_on=ends,
            summary="Afiliación, ferias de salud y acompañamiento a gestantes.", departments=["15", "24"],
            categories=["SV-SAL", "SV-SAL-SIS", "SV-SAL-SSR"], for_rights=["RT-SAL", "RT-SSO"],
            nodes=["P3"],
        ),
        marks=Marks(1, "Gestantes y madres primero; los horarios se acuerdan con ellas.", 2,
                    "Existe para que nadie quede sin salud por no tener documento."),
        by=tomas, at=at,
    )  # fmt: skip
    fairs = results.add_activity(
        project=health, said=ActivityFields("Ferias de salud", begins, begins + timedelta(days=90)),
        marks=Marks(1, "Consulta para mujeres en cada feria.", 2, "Se atiende sin pedir documento."), by=tomas, at=at,
    )  # fmt: skip
    results.finish_activity(
        activity=fairs, done_on=begins + timedelta(days=88), result="Seis ferias", by=tomas,
        at=stage.at - timedelta(days=200),
    )  # fmt: skip
    _matrix(health, tomas, at)
    results.register_project(
        said=ProjectFields(
            title="Equipos para las ventanillas", donor="Presupuesto de la Unidad", starts_on=begins, ends_on=ends
        ),
        marks=Marks(0, "Son equipos; se revisó y no cambia el acceso de nadie.", 0, "Sirve a todos los trámites."),
        by=tomas, at=at,
    )  # fmt: skip


MATRIX = (
    RowFields(
        "Las personas migrantes de Lima y Tumbes acceden a la salud.", measured_by="Personas afiliadas al SIS",
        baseline="410 (2025)", target="1 500", verification="Reporte del SIS", assumptions="El SIS sigue afiliando.",
    ),
    RowFields(
        "Las derivaciones a salud se atienden a tiempo.", indicator="DER-04", target="90 %", baseline="62 %",
        verification="Ayni", assumptions="Las redes de salud mantienen a su punto focal.",
    ),
    RowFields(
        "Ferias de salud realizadas en los distritos priorizados.", measured_by="Ferias realizadas", baseline="0",
        target="12", verification="Actas de cada feria", assumptions="Los municipios ceden el espacio.",
    ),
    RowFields("Organizar las ferias con municipios y redes de salud."),
)  # fmt: skip
"""From the objective down, each below the one before."""


def _matrix(project: Project, tomas: User, at: datetime) -> None:
    above = None
    for said in MATRIX:
        above = results.add_row(project=project, above=above, said=said, by=tomas, at=at)
    for stage in ("PLANNING", "FRAMEWORK", "IMPLEMENTATION"):
        results.go_on(project=project, seen=stage, by=tomas, at=at)
