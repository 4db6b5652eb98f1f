"""Ids: UUIDv7 for what can be born offline, short checksummed numbers for what people read aloud."""

import secrets
import uuid
from collections.abc import Callable

import uuid_utils.compat

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, so that a number read over the telephone stays the same number."""

_CHECK = ALPHABET + "*~$=U"
"""Crockford's check symbols for modulo 37 (https://www.crockford.com/base32.html)."""

_SAID_FOR = str.maketrans({"I": "1", "L": "1", "O": "0"})


def uuid7() -> uuid.UUID:
    """A new id that sorts by the time of its birth (RFC 9562, version 7)."""
    return uuid_utils.compat.uuid7()


def is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def public_number(prefix: str, randbits: Callable[[int], int] = secrets.randbits) -> str:
    """A number such as `C-7K3M-Q2X9-H`: 40 random bits and a check symbol. It says nothing about the person."""
    while True:
        value = randbits(40)
        # The five symbols beyond the alphabet are hard to say and to type: draw again instead.
        if value % 37 < 32:
            return _written(prefix, value)


def unused_number(prefix: str, is_used: Callable[[str], bool]) -> str:
    """A public number that nothing has yet."""
    number = public_number(prefix)
    while is_used(number):
        number = public_number(prefix)
    return number


def read_number(prefix: str, typed: str) -> str | None:
    """The number as we write it, from what was typed in any case and spacing; None if its check symbol is wrong."""
    bare = "".join(c for c in typed.upper().translate(_SAID_FOR) if c.isalnum())
    head = prefix.upper().translate(_SAID_FOR)
    bare = bare.removeprefix(head)
    if len(bare) != 9 or any(c not in ALPHABET for c in bare):
        return None
    value = 0
    for c in bare[:8]:
        value = value * 32 + ALPHABET.index(c)
    return _written(prefix, value) if _CHECK[value % 37] == bare[8] else None


def _written(prefix: str, value: int) -> str:
    digits = "".join(ALPHABET[(value >> shift) & 31] for shift in range(35, -1, -5))
    return f"{prefix}-{digits[:4]}-{digits[4:]}-{_CHECK[value % 37]}"
