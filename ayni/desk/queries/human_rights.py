"""Rights: what makes each real, what stands against it, and how often it was denied to people of this user's cases."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from ayni.access.models import User
from ayni.cases.queries.services import DenialFilters, denials
from ayni.codelists import queries as codelists
from ayni.codelists.models import Barrier, HumanRight, LegalNorm, ServiceCategory
from ayni.directory import queries as directory
from ayni.directory.models import Service
from ayni.governance.queries import GapFilters, gaps
from ayni.lib.bars import between_bars

LOOKED_BACK = timedelta(days=365)


@dataclass(frozen=True)
class RightLine:
    """One right, in numbers that open their rows."""

    right: HumanRight
    services: int
    institutions: int
    barriers: list[str]
    denials: int
    gaps: int


def since(today: date) -> date:
    """From which day on denials are counted here."""
    return today - LOOKED_BACK


def lines(user: User, today: date) -> list[RightLine]:
    """Every right, also one that nothing makes real: three statements."""
    of_services = Counter[str]()
    of_institutions: dict[str, set[int]] = {}
    offered = directory.described_services().values_list("category__code", "organisation").order_by("pk")
    for category, organisation in offered:
        of_services[category] += 1
        of_institutions.setdefault(category, set()).add(organisation)
    denied = Counter(
        denials(user, DenialFilters(since=since(today))).order_by().values_list("category__code", flat=True)
    )
    named = dict(codelists.kept_choices(Barrier))
    failing = Counter(gaps(user, GapFilters(open=True)).order_by().values_list("right", flat=True))
    return [
        RightLine(
            right,
            services=sum(of_services[code] for code in right.category_codes),
            institutions=len(set().union(*(of_institutions.get(code, set()) for code in right.category_codes))),
            barriers=[named[code] for code in right.barrier_codes if code in named],
            denials=sum(denied[code] for code in right.category_codes),
            gaps=failing[right.label_es],
        )
        for right in codelists.kept_rights()
    ]


@dataclass(frozen=True)
class AgainstIt:
    """A barrier, what the law says about it, and by which norms."""

    barrier: Barrier
    norms: list[LegalNorm]


def services_for(right: HumanRight) -> list[tuple[str, list[Service]]]:
    """By category, what the directory knows that makes this right real."""
    found: dict[str, list[Service]] = {code: [] for code in right.category_codes}
    rows = directory.described_services().filter(category__code__in=right.category_codes)
    for service in rows.select_related("organisation", "category").order_by("organisation__name", "name", "pk"):
        found[service.category.code].append(service)  # type: ignore[union-attr]
    named = dict(codelists.kept_choices(ServiceCategory))
    return [(named.get(code, code), services) for code, services in found.items()]


def against(right: HumanRight) -> list[AgainstIt]:
    barriers = codelists.current(Barrier).filter(code__in=right.barrier_codes).order_by("label_es", "code")
    codes = {code for barrier in barriers for code in between_bars(barrier.norms)}
    norms = {norm.code: norm for norm in codelists.current(LegalNorm).filter(code__in=codes).order_by("code")}
    return [AgainstIt(one, [norms[code] for code in one.norms.split("|") if code in norms]) for one in barriers]
