"""Of whom a requirement or a fee is asked, when a procedure is open, and how long the State may take."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from ..models import Applies

GENERAL_DAYS = 30
"""Working days, where no rule of its own says otherwise (TUO of Ley 27444, art. 39)."""

ADULT_FROM = 18


@dataclass(frozen=True)
class Facts:
    """What decides which requirements somebody must meet. What is not known is asked for, and can be exempted."""

    age: int | None = None
    is_represented: bool = False
    """An adult who cannot express their will."""
    is_trafficked: bool = False
    has_condition: bool = False
    """Of health, and the procedure rests on it."""
    suffered_family_violence: bool = False
    lost_the_card: bool = False


def _is_adult(facts: Facts) -> bool:
    return facts.age is None or facts.age >= ADULT_FROM


def _is_child(facts: Facts) -> bool:
    return facts.age is None or facts.age < ADULT_FROM


APPLIES: dict[str, Callable[[Facts], bool]] = {
    Applies.EVERYBODY: lambda facts: True,
    Applies.ADULTS: _is_adult,
    Applies.CHILDREN: _is_child,
    Applies.REPRESENTED: lambda facts: _is_child(facts) or facts.is_represented,
    Applies.TRAFFICKING: lambda facts: facts.is_trafficked,
    Applies.HEALTH: lambda facts: facts.has_condition,
    Applies.FAMILY_VIOLENCE: lambda facts: facts.suffered_family_violence,
    Applies.LOSS: lambda facts: facts.lost_the_card,
    # The text of the requirement says of whom: whoever evaluates decides.
    Applies.OTHERS: lambda facts: True,
}


class Applying(Protocol):
    """A requirement or a fee."""

    @property
    def applies(self) -> str: ...


Asked = TypeVar("Asked", bound=Applying)


def asked_of(rows: Iterable[Asked], facts: Facts) -> list[Asked]:
    """Those that apply to somebody, in their order."""
    return [row for row in rows if APPLIES[row.applies](facts)]


def days_of(stated: int | None) -> tuple[int, bool]:
    """Working days to decide, and whether a source of this procedure says so."""
    return (GENERAL_DAYS, False) if stated is None else (stated, True)


@dataclass(frozen=True)
class Window:
    """When something is received: both days count."""

    is_open: bool
    opens_on: date | None = None
    closes_on: date | None = None

    def receives(self, on: date) -> bool:
        """A day that the source does not give closes nothing; a procedure said to be closed stays closed."""
        began = self.opens_on is None or self.opens_on <= on
        return self.is_open and began and (self.closes_on is None or on <= self.closes_on)
