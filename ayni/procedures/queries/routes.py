"""The route finder over the catalogue in force: rows become the plain values that its rules judge."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, QuerySet

from ayni.lib.bars import between_bars

from ..models import Fee, Procedure, Requirement, RouteRule, WorkDocument
from ..rules import conditions, routes
from ..rules.catalogue import days_of
from ..rules.questions import Answers
from .catalogue import window_of


def find(answers: Answers) -> routes.Route:
    """What is possible for these answers, by the catalogue and the rules of that day."""
    return routes.find_route(offers(answers.today), rules(answers.today), answers)


def offers(on: date) -> list[routes.Offer]:
    """Every procedure in force that day, open or closed."""
    requirements = Requirement.objects.order_by("procedure", "order")
    fees = Fee.objects.order_by("procedure", "applies")
    rows: QuerySet[Procedure] = (
        Procedure.objects.in_force(on)
        .select_related("regime", "authority")
        .prefetch_related(Prefetch("requirements", requirements), Prefetch("fees", fees))
        .order_by("code")
    )
    return [offer_of(row) for row in rows]


def offer_of(row: Procedure) -> routes.Offer:
    days, is_confirmed = days_of(row.statutory_days)
    return routes.Offer(
        code=row.code, label=row.label_es, window=window_of(row), authority=row.authority.name if row.authority else "",
        leads_to=tuple(between_bars(row.regime.leads_to)) if row.regime else (),
        needs=tuple(_needed(one) for one in row.requirements.all()),
        costs=tuple(routes.Cost(fee.amount, fee.applies, fee.as_of, fee.confidence) for fee in row.fees.all()),
        days=days, days_confirmed=is_confirmed, legal_basis=row.legal_basis, confidence=row.confidence,
    )  # fmt: skip


def _needed(row: Requirement) -> routes.Needed:
    serves = frozenset({row.document_type, *between_bars(row.accepts)} - {""})
    return routes.Needed(row.order, row.label_es, row.kind, row.applies, serves, row.mandatory, row.confidence)


def rules(on: date) -> list[routes.Rule]:
    return [rule_of(row) for row in RouteRule.objects.in_force(on).order_by("code")]


def rule_of(row: RouteRule) -> routes.Rule:
    return routes.Rule(
        row.code, row.procedure_code, row.effect, conditions.parse(row.when), row.label_es,
        tuple(between_bars(row.exempts)), row.legal_basis, row.confidence,
    )  # fmt: skip


def work_documents(on: date) -> Iterable[WorkDocument]:
    """Which documents allow work, in the order of the list."""
    rows: QuerySet[WorkDocument] = WorkDocument.objects.in_force(on).order_by("order", "code")
    return rows
