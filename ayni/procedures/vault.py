"""Where what was enrolled lies: AYNI_HOME/biometrics, under keys of its own, apart from photos and scans.

Its keys follow from those of the keyring, and rotate with them; whoever has the key of a note or of a scan cannot open
anything here, and the other way round.
"""

import secrets
from collections.abc import Iterator
from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from ayni.files.blobs import Folder
from ayni.lib.keys import CannotDecrypt, Keyring, keyring

FOLDER = "biometrics"
_PURPOSE = b"ayni biometrics"


class Gone(ValueError):
    """The content is not there, or is not what was put there. Holds nothing of it."""


def new_address() -> str:
    return secrets.token_hex(32)


def put(address: str, plain: bytes) -> None:
    ring = keyring(settings.AYNI_HOME)
    store().write(address, _own(ring).encrypt(plain, context=address))


def get(address: str) -> bytes:
    """Raises Gone."""
    try:
        return opened(keyring(settings.AYNI_HOME), address)
    except (FileNotFoundError, CannotDecrypt):
        raise Gone(f"What lies at {address[:8]}… cannot be opened.") from None


def opened(ring: Keyring, address: str) -> bytes:
    """The content by this ring. Raises FileNotFoundError or CannotDecrypt."""
    return _own(ring).decrypt(store().read(address), context=address)


def destroy(address: str) -> bool:
    """False while a backup is being made: the sweep of the night comes again."""
    return store().remove(address)


def addresses() -> Iterator[str]:
    return (name for name in store().names() if "/" not in name)


def store() -> Folder:
    return Folder(settings.AYNI_HOME, FOLDER)


def is_old(address: str, ring: Keyring) -> bool:
    return store().version(address) not in {None, ring.newest}


def write_anew(address: str, ring: Keyring) -> None:
    """The same content under the newest key."""
    store().write(address, _own(ring).encrypt(opened(ring, address), context=address))


def _own(ring: Keyring) -> Keyring:
    """The same versions, with keys that follow from those of the ring for this purpose alone."""
    return Keyring({version: _key(key) for version, key in ring.encryption.items()}, {})


@lru_cache(maxsize=8)
def _key(key: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=_PURPOSE).derive(key)
