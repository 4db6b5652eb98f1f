"""Where a page of the observatory stands, in each of its languages."""

from django.conf import settings
from django.urls import reverse

SPANISH, ENGLISH = "es", "en"


def address(name: str, language: str, *args: object) -> str:
    return reverse(f"observatory:{name}" if language == SPANISH else f"observatory:{name}-en", args=args)


def whole(path: str) -> str:
    """As somebody outside writes it."""
    return f"{settings.PUBLIC_URL}{path}"
