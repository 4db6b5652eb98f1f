"""A line of a list that is matched against the register: what a municipality writes down of whoever came."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken
from ayni.lib.names import plain

from . import asking
from .documents import compared, phone_tail
from .keys import name_words

COLUMNS = (
    "query_id", "given_names", "surnames", "birth_date", "sex", "nationality", "document_type", "document_number",
    "phone",
)  # fmt: skip
LONGEST = 500
"""Characters of one value."""
OTHER_SEX, OTHER_NATIONALITY = 0.02, 0.01
"""What it costs somebody to be of another sex or nationality than a list says: enough to stand behind a namesake."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class CannotRead(RuleBroken):
    """Says the column and what is wrong in it; whoever reads the file adds the line."""


@dataclass(frozen=True)
class Asked:
    """One line."""

    query_id: str
    sought: asking.Sought
    sex: str = ""
    """Plain: as typed, to be compared with codes and their words."""
    nationality: str = ""


class Registered(NamedTuple):
    """What of somebody only orders namesakes: all words that mean their sex and their nationalities, plain."""

    sexes: frozenset[str]
    nationalities: frozenset[str]


def read_line(values: Mapping[str, str], today: date) -> Asked:
    """Raises CannotRead."""
    for column, value in values.items():
        if len(value) > LONGEST:
            raise CannotRead(_("Column %(column)s: the text is too long.") % {"column": column})
    born, precision = _birth(values.get("birth_date", ""), today)
    number = values.get("document_number", "")
    tail = phone_tail(values.get("phone", ""))
    return Asked(
        query_id=values.get("query_id", ""),
        sought=asking.Sought(
            words=name_words(values.get("given_names", ""), values.get("surnames", ""))[: asking.MOST_WORDS],
            born=born,
            precision=precision,
            numbers=(number,) if len(compared(number)) >= asking.SHORTEST_NUMBER else (),
            phones=(tail,) if tail else (),
        ),
        sex=plain(values.get("sex", "")),
        nationality=plain(values.get("nationality", "")),
    )


def _birth(text: str, today: date) -> tuple[date | None, str]:
    born, precision, rest, exists = asking.take_date(text.strip(), today)
    if rest.strip() or not exists:
        raise CannotRead(
            _("Column birth_date: that is not a date. Write it as 1990-03-12, 12/03/1990 or only the year.")
        )
    return born, precision


def held_against(asked: Asked, person: Registered) -> float:
    """By how much less somebody is who is sought: nobody is left out for it, because lists get it wrong."""
    cost = 0.0
    if asked.sex and person.sexes and asked.sex not in person.sexes:
        cost += OTHER_SEX
    if asked.nationality and person.nationalities and asked.nationality not in person.nationalities:
        cost += OTHER_NATIONALITY
    return cost


def neutral(text: str) -> str:
    """As a spreadsheet shows it and never computes it."""
    return f"'{text}" if text.startswith(_FORMULA) else text
