"""What a year of sessions comes to: by whom they were for, what about, where, which objective; who was trained."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ayni.access.models import User

from ..models import OVER, Aim, Attendance, Audience, Outcome, ProbeKind, Reply, Session, Topic, with_came
from .attending import by_institution
from .calendar import offices_of

MOST = 30
"""Lines of a table of institutions or of colleagues."""


@dataclass
class Line:
    """Of one code, or of one year."""

    label: str
    sessions: int = 0
    people: int = 0
    hours: Decimal = Decimal(0)

    def add(self, people: int, hours: Decimal | None) -> None:
        self.sessions += 1
        self.people += people
        self.hours += hours or 0


@dataclass(frozen=True)
class Side:
    """One way to part the year. Its lines sum to the whole, but for what nobody said of a session."""

    title: str
    column: str
    lines: list[Line]


@dataclass(frozen=True)
class Test:
    """Right answers before and after, over all sessions of the year that were measured."""

    before: int | None
    after: int | None
    replies: int


@dataclass(frozen=True)
class Numbers:
    sides: list[Side]
    years: list[Line]
    trained: list[tuple[str, int]]
    """By the institution that sent them."""
    colleagues: list[tuple[str, int, datetime]]
    """Of the own staff: how many sessions, and when the last was."""
    covered: int
    """How many of the staff came to one at least…"""
    staff: int
    """…of how many of the offices that the user keeps sessions for (R166)."""
    test: Test | None


READ = (
    "audience_kind", "topic", "aim", "outcome", "kind__label_es", "sector__label_es", "department__label_es",
    "starts_at", "came", "staff_hours",
)  # fmt: skip


def numbers(rows: QuerySet[Any], user: User) -> Numbers:
    """Of a year that was narrowed already; only what took place."""
    held = rows.filter(state__in=OVER).order_by()
    read = list(held.values(*READ))
    ids: QuerySet[Any] = held.values("pk")
    trained = _colleagues(ids)
    staff = User.objects.filter(is_active=True, office__in=offices_of(user)).count()
    return Numbers(
        _sides(read), _years(user), by_institution(ids)[:MOST], trained[:MOST], len(trained), staff, _test(ids)
    )  # fmt: skip


def _sides(read: Sequence[dict[str, Any]]) -> list[Side]:
    """A list of ours shows each of its codes: what was not done is to be seen, too."""
    ours = (
        (_("By audience"), _("Audience"), "audience_kind", dict(Audience.choices)),
        (_("By objective of the unit"), _("Objective of the unit"), "aim", dict(Aim.choices)),
        (_("By result of the unit"), _("Result of the unit"), "outcome", dict(Outcome.choices)),
        (_("By subject"), _("What it is about"), "topic", dict(Topic.choices)),
    )
    theirs = (
        (_("By kind of session"), _("Kind of session"), "kind__label_es", ""),
        (_("By sector"), _("Sector"), "sector__label_es", ""),
        (_("By department"), _("Department"), "department__label_es", _("Online")),
    )  # fmt: skip
    neither = _("Neither of the two, or not said")
    found = [
        Side(title, word, _parted(read, _of(name), words, neither if name == "outcome" else ""))
        for title, word, name, words in ours
    ]
    found += [Side(title, word, _parted(read, _of(name), {}, empty)) for title, word, name, empty in theirs]
    months = _parted(read, _month, {})
    for one in months:
        one.label = date_format(date.fromisoformat(f"{one.label}-01"), "M Y").lower()
    return [*found, Side(_("By month"), _("Month"), months)]


def _of(name: str) -> Callable[[dict[str, Any]], str]:
    return lambda row: row[name] or ""


def _month(row: dict[str, Any]) -> str:
    return f"{localtime(row['starts_at']):%Y-%m}"


def _parted(
    read: Sequence[dict[str, Any]], of: Callable[[dict[str, Any]], str], words: dict[str, Any], empty: str = ""
) -> list[Line]:
    lines = {code: Line(str(label)) for code, label in words.items()}
    unsaid = Line(empty or pgettext("code of a session", "Not said"))
    for row in read:
        code = of(row)
        line = lines.setdefault(code, Line(code)) if code else unsaid
        line.add(row["came"], row["staff_hours"])
    ordered = list(lines.values()) if words else sorted(lines.values(), key=lambda one: one.label)
    return [*ordered, unsaid] if unsaid.sessions else ordered


def _years(user: User) -> list[Line]:
    """All of them, however the list is narrowed: what a year is compared with."""
    rows = with_came(Session.objects.filter(pk__in=Session.objects.visible_to(user), state__in=OVER)).order_by()
    found: dict[int, Line] = defaultdict(lambda: Line(""))
    for begins, came, hours in rows.values_list("starts_at", "came", "staff_hours"):
        year = localtime(begins).year
        found[year].label = str(year)
        found[year].add(came, hours)
    return [found[year] for year in sorted(found, reverse=True)]


def _colleagues(ids: QuerySet[Any]) -> list[tuple[str, int, datetime]]:
    """The record of each of the staff (R164), the most trained first."""
    rows = Attendance.objects.filter(session__in=ids, colleague__isnull=False).order_by()
    found = rows.values_list("colleague__first_name", "colleague__last_name", "colleague").annotate(
        n=Count("pk"), last=Max("session__starts_at")
    )
    lines = [(f"{first} {second}".strip(), n, last) for first, second, _pk, n, last in found]
    return sorted(lines, key=lambda line: (-line[1], line[0]))


def _test(ids: QuerySet[Any]) -> Test | None:
    """Before and after are sums of answers, whoever they are of: a test after without one before counts too (R165)."""
    rows = Reply.objects.filter(probe__session__in=ids, asked__gt=0).order_by()
    summed = {
        kind: (right, asked, n)
        for kind, right, asked, n in rows.values_list("probe__kind").annotate(Sum("right"), Sum("asked"), Count("pk"))
    }
    share = {kind: round(100 * right / asked) for kind, (right, asked, _n) in summed.items()}
    if not share:
        return None
    replies = sum(n for _right, _asked, n in summed.values())
    return Test(share.get(ProbeKind.PRE), share.get(ProbeKind.POST), replies)


HEADER = ("tabla", "fila", "sesiones", "asistencias", "horas_personal")


def lines(found: Numbers) -> Iterator[list[str]]:
    """For a spreadsheet: a header, then a line each, of all tables."""
    yield list(HEADER)
    for side in [*found.sides, Side(_("By year"), _("Year"), found.years)]:
        for one in side.lines:
            yield [side.title, one.label, str(one.sessions), str(one.people), str(one.hours)]
    for name, people in found.trained:
        yield [_("Who was sent, by institution"), name, "", str(people), ""]
    for name, sessions, _last in found.colleagues:
        yield [_("Training of our own staff"), name, str(sessions), "", ""]
