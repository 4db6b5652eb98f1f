"""What every file says of itself, in the language that it is written in."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from ..published import Release, Structure
from . import words

LICENCES = {code: address for code, (_name, address) in words.LICENCES.items()}
PLACE = "/api/observatory"
"""Where the open API stands: files name themselves by it."""


@dataclass(frozen=True)
class About:
    title: str
    measure: str
    unit: str
    source: str
    method: str
    notes: tuple[str, ...]
    """Why totals may not add up, and whose codes of places these are, first."""
    citation: str
    licence: str
    licence_address: str
    ubigeo: str
    variance: str
    release: str
    period: str
    published_at: str
    address: str
    language: str

    @property
    def note(self) -> str:
        return " ".join(self.notes)

    def named(self) -> Mapping[str, str]:
        """By the names that attributes and columns have in every format."""
        return {
            "RELEASE": self.release, "EMBARGO_TIME": self.published_at, "UNIT_MEASURE": self.unit,
            "UBIGEO": self.ubigeo, "LICENCE": self.licence, "NOISE_VARIANCE": self.variance, "SOURCE": self.source,
            "METHOD": self.method, "CITATION": self.citation, "COMMENT": self.note,
        }  # fmt: skip


NAMES = {
    "RELEASE": "release", "EMBARGO_TIME": "embargo", "UNIT_MEASURE": "unit", "UBIGEO": "ubigeo",
    "LICENCE": "licence", "NOISE_VARIANCE": "variance", "SOURCE": "source", "METHOD": "method",
    "CITATION": "citation", "COMMENT": "note",
}  # fmt: skip
"""Of what is the same for a whole file: its name in capitals, and what it is called in words."""


def address(release: Release, structure: Structure) -> str:
    """Where this table of this release is found for ever."""
    return f"{settings.PUBLIC_URL}{PLACE}/releases/{release.id}/cubes/{structure.code}"


def about(release: Release, structure: Structure, language: str) -> About:
    variance = f"{release.variance:g}"
    title, where = structure.title[language], address(release, structure)
    notes = (
        words.WHY_NO_SUM[language].format(variance=variance),
        words.UBIGEO[language],
        *(one[language] for one in structure.notes),
        *_quality(structure, language),
        *(one[language] for one in release.changes),
    )
    citation = words.CITATION[language].format(
        publisher=words.PUBLISHER[language], title=title, code=structure.code, period=release.period,
        release=release.id, licence=release.licence, address=where,
    )  # fmt: skip
    return About(
        title=title, measure=structure.measure[language], unit=structure.unit, source=structure.source[language],
        method=f"{structure.method[language]} ({release.method})", notes=notes, citation=citation,
        licence=release.licence, licence_address=LICENCES.get(release.licence, ""), ubigeo=release.ubigeo,
        variance=variance, release=release.id, period=release.period, published_at=release.published_at,
        address=where, language=language,
    )  # fmt: skip


def _quality(structure: Structure, language: str) -> list[str]:
    said = words.says("quality", language)
    found = [(structure.dimension(code), share) for code, share in sorted(structure.quality.items())]
    return [said.format(title=one.title[language], share=round(share * 100)) for one, share in found if one]
