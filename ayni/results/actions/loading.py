"""Loading frameworks and indicators. What came with the data and changed there gets its next version; what somebody
changed on a page stays as they left it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from ayni.codelists.actions import Change
from ayni.codelists.tables import Tables, digest

from .. import profile_frame, reference
from ..models import (
    Alignment,
    Aspect,
    Contribution,
    Definition,
    Framework,
    FrameworkVersion,
    Indicator,
    Target,
    Threshold,
    Value,
    ValueState,
)
from ..reference import FrameworkSaid
from .frameworks import put_nodes


@transaction.atomic
def load_results(tables: Tables, *, on: date, at: datetime) -> list[Change]:
    """Frameworks, their alignments, indicators, targets, thresholds, and the figures that others publish."""
    made = sum(_framework(said, on=on, at=at) for said in reference.frameworks(tables))
    changes = [Change("results.Framework", made), _alignments(reference.alignments(tables))]
    changes.append(_indicators(reference.indicators(tables), on=on, at=at))
    changes += [_thresholds(tables), _targets(tables, at=at), _external(tables, at=at)]
    changes.append(_aspects(reference.aspects(tables)))
    transaction.on_commit(profile_frame.forget)
    return changes


def _framework(said: FrameworkSaid, *, on: date, at: datetime) -> int:
    """One if it is new or says something else than when it was last loaded."""
    framework = Framework.objects.filter(code=said.code).first()
    if framework is not None and framework.loaded == said.digest:
        return 0
    if framework is None:
        framework = Framework.objects.create(code=said.code, loaded=said.digest, **said.fields)
        number, since = 1, said.since
    else:
        Framework.objects.filter(pk=framework.pk).update(loaded=said.digest, **said.fields)
        number, since = framework.versions.count() + 1, on
    FrameworkVersion.objects.create(framework=framework, number=number, valid_from=since, made_at=at)
    put_nodes(framework, number, said.nodes, moves={})
    return 1


def _alignments(wanted: dict[tuple[str, str], str]) -> Change:
    there = {(one.one, one.other): one for one in Alignment.objects.order_by("pk")}
    gone = [one.pk for pair, one in there.items() if pair not in wanted and not one.by_hand]
    if gone:
        Alignment.objects.filter(pk__in=gone).delete()
    rows = [Alignment(one=a, other=b, source=said[:300]) for (a, b), said in wanted.items() if (a, b) not in there]
    Alignment.objects.bulk_create(rows)
    return Change("results.Alignment", len(rows), len(gone))


def _indicators(wanted: list[tuple[str, dict[str, Any], list[str]]], *, on: date, at: datetime) -> Change:
    there = {row.code: row for row in Indicator.objects.order_by("pk")}
    newest = {d.indicator_id: d for d in Definition.objects.filter(valid_to__isnull=True).order_by("pk")}
    made = closed = by_hand = 0
    for code, fields, nodes in wanted:
        said = digest({**fields, "nodes": nodes})
        indicator = there.get(code) or Indicator.objects.create(code=code)
        before = newest.get(indicator.pk)
        if indicator.loaded == said:
            continue
        if before is not None and before.made_by_id is not None:
            by_hand += 1
            continue
        if before is not None:
            Definition.objects.filter(pk=before.pk).update(valid_to=on)
            closed += 1
        Definition.objects.create(
            indicator=indicator, version=before.version + 1 if before else 1, valid_from=on, made_at=at, **fields
        )
        Indicator.objects.filter(pk=indicator.pk).update(loaded=said)
        indicator.contributions.all().delete()
        Contribution.objects.bulk_create(Contribution(indicator=indicator, node_code=node) for node in nodes)
        made += 1
    return Change("results.Indicator", made, closed, by_hand)


def _thresholds(tables: Tables) -> Change:
    """Set once: afterwards they are the unit's."""
    if Threshold.objects.exists():
        return Change("results.Threshold")
    rows = [Threshold(light=row["light"], at_least=row["at_least"]) for row in tables[reference.THRESHOLDS]]
    return Change("results.Threshold", len(Threshold.objects.bulk_create(rows)))


def _targets(tables: Tables, *, at: datetime) -> Change:
    """What is there already stays, whoever set it."""
    codes = {row.code: row for row in Indicator.objects.order_by("pk")}
    names = ("department", "dimension", "category")
    there = set(Target.objects.order_by().values_list("indicator__code", "until", *names))
    rows = [
        Target(indicator=codes[row["indicator"]], set_at=at, **{n: row[n] for n in ("since", "until", "value", *names)})
        for row in tables[reference.TARGETS]
        if (row["indicator"], row["until"], *(row[name] for name in names)) not in there
    ]
    return Change("results.Target", len(Target.objects.bulk_create(rows)))


def _external(tables: Tables, *, at: datetime) -> Change:
    """Values of indicators that somebody else publishes, taken from the published figures by their code."""
    figures = {row["code"]: row for row in tables[reference.FIGURES]}
    codes = {row.code: row for row in Indicator.objects.order_by("pk")}
    there = set(Value.objects.exclude(figure="").order_by().values_list("indicator__code", "figure"))
    rows = [
        Value(
            indicator=codes[row["indicator"]], since=row["since"], until=row["until"],
            numerator=float(figures[row["figure"]]["value"]) / row["divided_by"], figure=row["figure"],
            evidence=f"{row['figure']}: {figures[row['figure']]['source']}"[:500], state=ValueState.APPROVED, at=at,
        )
        for row in tables[reference.EXTERNAL]
        if (row["indicator"], row["figure"]) not in there
    ]  # fmt: skip
    return Change("results.Value", len(Value.objects.bulk_create(rows)))


def _aspects(wanted: dict[str, dict[str, Any]]) -> Change:
    """What is asked no more stays with what was answered to it."""
    there = {row.code: row for row in Aspect.objects.order_by("pk")}
    made = closed = 0
    for code, fields in wanted.items():
        row = there.get(code) or Aspect(code=code)
        if row.pk is None or any(getattr(row, name) != value for name, value in fields.items()):
            for name, value in fields.items():
                setattr(row, name, value)
            row.save()
            made += 1
    for code in there.keys() - wanted.keys():
        closed += Aspect.objects.filter(code=code, is_asked=True).update(is_asked=False)
    return Change("results.Aspect", made, closed)
