"""Addresses that open something for whoever holds them. No log keeps them: who reads it could open it too."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.urls import URLResolver, get_resolver

BLOT = "***"
SECRETS = frozenset({"draft", "proof", "ticket", "token"})
"""What a part of an address is called that is the key to what it shows: one-time links, proofs on paper, kiosks."""
OF_OTHERS = ("cuenta/clave/nueva/",)
"""Where other packages put such a part: the link of a forgotten password."""
_PART = re.compile(r"<(?:\w+:)?(\w+)>")


def blotted(said: str) -> str:
    """A line of a log without the keys of the addresses that it names, in whatever language they are."""
    if "/" not in said or not apps.ready:
        return said
    addresses, words = _known(settings.ROOT_URLCONF)

    def without_keys(found: re.Match[str]) -> str:
        parts = found[2].split("/")
        return found[1] + "/".join(part if not part or part in words else BLOT for part in parts)

    return addresses.sub(without_keys, said)


@cache
def _known(urlconf: str) -> tuple[re.Pattern[str], frozenset[str]]:
    """How such addresses begin; and the words that stand behind a key and tell nothing."""
    begins, words = set(OF_OTHERS), set()
    for route in _routes(get_resolver(urlconf).url_patterns):
        if key := next((part for part in _PART.finditer(route) if part[1] in SECRETS), None):
            begins.add(route[: key.start()])
            words |= {word for word in route[key.end() :].split("/") if "<" not in word}
    longest_first = "|".join(_pattern(one) for one in sorted(begins, key=len, reverse=True))
    return re.compile(rf"(/(?:{longest_first}))([^\s?]+)"), frozenset(words)


def _pattern(begin: str) -> str:
    return "[^/]+".join(re.escape(part) for part in re.split(r"<[^>]+>", begin))


def _routes(patterns: list[Any], before: str = "") -> Iterator[str]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, route)
        else:
            # A language before it changes nothing.
            yield re.sub(r"^<[^>]+>/", "", route)
