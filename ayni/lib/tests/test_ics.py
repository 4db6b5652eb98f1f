"""A calendar file as RFC 5545 wants it."""

from datetime import UTC, datetime, timedelta

import pytest

from ayni.lib.ics import Appointment, calendar, feed

from .ics_reader import read

AT = datetime(2026, 11, 30, 14, 30, tzinfo=UTC)


def lines(**changes):
    said = {"uid": "R-1@ayni", "starts_at": AT, "summary": "Cita", **changes}
    return calendar(Appointment(**said), made_at=AT - timedelta(days=1)).decode()


def test_it_says_when_in_the_universal_time():
    text = lines()
    assert "DTSTART:20261130T143000Z\r\n" in text
    assert "DTEND:20261130T153000Z\r\n" in text
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")


def test_nothing_that_is_put_in_becomes_another_property():
    text = lines(summary="Cita\r\nATTENDEE:mailto:x@y", location="Jr. Uno, 2; piso 3")
    assert "\r\nATTENDEE" not in text
    assert "SUMMARY:Cita\\nATTENDEE:mailto:x@y" in text
    assert "LOCATION:Jr. Uno\\, 2\\; piso 3" in text


def test_long_lines_are_folded_between_letters():
    text = calendar(Appointment("u", AT, "ñandú " * 40), made_at=AT)
    parts = text.split(b"\r\n")
    assert max(len(part) for part in parts) <= 75
    assert "SUMMARY:" + "ñandú " * 40 in text.decode().replace("\r\n ", "")


@pytest.mark.parametrize(
    "said",
    [
        "Jr. Ñandú 12, piso 3; al lado de «Salud»", "\\ barra; y \\, coma", "dos\r\nlíneas\ny tres\u2028cuatro",
        "🇻🇪" * 40, "sonido\x07 y nada\x00", "BEGIN:VEVENT", "é" * 74, "x" * 67, "x" * 68,
    ],
)  # fmt: skip
def test_whatever_is_put_in_is_read_as_it_was(said):
    (event,) = read(calendar(Appointment("R-1@ayni", AT, said, location=said), made_at=AT))
    clean = "\n".join(said.splitlines()).replace("\x07", "").replace("\x00", "")
    assert (event["SUMMARY"], event["LOCATION"]) == (clean, clean)
    assert (event["STATUS"], event["SEQUENCE"], event["CLASS"]) == ("CONFIRMED", "0", "PRIVATE")


def test_what_is_called_off_is_struck_out_by_the_same_name_in_a_later_file():
    first, later = (
        Appointment("R-1@ayni", AT, "Cita"),
        Appointment("R-1@ayni", AT, "Cita", is_cancelled=True, sequence=3),
    )
    (was,), (now_,) = read(calendar(first, made_at=AT)), read(calendar(later, made_at=AT))
    assert was["UID"] == now_["UID"]
    assert int(now_["SEQUENCE"]) > int(was["SEQUENCE"])
    assert now_["STATUS"] == "CANCELLED"


def test_a_calendar_of_many_is_one_file():
    many = [Appointment(f"{n}@ayni", AT, "Charla; con, comas") for n in range(3)]
    assert len({event["UID"] for event in read(feed(many, name="Sesiones, todas", made_at=AT))}) == 3
    assert read(feed([], name="Nada", made_at=AT)) == []
