"""A calendar file, read as strictly as RFC 5545 is written: whatever it forbids fails."""

import re
from datetime import UTC, datetime

PROPERTY = re.compile(r"([A-Z][A-Z0-9-]*)((?:;[A-Z-]+=[^;:,\"]+)*):(.*)", re.DOTALL)
BARE = re.compile(r"(?<!\\)(?:\\\\)*[;,]|(?<!\\)(?:\\\\)*\\(?![\\;,nN])")
"""In a text: a comma or semicolon that is not escaped, or a backslash that escapes nothing."""
TEXTS = {"SUMMARY", "LOCATION", "UID", "X-WR-CALNAME"}
MOMENTS = {"DTSTAMP", "DTSTART", "DTEND"}
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY", "CLASS"}


def lines_of(body: bytes) -> list[str]:
    assert body.endswith(b"\r\n")
    raw = body.removesuffix(b"\r\n").split(b"\r\n")
    for line in raw:
        assert b"\n" not in line, "a line ends with CR and LF"
        assert b"\r" not in line, "a line ends with CR and LF"
        assert len(line) <= 75, "no line is longer than 75 octets"
        line.decode()  # none is cut within a letter
    return body.removesuffix(b"\r\n").decode().replace("\r\n ", "").split("\r\n")


def plain(value: str) -> str:
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


def moment(value: str) -> datetime:
    assert re.fullmatch(r"\d{8}T\d{6}Z", value), "in the universal time, so that no zone has to be told"
    return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def read(body: bytes) -> list[dict[str, str]]:
    """The events, each property plain."""
    lines = lines_of(body)
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert "VERSION:2.0" in lines
    assert sum(line.startswith("PRODID:") for line in lines) == 1
    assert sum(line.startswith("METHOD:") for line in lines) == 1
    events: list[dict[str, str]] = []
    inside: dict[str, str] | None = None
    for line in lines[1:-1]:
        found = PROPERTY.fullmatch(line)
        assert found, line
        name, value = found[1], found[3]
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", value), "no control characters"
        assert name not in TEXTS or not BARE.search(value), line
        if line == "BEGIN:VEVENT":
            assert inside is None
            inside = {}
        elif line == "END:VEVENT":
            assert inside is not None
            assert set(inside) >= ONCE
            assert moment(inside["DTEND"]) > moment(inside["DTSTART"])
            assert inside["SEQUENCE"].isdecimal()
            assert inside["STATUS"] in {"CONFIRMED", "CANCELLED"}
            events.append(inside)
            inside = None
        elif inside is not None:
            assert name not in inside, f"{name} twice"
            inside[name] = plain(value) if name in TEXTS else value
    assert inside is None
    return events
