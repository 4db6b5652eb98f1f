"""District by district, how far the local government takes part in the work, and what it has for migrants (R153)."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from ayni.access.models import Organisation, User
from ayni.codelists import queries as codelists
from ayni.codelists.models import Territory
from ayni.governance import queries as governance
from ayni.governance.models import Instrument, InstrumentState, Level, MigrationContent
from ayni.governance.queries import InstrumentFilters

from ..models import (
    Engagement,
    EngagementKind,
    MarkKind,
    MigrantCount,
    NationalityVariable,
    ServiceAtLocation,
    Stage,
    Strengthening,
)
from .territory import latest_counts, marks_in_force

MUNICIPAL, REGIONAL = "municipal", "regional"
LOCAL_GOVERNMENT = "Gobierno local"
"""The sector of a municipality itself. Its offices (DEMUNA, OMAPED) are municipal, and of the sector they serve."""
ALL_OF_THEM = ("MUNI", "GORE")
"""Under which a protocol names any municipality, any region. Nobody signs as that."""
AT_WORK = (InstrumentState.IN_FORCE, InstrumentState.PUBLISHED)


@dataclass(frozen=True)
class LocalGovernment:
    """One district or province."""

    territory: Territory
    persons: int | None
    """Migrants that a source counts there."""
    is_priority: bool
    services: int
    strengthened: int
    instruments: list[Instrument]
    """Plans, ordinances and spaces of this very place, as far as whoever asks reads the register."""
    done: list[Engagement]
    """The newest first."""

    @property
    def plans(self) -> int:
        """Those in force, with human mobility in them."""
        return sum(one.state in AT_WORK and one.migration == MigrationContent.YES for one in self.instruments)

    @property
    def last(self) -> Engagement | None:
        return self.done[0] if self.done else None

    @property
    def stages(self) -> list[str]:
        """In which parts of the work it takes part, in their order. What it declined is no part."""
        had = {one.stage for one in self.done if one.kind != EngagementKind.REFUSED}
        return [str(stage.label) for stage in Stage if stage in had]

    @property
    def missing(self) -> list[str]:
        return [str(stage.label) for stage in Stage if str(stage.label) not in self.stages]


@dataclass(frozen=True)
class _Known:
    """What is written down of a department, a province or a district, by ubigeo."""

    done: dict[str, list[Engagement]]
    counts: dict[str, MigrantCount]
    priority: set[str]
    services: Counter[str]
    strengthened: Counter[str]
    instruments: dict[str, list[Instrument]]

    def codes(self) -> set[str]:
        known = (*self.done, *self.counts, *self.priority, *self.services, *self.instruments)
        return {code for code in known if len(code) > 2}

    def of(self, place: Territory) -> LocalGovernment:
        counted, code = self.counts.get(place.code), place.code
        return LocalGovernment(
            place, persons=counted.persons if counted else None, is_priority=code in self.priority,
            services=self.services[code], strengthened=self.strengthened[code],
            instruments=self.instruments.get(code, []), done=self.done.get(code, []),
        )  # fmt: skip


def local_governments(user: User, department: str = "") -> list[LocalGovernment]:
    """Priority places first, then where most migrants live. Six statements."""
    known = _known(user, department)
    places = codelists.current(Territory).filter(code__in=known.codes()).select_related("parent__parent")
    found = [known.of(place) for place in places.order_by("code")]
    return sorted(found, key=lambda one: (not one.is_priority, -(one.persons or 0), one.territory.full_name))


def local_government(user: User, place: Territory) -> LocalGovernment:
    """Of one place, also where nothing is written down yet. Five statements."""
    return _known(user, place.code).of(place)


def _known(user: User, code: str) -> _Known:
    """Of all places whose ubigeo begins so; of the whole country, if it is empty."""
    marks = [one for one in marks_in_force() if one.territory.code.startswith(code)]
    services, strengthened = _services(code)
    return _Known(
        done=_done(code), counts=latest_counts(code, 100),
        priority={one.territory.code for one in marks if one.kind == MarkKind.PRIORITY},
        services=services, strengthened=strengthened, instruments=_instruments(user, code),
    )  # fmt: skip


def _done(code: str) -> dict[str, list[Engagement]]:
    rows = Engagement.objects.filter(territory__code__startswith=code).order_by("-on", "-pk")
    done: dict[str, list[Engagement]] = defaultdict(list)
    for row in rows.select_related("territory"):
        done[row.territory.code].append(row)
    return done


def _services(code: str) -> tuple[Counter[str], Counter[str]]:
    """District → municipal services that are given there; those that were strengthened."""
    finished = Strengthening.objects.filter(service=OuterRef("service"), progress=Strengthening.Progress.DONE)
    given = ServiceAtLocation.objects.filter(
        service__organisation__kind=MUNICIPAL, location__is_closed=False, location__is_confidential=False,
        location__district__code__startswith=code,
    ).annotate(is_finished=Exists(finished)).order_by("pk")  # fmt: skip
    services, strengthened = Counter[str](), Counter[str]()
    for place, _service, is_finished in set(given.values_list("location__district__code", "service", "is_finished")):
        services[place] += 1
        strengthened[place] += is_finished
    return services, strengthened


def _instruments(user: User, code: str) -> dict[str, list[Instrument]]:
    rows = governance.instruments(user, InstrumentFilters(level=Level.LOCAL, department=code[:2]))
    placed = rows.filter(territory__code__startswith=code).annotate(place=F("territory__code"))
    found: dict[str, list[Instrument]] = defaultdict(list)
    for row in placed.order_by("-state_on", "-pk"):
        found[row.place].append(row)
    return found


def engagements(place: Territory) -> QuerySet[Engagement]:
    """Of whichever version of the place. The newest first."""
    rows = Engagement.objects.filter(territory__code=place.code).order_by("-on", "-pk")
    return rows.select_related("organisation", "instrument", "written_by")


def municipalities() -> QuerySet[Organisation]:
    return Organisation.objects.filter(kind=MUNICIPAL).order_by("name", "pk")


def local_organisations() -> QuerySet[Organisation]:
    """The municipalities and regional governments that the directory holds one by one: no office of theirs, and not
    all of them under one name."""
    governments = Q(kind=MUNICIPAL, sector=LOCAL_GOVERNMENT) | Q(kind=REGIONAL)
    return Organisation.objects.filter(governments).exclude(code__in=ALL_OF_THEM).order_by("name", "pk")


def instruments_of(user: User, place: Territory) -> list[Instrument]:
    """Plans, ordinances and spaces of this very place, as far as this user reads the register."""
    return _instruments(user, place.code).get(place.code, [])


@dataclass(frozen=True)
class Held:
    """What the directory holds of a place (ubigeo; empty: the country) and of all below it."""

    services: int
    """Municipal services that are given there."""
    with_nationality: int
    """Those of them that have nationality in all their registers."""
    parts: dict[str, list[str]]
    """Local government → the parts of the work that it takes part in. What it declined is no part."""


def held_of(code: str) -> Held:
    """One statement."""
    given = ServiceAtLocation.objects.filter(
        service__organisation__kind=MUNICIPAL, location__is_closed=False, location__is_confidential=False,
        location__district__code__startswith=code,
    )  # fmt: skip
    services = given.annotate(
        table=Value("service"), which=Cast("service_id", CharField()), said=F("service__nationality_variable")
    )
    engaged = Engagement.objects.filter(territory__code__startswith=code).exclude(kind=EngagementKind.REFUSED)
    stages = engaged.annotate(table=Value("stage"), which=F("territory__code"), said=F("stage"))
    variables, parts = [], defaultdict(set)
    columns = ("table", "which", "said")
    for table, which, said in services.order_by().values_list(*columns).union(stages.order_by().values_list(*columns)):
        if table == "stage":
            parts[which].add(said)
        else:
            variables.append(said)
    in_order = {place: [str(stage.label) for stage in Stage if stage in had] for place, had in parts.items()}
    return Held(len(variables), variables.count(NationalityVariable.PRESENT), in_order)
