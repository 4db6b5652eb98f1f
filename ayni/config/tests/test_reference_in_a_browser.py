"""Directory, protocols and lists at a desk and on a phone, with the reference data in them."""

from datetime import time

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from ayni.access.models import Organisation
from ayni.codelists import queries as codelists
from ayni.directory import actions as directory
from ayni.directory.models import Service
from ayni.governance import actions as governance
from ayni.governance.rules import ProfileFields

from .spoiling import load

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey, pytest.mark.slow]
ADDRESSES = [
    "/directorio/",
    "/directorio/puntos-focales/",
    "/directorio/CEM/",
    "/directorio/UIM/",
    "/directorio/CEM/punto-focal/",
    "/directorio/CEM/servicio/",
    "/directorio/CEM/punto/",
    "/directorio/CEM/ficha/",
    "/directorio/buscar/",
    "/directorio/buscar/?q=atencion&department=15",
    "/directorio/perfiles/",
    "/directorio/perfiles/?perfil=VP-NNA-NA",
    "/directorio/territorios/",
    "/directorio/territorios/marcar/",
    "/directorio/cambios/",
    "/protocolos/",
    "/protocolos/PW-VBG/",
    "/listas/perfiles/",
    "/listas/perfiles/VP-REUNIF/",
    "/listas/perfiles/nuevo/",
    "/listas/perfiles/VP-REUNIF/cambiar/",
    "/listas/perfiles/VP-REUNIF/cerrar/",
    "/listas/feriados/",
]


@pytest.fixture
def filled(marta):
    load()
    lima, tumbes = codelists.departments().get(code="15"), codelists.departments().get(code="24")
    said = {
        "name": "Mesa de coordinación",
        "email": "mesa@example.pe",
        "phone": "+51987654321",
        "by": marta,
        "at": now(),
    }
    for code in ("CEM", "UPE", "OIM"):
        there = Organisation.objects.get(code=code)
        directory.name_focal_point(organisation=there, department=lima, **said)
    directory.name_focal_point(organisation=Organisation.objects.get(code="CEM"), department=tumbes, **said)
    directory.name_focal_point(organisation=Organisation.objects.get(code="CEM"), department=None, **said)
    fields = ProfileFields("Persona que reunifica a su familia", "documents", "ORDINARY", "ORDINARY", "PW-DOC")
    governance.add_profile(code="VP-REUNIF", fields=fields, by=marta, at=now())
    return marta


def entries(marta):
    """A service with hours, telephones and a proposed change, its point, and the forms about them."""
    service = Service.objects.get(code="DEMUNA-SMP")
    place = service.points.get().location
    at = {"by": marta, "at": now()}
    hours = {"is_closure": False, "days": ["MO", "FR"], "opens_at": time(8), "closes_at": time(17)}
    hours |= {"on_holidays": False, "valid_from": None, "valid_to": None, "description": ""}
    directory.add_hours(entry=service, said=hours, **at)
    directory.add_record(entry=service, table="phone", data={"number": "01 200 1000"}, **at)
    change = directory.propose(entry=service, said={"note": "Solo de mañana"}, note="Llamé", **at)
    fichas = f"/directorio/fichas/servicios/{service.pk}"
    return [
        f"/directorio/servicios/{service.pk}/", f"/directorio/puntos/{place.pk}/", f"{fichas}/editar/",
        f"{fichas}/horario/", f"{fichas}/dato/contact/", f"/directorio/fichas/puntos/{place.pk}/editar/",
        f"/directorio/servicios/{service.pk}/lugar/", f"/directorio/cambios/{change.pk}/",
    ]  # fmt: skip


def test_nobody_is_shut_out_and_nothing_runs_over_the_edge(width, page, sign_in, axe, filled):
    sign_in(page, filled)
    page.set_default_timeout(30_000)
    for address in [*ADDRESSES, *entries(filled)]:
        response = page.goto(address)
        assert response is not None
        assert response.status == 200, address
        axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{address} runs {wide} px over the edge"


def test_a_profile_is_added_from_the_page(page, sign_in, filled):
    sign_in(page, filled)
    page.goto("/listas/perfiles/")
    page.get_by_role("button", name="Añadir un perfil").press("Enter")
    page.get_by_label("Nombre del perfil").fill("Trabajadora del hogar sin contrato")
    page.get_by_label("Código corto").fill("hogar")
    page.get_by_label("Parte de la primera valoración").select_option("trafficking")
    page.locator("input[name=sensitivity][value=PROTECTED]").check()
    page.locator("input[name=default_urgency][value=WITHIN_72H]").check()
    page.get_by_label("Protocolo que toma").select_option("PW-LAB")
    page.get_by_label("De dónde viene esto").fill("Acta de la UIM, 3 nov 2026")
    page.get_by_role("button", name="Añadir el perfil").press("Enter")
    expect(page.get_by_text("El perfil VP-HOGAR rige desde hoy")).to_be_visible()
    expect(page.get_by_role("link", name="Explotación laboral").first).to_be_visible()
