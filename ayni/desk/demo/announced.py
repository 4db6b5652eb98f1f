"""Campaigns of the demo world, one that ended and was measured and one that runs, and the news of the public site that
tells of them. By the verbs of those who communicate."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate

from ayni.access.models import Organisation, User
from ayni.codelists import queries as codelists
from ayni.codelists.models import Territory
from ayni.outreach import actions as outreach
from ayni.outreach.actions import Asked, Counted, Meant, Spread
from ayni.outreach.models import Campaign, CampaignAudience, CampaignChannel, CampaignKind, CampaignTheme

from ..hooks import PRESS, News
from .making import Stage

LIMA = "SEDE-CENTRAL"


SCHOOL = News(
    "su-hijo-puede-ir-a-la-escuela", 40, "Su hijo puede ir a la escuela",
    "La escuela recibe a todos los niños. No importa qué documento tienen.",
    (
        "La matrícula es gratis. La escuela no puede pedir un pago para inscribir a su hijo.",
        "Si falta un papel, la escuela lo inscribe igual. Usted lo lleva después.",
        "Si le dicen que no, pida la respuesta por escrito. Luego venga a la unidad: le ayudamos a reclamar.",
    ),
    ("FIG-137",),
)  # fmt: skip
HEALTH = News(
    "ferias-de-salud-en-su-barrio",
    5,
    "Ferias de salud en su barrio",
    "Médicos y enfermeras atienden en la calle. Es gratis y no piden documento.",
    (
        "En la feria le toman la presión y miran a sus hijos. También le dicen cómo entrar al seguro del Estado.",
        "Vaya aunque no tenga documento. Nadie le pregunta cómo entró al país.",
    ),
)


def work(stage: Stage) -> None:
    rosa, marta = stage.staff.users["rosa"], stage.staff.users["marta"]
    _tell(SCHOOL, _ended(stage, marta), stage, rosa, marta)
    _tell(HEALTH, _running(stage, marta), stage, rosa, marta)
    _asked_for(stage, marta)
    _promised(stage, rosa, marta)


def _asked_for(stage: Stage, marta: User) -> None:
    """A unit far away asks to be made known; those who communicate take it on."""
    desks, wanted_in = stage.staff.desks, localdate(stage.at) + timedelta(days=20)
    wanted = outreach.Wanted(
        desks["JZ-TUM"].office, desks[LIMA].office, "Que se sepa que atendemos los sábados",
        "Las familias que cruzan el viernes esperan hasta el lunes.",
        [codelists.by_code(CampaignAudience, "MIGRANTES")], wanted_in,
    )  # fmt: skip
    asked = outreach.ask_for(wanted=wanted, by=stage.staff.users["vera"], at=stage.at - timedelta(days=4))
    outreach.accept_request(request=asked, by=marta, at=stage.at - timedelta(days=3))


def _promised(stage: Stage, rosa: User, marta: User) -> None:
    """What two companies promised: one kept it, of the other it is not time yet. Both agreed to be named."""
    today, lima = localdate(stage.at), codelists.by_code(Territory, "15")
    for name, words, due_on in (
        (
            "Panadería de ejemplo",
            "Contratar a dos personas migrantes y enseñarles el oficio.",
            today - timedelta(days=9),
        ),
        ("Taller de costura de ejemplo", "Aceptar todo documento que permite trabajar.", today + timedelta(days=60)),
    ):
        promise = outreach.Promise(None, name, lima, words, today - timedelta(days=90), due_on)
        made = outreach.write_commitment(promise=promise, by=rosa, at=stage.at - timedelta(days=80))
        agreement = "Lo aceptó por escrito al comprometerse."
        made = outreach.show_commitment(commitment=made, agreement=agreement, by=rosa, at=stage.at - timedelta(days=79))
        if due_on < today:
            outreach.verify_commitment(
                commitment=made, verdict="KEPT", evidence="Dos contratos vistos en la visita.", by=marta,
                at=stage.at - timedelta(days=2),
            )  # fmt: skip


def _ended(stage: Stage, marta: User) -> Campaign:
    """With a question that was asked before and after, and the reach of each channel."""
    begun, over = localdate(stage.at) - timedelta(days=80), localdate(stage.at) - timedelta(days=30)
    campaign = outreach.plan_campaign(
        meant=Planned(
            "SENSIB", "La escuela es de todos", "Que ninguna escuela rechace a un niño por su documento.",
            ("ESCUELAS", "ACOGIDA"), ("RADIO", "AFICHE"), ("DERECHOS", "NODISCR"), LIMA, "15", begun, over,
        ).meant(stage),
        by=marta, at=stage.at - timedelta(days=90),
    )  # fmt: skip
    began = stage.at - timedelta(days=80)
    outreach.record_perception(
        campaign=campaign, by=marta, at=began,
        asked=_asked("BEFORE", agree=52, sample=120, on=begun),
    )  # fmt: skip
    outreach.begin_campaign(campaign=campaign, by=marta, at=began)
    poster = outreach.add_material(
        campaign=campaign, title="Afiche de la matrícula", address="",
        reference="/guias/matricula-escolar/hoja.pdf", by=marta, at=began,
    )  # fmt: skip
    schools = Organisation.objects.filter(code="MINEDU").first()
    outreach.add_spreading(
        campaign=campaign, by=marta, at=began,
        spread=Spread(schools, "" if schools else "Red de escuelas de San Martín de Porres", poster, 300, begun),
    )  # fmt: skip
    for code, how, people, method in (
        ("RADIO", "ESTIMATED", 18_000, "Oyentes del programa, según la emisora"),
        ("AFICHE", "MEASURED", 2_400, "Padres en las escuelas que lo pusieron"),
    ):
        outreach.count_reach(
            campaign=campaign, by=marta, at=stage.at - timedelta(days=31),
            counted=Counted(codelists.by_code(CampaignChannel, code), how, people, over - timedelta(days=1), method),
        )  # fmt: skip
    outreach.record_perception(
        campaign=campaign, by=marta, at=stage.at - timedelta(days=30),
        asked=_asked("AFTER", agree=81, sample=118, on=over),
    )  # fmt: skip
    return outreach.end_campaign(campaign=campaign, by=marta, at=stage.at - timedelta(days=29))


def _running(stage: Stage, marta: User) -> Campaign:
    begun, until = localdate(stage.at) - timedelta(days=7), localdate(stage.at) + timedelta(days=35)
    campaign = outreach.plan_campaign(
        meant=Planned(
            "INFO", "Salud para todos", "Que cada familia sepa que puede ir a la posta sin documento.",
            ("MIGRANTES",), ("FERIA", "WHATSAPP"), ("DERECHOS",), LIMA, "24", begun, until,
        ).meant(stage),
        by=marta, at=stage.at - timedelta(days=20),
    )  # fmt: skip
    return outreach.begin_campaign(campaign=campaign, by=marta, at=stage.at - timedelta(days=7))


@dataclass(frozen=True)
class Planned:
    """What a campaign is for, by the codes of its lists, and when."""

    kind: str
    title: str
    objective: str
    audiences: tuple[str, ...]
    channels: tuple[str, ...]
    themes: tuple[str, ...]
    office: str
    department: str
    begins_on: date
    ends_on: date

    def meant(self, stage: Stage) -> Meant:
        return Meant(
            kind=codelists.by_code(CampaignKind, self.kind), title=self.title, objective=self.objective,
            audiences=[codelists.by_code(CampaignAudience, code) for code in self.audiences],
            channels=[codelists.by_code(CampaignChannel, code) for code in self.channels],
            themes=[codelists.by_code(CampaignTheme, code) for code in self.themes],
            department=codelists.by_code(Territory, self.department), begins_on=self.begins_on, ends_on=self.ends_on,
            office=stage.staff.desks[self.office].office, strategy=None, request=None,
        )  # fmt: skip


def _asked(moment: str, *, agree: int, sample: int, on: date) -> Asked:
    return Asked(
        moment, "¿Debe la escuela recibir a un niño sin documento?", "Padres de tres escuelas", agree, sample, on,
        "Encuesta de la unidad",
    )  # fmt: skip


def _tell(news: News, campaign: Campaign, stage: Stage, rosa: User, marta: User) -> None:
    """One writes it, another reads it over and publishes it."""
    for publish in PRESS:
        publish(news, campaign, by=(rosa, marta), at=stage.at - timedelta(days=news.days))
