"""What readers are told: of rules, themes, units and periods. Nothing here says how many people there are."""

from collections.abc import Mapping
from datetime import date

from django.utils.dateformat import format as write
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .published import Level, Release, Rule, Structure

RULES: Mapping[str, str | Promise] = {
    Rule.AREA: gettext_lazy(
        "Of a place with few registered people only the total, and sex by two groups of age, are published: otherwise "
        "somebody could be recognised."
    ),
    Rule.INSIDE: gettext_lazy(
        "This place is counted inside the place around it, as every place with very few registered people is. Look at "
        "its province."
    ),
    Rule.CATEGORY: gettext_lazy("What is rare in a place is counted there under “Others”, so that nobody stands out."),
    Rule.GROUP: gettext_lazy(
        "Where nearly all of a small group would be the same, the figure would say it of each of them: it is not "
        "published."
    ),
    Rule.SENSITIVE: gettext_lazy(
        "What could hurt somebody is published only of large groups, of departments and of the country."
    ),
    Rule.BESIDE: gettext_lazy(
        "Taken from the figure around it, this one would tell how the few people beside it are, or that there are "
        "none: look at the figure around it."
    ),
}
NOT_PUBLISHED = gettext_lazy("This combination is not published for any place.")
ALIKE = gettext_lazy("The rule is the same for a place where nobody lives and for one where many do.")

THEMES: Mapping[str, str | Promise] = {
    "population": gettext_lazy("Who the registered people are"),
    "protection": gettext_lazy("Protection and cases"),
    "regularisation": gettext_lazy("Papers and regularisation"),
    "services": gettext_lazy("Services and referrals"),
}
LEVELS: Mapping[str, str | Promise] = {
    Level.NATIONAL: gettext_lazy("The whole country"),
    Level.DEPARTMENT: gettext_lazy("Departments"),
    Level.PROVINCE: gettext_lazy("Provinces"),
    Level.DISTRICT: gettext_lazy("Districts"),
}
EVERY: Mapping[str, str | Promise] = {
    Level.NATIONAL: gettext_lazy("every month"),
    Level.DEPARTMENT: gettext_lazy("every month"),
    Level.PROVINCE: gettext_lazy("every quarter"),
    Level.DISTRICT: gettext_lazy("twice a year"),
}
LICENCES = {"CC-BY-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")}


def theme(code: str) -> str:
    return str(THEMES.get(code, code))


def rule(code: str) -> str:
    return str(RULES.get(code, NOT_PUBLISHED))


def period(code: str) -> str:
    """ "octubre 2026", of 2026-10."""
    return write(date.fromisoformat(f"{code}-01"), "F Y")


def short_period(code: str) -> str:
    """ "oct 2026"."""
    return write(date.fromisoformat(f"{code}-01"), "b Y")


def standing(of: str) -> str:
    """Why a figure is older than the release that it stands in."""
    return _(
        "Figure of %(period)s: fewer than 25 people have changed since then, or it was not yet time to look again."
    ) % {"period": short_period(of)}


def add_up(variance: float) -> str:
    """Why totals may not be the sum of what they hold."""
    return _(
        "Each figure, and each total, was moved by chance by a few people so that nobody can be recognised: that is "
        "why totals may differ from the sum of their parts (variance: %(variance)s)."
    ) % {"variance": f"{variance:g}"}


def licence(code: str) -> tuple[str, str]:
    return LICENCES.get(code, (code, ""))


def citation(said: Structure, release: Release, language: str, address: str) -> str:
    """How somebody names a table where they use it."""
    said_as = _("%(source)s. %(title)s [%(code)s]. Release %(release)s, %(period)s. %(licence)s. %(address)s")
    return said_as % {
        "source": said.source[language], "title": said.title[language], "code": said.code, "release": release.id,
        "period": period(release.period), "licence": licence(release.licence)[0], "address": address,
    }  # fmt: skip
