"""A line of the oracle."""

from dataclasses import dataclass

from .whom import PUBLIC, Names


@dataclass(frozen=True)
class Page:
    """`methods`: what it answers, of GET and POST; the other one is refused by 405."""

    who: Names
    of: str = ""
    methods: str = "GET POST"


def page(who: Names, of: str = "", methods: str = "GET POST") -> Page:
    return Page(who, of, methods)


def in_other_languages(pages: dict[str, Page], *begin: str) -> dict[str, Page]:
    """What anybody may read, below the word of a language: the same for the same people. `begin`: of their names."""
    return {f"{name}-in": one for name, one in pages.items() if one.who == PUBLIC and name.startswith(begin)}
