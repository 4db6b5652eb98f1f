"""What happened around and communities: found again, and for a spreadsheet; what studies found, over all of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from ayni.access.models import User

from ..models import Community, ContextEvent, Exposure, Finding, Hazard, Study


def _clean(said: Mapping[str, str]) -> dict[str, str]:
    """PostgreSQL keeps no NUL."""
    return {name: value.replace("\0", "").strip() for name, value in said.items()}


def _narrowed(rows: QuerySet[Any], said: Mapping[str, str], by: Mapping[str, str], words: tuple[str, ...]) -> Any:
    typed = _clean(said)
    for name, path in by.items():
        if value := typed.get(name, ""):
            rows = rows.filter(**{path: value})
    if sought := typed.get("q", ""):
        anywhere = Q()
        for path in words:
            anywhere |= Q(**{f"{path}__icontains": sought})
        rows = rows.filter(anywhere)
    return rows


def events(user: User, said: Mapping[str, str]) -> QuerySet[ContextEvent]:
    rows = ContextEvent.objects.visible_to(user).select_related("country", "territory", "office", "made_by")
    return _narrowed(rows, said, {"kind": "kind", "department": "territory__code"}, ("title", "effect"))  # type: ignore[no-any-return]


def communities(user: User, said: Mapping[str, str]) -> QuerySet[Community]:
    rows = Community.objects.visible_to(user).select_related("territory", "office", "made_by").prefetch_related("risks")
    by = {"department": "territory__code", "population": "population"}
    found: QuerySet[Community] = _narrowed(rows, said, by, ("name", "vulnerabilities", "capacities"))
    hazard = _clean(said).get("hazard", "")
    return found.filter(risks__hazard=hazard, risks__level=Exposure.HIGH) if hazard else found


def findings(user: User, said: Mapping[str, str]) -> QuerySet[Finding]:
    """Needs and barriers that studies found, of whom, and to which gap of the norms they led (R174–R180)."""
    rows = Finding.objects.filter(study__in=Study.objects.visible_to(user)).select_related(
        "study__territory", "sector", "barrier", "gap"
    )
    by = {
        "population": "population", "sector": "sector__code", "barrier": "barrier__code", "kind": "study__kind",
        "department": "study__territory__code",
    }  # fmt: skip
    return _narrowed(rows, said, by, ("words", "study__title"))  # type: ignore[no-any-return]


def event_lines(rows: QuerySet[ContextEvent]) -> Iterator[list[str]]:
    yield ["tipo", "que_paso", "pais", "departamento", "desde", "hasta", "efecto", "personas", "enlace", "oficina"]
    for one in rows.order_by("began_on", "pk"):
        yield [
            one.get_kind_display(), one.title, one.country.label_es if one.country else "",
            one.territory.label_es if one.territory else "", str(one.began_on), str(one.ended_on or ""), one.effect,
            _number(one.people), one.link, one.office.name,
        ]  # fmt: skip


def community_lines(rows: QuerySet[Community]) -> Iterator[list[str]]:
    yield [
        "comunidad", "departamento", "poblacion", "personas", "vulnerabilidades", "capacidades", "evaluada",
        "toca_de_nuevo", *(f"riesgo_{hazard.value.lower()}" for hazard in Hazard), "oficina",
    ]  # fmt: skip
    for one in rows.order_by("name", "pk"):
        risks = {risk.hazard: risk.get_level_display() for risk in one.risks.all()}
        yield [
            one.name, one.territory.label_es, one.get_population_display(), _number(one.people), one.vulnerabilities,
            one.capacities, str(one.assessed_on), str(one.again_on or ""),
            *(risks.get(hazard.value, "") for hazard in Hazard), one.office.name,
        ]  # fmt: skip


def finding_lines(rows: QuerySet[Finding]) -> Iterator[list[str]]:
    yield ["estudio", "tipo", "departamento", "hallazgo", "sector", "barrera", "poblacion", "personas", "brecha"]
    for one in rows.order_by("made_at", "pk"):
        place = one.study.territory
        yield [
            one.study.title, one.study.get_kind_display(), place.label_es if place else "", one.words,
            one.sector.label_es if one.sector else "", one.barrier.label_es if one.barrier else "",
            one.get_population_display(), _number(one.people), one.gap.code if one.gap else "",
        ]  # fmt: skip


def _number(people: int | None) -> str:
    return "" if people is None else str(people)
