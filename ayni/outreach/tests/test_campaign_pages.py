"""What whoever keeps campaigns does on the pages, and what bad input comes back as."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from ayni.lib.ids import uuid7
from ayni.outreach.models import Campaign, CampaignMaterial, Commitment, CommunicationRequest, Spreading, Strategy

from .campaign_factories import (
    AudienceFactory,
    CampaignKindFactory,
    ChannelFactory,
    StrategyFactory,
    campaign_of,
    commitment_of,
    request_of,
    running,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 28, 15, tzinfo=UTC)
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(client):
    def as_(user):
        client.force_login(user)
        client.get(reverse("access:enrol"))
        return client

    return as_


def body(response) -> str:
    return response.content.decode()


def day(name: str, day: int = 28, month: int = 11, year: int = 2026) -> dict[str, str]:
    return {f"{name}_day": str(day), f"{name}_month": str(month), f"{name}_year": str(year)}


def typed(rosa, **other) -> dict:
    said = {
        "title": "Vivimos juntos", "kind": CampaignKindFactory().pk, "objective": "Que la gente se conozca.",
        "audiences": [AudienceFactory().pk], "channels": [ChannelFactory().pk], "office": rosa.office_id,
        "once": str(uuid7()), **day("begins_on"), **day("ends_on", 5, 12),
    }  # fmt: skip
    return said | other


def test_a_campaign_is_planned_on_one_screen_and_twice_the_same_form_is_one(desk, rosa):
    client, said = desk(rosa), typed(rosa)
    for _time in range(2):
        answer = client.post("/extension/campanas/nueva/", said)
        assert answer.status_code == 302
    page = body(client.get(answer["Location"]))
    assert Campaign.objects.count() == 1
    for there in ("Vivimos juntos", "Población de acogida", "Radio", "Todo el país", "5 dic 2026", "/voz/", "Historia"):
        assert there in page
    assert "Vivimos juntos" in body(client.get("/extension/campanas/"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Título"),
        ({"audiences": ["999999"]}, "A quién se dirige"),
        ({"begins_on_day": "31", "begins_on_month": "2"}, "Ese día no existe en ese mes"),
        ({"ends_on_day": "1", "ends_on_month": "1"}, "Tiene que terminar"),
        ({"title": "x" * 121}, "120"),
        ({"title": "nul\x00"}, "nul"),
        ({"kind": "'; DROP TABLE"}, "Tipo de campaña"),
        ({"office": "1e9"}, "Oficina"),
    ],
)
def test_what_is_wrong_comes_back_with_all_that_was_typed(desk, rosa, wrong, said):
    answer = desk(rosa).post("/extension/campanas/nueva/", typed(rosa, objective=SCRIPT) | wrong)
    assert answer.status_code == 400
    page = body(answer)
    assert said in page
    assert "&lt;script&gt;alert(1)" in page
    assert SCRIPT not in page
    assert not Campaign.objects.exists()


def test_an_office_of_others_is_not_chosen(desk, vera, rosa):
    assert desk(vera).post("/extension/campanas/nueva/", typed(rosa)).status_code == 400


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("/guias/", ""), ("https://example.org/afiche.pdf", ""), ("/no-hay-tal/", "Aquí no hay esa página"),
        ("javascript:alert(1)", "empiece con https://"), ("//evil", "Aquí no hay esa página"), ("ftp://x.org", "https"),
    ],
)  # fmt: skip
def test_a_material_is_a_page_of_ours_or_an_address_of_others(desk, rosa, where, said):
    campaign = running(rosa)
    sent = {"do": "material", "title": "Afiche", "where": where}
    answer = desk(rosa).post(f"/extension/campanas/{campaign.pk}/", sent)
    if not said:
        assert answer.status_code == 302
        (made,) = CampaignMaterial.objects.all()
        assert (made.reference or made.address) == where
    else:
        assert answer.status_code == 400
        assert said in body(answer)
        assert not CampaignMaterial.objects.exists()


def test_all_that_belongs_to_a_campaign_is_added_on_its_page(desk, rosa):
    campaign, client = running(rosa), desk(rosa)
    address = f"/extension/campanas/{campaign.pk}/"
    sent = [
        {"do": "reach", "reach-channel": ChannelFactory().pk, "reach-how": "ESTIMATED", "reach-people": "12000",
         "reach-method": "Oyentes", **day("reach-counted_on")},
        {"do": "spread", "spread-name": "Olla común", **day("spread-since")},
        *({"do": "perception", "perception-moment": moment, "perception-question": "¿Trae cosas buenas?",
           "perception-population": "Vecinos", "perception-sample": "200", "perception-agree": agree,
           "perception-source": "Encuesta", **day("perception-asked_on")}
          for moment, agree in (("BEFORE", "80"), ("AFTER", "130"))),
    ]  # fmt: skip
    for one in sent:
        answer = client.post(address, one)
        assert answer.status_code == 302, body(answer)
    page = body(client.get(address))
    for there in (
        "Estimado: 12 000 personas",
        "Olla común",
        "40,0 %",
        "65,0 %",
        "+25,0 puntos",
        "más de lo que explica",
    ):
        assert there in page.replace("\N{NO-BREAK SPACE}", " "), there
    assert Spreading.objects.get().who == "Olla común"
    wrong = client.post(address, sent[0] | {"reach-people": "-5"})
    assert wrong.status_code == 400
    assert client.post(address, {"do": "no-such"}).status_code == 200
    ends = client.post(address, {"do": "end"})
    assert ends.status_code == 302
    assert "Terminada" in body(client.get(address))


def test_two_who_change_a_campaign_at_once_lose_nothing_that_they_typed(desk, rosa):
    campaign, client = campaign_of(rosa), desk(rosa)
    address = f"/extension/campanas/{campaign.pk}/cambiar/"
    assert client.post(address, typed(rosa, revision="1", title="Primera")).status_code == 302
    late = client.post(address, typed(rosa, revision="1", title="Segunda"))
    assert late.status_code == 400 or late.status_code == 200
    page = body(late)
    assert "la cambió mientras tanto" in page
    assert "Segunda" in page
    campaign.refresh_from_db()
    assert campaign.title == "Primera"


def test_reception_asks_and_reads_the_answer_and_does_not_answer(desk, lia, rosa):
    client = desk(lia)
    sent = {
        "title": "Afiche", "what_for": "Que vengan", "audiences": [AudienceFactory().pk], "office": lia.office_id,
        "asked_of": rosa.office_id, **day("needed_by", 5, 12),
    }  # fmt: skip
    assert client.post("/extension/pedidos/nuevo/", sent).status_code == 302
    asked = CommunicationRequest.objects.get()
    assert client.post(f"/extension/pedidos/{asked.pk}/responder/", {"do": "accept"}).status_code == 403
    client = desk(rosa)
    answering = f"/extension/pedidos/{asked.pk}/responder/"
    assert client.post(answering, {"do": "decline", "reason": ""}).status_code == 400
    assert client.post(answering, {"do": "accept"}).status_code == 302
    assert client.post(answering, {"do": "deliver", "note": "En la web"}).status_code == 302
    page = body(desk(lia).get(f"/extension/pedidos/{asked.pk}/"))
    assert "Entregado" in page
    assert "En la web" in page


def test_a_commitment_is_written_down_verified_by_another_and_shown(desk, rosa, julio):
    client = desk(rosa)
    sent = {"name": "Panadería San Juan", "words": SCRIPT, **day("made_on")}
    assert client.post("/extension/compromisos/nuevo/", sent | day("made_on", 1, 1, 2030)).status_code == 200
    assert client.post("/extension/compromisos/nuevo/", sent).status_code == 302
    made = Commitment.objects.get()
    address = f"/extension/compromisos/{made.pk}/"
    assert client.post(address, {"do": "verify", "verdict": "KEPT", "evidence": "Visita"}).status_code == 400
    assert desk(julio).post(address, {"do": "verify", "verdict": "KEPT", "evidence": "Visita"}).status_code == 302
    assert client.post(address, {"do": "show", "agreement": ""}).status_code == 400
    assert client.post(address, {"do": "show", "agreement": "Carta"}).status_code == 302
    page = body(client.get(address))
    assert "Cumplido" in page
    assert SCRIPT not in page
    assert SCRIPT not in body(client.get("/empleadores/compromisos/"))


def test_strategies_are_kept_and_those_in_force_are_marked(desk, rosa):
    StrategyFactory()
    client = desk(rosa)
    assert "Vigente" in body(client.get("/extension/estrategias/"))
    sent = {
        "title": "Propia",
        "owner": "UIM",
        "first_year": 2027,
        "last_year": 2026,
        "objectives": "Una",
        "source": "Acta",
    }
    assert "Termina en el año" in body(client.post("/extension/estrategias/", sent))
    assert client.post("/extension/estrategias/", sent | {"last_year": 2028}).status_code == 302
    made = Strategy.objects.get(title="Propia")
    assert client.post(f"/extension/estrategias/{made.pk}/", sent | {"last_year": 2029}).status_code == 302
    made.refresh_from_db()
    assert made.last_year == 2029


def test_the_lists_say_what_will_be_here(desk, rosa):
    client = desk(rosa)
    for address in ("campanas", "pedidos", "compromisos", "estrategias"):
        assert "Todavía" in body(client.get(f"/extension/{address}/"))
    campaign_of(rosa), commitment_of(rosa), request_of(rosa, rosa.office)
    for address in ("campanas", "pedidos", "compromisos"):
        assert "ay-list" in body(client.get(f"/extension/{address}/"))
