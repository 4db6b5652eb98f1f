"""What lower apps, which the observatory does not know, let anybody read in it."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True)
class OpenAgreement:
    """That data are shared with a local government. No person is in it."""

    code: str
    place: str
    """INEI's ubigeo of the municipality or the region."""
    with_whom: str
    purpose: str
    """In Spanish, as the paper says it."""
    we_give: list[str]
    they_give: list[str]
    norm: str
    since: date
    until: date | None
    is_in_force: bool


class OpenAgreements(Protocol):
    def __call__(self) -> list[OpenAgreement]:
        """In the language that is spoken now."""


AGREEMENTS: list[OpenAgreements] = []
"""Whoever keeps the register, if this installation has one."""


def open_agreements(place: str = "") -> list[OpenAgreement]:
    """All of them; or those of a place, and of what is around it."""
    found = [one for each in AGREEMENTS for one in each()]
    return [one for one in found if not place or place.startswith(one.place)]
