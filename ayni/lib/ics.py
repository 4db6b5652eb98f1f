"""A calendar file with appointments (RFC 5545). What is put in is text, and becomes no other property."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LONGEST_LINE = 75
"""Octets, without the line break (3.1)."""


@dataclass(frozen=True)
class Appointment:
    uid: str
    starts_at: datetime
    summary: str
    location: str = ""
    lasts: timedelta = timedelta(hours=1)
    is_cancelled: bool = False
    sequence: int = 0
    """How often it changed, or anything that only grows when it does: of two files a calendar keeps the later one."""


def calendar(appointment: Appointment, *, made_at: datetime) -> bytes:
    """The file, with the line ends and the folding that the standard asks for."""
    return _written([], [_event(appointment, "PRIVATE", made_at)])


def feed(appointments: Iterable[Appointment], *, name: str, made_at: datetime) -> bytes:
    """A calendar that anybody may subscribe to."""
    events = [_event(one, "PUBLIC", made_at) for one in appointments]
    return _written([f"X-WR-CALNAME:{_text(name)}"], events)


def _written(about: list[str], events: list[list[str]]) -> bytes:
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Ayni//Citas//ES", "METHOD:PUBLISH", *about]
    lines = [*head, *(line for event in events for line in event), "END:VCALENDAR"]
    return b"".join(_folded(line) for line in lines)


def _event(appointment: Appointment, kept: str, made_at: datetime) -> list[str]:
    ends_at = appointment.starts_at + appointment.lasts
    return [
        "BEGIN:VEVENT",
        f"UID:{_text(appointment.uid)}",
        f"SEQUENCE:{appointment.sequence}",
        f"DTSTAMP:{_moment(made_at)}",
        f"DTSTART:{_moment(appointment.starts_at)}",
        f"DTEND:{_moment(ends_at)}",
        f"SUMMARY:{_text(appointment.summary)}",
        *([f"LOCATION:{_text(appointment.location)}"] if appointment.location else []),
        f"STATUS:{'CANCELLED' if appointment.is_cancelled else 'CONFIRMED'}",
        f"CLASS:{kept}",
        "END:VEVENT",
    ]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    # A line break of any kind is one of the standard's; of the other controls it allows none.
    return "".join(c for c in "\\n".join(escaped.splitlines()) if c >= " " and c != "\x7f")


def _folded(line: str) -> bytes:
    """No line longer than 75 octets, none cut within a letter; what goes on begins with a space."""
    folded, length = [], 0
    for letter in line:
        octets = letter.encode()
        if length + len(octets) > LONGEST_LINE:
            folded.append(b"\r\n ")
            length = 1
        folded.append(octets)
        length += len(octets)
    return b"".join(folded) + b"\r\n"
