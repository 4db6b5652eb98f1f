"""Nothing leads to a confidential point: no address, district, distance, count or order, and no page of its own."""

import re
from datetime import UTC, datetime

import pytest
import time_machine

from ayni.codelists.models import Language
from ayni.directory.models import ServiceAtLocation
from ayni.directory.tests.factories import FocalPointFactory, RecordFactory, ScheduleFactory

from .where_factories import country, institution, point, shelter

pytestmark = pytest.mark.django_db
SECRETS = ("Escondido", "escondido", "Hogar Secreto", "verde secreta", "999 888 777", "999888777")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime(2026, 11, 27, 15, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def made():
    return country()


def body(response) -> str:
    return response.content.decode()


def shown(response) -> str:
    """The part of the page that the list is."""
    found = re.search(r'<ol class="ay-ways".*?</ol>', body(response), re.DOTALL)
    return found[0] if found else ""


def everything_of(client, link, place: str = "") -> list[str]:
    """What anybody may ask about it."""
    addresses = [
        f"/donde-ir/?necesidad=SV-PRO-VBG&lugar={place}", "/donde-ir/?q=violencia", "/donde-ir/puntos.xml",
        "/donde-ir/?necesidad=SV-PRO-VBG&abierto=si", f"/donde-ir/{link.service.hsds_id}/",
        f"/donde-ir/{link.hsds_id}/", f"/donde-ir/{link.location.hsds_id}/",
    ]  # fmt: skip
    near = client.post("/donde-ir/", {"necesidad": "SV-PRO-VBG", "lat": "-3.57", "lon": "-80.46"})
    return [*(body(client.get(one)) for one in addresses), body(near)]


def test_its_address_its_name_and_its_own_telephone_are_nowhere(client, made):
    link = shelter(made)
    for page in everything_of(client, link):
        for secret in SECRETS:
            assert secret not in page


def test_it_is_told_by_the_telephone_of_its_institution(client, made):
    shelter(made)
    page = shown(client.get("/donde-ir/?necesidad=SV-PRO-VBG"))
    assert "Casa de acogida" in page
    assert "no se publica dónde está" in page
    assert 'href="tel:012001000"' in page


def test_without_any_telephone_line_100_sends_on(client, made):
    institution(phone="")
    link = shelter(made)
    link.service.organisation.phone = ""
    link.service.organisation.save()
    page = shown(client.get("/donde-ir/?necesidad=SV-PRO-VBG"))
    assert "Lo deriva la línea 100" in page
    assert 'href="tel:100"' in page


def test_whoever_asks_in_its_district_and_whoever_asks_elsewhere_read_the_same(client, made):
    shelter(made, "240101")
    answers = {shown(client.get(f"/donde-ir/?necesidad=SV-PRO-VBG&lugar={code}")) for code in ("", *made)}
    assert len(answers) == 1


def test_whoever_stands_beside_it_and_whoever_is_far_read_the_same(client, made):
    shelter(made, "240101")
    spots = (("-3.57", "-80.46"), ("-12.05", "-77.04"), ("-16.4", "-71.54"))
    answers = {shown(client.post("/donde-ir/", {"necesidad": "SV-PRO-VBG", "lat": a, "lon": b})) for a, b in spots}
    assert len(answers) == 1


def test_it_is_in_no_count_of_a_place_and_on_no_map(client, made):
    shelter(made, "240101")
    page = body(client.get("/donde-ir/?necesidad=SV-PRO-VBG&lugar=24"))
    assert "<circle" not in page
    point(made, "240101", "Consultorio", need="SV-PRO-VBG")
    page = body(client.get("/donde-ir/?necesidad=SV-PRO-VBG&lugar=24"))
    assert "Tumbes: 1 lugar" in page


def test_no_filter_tells_what_is_written_of_the_point(client, made):
    link = shelter(made)
    Language.objects.create(code="hat", label_es="Criollo haitiano", valid_from="2020-01-01")
    RecordFactory(location=link.location, table="accessibility", data={"description": "Rampa escondida"})
    RecordFactory(location=link.location, table="language", code="hat", data={"name": "Kreyòl"})
    ScheduleFactory(location=link.location)
    assert not shown(client.get("/donde-ir/?necesidad=SV-PRO-VBG&accesible=si"))
    page = client.get("/donde-ir/?necesidad=SV-PRO-VBG&idioma=hat")
    assert 'value="hat"' not in body(page)
    assert "08:00" not in shown(client.get("/donde-ir/?necesidad=SV-PRO-VBG&abierto=si"))


def test_it_has_no_page_of_its_own_and_that_of_the_service_tells_no_machine_where(client, made):
    link = shelter(made)
    assert client.get(f"/donde-ir/{link.hsds_id}/").status_code == 404
    page = body(client.get(f"/donde-ir/{link.service.hsds_id}/"))
    assert "ld+json" not in page
    assert "noindex" in page
    assert "Tumbes" not in page
    assert "<title>¿Dónde ir? – Ayni</title>" in page


def test_where_there_is_an_entrance_one_goes_there(client, made):
    link = shelter(made, "240101")
    entrance = ServiceAtLocation.objects.create(
        service=link.service, location=point(made, "150110", "Mesa de partes").location, is_intake=True,
        is_given_here=False,
    )  # fmt: skip
    page = shown(client.get("/donde-ir/?necesidad=SV-PRO-VBG&lugar=15"))
    assert str(entrance.hsds_id) in page
    assert "no se publica" not in page
    assert str(entrance.hsds_id) not in shown(client.get("/donde-ir/?necesidad=SV-PRO-VBG&lugar=24"))


def test_nobody_of_an_institution_is_named_or_called_on_their_own_number(client, made):
    link = point(made, "150110", "Posta")
    FocalPointFactory(name="Juana Secreta", email="juana@example.pe", phone="+51 911 222 333", service=link.service,
                      rank="SERVICE_POINT")  # fmt: skip
    RecordFactory(service=link.service, table="contact", data={"name": "Juana Secreta", "email": "juana@example.pe"})
    RecordFactory(service=link.service, data={"number": "+51 944 555 666", "contact_id": "0197f3c0"})
    for page in (client.get("/donde-ir/?lugar=15"), client.get(f"/donde-ir/{link.hsds_id}/")):
        for secret in ("Juana", "juana@", "911 222", "944 555"):
            assert secret not in body(page)
