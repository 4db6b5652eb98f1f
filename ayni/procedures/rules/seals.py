"""What the large code on a card holds: what the card says, signed, so that anybody can check it without a network.

    AYNI1:<base45>          base45 as in RFC 9285, so that a QR code packs it as letters and digits
    bytes = key (1) + fields + signature (64, Ed25519)
    fields = for each: tag (1 byte), length (1 byte), UTF-8 text
    signed = b"ayni-card-1" + key + fields

Plain values in and out: it is checked without models, clock, keyring or network.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from django.utils.translation import gettext as _

from ayni.lib import signing
from ayni.lib.errors import RuleBroken

HEAD = "AYNI1:"
_CONTEXT = b"ayni-card-1"
_SIGNATURE = 64
_LONGEST = 90
"""Bytes of one field. Longer names are cut as on the card."""
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


class CannotRead(RuleBroken):
    """This is no code of ours, or it was changed."""


@dataclass(frozen=True)
class Said:
    """What is printed on a card, and nothing else. Dates as year-month-day."""

    kind: str
    number: str
    surnames: str
    given_names: str
    birth: str
    sex: str
    nationality: str
    valid_from: str
    valid_to: str
    proof: str


TAGS = {name: tag for tag, name in enumerate((field.name for field in fields(Said)), start=1)}
_NAMES = {tag: name for name, tag in TAGS.items()}


class KeyStanding(StrEnum):
    """As it is published."""

    SIGNS = "SIGNS"
    RETIRED = "RETIRED"
    WITHDRAWN = "WITHDRAWN"


@dataclass(frozen=True)
class PublicKey:
    public: bytes
    standing: str = KeyStanding.SIGNS


@dataclass(frozen=True)
class Seal:
    """A code that could be read. Whether it is genuine, `check_seal` says."""

    key: int
    said: Said
    signed: bytes
    signature: bytes


def write_seal(said: Said, *, key: int, private: bytes) -> str:
    """The text of the code. The same card under the same key always gives the same text."""
    body = bytes([key]) + b"".join(_field(tag, getattr(said, name)) for name, tag in TAGS.items())
    return HEAD + base45(body + signing.sign(private, _CONTEXT + body))


def _field(tag: int, text: str) -> bytes:
    raw = cut(text, _LONGEST).encode()
    return bytes([tag, len(raw)]) + raw if raw else b""


def cut(text: str, most: int) -> str:
    """No more than so many bytes, and no half letter."""
    return text.encode()[:most].decode(errors="ignore")


def read_seal(text: str) -> Seal:
    """What a code says. Raises CannotRead."""
    head, _colon, rest = text.strip("\r\n\t").partition(":")
    if f"{head.strip().upper()}:" != HEAD:
        raise CannotRead(_("This is no code of a card of ours."))
    raw = from_base45(rest)
    body, signature = raw[:-_SIGNATURE], raw[-_SIGNATURE:]
    if len(body) < 2 or len(signature) != _SIGNATURE:
        raise CannotRead(_("The code is not whole: scan it again."))
    return Seal(body[0], _said(body[1:]), _CONTEXT + body, signature)


def _said(raw: bytes) -> Said:
    found = dict.fromkeys(TAGS, "")
    at, last = 0, 0
    while at < len(raw):
        tag, size = raw[at], raw[at + 1] if at + 1 < len(raw) else len(raw)
        text = raw[at + 2 : at + 2 + size]
        # In their order, each once: a code has one way to be written.
        if tag not in _NAMES or tag <= last or len(text) != size:
            raise CannotRead(_("The code was changed: what it says cannot be read."))
        try:
            found[_NAMES[tag]] = text.decode()
        except UnicodeDecodeError:
            raise CannotRead(_("The code was changed: what it says cannot be read.")) from None
        at, last = at + 2 + size, tag
    return Said(**found)


def check_seal(seal: Seal, keys: Mapping[int, PublicKey]) -> Said:
    """What a genuine card says. Raises CannotRead if it was not signed by a key of ours that still counts."""
    key = keys.get(seal.key)
    if key is None:
        raise CannotRead(
            _(
                "It says to be signed with key %(key)s, which is not published. "
                "Fetch the keys again, or take it for false."
            )
            % {"key": seal.key}
        )
    if not signing.is_signed(key.public, seal.signed, seal.signature):
        raise CannotRead(_("It is false: the signature does not fit what it says."))
    if key.standing == KeyStanding.WITHDRAWN:
        raise CannotRead(_("Key %(key)s was withdrawn: what it signed does not count.") % {"key": seal.key})
    return seal.said


def base45(raw: bytes) -> str:
    """RFC 9285."""
    out = []
    for at in range(0, len(raw) - 1, 2):
        value = raw[at] * 256 + raw[at + 1]
        out += [value % 45, value // 45 % 45, value // 2025]
    if len(raw) % 2:
        out += [raw[-1] % 45, raw[-1] // 45]
    return "".join(_LETTERS[digit] for digit in out)


def from_base45(text: str) -> bytes:
    digits = [_LETTERS.find(letter) for letter in text]
    if -1 in digits or len(digits) % 3 == 1:
        raise CannotRead(_("The code is not whole: scan it again."))
    out = bytearray()
    for at in range(0, len(digits), 3):
        group = digits[at : at + 3]
        value, size = sum(digit * 45**place for place, digit in enumerate(group)), len(group) - 1
        if value >= 256**size:
            raise CannotRead(_("The code is not whole: scan it again."))
        out += value.to_bytes(size, "big")
    return bytes(out)
