"""The doors to the services of the State: what they say and read, word for word, and what they do when one fails."""

import json
import socket
import threading
import time
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from ayni.procedures import gateways
from ayni.procedures.gateways import signature, transport
from ayni.procedures.gateways.simulator import recorded
from ayni.procedures.gateways.simulator.recorded import names
from ayni.procedures.gateways.simulator.signer import sign
from ayni.procedures.gateways.simulator.world import World
from ayni.procedures.models import StateService
from ayni.procedures.rules.services import Named

from .conftest import CREDENTIALS

KEY = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
LUZ = gateways.Identity("40123456", Named("Luz Elena", "Quispe", "Flores"), "40000001", "DNI")
YULIMAR = Named("Yulimar Andreina", "Salcedo", "Briceño")
DAY = datetime.fromisoformat("2026-11-20T12:00:00-05:00")


def of(document, kind="CE", name=YULIMAR):
    return gateways.Identity(document, name, "40000001", kind)


def receipt(number):
    return gateways.Payment("07568", number, date(2026, 11, 18), Decimal("40.60"))


def deposit(document):
    return gateways.Deposit("CE", document, "Tiene una notificación", "resolucion.pdf", b"%PDF-1.4\n")


CALLS = {
    "reniec-known": (
        lambda d: gateways.Pide(d).identity(StateService.RENIEC, LUZ, key=KEY),
        gateways.IdentityFound(Named("LUZ ELENA", "QUISPE", "FLORES")),
    ),
    "reniec-unknown": (
        lambda d: gateways.Pide(d).identity(StateService.RENIEC, of("00000000", "DNI"), key=KEY),
        gateways.IdentityFound(None),
    ),
    "migraciones-known": (
        lambda d: gateways.Pide(d).identity(StateService.MIGRACIONES, of("001234567"), key=KEY),
        gateways.IdentityFound(Named("YULIMAR ANDREINA", "SALCEDO", "BRICEÑO"), date(1991, 3, 14)),
    ),
    "migraciones-unknown": (
        lambda d: gateways.Pide(d).identity(StateService.MIGRACIONES, of("000000000"), key=KEY),
        gateways.IdentityFound(None),
    ),
    "policiales-no-registra": (
        lambda d: gateways.Pide(d).records(StateService.POLICE, of("001234567"), key=KEY),
        gateways.RecordsFound(False),
    ),
    "policiales-registra": (
        lambda d: gateways.Pide(d).records(StateService.POLICE, of("001234513"), key=KEY),
        gateways.RecordsFound(True),
    ),
    "judiciales-no-registra": (
        lambda d: gateways.Pide(d).records(StateService.JUDICIAL, of(""), key=KEY),
        gateways.RecordsFound(False, by_name=True),
    ),
    "judiciales-observado": (
        lambda d: gateways.Pide(d).records(
            StateService.JUDICIAL, of("", name=Named("Yulimar Andreina", "Zalcedo", "Briceño")), key=KEY
        ),
        gateways.RecordsFound(True, by_name=True),
    ),
    "penales-no-registra": (
        lambda d: gateways.Pide(d).records(StateService.PENAL, of("001234567"), key=KEY),
        gateways.RecordsFound(False),
    ),
    "penales-registra": (
        lambda d: gateways.Pide(d).records(StateService.PENAL, of("001234513"), key=KEY),
        gateways.RecordsFound(True),
    ),
    "pagalo-pagado": (
        lambda d: gateways.Payments(d).check(receipt("0004521"), key=KEY),
        gateways.PaymentFound(exists=True, same=True),
    ),
    "pagalo-otro-monto": (
        lambda d: gateways.Payments(d).check(receipt("0004529"), key=KEY),
        gateways.PaymentFound(exists=True, same=False),
    ),
    "pagalo-no-existe": (
        lambda d: gateways.Payments(d).check(receipt("0004520"), key=KEY),
        gateways.PaymentFound(exists=False),
    ),
    "casilla-depositada": (
        lambda d: gateways.Mailbox(d).deposit(deposit("001234567"), key=KEY),
        gateways.Receipt("CU-000001", DAY),
    ),
    "casilla-sin-casilla": (
        lambda d: gateways.Mailbox(d).deposit(deposit("001234565"), key=KEY),
        gateways.Receipt(""),
    ),
    "casilla-leida": (
        lambda d: gateways.Mailbox(d).receipt("CU-000001", key=KEY),
        gateways.Receipt("CU-000001", DAY, datetime.fromisoformat("2026-11-21T08:30:00-05:00")),
    ),
    "firma-token": (
        lambda d: gateways.Signature(d).token(key=KEY),
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJGaXJtYWRvciBzaW11bGFkbyJ9.c2ltdWxhZG8",
    ),
}


def door(state, path):
    return gateways.Door(f"{state.url}/{path.split('/')[1]}", CREDENTIALS)


@pytest.mark.parametrize("name", CALLS)
def test_a_door_says_what_was_recorded_and_reads_what_was_recorded(state, monkeypatch, name):
    kept = recorded(name)
    said = []

    def answer(world, path, body):
        said.append((path, body))
        return kept.answer

    monkeypatch.setattr(World, "answer", answer)
    call, expected = CALLS[name]
    assert call(door(state, kept.path)) == expected
    assert said == [(kept.path.partition("?")[0], kept.said)]


def test_every_recording_is_played():
    assert set(names()) == {*CALLS, "reniec-refused"}


def test_credentials_that_ran_out_are_a_refusal_and_not_an_unknown_person(state, monkeypatch):
    monkeypatch.setattr(World, "answer", lambda world, path, said: recorded("reniec-refused").answer)
    with pytest.raises(gateways.NoAnswer) as caught:
        gateways.Pide(door(state, "/pide")).identity(StateService.RENIEC, LUZ, key=KEY)
    assert caught.value.refused


def test_what_is_asked_about_somebody_is_never_in_an_address(state, monkeypatch):
    seen = []
    monkeypatch.setattr(transport, "_once", lambda d, path, body, headers: seen.append((path, headers)) or (200, b"{}"))
    for name, (call, _expected) in CALLS.items():
        with pytest.raises(gateways.NoAnswer):
            call(door(state, recorded(name).path))
    told = json.dumps(seen).upper()
    assert len(seen) == len(CALLS)
    assert not any(word in told for word in ("SALCEDO", "QUISPE", "1234567", "40123456", "4521", "CLAVE-DE-PRUEBA"))


@pytest.mark.parametrize(
    ("mode", "malformed", "refused"),
    [("slow", False, False), ("drip", False, False), ("down", False, False), ("wrong", False, False),
     ("malformed", True, False), ("refused", False, True)],
)  # fmt: skip
@pytest.mark.parametrize("name", ["reniec-known", "policiales-no-registra", "pagalo-pagado", "casilla-depositada"])
def test_a_service_that_fails_is_given_up_within_its_time(state, monkeypatch, name, mode, malformed, refused):
    monkeypatch.setattr(transport, "TO_ANSWER", 0.3)
    state.behave("/", mode)
    began = time.monotonic()
    with pytest.raises(gateways.NoAnswer) as caught:
        CALLS[name][0](door(state, recorded(name).path))
    # Long before the service is done. A busy machine takes several times what it takes alone.
    assert time.monotonic() - began < 20
    assert (caught.value.malformed, caught.value.refused) == (malformed, refused)
    assert not any(word in str(caught.value) for word in ("QUISPE", "1234567", "4521"))


def test_a_gateway_that_did_not_reach_the_service_is_asked_once_more_with_the_same_key(state, monkeypatch):
    answers = [(503, b""), (200, recorded("pagalo-pagado").body.encode())]
    keys = []
    monkeypatch.setattr(
        transport, "_once", lambda d, p, b, headers: keys.append(headers["X-Request-Id"]) or answers[len(keys) - 1]
    )
    found = gateways.Payments(door(state, "/pagalo")).check(receipt("0004521"), key=KEY)
    assert (found.same, found.tries, keys) == (True, 2, [str(KEY)] * 2)


def test_nobody_listens(monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(gateways.NoAnswer) as caught:
        gateways.Payments(gateways.Door(url, {})).check(receipt("0004521"), key=KEY)
    assert (caught.value.kind, caught.value.tries) == ("ConnectionRefusedError", 2)


@pytest.mark.parametrize(
    "body",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]><x><codigoMensaje>&a;</codigoMensaje></x>',
        "<x><codigoMensaje>99</codigoMensaje></x>",
        "<x/>",
        "",
        "[" * 100_000,
    ],
)
def test_what_no_service_would_say_is_malformed_and_no_traceback(state, monkeypatch, body):
    monkeypatch.setattr(World, "answer", lambda world, path, said: (200, "application/xml", body.encode()))
    for name in ("policiales-registra", "pagalo-pagado", "casilla-depositada", "firma-token"):
        with pytest.raises(gateways.NoAnswer) as caught:
            CALLS[name][0](door(state, recorded(name).path))
        assert caught.value.malformed


def test_an_endless_answer_is_cut_off(state, monkeypatch):
    monkeypatch.setattr(transport, "MOST", 1000)
    monkeypatch.setattr(World, "answer", lambda world, path, said: (200, "application/json", b" " * 2000))
    with pytest.raises(gateways.NoAnswer) as caught:
        CALLS["pagalo-pagado"][0](door(state, "/pagalo"))
    assert caught.value.kind == "too long"


def test_a_deposit_said_twice_at_once_is_one(state):
    mailbox, found = gateways.Mailbox(door(state, "/casilla")), []
    say = lambda: found.append(mailbox.deposit(deposit("001234567"), key=KEY).reference)  # noqa: E731
    threads = [threading.Thread(target=say) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["CU-000001"] * 4
    assert len(state.world.deposits) == 1


ORIGINAL = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def test_only_the_document_that_was_sent_comes_back_signed():
    signed = sign(ORIGINAL)
    assert signature.is_signed_copy(ORIGINAL, signed)
    assert not signature.is_signed_copy(ORIGINAL, ORIGINAL)
    assert not signature.is_signed_copy(ORIGINAL.replace(b"1.4", b"1.5"), signed)
    assert not signature.is_signed_copy(ORIGINAL, signed + b"%")
    assert not signature.is_signed_copy(ORIGINAL, signed.replace(b"/Reason", b"/Rxason"))
