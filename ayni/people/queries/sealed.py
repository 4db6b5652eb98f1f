"""A search in an address, sealed: no name stays in the browser's history or in a log."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from ayni.lib.keys import CannotDecrypt, keyring

_CONTEXT = "people.search"


@dataclass(frozen=True)
class SealedSearch:
    """What was searched, by whom and when: registering needs it."""

    text: str
    by: int
    at: datetime


def seal(text: str, *, by: int, at: datetime) -> str:
    plain = json.dumps([text, by, at.isoformat()], ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(keyring(settings.AYNI_HOME).encrypt(plain, context=_CONTEXT)).decode().rstrip("=")


def unseal(sealed: str) -> SealedSearch | None:
    """None for what is altered, cut or not ours."""
    try:
        raw = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
        text, by, at = json.loads(keyring(settings.AYNI_HOME).decrypt(raw, context=_CONTEXT))
    except (binascii.Error, CannotDecrypt, ValueError):
        return None
    return SealedSearch(text, by, datetime.fromisoformat(at))
