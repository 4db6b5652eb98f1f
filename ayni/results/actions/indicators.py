"""Verbs about indicators: a change is the next version; values are given by one and approved by another."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.files import actions as files
from ayni.files.preparing import Drawn
from ayni.lib.errors import RuleBroken

from .. import catalogue, formula, standing
from ..models import Contribution, Definition, Indicator, Measure, Origin, Target, Value, ValueState

FIELDS = (
    "name", "definition", "unit", "origin", "table", "month", "measure", "counts", "column", "filter", "numerator",
    "denominator", "denominator_table", "dimensions", "period", "baseline", "baseline_month", "verification",
    "responsible", "why",
)  # fmt: skip


class CannotKeep(RuleBroken):
    """An indicator, a target or a value that cannot be as it was typed. The message says what to do."""


@dataclass(frozen=True)
class Aimed:
    """A target as it was typed."""

    since: date
    until: date
    value: float
    department: str = ""
    dimension: str = ""
    category: str = ""


@dataclass(frozen=True)
class Given:
    """A value as it was typed."""

    since: date
    until: date
    numerator: float
    denominator: float | None
    evidence: str
    department: str = ""
    drawn: Drawn | None = None
    """The document that shows it."""


@transaction.atomic
def write_indicator(
    *, code: str, said: dict[str, Any], nodes: list[str], seen: int, by: User, at: datetime
) -> Definition:
    """A new indicator, or the next version of one, after a colleague approved its draft (`drafts.py`). `seen`: the
    version that it comes after; 0 of a new one. `by`: who wrote it."""
    indicator = Indicator.objects.select_for_update().filter(code=code).first()
    check_definition(code=code, said=said, nodes=nodes, seen=seen)
    if indicator is None:
        indicator = Indicator.objects.create(code=code)
    indicator.definitions.filter(valid_to__isnull=True).update(valid_to=localdate(at))
    made = Definition.objects.create(
        indicator=indicator, version=seen + 1, valid_from=localdate(at), made_by=by, made_at=at,
        **{name: said[name] for name in FIELDS if name in said},
    )  # fmt: skip
    indicator.contributions.all().delete()
    Contribution.objects.bulk_create(Contribution(indicator=indicator, node_code=node) for node in nodes)
    audit.record("indicator.written", subject=indicator, by=by, at=at, version=made.version)
    return made


def check_definition(*, code: str, said: dict[str, Any], nodes: list[str], seen: int) -> None:
    """Whether it may come after that version. The formula is held against what may be counted today."""
    indicator = Indicator.objects.filter(code=code).first()
    before = indicator.definitions.filter(valid_to__isnull=True).first() if indicator else None
    if seen == 0 and indicator is not None:
        raise CannotKeep(_("There is an indicator with this code already. Choose another code."))
    if (before.version if before else 0) != seen:
        raise CannotKeep(_("A colleague changed it meanwhile. Look at their version, then write yours again."))
    _check_formula(said)
    standing.check_amount(said.get("baseline"), is_share=said.get("measure") == Measure.SHARE)
    _check_nodes(nodes)
    if indicator is not None:
        _check_targets(indicator, said)


def _check_formula(said: dict[str, Any]) -> None:
    if said["origin"] == Origin.FACTS:
        formula.check(
            catalogue.formula_of(Definition(**{n: v for n, v in said.items() if n in FIELDS})), catalogue.declared()
        )


def _check_nodes(nodes: list[str]) -> None:
    if not nodes:
        raise CannotKeep(_("An indicator shows progress of something: choose at least one node of a framework."))
    if unknown := sorted(set(nodes) - set(catalogue.nodes())):
        raise CannotKeep(_("There is no %(code)s in a framework. Choose again.") % {"code": unknown[0]})


def _check_targets(indicator: Indicator, said: dict[str, Any]) -> None:
    """A new baseline may not come after a target that is there."""
    for target in indicator.targets.order_by("until"):
        standing.check_target(
            since=target.since, until=target.until, baseline=said.get("baseline"),
            baseline_month=said.get("baseline_month"),
        )  # fmt: skip


@transaction.atomic
def set_target(*, indicator: Indicator, aimed: Aimed, by: User, at: datetime) -> Target:
    """What is to be reached. Of a part: of a dimension that the indicator is broken down by. The same part and end
    typed again is another value for it."""
    said = indicator.definitions.select_for_update().get(valid_to__isnull=True)
    standing.check_amount(aimed.value, is_share=said.is_share)
    standing.check_target(
        since=aimed.since, until=aimed.until, baseline=said.baseline, baseline_month=said.baseline_month
    )
    if aimed.dimension and aimed.dimension not in said.dimension_list:
        raise CannotKeep(_("The indicator is not broken down by “%(name)s”. Choose one of its dimensions.") % {
            "name": aimed.dimension
        })  # fmt: skip
    if bool(aimed.dimension) != bool(aimed.category):
        raise CannotKeep(_("A target of a part needs both: the dimension and its category."))
    target, _new = Target.objects.update_or_create(
        indicator=indicator, until=aimed.until, department=aimed.department, dimension=aimed.dimension,
        category=aimed.category,
        defaults={"since": aimed.since, "value": aimed.value, "by_hand": True, "set_by": by, "set_at": at},
    )  # fmt: skip
    audit.record(
        "indicator.target_set", subject=indicator, by=by, at=at, until=aimed.until.isoformat(), target=target.pk,
        department=aimed.department, dimension=aimed.dimension, category=aimed.category,
    )  # fmt: skip
    return target


@transaction.atomic
def give_value(*, indicator: Indicator, given: Given, by: User, at: datetime) -> Value:
    """A value with what shows it, to be looked at by a colleague."""
    said = indicator.definitions.get(valid_to__isnull=True)
    if said.origin == Origin.FACTS:
        raise CannotKeep(_("This indicator is counted from the facts: nobody types its values."))
    if said.measure == Measure.SHARE and not given.denominator:
        raise CannotKeep(_("A share divides by something: type the denominator, which is more than nothing."))
    if said.measure == Measure.SHARE and given.numerator > (given.denominator or 0):
        raise CannotKeep(_("The numerator is part of the denominator, and here it is more. Check both."))
    standing.check_amount(given.numerator, is_share=False)
    if given.until < given.since:
        raise CannotKeep(_("The last month is before the first. Choose a later one."))
    value = Value.objects.create(
        indicator=indicator, since=given.since, until=given.until, department=given.department,
        numerator=given.numerator, denominator=given.denominator if said.is_share else None, evidence=given.evidence,
        file=files.keep(drawn=given.drawn, by=by, at=at) if given.drawn else None, by=by, at=at,
    )  # fmt: skip
    audit.record(
        "indicator.value_given", subject=indicator, by=by, at=at, value=value.pk, with_file=value.file_id is not None
    )
    return value


@transaction.atomic
def decide_value(*, value: Value, approve: bool, note: str, by: User, at: datetime) -> Value:
    """Whoever did not type it says whether it counts."""
    value = Value.objects.select_for_update().get(pk=value.pk)
    if value.state != ValueState.WAITING:
        raise CannotKeep(_("Somebody decided about this value already."))
    if value.by_id == by.pk:
        raise CannotKeep(_("You typed this value yourself. A colleague has to look at it."))
    if not approve and not note:
        raise CannotKeep(_("Say what is wrong with it, so that it can be mended."))
    value.state = ValueState.APPROVED if approve else ValueState.RETURNED
    value.note, value.decided_by, value.decided_at = note, by, at
    value.save()
    audit.record("indicator.value_decided", subject=value.indicator, by=by, at=at, value=value.pk, state=value.state)
    return value


@transaction.atomic
def retire_indicator(*, indicator: Indicator, by: User, at: datetime) -> None:
    """It is measured no more. What was published of it stays."""
    indicator = Indicator.objects.select_for_update().get(pk=indicator.pk)
    if indicator.retired_at is not None:
        raise CannotKeep(_("It was retired before."))
    Indicator.objects.filter(pk=indicator.pk).update(retired_at=at)
    audit.record("indicator.retired", subject=indicator, by=by, at=at)
