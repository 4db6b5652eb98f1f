"""The rows behind the numbers of the pages about regularisation and the counter, but for those of applications
themselves (`regularisation.rows`): lines of checklists, appointments, tickets, cards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import ibis
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from ibis import _ as row_
from ibis.expr.types import BooleanValue, Value

from ayni.facts.builds import Build

from . import attention, queries, regularisation
from .queries import Rows
from .rules import Choice, Reach
from .table import asked_of
from .warehouse import warehouse


@dataclass(frozen=True)
class Opened:
    """A number that opens: the rows of a table of facts whose column is so."""

    name: str | Promise
    about: str | Promise
    table: str
    column: str
    holds: Callable[[Value], BooleanValue]


def _known(value: Value) -> BooleanValue:
    return value.notnull()


def _is(*values: str) -> Callable[[Value], BooleanValue]:
    return lambda value: value.cast("string").isin(values)


def card_measure(age: str) -> str:
    return f"cards-{age.lower().replace('_', '-')}"


OPENED: Mapping[str, Opened] = {
    "failing": Opened(
        _("Observed or rejected"),
        _("Applications whose evaluator observed or rejected this, once or more, also if it was corrected since."),
        "checklist",
        "failures",
        lambda value: value > 0,
    ),
    "asked": Opened(
        _("Asked for"),
        _("Applications that were handed in and that this was asked of."),
        "checklist",
        "failures",
        _known,
    ),
    "absent": Opened(
        pgettext_lazy("numbers", "Did not come"),
        _("Appointments to which nobody came."),
        "appointments",
        "came",
        lambda value: ~value,
    ),
    "expected": Opened(
        _("Expected"), _("Appointments of which it is known whether somebody came."), "appointments", "came", _known
    ),
    "arrived": Opened(pgettext_lazy("numbers", "Arrived"), _("Tickets that were given."), "tickets", "state", _known),
    "left": Opened(
        _("Not attended"), _("Tickets that nobody attended before the day ended."), "tickets", "state", _is("LEFT")
    ),
    "called": Opened(
        _("Called"),
        _("Tickets that were called: their minutes of waiting are known."),
        "tickets",
        "minutes_waiting",
        _known,
    ),
    "attended": Opened(
        _("Attended"), _("Tickets that were attended: their minutes are known."), "tickets", "minutes_attended", _known
    ),
    "cards": Opened(
        _("Cards that nobody has yet"),
        _("They count, and were not handed over."),
        "cards",
        "age",
        _is(*attention.AGES),
    ),
    "delivered": Opened(
        _("Cards handed over"), _("In the month in which they were."), "cards", "handed_over_on", _known
    ),
    **{
        card_measure(age): Opened(
            _("Cards that nobody has yet"),
            _("Of those that wait as long as the column says."),
            "cards",
            "age",
            _is(age),
        )
        for age in attention.AGES
    },
}


def is_of_counter(measure: str) -> bool:
    """On which of the two pages the number stands."""
    return OPENED[measure].table in {"tickets", "cards"}


def is_counted(build: Build, measure: str) -> bool:
    return attention.is_counted(build) if is_of_counter(measure) else regularisation.is_counted(build)


def options(build: Build, reach: Reach, measure: str) -> dict[str, list[tuple[str, str]]]:
    return attention.options(build, reach) if is_of_counter(measure) else regularisation.options(build, reach)


def rows(build: Build, reach: Reach, choice: Choice, measure: str, *, skip: int = 0, take: int = 50) -> Rows:
    """Newest first. Nothing that the reader's roles do not open leaves as an id."""
    house, what = warehouse(build), OPENED[measure]
    counted = queries.grouped(house, what.table, reach, choice, what.column)
    facts = house.table(what.table)
    opened = facts.filter(queries.chosen(facts, choice), queries.openable(facts, reach), what.holds(facts[what.column]))
    [number] = house.ask(counted.filter(what.holds(counted[what.column])).aggregate(counted=row_.count()))
    [shown] = house.ask(opened.aggregate(openable=row_.count()))
    page = opened.order_by(ibis.desc("month"), "row").select("row").limit(take, offset=skip)
    return Rows(number["counted"], shown["openable"], [(row["row"], "") for row in house.ask(page)])


def address(build: Build, choice: Choice, measure: str) -> str:
    """Where the desk lists them: the question that counted them, asked of the very same build."""
    return f"{reverse('desk:counted-rows', args=[measure])}?{urlencode({'build': build.id, **asked_of(choice)})}"
