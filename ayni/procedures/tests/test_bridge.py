"""The bridge as a page meets it: over a real socket of this computer."""

import base64
import json
import threading
import time
from contextlib import contextmanager

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from ayni.lib import pairing
from ayni.lib.prints import Form, read_one, read_record, write_record
from ayni.lib.tests.test_print_blocks import PGM, block, image
from ayni.procedures.bridge.adapters import ReaderFailed, of_record
from ayni.procedures.bridge.server import DENIED, SUBPROTOCOL, Bridge, listen
from ayni.procedures.bridge.simulator import Simulator

ORIGIN = "http://ayni.test"
ABOUT = "0192:ana"


@pytest.fixture
def secret():
    return pairing.new_secret()


@pytest.fixture
def bridge(secret):
    with listen(Bridge(Simulator(seconds=0.2), secret), origins=[ORIGIN], port=0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.socket.getsockname()
        server.shutdown()
    thread.join()


@contextmanager
def station(bridge, secret, *, origin=ORIGIN, about=ABOUT, until=None):
    with connect(f"ws://127.0.0.1:{bridge[1]}/", origin=origin, subprotocols=[SUBPROTOCOL]) as page:
        ticket = pairing.ticket(secret, about=about, until=int(until or time.time() + 60))
        page.send(json.dumps({"type": "hello", "ticket": ticket}))
        yield page


def heard(page, kind):
    while True:
        message = json.loads(page.recv(timeout=60))
        if message["type"] in {kind, "error"}:
            return message


def test_a_print_comes_sealed_with_its_grade(bridge, secret):
    with station(bridge, secret) as page:
        assert heard(page, "ready")["protocol"] == 1
        page.send(json.dumps({"type": "capture", "id": "1", "position": 7, "impression": "rolled"}))
        assert heard(page, "progress")["position"] == 7
        told = heard(page, "captured")
    image = read_record(pairing.unseal(secret, told["sealed"], about=f"capture:{ABOUT}:7")).images[0]
    assert (image.position, image.quality, image.impression) == (7, told["quality"], 1)
    assert image.content[:64] not in base64.b64decode(told["sealed"])


class WritesBlocks(Simulator):
    """A reader that writes blocks of ISO/IEC 39794-4 itself, and has the right index finger on it."""

    def capture(self, *, position, impression, subject, cancelled):
        return of_record(block(image(2, 0, 0, PGM)), position=position)


def test_a_record_that_a_reader_wrote_itself_is_handed_on_unchanged(secret):
    with listen(Bridge(WritesBlocks(), secret), origins=[ORIGIN], port=0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        with station(server.socket.getsockname(), secret) as page:
            page.send(json.dumps({"type": "capture", "id": "1", "position": 2}))
            told = heard(page, "captured")
            page.send(json.dumps({"type": "capture", "id": "2", "position": 3}))
            assert heard(page, "captured")["code"] == "record"
        server.shutdown()
    thread.join()
    raw = pairing.unseal(secret, told["sealed"], about=f"capture:{ABOUT}:2")
    assert raw == block(image(2, 0, 0, PGM))
    assert read_one(raw)[1].form == Form.ISO_39794_4


def test_a_record_that_is_not_understood_is_said_to_be_taken_again():
    with pytest.raises(ReaderFailed):
        of_record(b"what a reader may give", position=2)


def test_a_slap_is_no_message(bridge, secret):
    with station(bridge, secret) as page:
        for position in (13, 14, 15):
            page.send(json.dumps({"type": "capture", "id": str(position), "position": position}))
            assert heard(page, "captured")["code"] == "malformed"


def test_only_the_loopback_address_listens(bridge):
    assert bridge[0] == "127.0.0.1"


def test_a_page_of_another_origin_is_not_let_in(bridge, secret):
    for origin in ("http://evil.test", None):
        with pytest.raises(InvalidStatus) as refused, station(bridge, secret, origin=origin):
            pass
        assert refused.value.response.status_code == 403


@pytest.mark.parametrize("wrong", ["secret", "time"])
def test_a_page_without_a_good_ticket_is_shown_out(bridge, secret, wrong):
    other = pairing.new_secret() if wrong == "secret" else secret
    until = time.time() - 5 if wrong == "time" else None
    with station(bridge, other, until=until) as page, pytest.raises(ConnectionClosed) as closed:
        page.recv(timeout=60)
    assert closed.value.rcvd.code == DENIED


@pytest.mark.parametrize("first", ["[]", "{", '{"type": "hello"}', '{"ticket": "é.x.y"}'])
def test_a_page_that_begins_with_anything_else_is_shown_out(bridge, first):
    with connect(f"ws://127.0.0.1:{bridge[1]}/", origin=ORIGIN, subprotocols=[SUBPROTOCOL]) as page:
        page.send(first)
        with pytest.raises(ConnectionClosed) as closed:
            page.recv(timeout=60)
    assert closed.value.rcvd.code == DENIED


def asked(secret, subject, position=2):
    reader = Simulator(subject=subject, seconds=0)
    image = reader.capture(position=position, impression=0, subject="", cancelled=lambda: False)
    question = {"position": position, "record": base64.b64encode(write_record([image])).decode()}
    return pairing.seal(secret, json.dumps(question).encode(), about=f"reference:{ABOUT}")


@pytest.mark.parametrize(("enrolled", "same"), [("ana", True), ("luis", False)])
def test_a_finger_is_compared_and_the_answer_is_sealed(bridge, secret, enrolled, same):
    with station(bridge, secret) as page:
        heard(page, "ready")
        page.send(json.dumps({"type": "compare", "id": "1", "sealed": asked(secret, enrolled)}))
        told = heard(page, "compared")
    assert "same" not in told
    assert json.loads(pairing.unseal(secret, told["sealed"], about=f"answer:{ABOUT}"))["same"] is same


def test_a_capture_can_be_called_off_and_another_one_waits_its_turn(bridge, secret):
    with station(bridge, secret) as one, station(bridge, secret) as two:
        heard(one, "ready"), heard(two, "ready")
        one.send(json.dumps({"type": "capture", "id": "1", "position": 1}))
        heard(one, "progress")
        two.send(json.dumps({"type": "capture", "id": "1", "position": 1}))
        assert heard(two, "captured")["code"] == "busy"
        one.send(json.dumps({"type": "cancel", "id": "1"}))
        assert heard(one, "captured")["code"] == "cancelled"


@pytest.mark.parametrize("message", ["{", '"x"', '{"type": "dance"}', '{"type": "capture", "position": 11}',
                                     '{"type": "capture", "position": 1, "impression": "licked"}',
                                     '{"type": "compare", "sealed": "x"}'])  # fmt: skip
def test_what_is_not_understood_is_said_and_the_talk_goes_on(bridge, secret, message):
    with station(bridge, secret) as page:
        heard(page, "ready")
        page.send(message)
        assert heard(page, "captured")["type"] == "error"
        page.send(json.dumps({"type": "capture", "id": "2", "position": 1}))
        assert heard(page, "captured")["type"] == "captured"
