"""Gateways bring what people wrote, by their own protocols; each is answered once, and nobody's number stays."""

import base64
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings as configured
from django.core.cache import cache
from django.db import connection

from ayni.feedback.models import Receipt, Report
from ayni.feedback.tests.factories import CategoryFactory
from ayni.notices.gateways import NotSent
from ayni.portal import actions
from ayni.portal.gateways import channels
from ayni.portal.models import Answered, Conversation, MenuCount, Service
from ayni.portal.rules.conversation import Said

from .factories import TEXT, LineFactory, VersionFactory, facts
from .where_factories import country, point, shelter

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 28, 15, tzinfo=UTC)
SECRET = "only-for-a-demo"
NUMBER = "+51987654321"
BASIC = "Basic " + base64.b64encode(b"ussd:only-for-a-demo").decode()


@pytest.fixture(autouse=True)
def _today():
    cache.clear()
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def guides():
    LineFactory(code="LINEA100", number="100", label_es="Violencia", label_pt="Violência", is_emergency=True)
    VersionFactory(guide__slug="carne")
    betrays = TEXT | {"title": "Violencia en la pareja", "browser_title": "Orientación"}
    VersionFactory(guide__slug="v", text=betrays, facts=facts(Service.PROTECTION, discreet=True))


@pytest.fixture
def sent(monkeypatch):
    """What went out, instead of a gateway."""
    out: list[tuple[str, Said]] = []
    monkeypatch.setattr(channels, "send_sms", lambda to, said: out.append((to, said)))
    monkeypatch.setattr(channels, "send_chat", lambda to, said, choose: out.append((to, said)))
    return out


def dial(client, *typed: str, session: str = "s1", **headers) -> str:
    said = {"sessionId": session, "serviceCode": "*123#", "phoneNumber": NUMBER, "text": "*".join(typed)}
    answer = client.post("/canales/ussd/", said, headers={"Authorization": BASIC} | headers)
    assert answer.status_code == 200, answer.status_code
    assert answer.headers["Content-Type"].startswith("text/plain")
    return answer.content.decode()


def sms(client, text: str, id: str = "1", *, secret: str = SECRET, stamp: int | None = None) -> int:
    body = json.dumps({"id": id, "from": NUMBER, "text": text}).encode()
    when = str(stamp or int(AT.timestamp()))
    headers = {"X-Timestamp": when, "X-Signature": channels.signature(secret, f"{when}.".encode() + body)}
    return client.post("/canales/sms/", body, content_type="application/json", headers=headers).status_code


def chat(client, message: dict, *, secret: str = SECRET) -> int:
    value = {"messages": [{"from": NUMBER[1:], "id": "wamid.1", **message}]}
    body = json.dumps({"entry": [{"changes": [{"field": "messages", "value": value}]}]}).encode()
    headers = {"X-Hub-Signature-256": channels.signature(secret, body)}
    return client.post("/canales/whatsapp/", body, content_type="application/json", headers=headers).status_code


def everything_kept() -> str:
    """Every row of every table of the site and of the outbox, as it lies in the database."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("portal_", "notices_", "feedback_")):
                cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
                rows += [str(bytes(cell) if isinstance(cell, memoryview) else cell) for row in cursor for cell in row]
    return "\n".join(rows)


def test_a_menu_by_ussd_leads_to_a_guide_and_keeps_no_session(client, guides):
    assert dial(client).startswith("CON Ayni, gratis para migrantes")
    assert "1 Documentos" in dial(client, "1")
    assert "1 Sacar el carné" in dial(client, "1", "1")
    assert dial(client, "1", "1", "1").startswith("CON Sacar el carné\nCon este carné usted se identifica.")
    assert not Conversation.objects.exists()


def test_words_of_danger_are_answered_by_lines_and_the_guide_by_its_quiet_title(client, guides):
    said = dial(client, "mi pareja me pega")
    assert "100 Violencia" in said
    assert "Orientación" in said.replace("Orientacion", "Orientación")
    assert "pareja" not in said
    assert "Violencia en la pareja" not in dial(client, "1")


def test_by_sms_the_conversation_goes_on_and_is_forgotten_after_ten_minutes(client, guides, sent):
    assert sms(client, "hola", "1") == 204
    assert sms(client, "1", "2") == 204
    assert "1 Documentos" in sent[-1][1].text
    with time_machine.travel(AT + timedelta(minutes=11), tick=False):
        assert sms(client, "1", "3", stamp=int(AT.timestamp()) + 660) == 204
        assert "1 Documentos" in sent[-1][1].text, "begun anew: 1 is the first of the start again"
        actions.forget_conversations(at=AT + timedelta(minutes=45))
    assert not Conversation.objects.exists()
    assert not Answered.objects.exists()


def test_the_same_message_is_answered_once_and_the_number_lies_nowhere(client, guides, sent):
    for _time in range(3):
        assert sms(client, "hola", "igual") == 204
        assert chat(client, {"type": "text", "text": {"body": "hola"}}) == 200
    assert [to for to, _said in sent] == [NUMBER, NUMBER[1:]]
    assert sum(MenuCount.objects.values_list("times", flat=True)) == 2
    kept = everything_kept()
    assert "87654321" not in kept
    assert "hola" not in kept


def test_what_did_not_go_out_is_tried_when_the_gateway_asks_again(client, guides, sent, monkeypatch):
    def shut(to, said):
        raise NotSent("ConnectionRefusedError", door_is_shut=True)

    with monkeypatch.context() as patched:
        patched.setattr(channels, "send_sms", shut)
        assert sms(client, "hola") == 503
    assert sms(client, "hola") == 204
    assert len(sent) == 1


def test_a_stranger_without_the_secret_is_not_heard(client, guides, sent):
    assert sms(client, "hola", secret="otro") == 401
    assert sms(client, "hola", stamp=int(AT.timestamp()) - 3600) == 401
    assert chat(client, {"type": "text", "text": {"body": "hola"}}, secret="otro") == 401
    assert client.post("/canales/ussd/", {"sessionId": "1", "phoneNumber": NUMBER}).status_code == 401
    assert not sent
    assert not Answered.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"id": "1"}', b'"x"', b'{"id": "", "from": "1", "text": "a"}'])
def test_what_is_no_message_is_refused_and_breaks_nothing(client, body, sent):
    when = str(int(AT.timestamp()))
    signed = channels.signature("only-for-a-demo", f"{when}.".encode() + body)
    headers = {"X-Timestamp": when, "X-Signature": signed}
    said = client.post("/canales/sms/", body, content_type="application/json", headers=headers)
    assert said.status_code == 400
    signed = channels.signature("only-for-a-demo", body)
    headers = {"X-Hub-Signature-256": signed}
    said = client.post("/canales/whatsapp/", body, content_type="application/json", headers=headers)
    assert said.status_code == 200, "Meta sends again whatever is refused"
    assert client.post("/canales/ussd/", {"text": "1"}, headers={"Authorization": BASIC}).status_code == 400
    assert not sent


def test_a_way_without_its_secret_is_off(client, settings):
    settings.SMS_CALLBACK_SECRET = settings.USSD_SECRET = settings.WHATSAPP_APP_SECRET = ""
    for address in ("/canales/sms/", "/canales/ussd/", "/canales/whatsapp/"):
        assert client.post(address, {}).status_code == 404, address
    assert client.get("/canales/whatsapp/").status_code == 404


def test_whoever_sets_the_webhook_up_proves_that_it_is_ours(client):
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158", "hub.verify_token": "only-for-a-demo"}
    assert client.get("/canales/whatsapp/", asked).content == b"1158"
    assert client.get("/canales/whatsapp/", asked | {"hub.verify_token": "otro"}).status_code == 401


def test_an_option_of_the_chat_is_chosen_by_touching_it(client, guides, sent):
    chat(client, {"id": "a", "type": "text", "text": {"body": "hola"}})
    said = channels.chat_message("51", sent[-1][1], "Elegir")
    rows = said["interactive"]["action"]["sections"][0]["rows"]
    assert rows[0] == {"id": "1", "title": "Guías por tema"}
    assert all(len(row["title"]) <= 24 for row in rows)
    chosen = {"type": "list_reply", "list_reply": {"id": "1", "title": "Guías por tema"}}
    assert chat(client, {"id": "b", "type": "interactive", "interactive": chosen}) == 200
    assert "1 Documentos" in sent[-1][1].text
    buttons = channels.chat_message("51", sent[-1][1], "Elegir")["interactive"]
    assert [one["reply"]["id"] for one in buttons["action"]["buttons"]] == ["1", "0"]
    assert chat(client, {"id": "c", "type": "image", "image": {"id": "9"}}) == 200
    assert "ni notas de voz ni fotos" in sent[-1][1].text


def test_a_voice_note_is_no_complaint(client, world, marta, guides, sent):
    CategoryFactory(code="VZ-ESPERA", order=1, label_es="Esperé demasiado", kinds="COMPLAINT")
    for n, words in enumerate(("queja", "1")):
        chat(client, {"id": f"w{n}", "type": "text", "text": {"body": words}})
    chat(client, {"id": "voice", "type": "audio", "audio": {"id": "9"}})
    assert "ni notas de voz ni fotos" in sent[-1][1].text
    assert "Escriba en un mensaje qué pasó" in sent[-1][1].text
    assert not Report.objects.exists()


@pytest.mark.parametrize("said", ["STOP", "baja", "¡Salir!", "sispann", "Arrêt"])
def test_whoever_says_to_stop_is_told_so_once_and_forgotten(client, guides, sent, said):
    sms(client, "queja", "1")
    assert Conversation.objects.exists()
    assert sms(client, said, "2") == 204
    assert "no escribimos mas" in sent[-1][1].text
    assert len(sent) == 2
    assert not Conversation.objects.exists()
    assert dial(client, "1", said).startswith("END Listo")


def test_a_complaint_has_its_code_and_leaves_no_number(client, world, marta, guides):
    CategoryFactory(code="VZ-ESPERA", order=1, label_es="Esperé demasiado", kinds="COMPLAINT")
    said = dial(client, "queja", "1", "Me hicieron esperar tres horas", "1")
    receipt, report = Receipt.objects.get(), Report.objects.get()
    assert said.startswith("END Recibido. N")
    assert receipt.number in said
    assert report.text == "Me hicieron esperar tres horas"
    assert (receipt.contact, receipt.way, receipt.channel) == ("", "", "CHAT")
    assert dial(client, "queja", "1", "Me hicieron esperar tres horas", "1") == said, "asked again, the same code"
    assert Receipt.objects.count() == 1
    assert "87654321" not in everything_kept()


def test_who_wants_to_be_told_says_so_and_then_the_number_is_kept_with_it(client, world, marta, guides, sent):
    CategoryFactory(code="VZ-ESPERA", order=1, label_es="Esperé demasiado", kinds="COMPLAINT")
    for n, text in enumerate(("queja", "1", "Me hicieron esperar tres horas", "2")):
        sms(client, text, f"m{n}")
    assert Receipt.objects.get().contact == NUMBER
    assert Receipt.objects.get().number in sent[-1][1].text


def test_where_nobody_can_receive_a_complaint_it_is_said(client, guides):
    CategoryFactory(code="VZ-ESPERA", order=1, label_es="Esperé demasiado", kinds="COMPLAINT")
    assert dial(client, "queja", "1", "Me hicieron esperar tres horas", "1").startswith("END ")
    assert not Receipt.objects.exists()


def test_the_sixty_first_message_of_ten_minutes_is_not_answered(client, guides, monkeypatch):
    monkeypatch.setattr("ayni.portal.views.channels.MOST", 3)
    for n in range(3):
        assert dial(client, session=f"s{n}").startswith("CON")
    assert dial(client, session="s9").startswith("END Demasiadas preguntas")


def test_only_counts_are_shown_to_staff(client, world, guides):
    dial(client, "mi pareja me pega")
    dial(client)
    client.force_login(world.rosa)
    client.get("/portal/")
    page = client.get("/portal/canales/").content.decode()
    assert "Líneas de emergencia" in page
    assert "Menú USSD" in page
    assert "encendido" in page
    assert NUMBER[3:] not in page


def test_the_ways_say_in_a_demo_that_they_are_on_and_have_their_sizes():
    assert configured.WHATSAPP_URL.startswith("http://127.0.0.1:")


@pytest.mark.parametrize("sender", ["CLARO", "333", "+51 987 654 321", "*123#", "9" * 16, "٩٨٧٦٥٤٣٢١"])
def test_only_a_telephone_is_answered(client, guides, sent, sender):
    body = json.dumps({"id": "1", "from": sender, "text": "hola"}).encode()
    when = str(int(AT.timestamp()))
    headers = {"X-Timestamp": when, "X-Signature": channels.signature(SECRET, f"{when}.".encode() + body)}
    said = client.post("/canales/sms/", body, content_type="application/json", headers=headers)
    assert said.status_code == 204, "the gateway has nothing to try again"
    assert not sent
    assert not Answered.objects.exists()


def test_two_machines_that_answer_each_other_end_with_the_day(client, guides, sent, monkeypatch):
    monkeypatch.setattr("ayni.portal.views.channels.MOST_A_DAY", 2)
    for n in range(4):
        with time_machine.travel(AT + timedelta(minutes=15 * n), tick=False):
            assert sms(client, "hola", f"m{n}", stamp=int(AT.timestamp()) + 900 * n) == 204
    assert len(sent) == 2


def test_of_a_batch_only_what_is_malformed_is_lost(sent):
    good = {"from": NUMBER[1:], "id": "wamid.1", "type": "text", "text": {"body": "hola"}}
    bad = [
        {"id": "x"},
        "x",
        None,
        good | {"text": "x"},
        good | {"type": "interactive", "interactive": []},
        good | {"id": ""},
    ]
    changes = [
        {"value": {"messages": [*bad, good]}},
        {"value": None},
        None,
        {"value": {"messages": [good | {"id": "2"}]}},
    ]
    heard = channels.chat_heard(json.dumps({"entry": [None, {"changes": changes}, {"changes": 1}]}).encode())
    assert [(one.id, one.text) for one in heard] == [("wamid.1", "hola"), ("2", "hola")]


def test_a_star_in_a_complaint_by_ussd_is_part_of_its_words(client, world, marta, guides):
    CategoryFactory(code="VZ-ESPERA", order=1, label_es="Esperé demasiado", kinds="COMPLAINT")
    dial(client, "queja", "1", "Pedí el *8008# y", " nadie respondió", "1")
    assert Report.objects.get().text == "Pedí el *8008# y* nadie respondió"
    assert Receipt.objects.count() == 1


@pytest.fixture
def places():
    """A health post in Comas, and a confidential shelter beside it, both of the same need."""
    made = country()
    point(made, "150110", "Posta Año Nuevo")
    shelter(made, "150110")
    return made


def test_by_ussd_the_need_and_the_district_lead_to_a_place(client, guides, places):
    assert "Salud" in dial(client, "2")
    assert "distrito" in dial(client, "2", "1").lower()
    said = dial(client, "2", "1", "Comas")
    assert "Posta Año Nuevo" in said
    assert "Escondido" not in said
    assert "Hogar" not in said
    assert "/donde-ir/" in said + dial(client, "2", "1", "Comas", "9")
    point(places, "150119", "Posta del Sur")
    near = dial(client, "2", "1", "Lurín")
    assert 0 < near.index("Posta del Sur") < (near + "Posta Año").index("Posta Año"), "the nearest comes first"


def test_by_ussd_of_two_districts_of_one_name_one_is_chosen_and_an_unknown_one_asked_again(client, guides, places):
    point(places, "040110", "Posta del Misti")
    both = dial(client, "2", "1", "Miraflores")
    assert "Arequipa" in both
    numbers = dict(re.findall(r"(\d+)[.)]? ([^\n]*Arequipa[^\n]*)", both))
    assert "Posta del Misti" in dial(client, "2", "1", "Miraflores", next(iter(numbers)))
    assert "No conocemos" in dial(client, "2", "1", "Atlantis")


def test_by_sms_the_same_is_told_word_by_word(client, guides, places, sent):
    for n, words in enumerate(("dónde ir", "salud", "comas"), start=1):
        assert sms(client, words, str(n)) == 204
    assert "Posta Año Nuevo" in sent[-1][1].text
    assert "Escondido" not in "".join(said.text for _to, said in sent)
    assert NUMBER not in everything_kept()
    assert MenuCount.objects.filter(way="sms", entry="places").get().times == 1
