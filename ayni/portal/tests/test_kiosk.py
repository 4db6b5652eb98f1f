import re

import pytest
from django.utils import timezone

from ayni.portal.models import Service
from ayni.procedures import actions as front_desk

from .factories import TEXT, LineFactory, VersionFactory, facts
from .where_factories import country, point

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a\b[^>]*href="([^"]+)"')


@pytest.fixture
def guides():
    LineFactory(code="LINEA100", number="100", label_es="Violencia", is_emergency=True)
    VersionFactory(guide__slug="otra")
    text = TEXT | {
        "where": ["Mire [[otra]] o https://www.gob.pe/algo.", "Llame al {phone:LINEA100}."], "summary": "Vea [[otra]].",
    }  # fmt: skip
    VersionFactory(guide__slug="carne", text=text)
    betrays = TEXT | {"title": "Violencia en la pareja", "browser_title": "Orientación"}
    return VersionFactory(guide__slug="v", text=betrays, facts=facts(Service.PROTECTION, discreet=True)).guide


def test_no_page_of_the_kiosk_leads_out_of_the_house_nor_is_kept(client, guides):
    addresses = (
        "/quiosco/", "/fr/quiosco/", "/quiosco/lineas/", "/quiosco/tema/documentos/", "/quiosco/guias/carne/",
        f"/quiosco/guias/{guides.pk}/",
    )  # fmt: skip
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200, address
        said = page.content.decode()
        links = LINK.findall(said)
        assert all(re.match(r"(/[a-z]{2})?/(quiosco|citas|voz|mi-tramite|donde-ir)/|#content", one) for one in links), (
            links
        )
        assert page.headers["Cache-Control"] == "no-store"
        assert "X-Shelf" not in page.headers
        assert "X-Offline" not in page.headers
        assert 'content="60;url=/quiosco/salir/"></noscript>' in said
        assert 'data-idle="60"' in said
        assert "ayni-offline" not in said
        assert not page.cookies


def test_a_guide_is_read_whole_and_leads_to_others_inside_the_kiosk(client, guides):
    page = client.get("/quiosco/guias/carne/").content.decode()
    assert 'href="/quiosco/guias/otra/"' in page
    assert "<strong>www.gob.pe/algo</strong>" in page
    assert "<strong>100</strong>" in page
    assert "Pida su cita en la página." in page
    assert client.get("/fr/quiosco/guias/carne/").headers["Location"] == "/quiosco/guias/carne/"
    assert client.get("/quiosco/guias/nada/").status_code == 404


def test_the_start_leads_to_what_there_is(client, guides):
    page = client.get("/quiosco/").content.decode()
    for said in ("/citas/", "/voz/", "/mi-tramite/", "/quiosco/lineas/", "/quiosco/tema/documentos/"):
        assert f'href="{said}"' in page, said


@pytest.fixture
def token(world):
    office, at = world.sede_central, timezone.now()
    _station, address = front_desk.make_station(name="Sala", office=office, by=world.marta, at=at)
    return address.rstrip("/").rsplit("/", 1)[1]


def test_one_address_makes_a_browser_the_screen_of_a_waiting_room(client, token, guides):
    assert client.get("/quiosco/abrir/mal/").status_code == 404
    assert client.get(f"/quiosco/abrir/{token}/").headers["Location"] == "/quiosco/"
    for page in ("/citas/", "/voz/"):
        assert client.get(page).headers["Refresh"] == "180; url=/quiosco/salir/", page
    client.post("/voz/")
    assert client.session["feedback"]
    assert client.get("/voz/salir/").headers["Location"] == "/quiosco/"
    client.post("/voz/")
    gone = client.get("/quiosco/salir/")
    assert gone.headers["Location"] == "/quiosco/"
    assert gone.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "feedback" not in client.session
    assert client.session["waiting_room"], "it stays the kiosk that it is"


def test_a_browser_that_is_no_kiosk_goes_nowhere_by_itself(client, guides):
    assert "Refresh" not in client.get("/citas/").headers
    client.post("/voz/")
    assert "Refresh" not in client.get("/voz/").headers
    gone = client.get("/quiosco/salir/")
    assert "Clear-Site-Data" not in gone.headers, "an image of another site takes from nobody what they keep"
    assert "feedback" in client.session


def test_a_colleague_who_opens_the_way_out_stays_signed_in(client, world):
    client.force_login(world.rosa)
    client.get("/quiosco/salir/")
    assert client.session["_auth_user_id"] == str(world.rosa.pk)


def test_a_colleague_who_signs_in_on_that_screen_is_signed_out_with_whoever_stood_there(client, world, token):
    client.get(f"/quiosco/abrir/{token}/")
    station = client.session["feedback_kiosk"]
    client.force_login(world.rosa)
    assert client.session["waiting_room"]
    client.get("/quiosco/salir/")
    assert "_auth_user_id" not in client.session
    assert client.session["waiting_room"]
    assert client.session["kiosk"] == client.session["feedback_kiosk"] == station
    assert client.get("/tramites/quioscos/").status_code == 302, "the next visitor is asked who they are"


def test_the_screen_stays_one_the_next_morning_and_after_pages_that_end_soon(client, token):
    opened = client.get(f"/quiosco/abrir/{token}/").cookies["ayni-sala"]
    assert opened["httponly"]
    assert (opened["samesite"], opened["max-age"]) == ("Lax", 365 * 86_400)
    assert client.session.get_expiry_age() == 365 * 86_400
    session = client.session
    session.set_expiry(900)
    session.save()
    client.get("/quiosco/salir/")
    assert client.session.get_expiry_age() == 365 * 86_400
    client.cookies.pop("ayni-session")
    assert client.get("/citas/").headers["Refresh"], "a lost session is no reason to keep who stood there"
    client.get("/quiosco/salir/")
    assert client.session["waiting_room"]


def test_a_kiosk_of_one_thing_is_no_screen_of_a_waiting_room_any_more(client, token):
    client.get(f"/quiosco/abrir/{token}/")
    assert client.get(f"/mi-tramite/quiosco/{token}/").cookies["ayni-sala"].value == ""
    assert "Refresh" not in client.get("/donde-ir/").headers


def test_a_place_on_that_screen_leads_to_nobody_elses_pages(client, token):
    service = point(country(), "150110", "Posta").service
    service.url = "https://posta.example/"
    service.save(update_fields=["url"])
    client.get("/donde-ir/?necesidad=SV-SAL&lugar=15")
    address = re.search(
        r'href="(/donde-ir/[-0-9a-f]{36}/)"', client.get("/donde-ir/?necesidad=SV-SAL&lugar=15").content.decode()
    )
    assert address
    assert "wa.me" in client.get(address[1]).content.decode()
    client.get(f"/quiosco/abrir/{token}/")
    page = client.get(address[1]).content.decode()
    assert not re.search(r'href="(https?:|sms:)(?!//127)', page.partition("<main")[2])
    assert "https://posta.example/" in page
