"""What was chosen for the one file comes to stand before the rest is settled, and the history says so.

The present value of what has a history is what its history says: so it is the rows that are chosen from. Whoever gave
it once, when they were registered, has no row yet: it is written first, and taken away when the merge is undone.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ayni.access.models import User
from ayni.people.models import IdentityChange, Person
from ayni.people.queries import histories
from ayni.people.rules.characteristics import MIRRORS
from ayni.people.rules.merging import ABSORBED, KEPT, RESIDENCE
from ayni.people.rules.sources import Noted, Provenance

from .characteristics import row_of_registration


def let_chosen_stand(kept: Person, absorbed: Person, sides: Mapping[str, str], at: datetime) -> list[Any]:
    """`sides`: whose value stands, for what the two files say differently. Returns the rows that it made."""
    made = []
    for mirror, kind in MIRRORS.items():
        if side := sides.get(f"{mirror}_id"):
            made += [row for person in (kept, absorbed) if (row := row_of_registration(person, kind))]
            other = absorbed if side == KEPT else kept
            other.characteristics.filter(kind=kind, ended_at=None).update(ended_at=at)
    if side := sides.get(RESIDENCE):
        _live_where_chosen(kept, absorbed, side, at)
    return made


def _live_where_chosen(kept: Person, absorbed: Person, side: str, at: datetime) -> None:
    """The other place ends when the person moved to the chosen one; if that was before, no day of it is left."""
    chosen, other = (absorbed, kept) if side == ABSORBED else (kept, absorbed)
    home = chosen.residences.filter(ended_at=None).order_by("-since", "-pk").first()
    for row in other.residences.filter(ended_at=None).order_by("pk"):
        row.until, row.ended_at = row.until or max(row.since, home.since if home else row.since), at
        row.save(update_fields=["until", "ended_at"])
    kept.district_id, kept.in_transit = chosen.district_id, chosen.in_transit
    kept.save(update_fields=["district", "in_transit"])


def write_taken_over(
    kept: Person, values: Mapping[str, Any], sources: Mapping[str, Provenance], by: User, at: datetime
) -> list[Any]:
    """Into the columns, with what the file said before and where the new values come from. Returns the rows made."""
    before = histories.identity_now(kept)
    for name, value in values.items():
        setattr(kept, name, value)
    kept.save()
    now = histories.identity_now(kept)
    told: dict[Provenance, list[str]] = {}
    for column in before:
        if before[column] != now[column]:
            told.setdefault(sources.get(column, Provenance()), []).append(column)
    return [
        IdentityChange.objects.create(
            person=kept, columns=columns, before={column: before[column] for column in columns},
            **Noted(by, at, provenance).columns,
        )
        for provenance, columns in told.items()
    ]  # fmt: skip
