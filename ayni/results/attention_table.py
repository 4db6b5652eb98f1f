"""The tables and charts of the page about the counter: words and numbers."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ayni.design.charts import Row as Bar
from ayni.design.charts import number
from ayni.facts.builds import Build

from . import opened, words
from .attention import AGES, Attention, Compared, Median, Served, Stock, options
from .rules import APART, Choice, Reach
from .warehouse import warehouse

BARS = 20
"""More bars are not read: the table has them all."""


@dataclass(frozen=True)
class ServedRow:
    label: str
    cells: list[tuple[str, str, str]]
    """Each with the word of its column, which says its month, and where it opens; empty: nowhere."""


@dataclass(frozen=True)
class StockRow:
    label: str
    ages: list[tuple[str, int, str]]
    """Each with the word of its column, and where it opens."""
    total: int
    href: str


@dataclass(frozen=True)
class AttentionTable:
    month: str
    before: str
    columns: list[str]
    served: list[ServedRow]
    waits: list[Bar]
    attentions: list[Bar]
    ages: list[str]
    stocks: list[StockRow]
    waiting_cards: list[Bar]
    delivered: list[tuple[str, int, str]]
    deliveries: list[Bar]


def attention_table(build: Build, reach: Reach, choice: Choice, found: Attention) -> AttentionTable:
    ages = [warehouse(build).label("card_age", code) for code in AGES]
    name: Callable[[str], str] = lambda group: words.group(build, "office", group)  # noqa: E731
    opens = _Opens(build, reach, replace(choice, since=None, until=None))
    stocks = [_stock(name(stock.group), stock, ages, opens) for stock in found.stocks]
    now, before = (words.month(month.isoformat()) for month in (found.month, found.before))
    columns = _columns(now, before)
    delivered = [
        (words.group(build, "month", month), number, opens.month(month, "delivered", number))
        for month, number in found.delivered.items()
    ]
    drawn = delivered[: len(delivered) - (APART in found.delivered)]
    return AttentionTable(
        month=now,
        before=before,
        columns=columns,
        served=[
            ServedRow(name(one.group), list(zip(columns, _cells(one), _opened(one, found, opens), strict=True)))
            for one in found.served
        ],
        waits=_bars(found, name, lambda served: served.waiting),
        attentions=_bars(found, name, lambda served: served.attention),
        ages=ages,
        stocks=stocks,
        waiting_cards=[Bar(row.label, [number for _age, number, _href in row.ages]) for row in stocks][:BARS],
        delivered=delivered,
        deliveries=[Bar(month, [number]) for month, number, _href in drawn],
    )


class _Opens:
    """Where the numbers of one page open, for whoever may open them. What is not broken down opens nothing."""

    def __init__(self, build: Build, reach: Reach, choice: Choice) -> None:
        self.build, self.choice = build, choice
        listed = options(build, reach) if reach.opens_rows else {"office": [], "month": []}
        self.offices, self.months = ({code for code, _name in listed[by]} for by in ("office", "month"))

    def office(self, group: str, measure: str, value: float | None, month: date | None = None) -> str:
        if not value or group not in self.offices:
            return ""
        return opened.address(self.build, replace(self.choice, office=group, since=month, until=month), measure)

    def month(self, group: str, measure: str, value: int) -> str:
        if not value or group not in self.months:
            return ""
        month = date.fromisoformat(group)
        return opened.address(self.build, replace(self.choice, since=month, until=month), measure)


def _opened(one: Compared, found: Attention, opens: _Opens) -> list[str]:
    """In the order of the columns: each number in the month, then in the one before."""
    both = ((one.now, found.month), (one.before, found.before))
    numbers: list[tuple[str, Callable[[Served], float | None]]] = [
        ("arrived", lambda served: served.arrived),
        ("left", lambda served: served.left),
        ("called", lambda served: served.waiting.of),
        ("attended", lambda served: served.attention.of),
    ]
    return [opens.office(one.group, measure, of(served), month) for measure, of in numbers for served, month in both]


def _columns(now: str, before: str) -> list[str]:
    """Of the table of waiting and attention: each number in the month, then in the one before."""
    names = (_("Arrived, %s"), _("Not attended, %s"), _("Minutes of waiting, %s"), _("Minutes of attention, %s"))
    return [name % month for name in names for month in (now, before)]


def _cells(one: Compared) -> list[str]:
    both = (one.now, one.before)
    counts = [number(getattr(served, name)) for name in ("arrived", "left") for served in both]
    return counts + [_minutes(getattr(served, name)) for name in ("waiting", "attention") for served in both]


def _minutes(median: Median) -> str:
    return "\N{EN DASH}" if median.minutes is None else str(number_format(median.minutes, decimal_pos=1))


def _stock(label: str, stock: Stock, ages: list[str], opens: _Opens) -> StockRow:
    numbers = [stock.ages.get(code, 0) for code in AGES]
    found = [
        (age, number, opens.office(stock.group, opened.card_measure(code), number))
        for code, age, number in zip(AGES, ages, numbers, strict=True)
    ]
    return StockRow(label, found, stock.total, opens.office(stock.group, "cards", stock.total))


def _bars(found: Attention, name: Callable[[str], str], of: Callable[[Served], Median]) -> list[Bar]:
    """This month as a bar, the one before as its mark."""

    def drawn(one: Compared) -> Bar | None:
        now = of(one.now)
        if now.minutes is None:
            return None
        return Bar(name(one.group), [now.minutes], shown=_minutes(now), target=of(one.before).minutes)

    return [bar for bar in map(drawn, found.served) if bar is not None][:BARS]
