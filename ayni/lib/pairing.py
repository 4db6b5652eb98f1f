"""What our server and a device beside a browser tell each other through that browser, which can neither read nor make
it: sealed under a secret that only the two share."""

import base64
import hashlib
import hmac
import os
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


class NotOurs(ValueError):
    """It was not sealed under this secret, not about this, or its time is over."""


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def seal(secret: str, plain: bytes, *, about: str) -> str:
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(_key(secret, b"seal")).encrypt(nonce, plain, about.encode())
    return base64.b64encode(nonce + sealed).decode()


def unseal(secret: str, sealed: str, *, about: str) -> bytes:
    """Raises NotOurs."""
    try:
        raw = base64.b64decode(sealed, validate=True)
        return AESGCM(_key(secret, b"seal")).decrypt(raw[:_NONCE], raw[_NONCE:], about.encode())
    except (InvalidTag, ValueError):
        raise NotOurs("sealed") from None


def ticket(secret: str, *, about: str, until: int) -> str:
    """Lets whoever holds it speak to the device about one thing, until a moment (seconds since 1970)."""
    said = f"{about}.{until}"
    return f"{said}.{_mark(secret, said)}"


def read_ticket(secret: str, text: str, *, now: int) -> str:
    """What it is about. Raises NotOurs."""
    said, _dot, mark = text.rpartition(".")
    about, _dot, until = said.rpartition(".")
    if not hmac.compare_digest(mark.encode(), _mark(secret, said).encode()) or int(until) < now:
        raise NotOurs("ticket")
    return about


def _mark(secret: str, said: str) -> str:
    return hmac.new(_key(secret, b"ticket"), said.encode(), hashlib.sha256).hexdigest()


def _key(secret: str, purpose: bytes) -> bytes:
    # A device that is not paired, or not any more, has an empty one, which everybody knows.
    if not secret:
        raise NotOurs("secret")
    return HKDF(SHA256(), 32, salt=None, info=b"ayni bridge " + purpose).derive(secret.encode())
