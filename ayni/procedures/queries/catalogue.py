"""What the State offers: what is open, what it asks of somebody, how long it may take."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from ayni.codelists.models import LegalNorm

from ..models import Fee, Procedure, Requirement, RightOrDuty, RouteRule
from ..rules.catalogue import Facts, Window, asked_of, days_of


def statutory_days(procedure: Procedure) -> tuple[int, bool]:
    """Working days within which it is decided, and whether a source states them for this procedure. Where none does,
    the general rule holds, to be shown as to be confirmed."""
    return days_of(procedure.statutory_days)


def requirements_for(procedure: Procedure, *, facts: Facts) -> list[Requirement]:
    """What it asks of somebody, in its order: a requirement for people whom they are not is left out."""
    return asked_of(procedure.requirements.order_by("order"), facts)


def open_procedures(on: date) -> QuerySet[Procedure]:
    """The versions of that day that receive applications then, by their names."""
    received = Q(opens_on__isnull=True) | Q(opens_on__lte=on)
    received &= Q(closes_on__isnull=True) | Q(closes_on__gte=on)
    regime = Q(regime__isnull=True) | (
        (Q(regime__opens_on__isnull=True) | Q(regime__opens_on__lte=on))
        & (Q(regime__closes_on__isnull=True) | Q(regime__closes_on__gte=on))
    )
    rows: QuerySet[Procedure] = Procedure.objects.in_force(on).filter(received, regime, is_open=True)
    return rows.select_related("regime", "authority").order_by("label_es", "code")


@dataclass(frozen=True)
class Listed:
    """A procedure of the list, and whether it is received that day."""

    procedure: Procedure
    is_open: bool
    instead: list[Procedure]
    """Of what is closed: what is open, in the order of its regime."""


def catalogue(on: date) -> list[Listed]:
    """Every procedure in force that day, with its fees; open ones first, by who decides."""
    fees = Prefetch("fees", Fee.objects.order_by("procedure", "applies"))
    rows = list(
        Procedure.objects.in_force(on).select_related("regime", "authority").prefetch_related(fees).order_by("label_es")
    )
    is_open = {row.code: window_of(row).receives(on) for row in rows}
    by_code = {row.code: row for row in rows}
    return sorted(
        (Listed(row, is_open[row.code], _instead(row, by_code, is_open)) for row in rows),
        key=lambda one: (not one.is_open, one.procedure.authority.name if one.procedure.authority else ""),
    )


def _instead(row: Procedure, by_code: dict[str, Procedure], is_open: dict[str, bool]) -> list[Procedure]:
    codes = row.regime.leads_to.split("|") if row.regime and not is_open[row.code] else []
    return [by_code[code] for code in codes if is_open.get(code)]


def window_of(row: Procedure) -> Window:
    """Of the procedure and of its regime: what ends first, ends both."""
    days = [(row.opens_on, row.closes_on)] + ([(row.regime.opens_on, row.regime.closes_on)] if row.regime else [])
    opening, closing = [o for o, _c in days if o], [c for _o, c in days if c]
    return Window(row.is_open, max(opening, default=None), min(closing, default=None))


def versions(code: str) -> QuerySet[Procedure]:
    """All of one procedure, the newest first."""
    rows: QuerySet[Procedure] = Procedure.objects.filter(code=code).order_by("-version")
    return rows


def whole(rows: QuerySet[Procedure]) -> QuerySet[Procedure]:
    """With all that its page shows."""
    return rows.select_related("regime", "authority").prefetch_related(
        Prefetch("requirements", Requirement.objects.order_by("procedure", "order")),
        Prefetch("fees", Fee.objects.order_by("procedure", "applies")),
        Prefetch("norms", LegalNorm._default_manager.order_by("code", "version")),
    )


def named(codes: str, on: date) -> list[Procedure]:
    """The procedures of codes separated by | that are received that day, in their order."""
    by_code = {row.code: row for row in open_procedures(on)}
    return [by_code[code] for code in codes.split("|") if code in by_code]


def rights_and_duties(regime: str, on: date) -> list[RightOrDuty]:
    """Those of everybody who applies, and those of one regime."""
    rows = RightOrDuty.objects.in_force(on).order_by("order", "code")
    return [row for row in rows if not row.regimes or regime in row.regimes.split("|")]


def route_rules(code: str, on: date) -> QuerySet[RouteRule]:
    """Who may apply for a procedure, as the route finder knows it."""
    rows: QuerySet[RouteRule] = RouteRule.objects.in_force(on).filter(procedure_code=code).order_by("code")
    return rows


def procedures_to_lead_to() -> list[tuple[str, str]]:
    return list(Procedure.objects.current().order_by("label_es", "code").values_list("code", "label_es"))
