"""A line of the oracle."""

from dataclasses import dataclass

from .whom import Names


@dataclass(frozen=True)
class Page:
    """`methods`: what it answers, of GET and POST; the other one is refused by 405."""

    who: Names
    of: str = ""
    methods: str = "GET POST"


def page(who: Names, of: str = "", methods: str = "GET POST") -> Page:
    return Page(who, of, methods)
