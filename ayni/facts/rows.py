"""Opaque ids: what a fact says about which row it is, and about whom, to nobody but this installation.

A row id is sealed with AES-SIV (RFC 5297), which is deterministic: the same row has the same id in every build, nothing
has to be kept to open it again, and an id that was changed or belongs to another table does not open.
"""

import base64
import binascii
from functools import cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
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
