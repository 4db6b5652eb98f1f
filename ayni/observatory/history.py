"""What changed between releases: of all that was published, and of one table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from . import published
from .published import Dimension, Release, Structure

MOST_NAMED = 12


@dataclass(frozen=True)
class Step:
    """A release as a table sees it."""

    release: Release
    is_first: bool = False
    is_gone: bool = False
    """The table stood in the release before, and not in this one."""
    is_correction: bool = False
    added: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """Dimensions and categories, by their names; of places how many."""
    why: list[str] = field(default_factory=list)


def of_table(home: Path, releases: Sequence[Release], code: str, language: str) -> list[Step]:
    """Newest first. `releases`: newest first, too."""
    steps: list[Step] = []
    before: Structure | None = None
    for release in reversed(releases):
        said = published.structure(home, release, code)
        if said is None and before is None:
            continue
        why = [one[language] for one in release.changes]
        now, then = _parts(said, language), _parts(before, language)
        steps.append(
            Step(
                release, before is None, said is None, release.version > 1,
                [] if before is None else _only(now, then), [] if said is None else _only(then, now), why,
            )
        )  # fmt: skip
        before = said
    return steps[::-1]


def _parts(said: Structure | None, language: str) -> dict[str, str]:
    if said is None:
        return {}
    found = {one.code: one.title[language] for one in said.dimensions}
    for one in said.dimensions:
        found |= {f"{one.code}={code.code}": _named(one, code.label[language], language) for code in one.codes}
    return found


def _named(dimension: Dimension, label: str, language: str) -> str:
    return f"{dimension.title[language]}: {label}"


def _only(here: dict[str, str], there: dict[str, str]) -> list[str]:
    found = [label for code, label in here.items() if code not in there]
    return found if len(found) <= MOST_NAMED else [*found[:MOST_NAMED], f"… + {len(found) - MOST_NAMED}"]


@dataclass(frozen=True)
class Period:
    """All versions of what is published of a month, newest first."""

    code: str
    versions: list[Release]


def by_period(releases: Sequence[Release]) -> list[Period]:
    periods = dict.fromkeys(one.period for one in releases)
    return [Period(code, [one for one in releases if one.period == code]) for code in periods]
