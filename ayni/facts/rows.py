"""Opaque ids: what a fact says about which row it is, and about whom, to nobody but this installation.

A row id is sealed with AES-SIV (RFC 5297), which is deterministic: the same row has the same id in every build, nothing
has to be kept to open it again, and an id that was changed or belongs to another table does not open.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias
from uuid import UUID

import numpy as np
import pyarrow as pa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from cryptography.hazmat.primitives.cmac import CMAC
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from ayni.lib.keys import Keyring, keyring

SECRET = "facts"  # noqa: S105 (the name of it)
URL_SAFE = bytes.maketrans(b"+/", b"-_")
SIGNS = 44
"""Of a sealed id with a byte behind it: 33 bytes, six bits a sign."""


@cache
def _sealer(secret: bytes) -> AESSIV:
    return AESSIV(_siv_key(secret))


def _siv_key(secret: bytes) -> bytes:
    return HKDF(SHA256(), length=64, salt=None, info=b"ayni.facts.rows").derive(secret)


def seal(pk: UUID, *, table: str, ring: Keyring | None = None) -> str:
    """The opaque id of a row of this table."""
    secret = (ring or keyring(settings.AYNI_HOME)).secrets[SECRET]
    sealed = _sealer(secret).encrypt(pk.bytes, [table.encode()])
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def unseal(text: str, *, table: str) -> UUID | None:
    """The id that was sealed; None if this installation did not seal it for this table."""
    try:
        sealed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        return UUID(bytes=_sealer(keyring(settings.AYNI_HOME).secrets[SECRET]).decrypt(sealed, [table.encode()]))
    except (InvalidTag, ValueError, binascii.Error):
        return None


def person_key(pk: UUID, *, keyed_as: str = "person", ring: Keyring | None = None) -> int:
    """64 bits that stand for a person, stable and the same in every table that keys its people alike."""
    digest = (ring or keyring(settings.AYNI_HOME)).digest(SECRET, f"{keyed_as}:{pk}")
    return int.from_bytes(digest[:8], "big")


# The same of many, all at once: a country has millions of rows.


def seals(pks: Sequence[str | None], *, table: str, ring: Keyring) -> pa.Array:
    """The opaque ids of rows whose ids are given as 32 digits, as `seal` makes each: AES-SIV of one block, of which
    every step is taken for all rows (RFC 5297, 2.4 and 2.6). They are written as base 64 at once too: with a byte of
    zeros behind it, each has its own 44 signs, of which the last says nothing."""
    ids = _as_blocks(pks)
    marks, counter = _siv_keys(ring.secrets[SECRET], table)
    found = _ecb(marks.key, ids ^ marks.before)
    stream = _ecb(counter, found & COUNTED)
    sealed = np.zeros((len(pks), 33), np.uint8)
    sealed[:, :16], sealed[:, 16:32] = found, stream ^ ids
    signs = np.frombuffer(binascii.b2a_base64(sealed.tobytes(), newline=False).translate(URL_SAFE), np.uint8)
    text = np.ascontiguousarray(signs.reshape(-1, SIGNS)[:, :-1])
    ends = np.arange(len(pks) + 1, dtype=np.int32) * text.shape[1]
    return pa.StringArray.from_buffers(len(pks), pa.py_buffer(ends), pa.py_buffer(text))


def person_keys(pks: Sequence[str | None], *, keyed_as: str, ring: Keyring) -> list[int | None]:
    """What stands for people whose ids are given as 32 digits. Of one person there are often many rows."""
    first, head = _hmac_sha256(ring.secrets[SECRET]), f"{keyed_as}:"
    keys = {
        pk: None if pk is None else first(f"{head}{pk[:8]}-{pk[8:12]}-{pk[12:16]}-{pk[16:20]}-{pk[20:]}")
        for pk in set(pks)
    }
    return [keys[pk] for pk in pks]


def row_keys(pks: Sequence[str | None], *, table: str, ring: Keyring) -> "Blocks":
    """64 bits by which a build finds a row of this table again. They stand beside the facts, not in them: half a block
    of AES under a key of the table's own, which turns each id into one block and no two into the same."""
    key = HKDF(SHA256(), length=32, salt=None, info=b"ayni.facts.keys." + table.encode()).derive(ring.secrets[SECRET])
    return np.ascontiguousarray(_ecb(key, _as_blocks(pks))[:, :8]).view(np.uint64).reshape(-1)


Blocks: TypeAlias = "np.ndarray[Any, Any]"
"""Of bytes, sixteen a row."""
COUNTED = np.full(16, 0xFF, np.uint8)
COUNTED[[8, 12]] = 0x7F
"""What AES-SIV leaves of its mark where it begins to count."""


@dataclass(frozen=True)
class _Marks:
    """What the mark of a row is made with: a key, and all that is the same for each row of a table."""

    key: bytes
    before: Blocks


@cache
def _siv_keys(secret: bytes, table: str) -> tuple[_Marks, bytes]:
    """For the marks, and for what hides the ids."""
    key = _siv_key(secret)
    first, counter = key[:32], key[32:]
    bound = _doubled(_cmac(first, bytes(16))) ^ _number(_cmac(first, table.encode()))
    # A whole block gets the first subkey of CMAC (RFC 4493, 2.4), which is no less the same for each.
    subkey = _doubled(_ecb(first, np.zeros((1, 16), np.uint8)).tobytes())
    return _Marks(first, np.frombuffer((bound ^ subkey).to_bytes(16, "big"), np.uint8)), counter


def _cmac(key: bytes, data: bytes) -> bytes:
    mac = CMAC(AES(key))
    mac.update(data)
    return mac.finalize()


def _number(block: bytes) -> int:
    return int.from_bytes(block, "big")


def _doubled(block: bytes) -> int:
    """In the field of 2^128 elements (RFC 5297, 2.3)."""
    number = _number(block) << 1
    return number ^ (1 << 128 | 0x87) if number >> 128 else number


def _hmac_sha256(secret: bytes) -> Callable[[str], int]:
    """The first 64 bits of HMAC-SHA-256 (RFC 2104). Its two pads are hashed once and not for each value."""
    key = secret.ljust(64, b"\0")
    inner, outer = (hashlib.sha256(bytes(byte ^ pad for byte in key)) for pad in (0x36, 0x5C))

    def first(text: str) -> int:
        inside, outside = inner.copy(), outer.copy()
        inside.update(text.encode())
        outside.update(inside.digest())
        return int.from_bytes(outside.digest()[:8], "big")

    return first


def _as_blocks(pks: Sequence[str | None]) -> Blocks:
    return np.frombuffer(bytes.fromhex("".join((pk or "").zfill(32) for pk in pks)), np.uint8).reshape(-1, 16)


def _ecb(key: bytes, blocks: Blocks) -> Blocks:
    """Single blocks that never repeat: there is nothing to chain."""
    encryptor = Cipher(AES(key), ECB()).encryptor()  # noqa: S305
    return np.frombuffer(encryptor.update(np.ascontiguousarray(blocks).tobytes()), np.uint8).reshape(-1, 16)
