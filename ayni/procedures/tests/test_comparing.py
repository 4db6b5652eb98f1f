"""A finger is compared before a card is handed over: by the page, its reader and the bridge beside it."""

import json
import threading
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from websockets.sync.client import connect

from ayni.lib import pairing
from ayni.lib.prints import Impression, write_record
from ayni.procedures import actions, queries, vault
from ayni.procedures.actions import biometrics, deliveries
from ayni.procedures.bridge.server import SUBPROTOCOL, Bridge, listen
from ayni.procedures.bridge.simulator import Simulator
from ayni.procedures.models import BiometricRecord, Card, Comparison, Device, HandOver, What
from ayni.procedures.tests.card_factories import approved, checked
from ayni.procedures.tests.factories import NOON

pytestmark = pytest.mark.django_db
ORIGIN = "http://ayni.test"
BY_FINGER = {"receiver": "holder", "check_kind": "FINGERPRINT"}


@pytest.fixture
def reader(lia, marta):
    device = actions.register_device(code="H-1", kind="AST-HUE", name="Huellero", office=lia.office, by=marta, at=NOON)
    actions.pair_device(device=device, by=marta, at=NOON)
    return Device.objects.get()


@pytest.fixture
def card(karin, lia):
    """Waits at the office; the right index finger of its holder was enrolled."""
    [application] = approved(lia)
    session = actions.begin_enrolment(
        person=application.person, application=application, office=lia.office, by=lia, at=NOON
    )
    image = Simulator(seconds=0).capture(
        position=2, impression=Impression.PLAIN, subject=queries.subject_of(application.person),
        cancelled=lambda: False,
    )  # fmt: skip
    taken = actions.Taken(What.FINGER, write_record([image]), "ISO-19794-4", 2, 80)
    actions.take_capture(session=session, taken=taken, by=lia, at=NOON)
    [made] = checked(karin)
    deliveries.shelve(batch=made.batch, by=karin, at=NOON)
    return Card.objects.select_related("person").get()


@pytest.fixture
def desk(client, marta):
    client.force_login(marta)
    return client


def to(name, card):
    return reverse(f"procedures:{name}", args=[card.pk])


def ask(desk, card, reader):
    return desk.post(to("card-finger-ask", card), {"device": str(reader.pk)})


def carried(question, reader, *, hand=""):
    """What the script of the page does: the question to the bridge, its answer back. `hand`: whose, if not theirs."""
    bridge = Bridge(Simulator(subject=hand, seconds=0), reader.secret)
    with listen(bridge, origins=[ORIGIN], port=0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        port = server.socket.getsockname()[1]
        with connect(f"ws://127.0.0.1:{port}/", origin=ORIGIN, subprotocols=[SUBPROTOCOL]) as page:
            page.send(json.dumps({"type": "hello", "ticket": question["ticket"]}))
            assert json.loads(page.recv(timeout=60))["type"] == "ready"
            page.send(json.dumps({"type": "compare", "id": "1", "sealed": question["sealed"]}))
            while (told := json.loads(page.recv(timeout=60)))["type"] == "progress":
                pass
        server.shutdown()
    thread.join()
    return told["sealed"]


def answer(desk, card, question, sealed):
    return desk.post(to("card-finger-answer", card), {"comparison": question["comparison"], "sealed": sealed})


def test_a_finger_that_fits_is_enough_to_hand_the_card_over(desk, card, reader, marta):
    page = desk.get(to("card-hand-over", card)).content.decode()
    assert to("card-finger", card) in page
    question = ask(desk, card, reader).json()
    assert question["finger"] == "Índice derecho"
    said = answer(desk, card, question, carried(question, reader)).json()
    assert said == {"words": "La huella coincide con la registrada. Continúe con la entrega.", "same": True}
    assert desk.post(to("card-hand-over", card), BY_FINGER).status_code == 302
    given = HandOver.objects.get()
    assert (given.check_kind, given.signed, given.by) == ("FINGERPRINT", False, marta)


def test_a_finger_of_somebody_else_is_not(desk, card, reader):
    question = ask(desk, card, reader).json()
    said = answer(desk, card, question, carried(question, reader, hand="luis")).json()
    assert said["same"] is False
    assert "llame a la supervisión" in said["words"]
    assert said["words"] in desk.post(to("card-hand-over", card), BY_FINGER).content.decode()
    assert not HandOver.objects.exists()


def test_without_an_answer_no_finger_was_compared(desk, card, reader):
    ask(desk, card, reader)
    assert "No se comparó" in desk.post(to("card-hand-over", card), BY_FINGER).content.decode()
    assert not HandOver.objects.exists()


def test_what_the_page_makes_up_is_no_answer(desk, card, reader, marta):
    question = ask(desk, card, reader).json()
    about = f"answer:{question['comparison']}:{queries.subject_of(card.person)}"
    forged = pairing.seal(pairing.new_secret(), b'{"same": true}', about=about)
    for sealed in (forged, "AAAA", "", question["sealed"]):
        assert answer(desk, card, question, sealed).status_code == 400
    assert answer(desk, card, {"comparison": "x"}, forged).status_code == 400
    actions.retire_device(device=reader, by=marta, at=timezone.now())
    with pytest.raises(pairing.NotOurs):
        pairing.seal("", b'{"same": true}', about=about)
    assert answer(desk, card, question, forged).status_code == 400
    assert Comparison.objects.get().same is None


def test_the_last_answer_counts_for_whoever_asked_and_for_ten_minutes(desk, card, reader, marta, lia):
    for hand in ("luis", ""):
        question = ask(desk, card, reader).json()
        answer(desk, card, question, carried(question, reader, hand=hand))
    now = timezone.now()
    said = lambda by, at: biometrics.last_comparison(card.person, by=by, at=at)  # noqa: E731
    assert said(marta, now) is True
    assert said(lia, now) is None
    assert said(marta, now + timedelta(minutes=11)) is None
    assert Comparison.objects.filter(same=False).count() == 1


def test_nobody_is_asked_for_a_finger_but_for_a_card_that_waits(desk, card, reader, marta):
    deliveries.hand_over(
        card=card, handing=deliveries.Handing(check_kind="DOCUMENT", signed=True), by=marta, at=timezone.now()
    )
    refused = ask(desk, card, reader)
    assert refused.status_code == 400
    assert card.number in refused.json()["words"]
    assert not Comparison.objects.exists()


def test_what_stops_a_comparison_is_said_and_how_else_to_go_on(desk, card, reader, marta):
    other = actions.register_device(code="H-2", kind="AST-HUE", name="X", office=marta.office, by=marta, at=NOON)
    vault.destroy(BiometricRecord.objects.get().address)
    for device in (reader, other):
        refused = ask(desk, card, device)
        assert refused.status_code == 400
        assert "de otra manera" in refused.json()["words"]
    BiometricRecord.objects.all().delete()
    assert "No se enroló" in ask(desk, card, reader).json()["words"]
    assert not Comparison.objects.exists()


def test_the_page_reaches_the_bridge_and_shows_neither_secret_nor_print(desk, card, reader):
    answer = desk.get(to("card-finger", card))
    assert "ws://127.0.0.1:*" in answer["Content-Security-Policy"]
    assert reader.secret not in answer.content.decode()
    assert "Sin JavaScript" in answer.content.decode()
    assert "ws://" not in desk.get(to("card-hand-over", card))["Content-Security-Policy"]
    Device.objects.update(secret="")
    assert "Ningún huellero" in desk.get(to("card-finger", card)).content.decode()


@pytest.mark.parametrize("who", ["lia", "karin"])
def test_only_whoever_may_hand_over_and_compare_does_both_at_once(request, client, card, reader, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(to("card-finger", card)).status_code == 403
    assert ask(client, card, reader).status_code == 403
    assert answer(client, card, {"comparison": "x"}, "").status_code == 403
    if who == "lia":
        assert to("card-finger", card) not in client.get(to("card-hand-over", card)).content.decode()
