"""What readers are told: of rules, themes, units and periods. Nothing here says how many people there are."""

from collections.abc import Mapping
from datetime import date

from django.utils.dateformat import format as write
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from .formats.words import CITATION, LANGUAGES, LICENCES, PUBLISHER, WHY_NO_SUM, WITHHELD
from .published import Level, Release, Structure, Words

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


def spoken(said: Words) -> str:
    """In the language of the page."""
    return said.get(get_language() or "") or said[LANGUAGES[0]]


def theme(code: str) -> str:
    return str(THEMES.get(code, code))


def rule(code: str) -> str:
    return spoken(WITHHELD[code]) if code in WITHHELD else str(NOT_PUBLISHED)


def rules() -> list[tuple[str, str]]:
    """All of them, with their codes."""
    return [(code, spoken(said)) for code, said in WITHHELD.items()]


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
    return spoken(WHY_NO_SUM).format(variance=f"{variance:g}")


def licence(code: str) -> tuple[str, str]:
    return LICENCES.get(code, (code, ""))


def citation(said: Structure, release: Release, language: str, address: str) -> str:
    """How somebody names a table where they use it."""
    return CITATION[language].format(
        publisher=PUBLISHER[language], title=said.title[language], code=said.code, period=period(release.period),
        release=release.id, licence=licence(release.licence)[0], address=address,
    )  # fmt: skip
