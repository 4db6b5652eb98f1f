"""A release as its page shows it to whoever signs it: what each gate did and why, in numbers of cells and places."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User
from ayni.access.permissions import Permission

from . import rules
from .closed_list import CUBES
from .models import Planned, Release, State
from .noise.gates import DESIGN, MONTHS
from .published import Level, Rule

WHY: Mapping[str, tuple[str | Promise, str | Promise]] = {
    Rule.INSIDE: (
        pgettext_lazy("observatory", "Inside"),
        _("Places with fewer than %(inside)s people give nothing: they are counted in the place around them."),
    ),
    Rule.AREA: (
        pgettext_lazy("observatory", "Few people"),
        _(
            "Places with fewer than %(area)s people give their total, and sex by two groups of age. Crossings with "
            "fewer than %(mean_cell)s people a cell are closed; so is what is new in a place that is not due yet."
        ),
    ),
    Rule.SENSITIVE: (
        pgettext_lazy("observatory", "Sensitive"),
        _("Of what could hurt, groups of fewer than %(sensitive)s people are closed."),
    ),
    Rule.CATEGORY: (
        pgettext_lazy("observatory", "Category"),
        _("Categories with fewer than %(category)s people in a place are counted under its others."),
    ),
    Rule.GROUP: (
        pgettext_lazy("observatory", "Group"),
        _(
            "Rows of fewer than %(row)s people of whom one category holds nearly all are closed; where the category is "
            "an attribute, all such rows are."
        ),
    ),
    Rule.BESIDE: (
        pgettext_lazy("observatory", "Beside"),
        _(
            "What is the only one open among the parts of a whole closes, too, where fewer than %(category)s people "
            "are left over: taken from the whole, it would show how these are."
        ),
    ),
}
LEVELS: Mapping[str, str | Promise] = {
    Level.NATIONAL: pgettext_lazy("observatory", "Country"),
    Level.DEPARTMENT: pgettext_lazy("observatory", "Departments"),
    Level.PROVINCE: pgettext_lazy("observatory", "Provinces"),
    Level.DISTRICT: pgettext_lazy("observatory", "Districts"),
}
STOCK_GATE = _(
    "A place gets new figures in its months, if at least %(changed)s people entered, left or changed there "
    "(%(changed_sensitive)s where it could hurt). Else the figures before stand, with their own month."
)


def shown(release: Release, user: User, *, at: datetime) -> dict[str, Any]:
    """What the template needs."""
    report, limits = release.report, vars(DESIGN)
    planned = Planned.objects.filter(period=release.period).first()
    language = "es" if (get_language() or "es").startswith("es") else "en"
    stocks = stocks_called(language)
    titles = {cube.code: cube.title[language] for cube in CUBES}
    return {
        "release": release,
        "planned": planned,
        "embargo": release.published_at or (planned and rules.embargo(planned.day)),
        "is_ahead": bool(release.published_at and release.published_at > at),
        "signatures": release.signatures.select_related("by"),
        "rules": [(name, why % limits) for name, why in WHY.values()],
        "cubes": [
            (
                titles.get(code, code),
                [counts[rule] for rule in WHY],
                counts["shown"],
                counts["standing"],
                counts["cells"],
            )
            for code, counts in report.get("cubes", {}).items()
        ],
        "places": [
            (stocks[code], LEVELS[level], one["new"], one["places"])
            for code, levels in report.get("places", {}).items()
            if code in stocks
            for level, one in sorted(levels.items(), key=lambda pair: list(MONTHS).index(Level(pair[0])))
        ],
        "stock_gate": STOCK_GATE % limits,
        **_doings(release, user),
    }


def stocks_called(language: str) -> dict[str, str]:
    """Code of a population that is counted at the end of a month → what it is called: by its measure, and of two that
    measure the same by the titles of their tables too."""
    titles: dict[str, list[str]] = defaultdict(list)
    for cube in CUBES:
        if cube.population.is_stock:
            titles[cube.population.code].append(cube.title[language])
    measures = {cube.population.code: cube.population.measure[language] for cube in CUBES}
    many = Counter(measures[code] for code in titles)
    return {
        code: measures[code] if many[measures[code]] == 1 else f"{measures[code]} ({'; '.join(titles[code])})"
        for code in titles
    }


def _doings(release: Release, user: User) -> dict[str, Any]:
    may = user.may(Permission.OBSERVATORY_RELEASE)
    signed = any(one.by_id == user.pk for one in release.signatures.all())
    waits = release.state in rules.SIGN
    return {
        "may_sign": may and waits and not signed and release.asked_by_id != user.pk,
        "waits_for_other": may and waits and (signed or release.asked_by_id == user.pk),
        "may_publish": may and release.state == State.SIGNED,
        "may_withdraw": may and State.WITHDRAWN in rules.NEXT[State(release.state)],
    }
