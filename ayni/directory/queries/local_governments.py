"""District by district, how far the local government takes part in the work, and what it has for migrants (R153)."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet

from ayni.access.models import Organisation, User
from ayni.codelists import queries as codelists
from ayni.codelists.models import Territory
from ayni.governance import queries as governance
from ayni.governance.models import Instrument, InstrumentState, Level, MigrationContent
from ayni.governance.queries import InstrumentFilters

from ..models import Engagement, EngagementKind, MarkKind, ServiceAtLocation, Stage, Strengthening
from .territory import latest_counts, marks_in_force

MUNICIPAL = "municipal"
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


def local_governments(user: User, department: str = "") -> list[LocalGovernment]:
    """Priority places first, then where most migrants live. Six statements."""
    done = _done(department)
    counts = latest_counts(department, 100)
    marks = [one for one in marks_in_force() if one.territory.department_code.startswith(department)]
    priority = {one.territory.code for one in marks if one.kind == MarkKind.PRIORITY}
    services, strengthened = _services(department)
    instruments = _instruments(user, department)
    codes = {code for code in [*done, *counts, *priority, *services, *instruments] if len(code) > 2}
    places = codelists.current(Territory).filter(code__in=codes).select_related("parent__parent").order_by("code")
    found = [
        LocalGovernment(
            place, persons=counts[place.code].persons if place.code in counts else None,
            is_priority=place.code in priority, services=services[place.code], strengthened=strengthened[place.code],
            instruments=instruments[place.code], done=done[place.code],
        )
        for place in places
    ]  # fmt: skip
    return sorted(found, key=lambda one: (not one.is_priority, -(one.persons or 0), one.territory.full_name))


def _done(department: str) -> dict[str, list[Engagement]]:
    rows = Engagement.objects.filter(territory__department_code__startswith=department).order_by("-on", "-pk")
    done: dict[str, list[Engagement]] = defaultdict(list)
    for row in rows.select_related("territory"):
        done[row.territory.code].append(row)
    return done


def _services(department: str) -> tuple[Counter[str], Counter[str]]:
    """District → municipal services that are given there; those that were strengthened."""
    finished = Strengthening.objects.filter(service=OuterRef("service"), progress=Strengthening.Progress.DONE)
    given = ServiceAtLocation.objects.filter(
        service__organisation__kind=MUNICIPAL, location__is_closed=False, location__is_confidential=False,
        location__district__department_code__startswith=department,
    ).annotate(is_finished=Exists(finished)).order_by("pk")  # fmt: skip
    services, strengthened = Counter[str](), Counter[str]()
    for code, _service, is_finished in set(given.values_list("location__district__code", "service", "is_finished")):
        services[code] += 1
        strengthened[code] += is_finished
    return services, strengthened


def _instruments(user: User, department: str) -> dict[str, list[Instrument]]:
    rows = governance.instruments(user, InstrumentFilters(level=Level.LOCAL, department=department))
    found: dict[str, list[Instrument]] = defaultdict(list)
    for row in rows.filter(territory__isnull=False).annotate(place=F("territory__code")).order_by("-state_on", "-pk"):
        found[row.place].append(row)
    return found


def engagements(place: Territory) -> QuerySet[Engagement]:
    """Of whichever version of the place. The newest first."""
    rows = Engagement.objects.filter(territory__code=place.code).order_by("-on", "-pk")
    return rows.select_related("organisation", "instrument", "written_by")


def municipalities() -> QuerySet[Organisation]:
    return Organisation.objects.filter(kind=MUNICIPAL).order_by("name", "pk")


def instruments_of(user: User, place: Territory) -> list[Instrument]:
    """Plans, ordinances and spaces of this very place, as far as this user reads the register."""
    rows = governance.instruments(user, InstrumentFilters(level=Level.LOCAL, department=place.department_code))
    return list(rows.filter(territory__code=place.code).order_by("-state_on", "-pk"))
