"""What a fine comes to, line by line: which rule, of which day, over which UIT, and who need not pay it."""

import calendar
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from ..models import FineKind, FineRule

CENT = Decimal("0.01")
HUNDRED = Decimal(100)
DAY = timedelta(days=1)


class CannotReckon(RuleBroken):
    pass


class CannotRecordReceipt(RuleBroken):
    pass


@dataclass(frozen=True)
class Unit:
    """The UIT of a year."""

    year: int
    amount: Decimal
    decree: str = ""
    confidence: str = "unknown"


@dataclass(frozen=True)
class Rule:
    """A row about fines. Which of its values matter is told by its kind."""

    code: str
    kind: str
    label: str = ""
    since: date | None = None
    until: date | None = None
    percent: Decimal | None = None
    over: Decimal | None = None
    upto: Decimal | None = None
    instalments: int | None = None
    initial: Decimal | None = None
    who: str = ""
    on_request: bool = False
    legal_basis: str = ""
    confidence: str = "unknown"

    def holds(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Line:
    """One line of the arithmetic."""

    rule: str
    label: str
    since: date
    until: date
    count: int
    """Days or months."""
    percent: Decimal
    unit: Decimal
    amount: Decimal
    legal_basis: str
    confidence: str
    unit_confidence: str = "unknown"

    def plain(self) -> dict[str, str | int]:
        """As it is kept: no number that a JSON writer would round."""
        return {
            name: value if isinstance(value, int) else value.isoformat() if isinstance(value, date) else str(value)
            for name, value in vars(self).items()
        }


@dataclass(frozen=True)
class Reckoned:
    kind: str
    since: date
    until: date
    unit: Unit
    lines: tuple[Line, ...]

    @property
    def amount(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal("0.00"))


def reckon(
    kind: str, *, after: date, on: date, rules: Sequence[Rule], units: Mapping[int, Unit], today: date
) -> Reckoned:
    """A fine that runs since the day after `after`, until `on`, over the UIT of that last day's year."""
    if after > today:
        raise CannotReckon(_("That day has not come yet: there is no fine. Check the year."))
    if on < after:
        raise CannotReckon(_("The fine would end before it begins. Check both days."))
    if on.year not in units:
        raise CannotReckon(
            _("The UIT of %(year)s is not in the data. Ask whoever keeps the catalogue to enter it.")
            % {"year": on.year}
        )
    first = after + DAY
    lines = (
        COUNTED[kind](after, on, [rule for rule in rules if rule.kind == kind], units[on.year]) if on > after else []
    )
    return Reckoned(kind, min(first, on), on, units[on.year], tuple(lines))


def _by_day(after: date, on: date, rules: Sequence[Rule], unit: Unit) -> list[Line]:
    """Every day under the rule of that day. Days before the first rule of ours are shown, and cost nothing."""
    found, begin = [], after + DAY
    for rule in sorted(rules, key=lambda rule: rule.since or date.min):
        since, until = max(begin, rule.since or begin), min(on, rule.until or on)
        if since > until:
            continue
        if since > begin:
            found.append(_without_rule(begin, since - DAY, unit))
        found.append(_line(rule, since, until, (until - since).days + 1, unit))
        begin = until + DAY
    return found if begin > on else [*found, _without_rule(begin, on, unit)]


def _by_month(after: date, on: date, rules: Sequence[Rule], unit: Unit) -> list[Line]:
    """Whole months of delay, under the rule in force when the last of them ended."""
    rule = next((rule for rule in rules if rule.holds(on)), None)
    if rule is None:
        return [_without_rule(after + DAY, on, unit)]
    return [_line(rule, after + DAY, on, whole_months(after, on), unit)]


COUNTED: dict[str, Callable[[date, date, Sequence[Rule], Unit], list[Line]]] = {
    FineKind.OVERSTAY: _by_day,
    FineKind.LATE_UPDATE: _by_month,
}


def whole_months(after: date, on: date) -> int:
    """Months that have passed. From the 31st, a month ends with the last day of a shorter one."""
    last = calendar.monthrange(on.year, on.month)[1]
    is_over = on.day >= min(after.day, last)
    return (on.year - after.year) * 12 + on.month - after.month - (not is_over)


def _line(rule: Rule, since: date, until: date, count: int, unit: Unit) -> Line:
    percent = rule.percent or Decimal(0)
    amount = (unit.amount * percent / HUNDRED * count).quantize(CENT, ROUND_HALF_UP)
    return Line(
        rule.code,
        rule.label,
        since,
        until,
        count,
        percent,
        unit.amount,
        amount,
        rule.legal_basis,
        rule.confidence,
        unit.confidence,
    )


def _without_rule(since: date, until: date, unit: Unit) -> Line:
    label = _("No rule of ours is about these days: they are not counted")
    zero = Decimal("0.00")
    return Line(
        "", label, since, until, (until - since).days + 1, Decimal(0), unit.amount, zero, "", "unknown", unit.confidence
    )


def waivers(rules: Sequence[Rule], who: set[str], on: date) -> list[Rule]:
    """What does away with a fine on that day, for somebody of whom this is so; what needs no request first."""
    said = who | {FineRule.Who.EVERYBODY}
    found = [rule for rule in rules if rule.kind == FineKind.WAIVER and rule.who in said and rule.holds(on)]
    return sorted(found, key=lambda rule: (rule.on_request, rule.code))


def due(amount: Decimal, waived: Rule | None, *, is_granted: bool = False) -> Decimal:
    """What is left to pay. What has to be asked for counts only when it was granted."""
    if waived is not None and (is_granted or not waived.on_request):
        return Decimal("0.00")
    return amount


@dataclass(frozen=True)
class Plan:
    """How a fine may be paid in parts."""

    rule: Rule
    initial: Decimal
    instalments: int
    each: Decimal
    last: Decimal
    """The cents that are left over are in it."""


def plan_of(amount: Decimal, unit: Unit, rules: Sequence[Rule], on: date) -> Plan | None:
    """The instalments that the rule of that day allows. None: none, or the fine is too small."""
    percent = amount * HUNDRED / unit.amount
    rule = next(
        (
            rule
            for rule in rules
            if rule.kind == FineKind.INSTALMENTS
            and rule.holds(on)
            and percent > (rule.over or 0)
            and (rule.upto is None or percent <= rule.upto)
        ),
        None,
    )
    if rule is None or not rule.instalments:
        return None
    initial = (amount * (rule.initial or Decimal(0)) / HUNDRED).quantize(CENT, ROUND_HALF_UP)
    each = ((amount - initial) / rule.instalments).quantize(CENT, ROUND_HALF_UP)
    return Plan(rule, initial, rule.instalments, each, amount - initial - each * (rule.instalments - 1))


def receipt_number(typed: str) -> str:
    """One way to write it, so that the same receipt is known again: no signs, no leading zeros, capital letters."""
    plain = re.sub(r"[^0-9A-Z]", "", typed.upper()).lstrip("0")
    if not plain or len(plain) > 30:
        raise CannotRecordReceipt(_("Type the number of the receipt as the bank printed it: letters and digits."))
    return plain


def check_receipt(*, paid_on: date, amount: Decimal, today: date, is_used: bool) -> None:
    if is_used:
        raise CannotRecordReceipt(
            _("This receipt already serves another payment. A receipt counts once: ask for the right one.")
        )
    if paid_on > today:
        raise CannotRecordReceipt(_("The day of the payment has not come yet. Look at the receipt again."))
    if amount <= 0:
        raise CannotRecordReceipt(_("A receipt is of some money. Look at the receipt again."))


def check_waiver(*, is_waived: bool, reason: str) -> None:
    if is_waived and not reason.strip():
        raise CannotReckon(_("Say why the fine is not charged: whoever decides reads it."))
