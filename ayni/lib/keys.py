"""The keyring of an installation: versioned keys for encryption at rest, and secrets that never rotate.

It comes from the environment (`AYNI_KEYRING`, the same JSON) or from `keyring.json` in AYNI_HOME, mode 600. The
newest version encrypts; older versions still decrypt, until `ayni keys rotate` has written everything anew.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FILE_NAME = "keyring.json"
VARIABLE = "AYNI_KEYRING"
_NONCE = 12


class KeyringMissing(RuntimeError):
    """There is no keyring. `ayni setup` makes one."""


class CannotDecrypt(ValueError):
    """What was stored was changed, belongs to another column, or was written under a key that is not in the ring."""


@dataclass(frozen=True)
class Keyring:
    """`encryption`: 32-byte AES keys by version. `secrets`: named 32-byte secrets that never rotate."""

    encryption: dict[int, bytes]
    secrets: dict[str, bytes]

    @property
    def newest(self) -> int:
        return max(self.encryption)

    def encrypt(self, plain: bytes, *, context: str) -> bytes:
        """AES-256-GCM under the newest key. `context` (such as `cases.Note.text`) is bound to the ciphertext, so that
        a value copied to another column does not decrypt there."""
        return self.encrypt_all([plain], context=context)[0]

    def encrypt_all(self, plains: Sequence[bytes], *, context: str) -> list[bytes]:
        """Many values of one column: the cipher is made once, and the nonces are asked for together."""
        seal, bound, version = _cipher(self.encryption[self.newest]).encrypt, context.encode(), self.newest
        head, nonces = version.to_bytes(2, "big"), os.urandom(_NONCE * len(plains))
        each = (nonces[at : at + _NONCE] for at in range(0, len(nonces), _NONCE))
        return [head + nonce + seal(nonce, plain, bound) for nonce, plain in zip(each, plains, strict=True)]

    def decrypt(self, stored: bytes, *, context: str) -> bytes:
        """The plain bytes. Raises CannotDecrypt, which never holds the content."""
        version = int.from_bytes(stored[:2], "big")
        nonce, sealed = stored[2 : 2 + _NONCE], stored[2 + _NONCE :]
        if version not in self.encryption:
            raise CannotDecrypt(f"Key version {version} is not in the keyring. Restore the keyring that wrote this.")
        try:
            return _cipher(self.encryption[version]).decrypt(nonce, sealed, context.encode())
        except (InvalidTag, ValueError) as wrong:
            raise CannotDecrypt(f"A value of {context} was changed or moved since it was stored.") from wrong

    def digest(self, name: str, value: str) -> bytes:
        """A keyed, stable, 32-byte digest (HMAC-SHA-256 under the named secret): blind indexes, person keys."""
        return hmac.new(self.secrets[name], value.encode(), hashlib.sha256).digest()


SECRETS = ("search", "facts", "links", "audit")
"""search: blind index of phones. facts: person keys. links: one-time codes. audit: seed of the checkpoint key."""


def new_keyring() -> Keyring:
    return Keyring({1: secrets.token_bytes(32)}, {name: secrets.token_bytes(32) for name in SECRETS})


def with_new_version(ring: Keyring) -> Keyring:
    """The same ring with one more encryption key. The named secrets stay as they are."""
    return Keyring({**ring.encryption, ring.newest + 1: secrets.token_bytes(32)}, ring.secrets)


def dump(ring: Keyring) -> str:
    def text(raw: bytes) -> str:
        return base64.b64encode(raw).decode()

    return json.dumps(
        {
            "encryption": {str(version): text(key) for version, key in ring.encryption.items()},
            "secrets": {name: text(key) for name, key in ring.secrets.items()},
        }
    )


def load(text: str) -> Keyring:
    raw = json.loads(text)
    return Keyring(
        {int(version): base64.b64decode(key) for version, key in raw["encryption"].items()},
        {name: base64.b64decode(key) for name, key in raw["secrets"].items()},
    )


def write(ring: Keyring, home: Path) -> None:
    """Put the ring into AYNI_HOME, readable by its owner only, in one step."""
    home.mkdir(parents=True, exist_ok=True)
    path, half = home / FILE_NAME, home / (FILE_NAME + ".new")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(dump(ring))
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def keyring(home: Path) -> Keyring:
    """The ring in force. A rotation replaces the file, and a server that is running follows it."""
    if text := os.environ.get(VARIABLE):
        return _loaded(text)
    try:
        file = (home / FILE_NAME).stat()
    except FileNotFoundError:
        raise KeyringMissing(f"There is no {FILE_NAME} in AYNI_HOME. Run `ayni setup` first.") from None
    return _read(home / FILE_NAME, file.st_ino, file.st_mtime_ns)


def from_environment() -> bool:
    return bool(os.environ.get(VARIABLE))


_loaded = lru_cache(maxsize=2)(load)
_cipher = lru_cache(maxsize=16)(AESGCM)
"""Making the cipher of a key takes longer than most of our texts."""


@lru_cache(maxsize=2)
def _read(path: Path, inode: int, changed_at: int) -> Keyring:
    return load(path.read_text())
