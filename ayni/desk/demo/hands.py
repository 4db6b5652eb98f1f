"""What a maker of the demo world has in its hands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Model

from .chance import Chance
from .crowd import Drawn
from .reference import Reference
from .staff import Staff
from .tables import Tables
from .trail import Trail


@dataclass(frozen=True)
class Hands:
    reference: Reference
    staff: Staff
    tables: Tables
    trail: Trail
    chance: Chance


@dataclass(frozen=True)
class Maker:
    make: Callable[[Hands, Sequence[Drawn]], None]
    models: Sequence[type[Model]]
    """The tables that it fills and nobody else, in the order in which foreign keys allow it."""
