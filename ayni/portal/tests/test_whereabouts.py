"""Hours, distances, costs and numbers in words."""

from datetime import date, datetime, time
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from ayni.directory.rules.costs import is_free
from ayni.directory.rules.opening import Opening, State
from ayni.portal.rules import needs
from ayni.portal.rules import whereabouts as said

LIMA = ZoneInfo("America/Lima")
NOW = datetime(2026, 11, 27, 10, tzinfo=LIMA)


def hours(**given):
    usual = {
        "is_closure": False, "on_holidays": False, "freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR", "bymonthday": "",
        "byweekno": "", "byyearday": "", "interval": None, "count": None, "dtstart": None, "until": None,
        "valid_from": None, "valid_to": None, "opens_at": time(8), "closes_at": time(17),
    }  # fmt: skip
    return SimpleNamespace(**usual | given)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([hours()], ["Lunes a viernes: de 08:00 a 17:00"]),
        ([hours(byday="")], ["Todos los días: de 08:00 a 17:00"]),
        ([hours(), hours(byday="SA", closes_at=time(13))],
         ["Lunes a viernes: de 08:00 a 17:00", "Sábado: de 08:00 a 13:00"]),
        ([hours(byday="MO,WE,TH")], ["Lunes, miércoles, jueves: de 08:00 a 17:00"]),
        ([hours(byday="MO"), hours(byday="TU,WE")], ["Lunes a miércoles: de 08:00 a 17:00"]),
        ([hours(byday="", opens_at=time(0), closes_at=time(0))], ["Todos los días: día y noche"]),
        ([hours(byday="1MO", freq="MONTHLY")], ["Algunos días del mes tiene otro horario: pregunte antes"]),
        ([hours(valid_to=date(2026, 1, 1))], []),
        ([hours(is_closure=True, valid_from=date(2026, 12, 24), valid_to=date(2026, 12, 24))],
         ["Cerrado el 24 dic 2026"]),
        ([hours(is_closure=True, valid_from=date(2026, 1, 1), valid_to=date(2026, 1, 2))], []),
    ],
)  # fmt: skip
def test_hours_are_said_as_people_say_them(rows, words):
    assert said.hours_in_words(rows, NOW.date()) == words


def opened(opening, *, by_appointment=False, rows=()):
    return said.opening_in_words(opening, rows, by_appointment=by_appointment, now=NOW)


def at(day, hour):
    return datetime(2026, 11, day, hour, tzinfo=LIMA)


def test_it_says_until_when_and_from_when():
    assert opened(Opening(State.OPEN, until=at(27, 17))) == "Abierto ahora, hasta las 17:00"
    assert opened(Opening(State.OPEN, until=at(28, 2))) == "Abierto ahora, hasta las 02:00 de mañana"
    around = hours(opens_at=time(0), closes_at=time(0))
    assert opened(Opening(State.OPEN, until=at(28, 0)), rows=[around]) == "Abierto ahora, día y noche"
    assert opened(Opening(State.CLOSED, opens=at(27, 14))) == "Cerrado ahora; abre hoy a las 14:00"
    assert opened(Opening(State.CLOSED, opens=at(28, 8))) == "Cerrado ahora; abre mañana a las 08:00"
    assert opened(Opening(State.CLOSED, opens=at(30, 8))) == "Cerrado ahora; abre el lunes a las 08:00"
    later = Opening(State.CLOSED, opens=datetime(2026, 12, 9, 8, tzinfo=LIMA))
    assert opened(later) == "Cerrado ahora; abre el 9 dic 2026 a las 08:00"


def test_by_appointment_and_unknown_are_never_closed():
    for opening in (Opening(State.CLOSED), Opening(State.CLOSED, opens=at(28, 8)), Opening(State.UNKNOWN)):
        assert opened(opening, by_appointment=True) == "Solo con cita: pídala antes de ir"
    assert opened(Opening(State.UNKNOWN)) == "No sabemos su horario: llame antes"


@pytest.mark.parametrize(
    ("state", "told"), [(State.UNKNOWN, "No sabemos su horario"), (State.CLOSED, "Cerrado por ahora")]
)
def test_nobody_is_told_to_call_where_there_is_nothing_to_call(state, told):
    def opening(*, has_phone: bool) -> str:
        return said.opening_in_words(Opening(state), [], by_appointment=False, now=NOW, has_phone=has_phone)

    assert opening(has_phone=True) == f"{told}: llame antes"
    assert opening(has_phone=False) == f"{told}: pregunte antes de ir"


def test_a_distance_is_no_finer_than_what_is_known():
    far = [said.distance_in_words(km, is_exact=True) for km in (0.4, 3.4, 12.2, 87.0)]
    assert far == ["a menos de 1 km", "a unos 3 km", "a unos 10 km", "a unos 90 km"]
    assert said.distance_in_words(3.4, is_exact=False).endswith("desde el centro de su distrito o provincia")
    assert said.distance_in_words(None, is_exact=True) == ""


@pytest.mark.parametrize(
    ("fees", "amounts", "free"),
    [
        ("Gratis", [], True), ("Es gratuito.", [], True), ("Atención gratuita", [], True), ("Sin costo", [], True),
        ("", ["0"], True), ("", ["0.00"], True), ("", [], False), ("", ["0", "20"], False), ("S/ 20", [], False),
        ("Gratis con SIS", [], False), ("Gratis para niños", [], False), ("Gratis; si no, S/ 5", [], False),
        ("No es gratis", [], False), ("S/ 20", ["0"], False),
    ],
)  # fmt: skip
def test_free_is_what_is_free_for_everybody(fees, amounts, free):
    assert is_free(fees, amounts) is free


@pytest.mark.parametrize(
    ("written", "number", "rest"),
    [
        ("(01) 200-1000", "(01) 200-1000", ""), ("113 opción 5 (verificar)", "113", "opción 5 (verificar)"),
        ("+51 900 000 009", "+51 900 000 009", ""), ("0800-15-170", "0800-15-170", ""),
        ("sin número", "", "sin número"), ("", "", ""),
    ],
)  # fmt: skip
def test_of_what_is_written_the_number_is_dialled(written, number, rest):
    assert said.number_in(written) == (number, rest)


@pytest.mark.parametrize("name", ["Posta", "Posta " * 60, "Ñandú " * 40, ""])
def test_what_is_sent_on_fits_in_a_message_with_its_whole_address(name):
    address = "https://ayni.example.pe/donde-ir/0197f3c0-0000-7000-8000-000000000000/"
    text = said.share_text(name, "+51 900 000 009", address)
    assert len(text) <= 160
    assert text.endswith(address)


def test_words_that_people_use_find_the_need():
    assert "SV-SAL" in needs.called("DOCTOR")
    assert "SV-VIV" in needs.called("no tengo donde dormir")
    assert "SV-PRO-VBG" in needs.called("mi marido me pega")
    assert needs.called("de la en 😀 y") == frozenset()
    assert needs.called("x" * 10_000) == frozenset()
    with override("ht"):
        assert "SV-ALI" in needs.called("manje")
