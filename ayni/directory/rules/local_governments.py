"""What is written of the work with a local government."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from .entries import CannotWrite

DISTRICT, PROVINCE = "DISTRICT", "PROVINCE"


@dataclass(frozen=True)
class EngagementFields:
    stage: str
    kind: str
    on: date
    with_whom: str
    what: str
    result: str = ""
    organisation: Any = None
    instrument: Any = None
    next_on: date | None = None


def check_engagement(*, level: str, said: EngagementFields, today: date) -> None:
    """`level`: of the territory."""
    if level not in {DISTRICT, PROVINCE}:
        raise CannotWrite(_("A local government is that of a district or of a province. Choose one."))
    if said.on > today:
        raise CannotWrite(_("That day has not come yet. Write what has happened."))
    if said.next_on is not None and said.next_on <= said.on:
        raise CannotWrite(_("The next step has to come after this one. Check the two days."))
