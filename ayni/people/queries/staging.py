"""Whom the rows of a list may be, as far as whoever imports it may know."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Min, QuerySet

from ayni.access.models import User
from ayni.people.models import ExternalId, ImportBatch, Person, RowState, StagedRow
from ayni.people.rules.asking import Sought
from ayni.people.rules.imports.states import Likely

from .looking import Fitting, fitting, parts
from .matching import Match


@dataclass(frozen=True)
class Compared:
    """Somebody who may be the person of a row."""

    match: Match
    likely: Likely


def earlier_twins(batch: ImportBatch, twins: Collection[int]) -> dict[int, tuple[int, int]]:
    """Twin → number and identity of the first row of the list that has it."""
    found: dict[int, tuple[int, int]] = {}
    for part in parts(sorted(twins)):
        # Not in the order of numbers: for that SQLite would go through the whole list.
        firsts = batch.staged.filter(twin__in=part).order_by().values("twin").annotate(first=Min("number"))
        number_of = dict(firsts.values_list("twin", "first"))
        rows = batch.staged.filter(number__in=number_of.values()).order_by().values_list("number", "identity")
        identity_of = dict(rows)
        found |= {twin: (number, identity_of[number]) for twin, number in number_of.items()}
    return found


def whole_rows(batch: ImportBatch) -> "QuerySet[StagedRow]":
    """Those of a person each, in the order of the list."""
    return batch.staged.exclude(state__in=[RowState.BROKEN, RowState.REPEATED]).order_by("number", "pk")


def people_of_origin(system: str, values: Collection[str]) -> dict[str, UUID]:
    """Number of origin → the person who has it in that system."""
    found: dict[str, UUID] = {}
    for part in parts(sorted(values)):
        rows = ExternalId.objects.filter(system=system, value__in=part).order_by()
        found |= dict(rows.values_list("value", "person_id"))
    return found


def whom(
    sought: Sequence[Sought], found: Sequence[Sequence[Fitting]], origins: Sequence[UUID | None], user: User
) -> list[list[Compared]]:
    """For each, in order: whoever it may be, the best first. `found`: what `look` gave. `origins`: who has the row's
    number of origin."""
    by_origin = [[Match(origin, 1.0, True, ())] if origin else [] for origin in origins]
    both = [
        [*first, *(one for one in others if one.match.person != origin)]
        for first, others, origin in zip(fitting(sought, by_origin), found, origins, strict=True)
    ]
    seen = visible({one.match.person for row in both for one in row}, user)
    return [[_compared(one, one.match.person in seen) for one in row] for row in both]


def _compared(one: Fitting, is_visible: bool) -> Compared:
    return Compared(one.match, Likely(one.match.score, one.match.is_strong, one.names, is_visible, one.has_number))


def visible(ids: Collection[UUID], user: User) -> set[UUID]:
    people = Person.objects.visible_to(user).order_by()
    return {pk for part in parts(sorted(ids)) for pk in people.filter(pk__in=part).values_list("pk", flat=True)}
