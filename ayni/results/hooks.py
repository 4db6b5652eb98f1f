"""What the apps above know about who can respond. The directory knows institutions and also focal points, which are
people: so it is not asked from here, but says so through `desk`, in codes only."""

from collections.abc import Callable, Mapping

WHO_IS_WHERE: list[Callable[[], Mapping[str, frozenset[str]]]] = []
"""Department → codes of the institutions that can be referred to there; under "", those of the whole country."""


def who_is_where() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for told in WHO_IS_WHERE:
        for department, codes in told().items():
            found[department] = found.get(department, frozenset()) | codes
    return found
