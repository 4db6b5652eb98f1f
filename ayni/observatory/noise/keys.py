"""The secret under which figures are protected. Whoever has it can take the noise off; without it nothing is released.

It is a file of its own, of mode 600, that no backup holds and no page reads: in AYNI_HOME, or where OBSERVATORY_KEY
says. `ayni observatory keys export` puts a copy where it is kept safe. Its fingerprint stands in every release: a
secret that is another one is refused, because the same people would get other figures.
"""

import base64
import hmac
import os
import secrets
import stat
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

Array: TypeAlias = "np.ndarray[Any, Any]"
FILE_NAME = "observatory.key"
HEAD = "ayni-observatory-key-1:"
LENGTH = 32


def how() -> str:
    return _("Bring it back from the copy that was kept safe: ayni observatory keys restore FILE")


class KeyRefused(RuleBroken):
    """There is no secret, it is damaged, or it is not the one of the last release."""


@dataclass(frozen=True)
class Secret:
    raw: bytes = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """Tells two secrets apart, and nothing else of them."""
        return hmac.digest(self.raw, b"fingerprint", sha256)[:10].hex()

    def drawn(self, sums: Array, purpose: str) -> Array:
        """64 bits for each sum of keys, the same each time: a block of AES under a key of this purpose."""
        blocks = np.zeros((sums.size, 2), "<u8")
        blocks[:, 0] = sums.reshape(-1)
        # Single blocks, of which equal ones must give equal bits: there is nothing to chain.
        encryptor = Cipher(AES(_derived(self.raw, purpose)), ECB()).encryptor()  # noqa: S305
        bits: Array = np.frombuffer(encryptor.update(blocks.tobytes()), "<u8")[::2].reshape(sums.shape)
        return bits


@lru_cache(maxsize=32)
def _derived(raw: bytes, purpose: str) -> bytes:
    return hmac.digest(raw, f"ayni.observatory/{purpose}".encode(), sha256)


def new() -> Secret:
    return Secret(secrets.token_bytes(LENGTH))


def dump(secret: Secret) -> str:
    return f"{HEAD}{base64.b64encode(secret.raw).decode()}:{secret.fingerprint}\n"


def load(text: str) -> Secret:
    head, _colon, rest = text.strip().rpartition(":")
    try:
        raw = base64.b64decode(head.removeprefix(HEAD), validate=True)
    except ValueError:
        raw = b""
    if not head.startswith(HEAD) or len(raw) != LENGTH or Secret(raw).fingerprint != rest:
        raise KeyRefused(_("This is not a key of the observatory, or it was cut or changed.") + f" {how()}")
    return Secret(raw)


def read(path: Path) -> Secret:
    """The secret of a file."""
    try:
        return load(path.read_text())
    except (FileNotFoundError, NotADirectoryError):
        raise KeyRefused(
            _("There is no key of the observatory at %(path)s.") % {"path": path}
            + f" {how()} "
            + _("If nothing was ever released, make one: ayni observatory keys make")
        ) from None
    except UnicodeDecodeError:
        raise KeyRefused(_("This is not a key of the observatory, or it was cut or changed.") + f" {how()}") from None


def write(secret: Secret, path: Path) -> None:
    """Write it where there is none yet, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyRefused(_("There is a file at %(path)s already. It is left as it is.") % {"path": path}) from None
    with os.fdopen(handle, "w") as file:
        file.write(dump(secret))
        file.flush()
        os.fsync(file.fileno())


def is_open_to_others(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def check_is(secret: Secret, fingerprint: str) -> None:
    """Raises KeyRefused if earlier releases were made under another secret."""
    if fingerprint and fingerprint != secret.fingerprint:
        raise KeyRefused(
            _(
                "The key of the observatory changed: releases were made under %(then)s, this one is %(now)s. Under "
                "another key the same people get other figures, and comparing both takes the noise off."
            )
            % {"then": fingerprint, "now": secret.fingerprint}
            + f" {how()}"
        )
