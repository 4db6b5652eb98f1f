"""What the rules of retention would end."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.codelists.models import LegalNorm
from ayni.lib.together import count_together
from ayni.people import hooks
from ayni.people.models import Erasure, RetentionRule, RetentionRun
from ayni.people.rules.retention import told

from .rights import held


def in_force(on: date) -> list[RetentionRule]:
    lasts = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    return list(RetentionRule.objects.filter(lasts, valid_from__lte=on).order_by("code", "version"))


def rule_of(erasure: Erasure) -> RetentionRule | None:
    """The rule of retention by which a file was erased, as it stood then."""
    day = localdate(erasure.erased_at)
    rows = RetentionRule.objects.filter(code=erasure.rule, valid_from__lte=day).order_by("-version")
    return rows.first() if erasure.rule else None


def due(rule: RetentionRule, at: datetime, on_hold: Collection[UUID] | None = None) -> QuerySet[Any] | None:
    """The rows whose time is over, those on hold left out. None for what is kept for good, or of a kind that nothing
    here has yet. `on_hold`: whoever is, if that was asked before."""
    sweeper = hooks.SWEEPERS.get(rule.kind)
    if sweeper is None or rule.days is None:
        return None
    rows = sweeper.due(at - timedelta(days=rule.days))
    if sweeper.person and (ids := held(localdate(at)) if on_hold is None else on_hold):
        # Said of nobody too: of what the rows reckon out, an exclusion alone would keep whatever is nobody's.
        nobodys = Q(**{f"{sweeper.person}__isnull": True})
        rows = rows.filter(nobodys | ~Q(**{f"{sweeper.person}__in": ids}))
    return rows.order_by("pk")


def keys_of(rows: QuerySet[Any], batch: int = 200) -> Iterator[Any]:
    """The keys of what is due, read in batches, so that rows may go while they are read."""
    after: Any = None
    while keys := list(
        islice((rows if after is None else rows.filter(pk__gt=after)).values_list("pk", flat=True), batch)
    ):
        yield from keys
        after = keys[-1]


@dataclass(frozen=True)
class Prospect:
    """What one rule would end tonight, as this reader may know it."""

    rule: RetentionRule
    norm: str
    own: tuple[int, bool] | None
    """Of the rows that the reader may see, as `count_up_to` says it; None where they are of nobody in particular."""
    total: str
    """Of the whole country, if it says nothing about a few."""


def prospects(user: User, at: datetime) -> list[Prospect]:
    """Counted in one statement, however many rules there are."""
    rules, on_hold = in_force(localdate(at)), held(localdate(at))
    norms = dict(LegalNorm.objects.filter(code__in=[r.norm for r in rules if r.is_law]).values_list("code", "label_es"))
    over = {rule.pk: rows for rule in rules if (rows := due(rule, at, on_hold)) is not None}
    seen = {rule.pk: hooks.SWEEPERS[rule.kind].visible for rule in rules if rule.pk in over}
    own = {pk: visible(over[pk], user) for pk, visible in seen.items() if visible}
    counts = iter(count_together(*over.values(), *own.values()))
    totals = {pk: told(*next(counts)) for pk in over}
    owns = {pk: next(counts) for pk in own}
    return [Prospect(rule, norms.get(rule.norm, ""), owns.get(rule.pk), totals.get(rule.pk, "")) for rule in rules]


@dataclass(frozen=True)
class ToldRun:
    """One night by one rule. A few are told as few, as everywhere."""

    run: RetentionRun
    done: str
    refused: str


def told_runs(limit: int = 60) -> list[ToldRun]:
    """The last nights, the newest first."""
    rows = RetentionRun.objects.select_related("rule").order_by("-at", "-pk")[:limit]
    return [ToldRun(run, told(run.done), told(run.refused)) for run in rows]
