"""A calendar file as RFC 5545 wants it."""

from datetime import UTC, datetime, timedelta

from ayni.lib.ics import Appointment, calendar

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
