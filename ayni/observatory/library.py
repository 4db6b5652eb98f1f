"""What readers are told of a study: in one language, with what it leads to, and what of that is gone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from . import finding, series
from .addresses import address, whole
from .models import Linked, StudyVersion
from .published import Release, Structure

NO_YEAR = {"es": "s. f.", "en": "n.d."}


@dataclass(frozen=True)
class Lead:
    """A figure or a table that a study uses."""

    code: str
    label: str
    address: str
    """Empty: it is not there any more."""
    note: str = ""


def of_whom_and_when(one: StudyVersion, language: str) -> str:
    year = str(one.year) if one.year else NO_YEAR[language]
    return f"{one.authors} ({year})" if one.authors else f"({year})"


def citation(one: StudyVersion, language: str) -> str:
    """How somebody names it where they use it: where it is read, or where we tell of it."""
    where = one.address or whole(address("study", language, one.study.code))
    return f"{of_whom_and_when(one, language)}. {one.title(language)}. {where}"


def themes_of(one: StudyVersion, language: str) -> list[str]:
    """In the order of the themes. One that is no theme any more is left out."""
    return [each.title(language) for each in series.themes() if each.code in one.themes]


def figures_of(one: StudyVersion, language: str) -> list[Lead]:
    return [_figure(code, language) for code in one.linked(Linked.FIGURE)]


def _figure(code: str, language: str) -> Lead:
    found = series.by_code().get(code)
    if found is None:
        return Lead(code, code, "", _("This figure is not in the list any more."))
    label, part = found.label(language), found.part(language)
    said = label if part == label else f"{label}: {part}"
    return Lead(code, said, address("figure", language, code), found.shown(language))


def tables_of(one: StudyVersion, held: Mapping[str, Structure], language: str) -> list[Lead]:
    """`held`: every table that some release has, by its code."""
    return [_table(code, held.get(code), language) for code in one.linked(Linked.TABLE)]


def _table(code: str, said: Structure | None, language: str) -> Lead:
    if said is None:
        return Lead(code, code, "", _("This table is not published now."))
    return Lead(code, said.title[language], address("table", language, code))


def tables_held(home: Path, releases: Iterable[Release]) -> dict[str, Structure]:
    """Of each table that may be read what the newest release with it says of it."""
    held: dict[str, Structure] = {}
    for release in releases:
        for one in finding.structures(home, release):
            held.setdefault(one.code, one)
    return held


def listed(rows: Iterable[StudyVersion], language: str) -> list[tuple[str, str, str]]:
    """Title, who and when, address: where a list of them stands beside something else."""
    return [
        (one.title(language), of_whom_and_when(one, language), address("study", language, one.study.code))
        for one in rows
    ]
