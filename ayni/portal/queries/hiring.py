"""What the lists say to whoever employs, enrols or attends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..hooks import WORK_PAPERS, WorkPaper
from ..models import AcceptedPaper, HiringRule, PublishedFigure
from .guides import Shown, shelves
from .telling import SURE, Resolver


def work_papers(on: date) -> list[WorkPaper]:
    return WORK_PAPERS[0](on) if WORK_PAPERS else []


def is_sure(paper: WorkPaper) -> bool:
    return paper.confidence in SURE


def hiring_rules(on: date) -> tuple[dict[str, HiringRule], list[HiringRule]]:
    """The limits by what they are a part of, and who does not count."""
    rows = list(HiringRule.objects.in_force(on).order_by("order", "code"))
    limits = {str(one.of): one for one in rows if one.kind == HiringRule.Kind.LIMIT}
    return limits, [one for one in rows if one.kind == HiringRule.Kind.EXEMPT]


def accepted_papers(on: date) -> list[AcceptedPaper]:
    return list(AcceptedPaper.objects.in_force(on).order_by("order", "code"))


def guides_named(slugs: Iterable[str], language: str, on: date) -> list[Shown]:
    """In this order; what is not published is left out."""
    by_slug = {one.guide.slug: one for rows in shelves(language, on).values() for one in rows}
    return [by_slug[slug] for slug in slugs if slug in by_slug]


@dataclass(frozen=True)
class Cited:
    """A published figure: never without its source and date."""

    what: str
    """In Spanish, as the list says it."""
    said: str


def cited(codes: Iterable[str], language: str, on: date) -> list[Cited]:
    ask = Resolver(language, on)
    rows = {row.code: row for row in PublishedFigure.objects.current().filter(code__in=list(codes)).order_by("code")}
    return [Cited(rows[code].label_es, ask.said_of(rows[code])) for code in codes if code in rows]
