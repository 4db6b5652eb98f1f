"""A search in an address, and whom it showed, sealed: no name stays in the browser's history or in a log."""

import base64
import binascii
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from ayni.lib.keys import CannotDecrypt, keyring

_CONTEXT = "people.search"
_SHOWN = "people.shown"


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


def seal_shown(people: Iterable[UUID], *, draft: UUID, by: int) -> str:
    """Whom somebody was shown before they registered: what the page sends back with their answer."""
    plain = json.dumps([draft.hex, by, [pk.hex for pk in people]]).encode()
    return base64.urlsafe_b64encode(keyring(settings.AYNI_HOME).encrypt(plain, context=_SHOWN)).decode()


def unseal_shown(sealed: str, *, draft: UUID, by: int) -> frozenset[UUID]:
    """Nobody, for what is altered, cut, of another registration or of somebody else."""
    try:
        plain = keyring(settings.AYNI_HOME).decrypt(base64.urlsafe_b64decode(sealed), context=_SHOWN)
    except (binascii.Error, CannotDecrypt, ValueError):
        return frozenset()
    of, who, people = json.loads(plain)
    return frozenset(map(UUID, people)) if (of, who) == (draft.hex, by) else frozenset()
