"""What happens around, communities with their risks, studies without a form: written down, found again, taken out; and
what a year of sessions and of commitments comes to."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from ayni.codelists.models import Barrier, NeedSector
from ayni.directory.tests.factories import ServiceFactory
from ayni.outreach import actions
from ayni.outreach.actions import Effort, assisting, attending, studies
from ayni.outreach.actions.attending import WalkIn
from ayni.outreach.models import Community, ContextEvent, Finding, Session, Study

from .factories import held_session
from .test_assisting import agreed, begun
from .test_keeping_pages import body

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, rosa):
    client.force_login(rosa)
    return client


def told(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def happened(rosa, **other):
    began = localdate() - timedelta(days=3)
    said = {
        "kind": "DISASTER",
        "title": "=Huaico",
        "effect": "Llegan familias",
        "office": rosa.office_id,
        "people": "90",
    }
    return said | told("began_on", began) | other


def table(answer):
    return list(csv.DictReader(io.StringIO(body(answer).lstrip("\ufeff"))))


def test_what_happened_is_written_down_found_mended_and_taken_out(desk, rosa, vera, client):
    assert desk.post(reverse("outreach:new-event"), happened(rosa)).status_code == 302
    one = ContextEvent.objects.get()
    assert "=Huaico" in body(desk.get(reverse("outreach:events"), {"kind": "DISASTER", "q": "familias"}))
    assert "=Huaico" not in body(desk.get(reverse("outreach:events"), {"kind": "CLIMATE"}))
    desk.post(reverse("outreach:event", args=[one.pk]), happened(rosa, title="Huaico de marzo"))
    assert ContextEvent.objects.get().title == "Huaico de marzo"
    [line] = table(desk.get(reverse("outreach:events-csv")))
    assert (line["que_paso"], line["personas"]) == ("Huaico de marzo", "90")
    client.force_login(vera)
    assert client.get(reverse("outreach:event", args=[one.pk])).status_code == 404
    assert table(client.get(reverse("outreach:events-csv"))) == []


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({"began_on": date(1900, 1, 1)}, "más de 30 años"),
        ({"began_on": date(2026, 1, 9), "ended_on": date(2026, 1, 2)}, "Terminó antes de empezar"),
    ],
)
def test_days_that_cannot_be_are_refused_and_nothing_typed_is_lost(desk, rosa, days, sentence):
    said = happened(rosa)
    for name, day in days.items():
        said |= told(name, day)
    answer = desk.post(reverse("outreach:new-event"), said)
    assert answer.status_code == 400
    assert sentence in body(answer)
    assert "Llegan familias" in body(answer)
    assert not ContextEvent.objects.exists()


def test_a_community_has_its_risks_and_is_found_by_the_high_ones(desk, rosa, vera, client):
    said = {
        "name": "Pampa Grande", "territory": rosa.office.department_id, "population": "BOTH", "people": "400",
        "vulnerabilities": "Casas de caña", "capacities": "Brigada", "office": rosa.office_id, "risk_FLOOD": "HIGH",
        "risk_QUAKE": "LOW", **told("assessed_on", localdate()),
    }  # fmt: skip
    assert desk.post(reverse("outreach:new-community"), said).status_code == 302
    one = Community.objects.get()
    assert "Pampa Grande" in body(desk.get(reverse("outreach:communities"), {"hazard": "FLOOD"}))
    assert "Pampa Grande" not in body(desk.get(reverse("outreach:communities"), {"hazard": "QUAKE"}))
    desk.post(reverse("outreach:community", args=[one.pk]), said | {"risk_FLOOD": ""})
    [line] = table(desk.get(reverse("outreach:communities-csv")))
    assert (line["riesgo_flood"], line["riesgo_quake"], line["capacidades"]) == ("", "Bajo", "Brigada")
    client.force_login(vera)
    assert client.get(reverse("outreach:community", args=[one.pk])).status_code == 404


def test_a_study_without_a_form_is_written_down_and_what_it_found_is_in_one_list(desk, rosa, vera, client):
    said = {"kind": "CONSULTATION", "title": "Reunión en Pampa", "office": rosa.office_id}
    assert desk.post(reverse("outreach:studies"), said | told("done_on", date(2026, 3, 2))).status_code == 302
    made = Study.objects.get()
    page = body(desk.get(reverse("outreach:study", args=[made.pk])))
    assert "Recibir respuestas" not in page
    assert "2 mar 2026" in page
    desk.post(reverse("outreach:study", args=[made.pk]), {"do": "OPEN"})
    assert Study.objects.get().state == "CLOSED", "it asks nothing"
    common = {"valid_from": date(2022, 1, 1), "confidence": "high"}
    sector = NeedSector.objects.create(code="HEA", label_es="Salud", **common)
    barrier = Barrier.objects.create(code="BAR-CE", label_es="Sin carné", **common)
    for words, population, of in (
        ("Faltan citas", "HOST", {"sector": sector}),
        ("Piden carné", "MIGRANT", {"barrier": barrier}),
    ):
        found = studies.Found(words, population, people=7, **of)
        studies.note_finding(study=made, found=found, by=rosa, at=timezone.now())
    lists = body(desk.get(reverse("outreach:findings"), {"population": "HOST"}))
    assert "Faltan citas" in lists
    assert "Piden carné" not in lists
    assert [line["barrera"] for line in table(desk.get(reverse("outreach:findings-csv"), {"barrier": "BAR-CE"}))] == [
        "Sin carné"
    ]
    client.force_login(vera)
    assert Finding.objects.count() == 2
    assert table(client.get(reverse("outreach:findings-csv"))) == []


def test_neither_form_nor_title_is_asked_for_and_what_was_typed_stays(desk, rosa):
    answer = desk.post(reverse("outreach:studies"), {"kind": "NEEDS", "office": rosa.office_id, "title": ""})
    assert answer.status_code == 400
    assert "escriba el título" in body(answer)


def test_the_year_is_counted_by_audience_result_institution_and_colleague(
    desk, rosa, julio, world, vera, client, at_most
):
    session = held_session(rosa, audience_kind="STAFF", outcome="RES-1", topic="TREATMENT")
    now = timezone.now()
    attending.note_walk_in(session=session, walk_in=WalkIn(organisation=world.cem, people=4), by=rosa, at=now)
    attending.note_walk_in(session=session, walk_in=WalkIn(colleague=julio), by=rosa, at=now)
    actions.close_session(session=session, effort=Effort(staff_hours=3), by=rosa, at=now)
    year = {"anio": session.starts_at.year}
    page = body(desk.get(reverse("outreach:numbers"), year))
    assert "Julio Ramos Tello" in page
    assert world.cem.name in page
    found = desk.get(reverse("outreach:numbers"), year).context["found"]
    with at_most(12):
        desk.get(reverse("outreach:numbers"), year)
    assert found.covered == 1
    assert found.staff > 1
    lines = {(line["tabla"], line["fila"]): line for line in table(desk.get(reverse("outreach:numbers-csv"), year))}
    own = lines["Por público", "Personal propio"]
    assert (own["sesiones"], own["asistencias"], own["horas_personal"]) == ("1", "5", "3.0")
    assert lines["Por público", "Comunidad de acogida"]["sesiones"] == "0", "what was not done is to be seen"
    assert lines["Por resultado de la unidad", "Fortalecimiento institucional y normativo"]["sesiones"] == "1"
    assert lines["Por año", str(session.starts_at.year)]["asistencias"] == "5"
    client.force_login(vera)
    assert "Julio Ramos Tello" not in body(client.get(reverse("outreach:numbers"), year))
    assert "Por año" not in body(client.get(reverse("outreach:numbers-csv"), year)), (
        "of another office no year is counted"
    )
    assert Session.objects.count() == 1


def test_commitments_are_narrowed_counted_by_sector_and_taken_out(desk, rosa, world):
    service = ServiceFactory(organisation=world.cem)
    begun(rosa, service, title="Indicadores", change="INDICATORS", outcome="RES-2")
    made = agreed(rosa, service, title="Ordenanza", change="NORM", outcome="RES-1")
    assisting.drop(assistance=made, why="Cambió la gestión.", by=rosa, at=timezone.now())
    page = body(desk.get(reverse("outreach:assistances"), {"outcome": "RES-1"}))
    assert "Ordenanza" in page
    assert "Indicadores</a>" not in page
    rows = table(desk.get(reverse("outreach:assistances-csv")))
    assert {(row["compromiso"], row["resultado_unidad"]) for row in rows} == {
        ("Indicadores", "RES-2"),
        ("Ordenanza", "RES-1"),
    }
    [line] = desk.get(reverse("outreach:assistances")).context["delivered"]
    assert (line.asked, line.agreed, line.done, line.dropped) == (2, 0, 0, 1)
