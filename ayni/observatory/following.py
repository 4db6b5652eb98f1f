"""What is new of a place, for whoever follows it with a feed reader or a script: from published releases and announced
days, and from nothing else."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.utils.dateformat import format as write
from django.utils.translation import gettext as _

from . import finding, history, words
from .addresses import SPANISH, address, whole
from .bulletin import COUNTRY
from .history import Step
from .models import Planned
from .published import Release, Structure

MOST = 12
"""Releases that a feed tells of. Older ones stand in the list of releases for ever."""


@dataclass(frozen=True)
class Lead:
    label: str
    address: str


@dataclass(frozen=True)
class Item:
    """One thing that is new: a release with its tables, or the day of the next one."""

    id: str
    """Never changes, and is of this alone."""
    title: str
    address: str
    moment: datetime
    """Since when it is so."""
    lines: list[str] = field(default_factory=list)
    tables: list[Lead] = field(default_factory=list)
    is_release: bool = True

    @property
    def text(self) -> str:
        return "\n".join([*self.lines, *(f"{one.label}: {one.address}" for one in self.tables)])


def levels(code: str) -> list[str]:
    """A place, then what is around it: district, province, department."""
    return [COUNTRY] if code == COUNTRY else [code[:size] for size in (6, 4, 2) if len(code) >= size]


def place_in(said: Structure, code: str) -> str:
    """The nearest place around this one, or itself, of which a table has figures; empty: it has none. That says nothing
    of who lives there: a table names every place of its level."""
    if code == COUNTRY:
        return COUNTRY
    held = {one.code for one in said.place.codes} if said.place else set()
    return next((one for one in levels(code) if one in held), "")


def items(home: Path, releases: Sequence[Release], planned: Sequence[Planned], code: str, language: str) -> list[Item]:
    """The next day that was announced, then what came, the newest first. `releases`: the newest first, all that may be
    read."""
    steps = _steps(home, releases, code, language)
    came = [_of_release(home, one, code, language, steps.get(one.id, [])) for one in releases[:MOST]]
    return [*(_of_day(one, code, language) for one in planned[:1]), *came]


def _of_day(planned: Planned, code: str, language: str) -> Item:
    period, where = words.period(planned.period), whole(address("calendar", language))
    day = write(planned.day, "j b Y" if language == SPANISH else "j M Y")
    title = _("Announced for %(day)s: figures of %(period)s") % {"day": day, "period": period}
    line = _("They can be read from midnight in Lima on. The day may be put off, and is not brought forward.")
    return Item(f"{where}#{planned.period}-{code}", title, where, planned.at, [line], is_release=False)


def _of_release(home: Path, release: Release, code: str, language: str, steps: Collection[tuple[str, Step]]) -> Item:
    where = whole(address("issue", language, release.id))
    said = {"period": words.period(release.period), "release": release.id}
    corrects = release.version > 1
    title = _("Correction of the figures of %(period)s (%(release)s)") if corrects else (
        _("Figures of %(period)s (%(release)s)")
    )  # fmt: skip
    lines = [one[language] for one in release.changes]
    lines += [text for name, step in steps for text in _told(name, step)]
    tables = [
        Lead(_named(one, at, code, language), _table(one.code, release, at, language))
        for one in finding.structures(home, release) if (at := place_in(one, code))
    ]  # fmt: skip
    lines += [] if tables else [_("This release has no table with figures of this place or of what is around it.")]
    return Item(f"{where}#{code}", title % said, where, release.moment, lines, tables)


def _named(said: Structure, at: str, code: str, language: str) -> str:
    """The table; and of which place, if it is the one around."""
    if at == code or said.place is None:
        return said.title[language]
    return f"{said.title[language]} ({said.place.label(at, language)})"


def _table(code: str, release: Release, at: str, language: str) -> str:
    place = "" if at == COUNTRY else f"&lugar={at}"
    return whole(f"{address('table', language, code)}?periodo={release.id}{place}")


def _steps(home: Path, releases: Sequence[Release], code: str, language: str) -> dict[str, list[tuple[str, Step]]]:
    """What changed in tables of the place, by release. One more is looked at than is told of, to know what was new."""
    looked = releases[: MOST + 1]
    titles: dict[str, str] = {}
    for release in looked:
        for one in finding.structures(home, release):
            if place_in(one, code):
                titles.setdefault(one.code, one.title[language])
    found: dict[str, list[tuple[str, Step]]] = {}
    for table, title in titles.items():
        for step in history.of_table(home, looked, table, language):
            if step.release != looked[-1]:
                found.setdefault(step.release.id, []).append((title, step))
    return found


def _told(title: str, step: Step) -> list[str]:
    if step.is_first:
        return [_("New table: %(title)s") % {"title": title}]
    if step.is_gone:
        return [_("Not in this release: %(title)s") % {"title": title}]
    said = {"title": title}
    lines = []
    if step.added:
        lines.append(_("%(title)s: new are %(what)s") % (said | {"what": "; ".join(step.added)}))
    if step.left_out:
        lines.append(_("%(title)s: no longer there are %(what)s") % (said | {"what": "; ".join(step.left_out)}))
    return lines
