"""A calendar file with one appointment (RFC 5545). What is put in is text, and becomes no other property."""

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


def calendar(appointment: Appointment, *, made_at: datetime) -> bytes:
    """The file, with the line ends and the folding that the standard asks for."""
    ends_at = appointment.starts_at + appointment.lasts
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Ayni//Citas//ES",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{_text(appointment.uid)}",
        f"DTSTAMP:{_moment(made_at)}",
        f"DTSTART:{_moment(appointment.starts_at)}",
        f"DTEND:{_moment(ends_at)}",
        f"SUMMARY:{_text(appointment.summary)}",
        *([f"LOCATION:{_text(appointment.location)}"] if appointment.location else []),
        "CLASS:PRIVATE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(escaped.splitlines())


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
