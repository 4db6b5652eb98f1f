"""How often somebody may knock at a public door. Counted in the cache of the process, forgotten by itself."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from .keys import keyring


def address_digest(request: HttpRequest) -> str:
    """Tells two network addresses apart without keeping them: 16 hex digits under a key."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.BEHIND_PROXY:
        # Only the last entry is our own proxy's; what stands before it, anybody can write.
        address = str(request.META.get("HTTP_X_FORWARDED_FOR", address)).split(",")[-1].strip()
    return keyring(settings.AYNI_HOME).digest("links", f"address:{address}").hex()[:16]


def used(key: str) -> int:
    """How many knocks `within` has counted. Counts none."""
    return int(cache.get(f"limit:{key}", 0))


def within(key: str, *, most: int, seconds: int) -> bool:
    """Whether this is one of the `most` knocks allowed in so many seconds. Counts it."""
    name = f"limit:{key}"
    if cache.add(name, 1, seconds):
        return True
    try:
        return cache.incr(name) <= most
    except ValueError:
        # It ran out between the two.
        cache.set(name, 1, seconds)
        return True
