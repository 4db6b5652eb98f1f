"""What the apps above know about who can respond, and about a territory. The directory knows institutions and also
focal points, which are people: so it is not asked from here, but says so through `desk`, in codes and counts only."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ayni.access.models import User

WHO_IS_WHERE: list[Callable[[], Mapping[str, frozenset[str]]]] = []
"""Department → codes of the institutions that can be referred to there; under "", those of the whole country."""


def who_is_where() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for told in WHO_IS_WHERE:
        for department, codes in told().items():
            found[department] = found.get(department, frozenset()) | codes
    return found


@dataclass(frozen=True)
class Known:
    """Something that a register holds of a territory already: so that nobody is asked for it twice."""

    dimension: str
    """Of the MGI."""
    name: str
    words: str
    href: str = ""
    """Where it is read, for whoever may."""


KNOWN_OF_TERRITORY: list[Callable[[User, str], Iterable[Known]]] = []
"""Who asks, ubigeo (empty: the country) → what is known there, as far as they may read it."""


def known_of(user: User, code: str) -> dict[str, list[Known]]:
    """By dimension."""
    found: dict[str, list[Known]] = {}
    for told in KNOWN_OF_TERRITORY:
        for one in told(user, code):
            found.setdefault(one.dimension, []).append(one)
    return found
