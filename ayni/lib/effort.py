"""What a crowd of requests from one address has to give before it goes on: a little work, or a little time.

No picture is shown and nothing has to be read: a browser with scripts does the work unseen, in a second or two, and
whoever has none waits and presses the button. A person loses nothing; ten thousand requests lose hours.
"""

import hashlib
import secrets
from datetime import datetime

from django.core import signing
from django.core.cache import cache

BITS = 17
"""Leading zeros asked of the digest: about 130 000 tries, a second or two of an old telephone."""
WAIT = 45
"""Seconds that do instead."""
LASTS = 1800
_SALT = "lib.effort"


def challenge(at: datetime) -> str:
    return signing.dumps([secrets.token_hex(8), at.timestamp()], salt=_SALT)


def again(asked: str, at: datetime) -> str:
    """The challenge that was sent, so that its time goes on; another one if it counts no more, or was never ours."""
    opened = _opened(asked, at)
    return challenge(at) if opened is None or cache.get(_used(opened[0])) else asked


def is_given(asked: str, proof: str, at: datetime) -> bool:
    """Whether the work was done or the time has passed. Each challenge counts once."""
    opened = _opened(asked, at)
    if opened is None or not (opened[1] >= WAIT or _works(asked, proof)):
        return False
    return bool(cache.add(_used(opened[0]), 1, LASTS))


def _opened(asked: str, at: datetime) -> tuple[str, float] | None:
    """What tells it apart, and how many seconds old it is; None: it is none of ours, or too old."""
    try:
        salt, made = signing.loads(asked, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    age = at.timestamp() - made
    return (salt, age) if 0 <= age <= LASTS else None


def _used(salt: str) -> str:
    return f"effort:{salt}"


def _works(asked: str, proof: str) -> bool:
    if not proof or len(proof) > 20:
        return False
    digest = hashlib.sha256(f"{asked}:{proof}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - BITS) == 0
