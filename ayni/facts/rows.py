"""Opaque ids: what a fact says about which row it is, and about whom, to nobody but this installation.

A row id is sealed with AES-SIV (RFC 5297), which is deterministic: the same row has the same id in every build, nothing
has to be kept to open it again, and an id that was changed or belongs to another table does not open.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from ayni.lib.keys import Keyring, keyring

SECRET = "facts"  # noqa: S105 (the name of it)


@cache
def _sealer(secret: bytes) -> AESSIV:
    return AESSIV(HKDF(SHA256(), length=64, salt=None, info=b"ayni.facts.rows").derive(secret))


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


# The same of many, some three times as fast: a country has millions of rows.


def seals(pks: Sequence[str | None], *, table: str, ring: Keyring) -> list[str]:
    """The opaque ids of rows whose ids are given as 32 digits."""
    encrypt, bound, encode = _sealer(ring.secrets[SECRET]).encrypt, [table.encode()], base64.urlsafe_b64encode
    return [encode(encrypt(bytes.fromhex(pk or ""), bound)).decode().rstrip("=") for pk in pks]


def person_keys(pks: Sequence[str | None], *, keyed_as: str, ring: Keyring) -> list[int | None]:
    """What stands for people whose ids are given as 32 digits. Of one person there are often many rows."""
    first, head = _hmac_sha256(ring.secrets[SECRET]), f"{keyed_as}:"
    keys = {
        pk: None if pk is None else first(f"{head}{pk[:8]}-{pk[8:12]}-{pk[12:16]}-{pk[16:20]}-{pk[20:]}")
        for pk in set(pks)
    }
    return [keys[pk] for pk in pks]


def row_keys(pks: Sequence[str | None], *, table: str, ring: Keyring) -> "np.ndarray[Any, Any]":
    """64 bits by which a build finds a row of this table again. They stand beside the facts, not in them: half a block
    of AES under a key of the table's own, which turns each id into one block and no two into the same."""
    key = HKDF(SHA256(), length=32, salt=None, info=b"ayni.facts.keys." + table.encode()).derive(ring.secrets[SECRET])
    # Single blocks that never repeat: there is nothing to chain.
    encryptor = Cipher(AES(key), ECB()).encryptor()  # noqa: S305
    blocks = encryptor.update(bytes.fromhex("".join((pk or "").zfill(32) for pk in pks)))
    return np.frombuffer(blocks, np.uint64)[::2].copy()


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
