"""The figures that others published, each with its source: `data/reference/published_figures.csv`, in themes and with
the words of `data/observatory/`. They are never mixed with the register's own. Read when they are first asked for."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.formats import number_format

DATA = settings.BASE_DIR / "data"
FIGURES, OF_OURS = "reference/published_figures.csv", "observatory"
NOT_COUNTED = {"year", "month", "day-month"}
"""Units of what is a date, and is written as it stands."""
SIGNS = {"=": "", "~": "≈ ", ">": "> ", ">=": "≥ ", "<": "< ", "<=": "≤ "}


@dataclass(frozen=True)
class Figure:
    code: str
    value: str
    comparator: str
    unit: str
    label_es: str
    label_en: str
    population: str
    date: str
    territory: str
    source: str
    cited_source: str
    precision: str
    notes: str
    theme: str
    part_es: str
    part_en: str

    @property
    def number(self) -> float | None:
        try:
            return None if self.unit in NOT_COUNTED else float(self.value)
        except ValueError:
            return None

    def label(self, language: str) -> str:
        return self.label_es if language == "es" else self.label_en

    def part(self, language: str) -> str:
        """What it is of the drawing that it stands in."""
        return (self.part_es if language == "es" else self.part_en) or self.label(language)

    def shown(self, language: str) -> str:
        """ "> 3 300 000 personas", "20,3 %"."""
        unit = "" if self.unit in NOT_COUNTED else f" {said(self.unit, language)}"
        return f"{SIGNS[self.comparator]}{written(self)}{unit}"


def written(figure: Figure) -> str:
    return figure.value if figure.number is None else written_number(figure.number)


def written_number(number: float) -> str:
    """With a comma in Spanish and a point in English, and narrow spaces between thousands."""
    text = f"{number:,.3f}".rstrip("0").rstrip(".")
    whole, _point, rest = text.partition(".")
    mark = number_format(0.1, decimal_pos=1)[1]
    return whole.replace(",", "\u202f") + (f"{mark}{rest}" if rest else "")


@dataclass(frozen=True)
class Theme:
    code: str
    title_es: str
    title_en: str
    about_es: str
    about_en: str

    def title(self, language: str) -> str:
        return self.title_es if language == "es" else self.title_en

    def about(self, language: str) -> str:
        return self.about_es if language == "es" else self.about_en

    @property
    def slug(self) -> str:
        return self.code.lower()


@dataclass(frozen=True)
class Beside:
    """Figures that are drawn beside each other."""

    theme: str
    title_es: str
    title_en: str
    figures: tuple[Figure, ...]

    def title(self, language: str) -> str:
        return self.title_es if language == "es" else self.title_en


@dataclass(frozen=True)
class Check:
    """Whether parts add up to what they are said to be parts of."""

    theme: str
    title_es: str
    title_en: str
    whole: float
    parts: tuple[Figure, ...]

    def title(self, language: str) -> str:
        return self.title_es if language == "es" else self.title_en

    @property
    def sum(self) -> float:
        return round(sum(one.number or 0 for one in self.parts), 6)

    @property
    def difference(self) -> float:
        return round(self.sum - self.whole, 6)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (Path(DATA) / name).open(newline="") as file:
        yield from csv.DictReader(file)


@cache
def all_figures() -> tuple[Figure, ...]:
    ours = {row["code"]: row for row in _rows(f"{OF_OURS}/figures.csv")}
    return tuple(
        Figure(
            row["code"], row["value"], row["comparator"], row["unit"], row["indicator_es"],
            ours[row["code"]]["label_en"], row["population_es"], row["reference_date"], row["territory"], row["source"],
            row["cited_source"], row["precision"], row["notes"], ours[row["code"]]["theme"],
            ours[row["code"]]["part_es"], ours[row["code"]]["part_en"],
        )
        for row in _rows(FIGURES)
    )  # fmt: skip


@cache
def by_code() -> dict[str, Figure]:
    return {one.code: one for one in all_figures()}


@cache
def themes() -> tuple[Theme, ...]:
    return tuple(Theme(**row) for row in _rows(f"{OF_OURS}/themes.csv"))


def theme(slug: str) -> Theme | None:
    return next((one for one in themes() if one.slug == slug), None)


@cache
def _drawn() -> tuple[Beside, ...]:
    return tuple(
        Beside(
            row["theme"], row["title_es"], row["title_en"], tuple(by_code()[one] for one in row["figures"].split("|"))
        )
        for row in _rows(f"{OF_OURS}/charts.csv")
    )


def beside(theme: str) -> list[Beside]:
    return [one for one in _drawn() if one.theme == theme]


@dataclass(frozen=True)
class Missing:
    """A series that the source speaks of and does not give: readers learn what it would be, and nobody makes it up."""

    theme: str
    title_es: str
    title_en: str
    says_es: str
    says_en: str

    def told(self, language: str) -> tuple[str, str]:
        return (self.title_es, self.says_es) if language == "es" else (self.title_en, self.says_en)


@cache
def _missing() -> tuple[Missing, ...]:
    return tuple(Missing(**row) for row in _rows(f"{OF_OURS}/missing.csv"))


def missing(theme: str) -> list[Missing]:
    return [one for one in _missing() if one.theme == theme]


@cache
def _checks() -> tuple[Check, ...]:
    return tuple(
        Check(
            row["theme"], row["title_es"], row["title_en"], _whole(row["whole"]),
            tuple(by_code()[one] for one in row["parts"].split("|")),
        )
        for row in _rows(f"{OF_OURS}/checks.csv")
    )  # fmt: skip


def _whole(typed: str) -> float:
    """A figure, or the number that parts of a hundred add up to."""
    figure = by_code().get(typed)
    return float(figure.value if figure else typed)


def checks(theme: str) -> list[Check]:
    return [one for one in _checks() if one.theme == theme]


@cache
def _said() -> dict[str, tuple[str, str]]:
    return {row["text"]: (row["es"], row["en"]) for row in _rows(f"{OF_OURS}/words.csv")}


def said(text: str, language: str) -> str:
    """What a source says in signs or in one language, in the language of the page; several parts stand apart."""
    known = _said().get(text)
    if known:
        return known[0 if language == "es" else 1]
    return "; ".join(said(part, language) for part in text.split("; ")) if "; " in text else text


def of_theme(code: str) -> Sequence[Figure]:
    return [one for one in all_figures() if one.theme == code]
