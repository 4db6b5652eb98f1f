"""What somebody finds by words: tables, figures that others publish, and places."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ayni.codelists import queries as codelists
from ayni.codelists.rules import fold

from . import published
from .published import Release, Structure
from .series import Figure, all_figures

MOST = 20


@dataclass(frozen=True)
class Found:
    tables: list[Structure]
    figures: list[Figure]
    places: list[tuple[str, str]]
    """Code and whole name."""

    def __bool__(self) -> bool:
        return bool(self.tables or self.figures or self.places)


def structures(home: Path, release: Release | None) -> list[Structure]:
    """Of all that is in a release, in its order."""
    if release is None:
        return []
    found = (published.structure(home, release, code) for code in release.cubes)
    return [one for one in found if one is not None]


def find(said: Sequence[Structure], words: str, language: str) -> Found:
    wanted = fold(words[:100]).split()
    if not wanted:
        return Found([], [], [])
    tables = [one for one in said if _holds(_of_table(one, language), wanted)]
    figures = [one for one in all_figures() if _holds(_of_figure(one, language), wanted)]
    kept = codelists.kept_places()
    places = [(one.code, codelists.full_place_name(kept, one.code)) for one in codelists.places_called(words)]
    return Found(tables[:MOST], figures[:MOST], places)


def _holds(text: str, wanted: Sequence[str]) -> bool:
    """Each word begins a word of the text."""
    there = fold(text).split()
    return all(any(one.startswith(word) for one in there) for word in wanted)


def _of_table(said: Structure, language: str) -> str:
    parts = [said.code, said.title[language], said.measure[language]]
    for one in said.dimensions:
        parts.append(one.title[language])
        # Categories are looked for too ("Venezuela"); places are found by themselves.
        parts += [] if one.is_place else [code.label[language] for code in one.codes]
    return " ".join(parts)


def _of_figure(figure: Figure, language: str) -> str:
    return " ".join((figure.code, figure.label(language), figure.population, figure.source, figure.cited_source))
