"""What the public looked for and did not find."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from ayni.codelists import queries as codelists

from ..models import Unmet
from .where import need_label

FEWEST = 5
"""A number below this may be of one person: it is shown with no need and no place."""
MONTHS = 12


@dataclass(frozen=True)
class Gap:
    need: str
    department: str
    times: int


@dataclass
class Month:
    first: date
    gaps: list[Gap]
    fewer: int
    """Needs and departments that were asked for fewer times than `FEWEST`."""


def unmet(today: date) -> list[Month]:
    """By month, the newest first; in each what was missed most often first."""
    since = (today.replace(day=1) - timedelta(days=31 * (MONTHS - 1))).replace(day=1)
    places, months = codelists.kept_places(), defaultdict(list)
    for row in Unmet.objects.filter(month__gte=since).order_by("-month", "-times", "need", "department"):
        months[row.month].append(row)
    return [
        Month(
            first,
            [
                Gap(need_label(row.need), places[row.department].name if row.department in places else row.department,
                    row.times)
                for row in rows if row.times >= FEWEST
            ],
            sum(row.times < FEWEST for row in rows),
        )
        for first, rows in months.items()
    ]  # fmt: skip
