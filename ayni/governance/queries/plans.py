"""Policies, plans, programmes, ordinances and coordination spaces of regions and municipalities, territory by territory
(R149, R150)."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F

from ayni.access.models import User
from ayni.codelists import queries as codelists

from ..models import Instrument, InstrumentKind, InstrumentState, Level, MigrationContent
from .instruments import InstrumentFilters, instruments

KINDS = (InstrumentKind.POLICY, InstrumentKind.PLAN, InstrumentKind.PROGRAMME, InstrumentKind.ORDINANCE)
AT_WORK = (InstrumentState.IN_FORCE, InstrumentState.PUBLISHED)
_BEST = [MigrationContent.YES, MigrationContent.PARTLY, MigrationContent.UNKNOWN, MigrationContent.NO]


@dataclass(frozen=True)
class Plan:
    """One of them, as it stands today."""

    instrument: Instrument
    is_at_work: bool
    """In force, and its years are not over."""
    is_over: bool
    """Its years are over, and nobody has said yet that it ended."""


@dataclass
class Region:
    code: str
    name: str
    regional: list[Plan] = field(default_factory=list)
    local: list[Plan] = field(default_factory=list)
    spaces: list[Plan] = field(default_factory=list)
    """Where those who work there meet: of the region and of its municipalities."""

    @property
    def at_work(self) -> list[Plan]:
        return [plan for plan in [*self.regional, *self.local] if plan.is_at_work]

    @property
    def content(self) -> str:
        """The most that any plan at work there says about human mobility; "" where there is none."""
        said = {plan.instrument.migration for plan in self.at_work}
        return next((str(one.label) for one in _BEST if one in said), "")

    @property
    def has_mobility(self) -> bool:
        return any(plan.instrument.migration == MigrationContent.YES for plan in self.at_work)

    @property
    def has_mobility_in_a_space(self) -> bool:
        return any(one.is_at_work and one.instrument.migration == MigrationContent.YES for one in self.spaces)


def regions_and_their_plans(user: User, today: date) -> list[Region]:
    """Every department, also one of which nothing is registered. Two statements."""
    found: dict[str, dict[str, list[Plan]]] = defaultdict(lambda: defaultdict(list))
    rows = instruments(user, InstrumentFilters()).filter(
        kind__in=[*KINDS, InstrumentKind.SPACE], level__in=[Level.REGIONAL, Level.LOCAL], territory__isnull=False
    )
    for row in rows.annotate(department=F("territory__department_code")).order_by("-state_on", "-pk"):
        place = InstrumentKind.SPACE if row.kind == InstrumentKind.SPACE else row.level
        found[row.department][place].append(plan_today(row, today))
    return [
        Region(code, name, found[code][Level.REGIONAL], found[code][Level.LOCAL], found[code][InstrumentKind.SPACE])
        for code, name in codelists.kept_departments()
    ]


def plan_today(instrument: Instrument, today: date) -> Plan:
    is_over = instrument.covers_to is not None and instrument.covers_to < today
    stands = instrument.state in AT_WORK
    return Plan(instrument, is_at_work=stands and not is_over, is_over=stands and is_over)
