"""What is kept, and until when: rules as data, run every night."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from ayni.audit import actions as audit
from ayni.codelists.models import LegalNorm
from ayni.lib.errors import RuleBroken
from ayni.people import hooks
from ayni.people.models import RetentionRule, RetentionRun
from ayni.people.queries import retention as queries
from ayni.people.rules.retention import Row, read_rules

A_NIGHT = 2000
"""Rows that one run ends by one rule. What is left goes the next night: nobody waits behind it for the database."""


@transaction.atomic
def load_retention_rules(folder: Path, on: date) -> int:
    """Take over `retention.csv`. A second load changes nothing; a changed row is a new version, a removed one ends.

    Raises MalformedRules, naming file, line and column, before anything is written. Returns how many changed.
    """
    norms = set(LegalNorm.objects.order_by().values_list("code", flat=True))
    wanted = {row.code: row for row in read_rules(folder / "retention.csv", norms=norms)}
    have = {rule.code: rule for rule in RetentionRule.objects.select_for_update().filter(valid_to__isnull=True)}
    changed = [row for code, row in wanted.items() if code not in have or _said(have[code]) != row.said]
    ending = [have[row.code].pk for row in changed if row.code in have] + [
        rule.pk for code, rule in have.items() if code not in wanted
    ]
    # A rule that changes on the day on which it began was never in force.
    RetentionRule.objects.filter(pk__in=ending).update(valid_to=on)
    for row in changed:
        last = RetentionRule.objects.filter(code=row.code).aggregate(last=Max("version"))["last"] or 0
        begins = max(row.valid_from, on) if last else row.valid_from
        RetentionRule.objects.create(
            code=row.code, version=last + 1, valid_from=begins, valid_to=row.valid_to, **row.said
        )  # fmt: skip
    return len(changed) + len(have.keys() - wanted.keys())


def _said(rule: RetentionRule) -> dict[str, object]:
    return {
        name: getattr(rule, name) for name in Row.__dataclass_fields__ if name not in {"code", "valid_from", "valid_to"}
    }


@dataclass(frozen=True)
class Counted:
    """What a rule would end, or ended."""

    rule: RetentionRule
    rows: int
    """-1 for a kind that nothing here has yet."""


def foresee(*, at: datetime) -> list[Counted]:
    """How many rows each rule would end at a moment, as a run reads them. Writes nothing."""
    rules = queries.in_force(localdate(at))
    return [Counted(rule, -1 if (rows := queries.due(rule, at)) is None else rows.count()) for rule in rules]


def run_retention(
    *, at: datetime, most: int = A_NIGHT, progress: Callable[[RetentionRun], None] | None = None
) -> list[RetentionRun]:
    """End what is due, a row at a time, each in a transaction of its own. Says what was done, rule by rule."""
    runs = []
    for rule in queries.in_force(localdate(at)):
        if queries.due(rule, at) is None:
            continue
        run = _run(rule, at, most)
        runs.append(run)
        if progress:
            progress(run)
    return runs


def _run(rule: RetentionRule, at: datetime, most: int) -> RetentionRun:
    done = refused = 0
    left = False
    rows = queries.due(rule, at)
    for key in queries.keys_of(rows) if rows is not None else ():
        if done >= most:
            left = True
            break
        try:
            done += _end(rule, key, at)
        except RuleBroken:
            refused += 1
    with transaction.atomic():
        run = RetentionRun.objects.create(rule=rule, at=at, done=done, refused=refused, left=left)
        audit.record(
            "retention.run", subject=run, by=audit.SYSTEM, at=at, rule=str(rule), done=done, refused=refused, left=left
        )
    return run


@transaction.atomic
def _end(rule: RetentionRule, key: object, at: datetime) -> int:
    # Read again under a lock: somebody may have come back, or placed a hold, since the list was made.
    rows = queries.due(rule, at)
    row = rows.filter(pk=key).select_for_update(of=("self",)).first() if rows is not None else None
    if row is None:
        return 0
    hooks.SWEEPERS[rule.kind].sweep(row, at, rule.code)
    return 1


__all__ = ["Counted", "foresee", "load_retention_rules", "run_retention"]
