"""A country that never was: people in the districts of Peru, and how they come, leave, change and turn out to be one.

Everything is drawn from a seed. Sizes of districts are heavy-tailed, as they are: some have thousands, most a handful,
many nobody. What `plants` puts in afterwards is what an adversary looks for.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
NEVER = 10_000
FIRST_YEAR, FIRST_MONTH = 2025, 12

SEX = ("SEX-F", "SEX-M", "SEX-I", "SEX-U")
AGE = ("AB-0-5", "AB-6-11", "AB-12-17", "AB-18-29", "AB-30-59", "AB-60")
NATIONS = ("VEN", "COL", "ECU", "BOL", "ARG", "CHL", "CUB", "HTI", "BRA", "USA", "ESP", "CHN", "DOM", "MEX", "XXA")
"""The last two are not drawn: Mexicans are a planted group, and one person has no nationality (`plants`)."""
STATUS = ("R-FAM", "R-TRA", "R-HUM", "R-REF", "P-CPP", "S-SOLREF", "S-REGT", "S-IRRV", "S-IRRI", "S-DESC")
REGULARITY = {**dict.fromkeys(STATUS, "regular"), "S-IRRV": "irregular", "S-IRRI": "irregular", "S-DESC": "unknown"}
EDUCATION = ("EDU-NING", "EDU-PRIC", "EDU-SECI", "EDU-SECC", "EDU-TECC", "EDU-UNII", "EDU-UNIC", "EDU-MAE", "EDU-NS")
PROFILE = ("", "VP-GEST", "VP-DISC", "VP-MADRE", "VP-FAMMONO", "VP-CALLE", "VP-VBG", "VP-TRATA", "VP-SALUD",
           "VP-NNA-NA", "VP-LGBTIQ")  # fmt: skip
SENSITIVE = ("VP-VBG", "VP-TRATA", "VP-SALUD", "VP-NNA-NA", "VP-LGBTIQ")
HOUSEHOLD, LANGUAGE = ("1", "2", "3-4", "5-6", "7+"), ("es", "en", "ht", "pt")
OCCUPATION = ("OC-COM", "OC-CON", "OC-DOM", "OC-GAS", "OC-SAL", "OC-NIN")
STAGE = ("ARRIVAL", "SETTLED", "RETURN")
LABELS: Mapping[str, Sequence[str]] = {
    "sex": SEX, "age_band": AGE, "nationality": NATIONS, "status": STATUS, "education": EDUCATION, "profile": PROFILE,
    "household": HOUSEHOLD, "language": LANGUAGE, "occupation": OCCUPATION, "previous": NATIONS, "stage": STAGE,
}  # fmt: skip
ODDS = {
    "sex": (0.493, 0.5, 0.001, 0.006), "age_band": (0.09, 0.1, 0.09, 0.33, 0.34, 0.05),
    "nationality": (0.8, 0.05, 0.03, 0.02, 0.02, 0.015, 0.013, 0.014, 0.01, 0.01, 0.008, 0.006, 0.004, 0, 0),
    "status": (0.08, 0.07, 0.12, 0.04, 0.16, 0.13, 0.08, 0.19, 0.11, 0.02),
    "education": (0.05, 0.14, 0.15, 0.28, 0.12, 0.08, 0.11, 0.02, 0.05),
    "profile": (0.82, 0.03, 0.02, 0.03, 0.03, 0.02, 0.02, 0.005, 0.02, 0.005, 0),
    "household": (0.2, 0.2, 0.35, 0.18, 0.07), "language": (0.97, 0.01, 0.012, 0.008),
    "occupation": (0.3, 0.15, 0.12, 0.18, 0.05, 0.2), "stage": (0.4, 0.55, 0.05),
}  # fmt: skip


def period(month: int) -> str:
    """Of the nth month of this country: its name."""
    year, place = divmod(FIRST_MONTH - 1 + month, 12)
    return f"{FIRST_YEAR + year}-{place + 1:02}"


def districts() -> tuple[str, ...]:
    """Their codes as INEI gives them, in order."""
    with (REFERENCE / "ubigeo_districts.csv").open(newline="") as file:
        return tuple(sorted(row["ubigeo"] for row in csv.DictReader(file)))


@dataclass
class Change:
    """From a month on, something of a person is otherwise."""

    month: int
    who: np.ndarray
    column: str
    to: np.ndarray


@dataclass
class Country:
    """Who ever lived here. A person of place n is registered from month `since[n]` until before `until[n]`."""

    seed: int
    places: tuple[str, ...]
    columns: dict[str, np.ndarray]
    since: np.ndarray
    until: np.ndarray
    changes: list[Change] = field(default_factory=list)
    planted: dict[str, object] = field(default_factory=dict)
    """What was put in, by name: only those who score look here."""

    def __len__(self) -> int:
        return len(self.since)

    def labels(self, column: str) -> Sequence[str]:
        return self.places if column == "district" else LABELS[column]

    def at(self, month: int) -> "Snapshot":
        columns = {name: codes.copy() for name, codes in self.columns.items()}
        for change in self.changes:
            if change.month <= month:
                columns[change.column][change.who] = change.to
        here = np.flatnonzero((self.since <= month) & (month < self.until))
        return Snapshot(period(month), here, {name: codes[here] for name, codes in columns.items()}, self)

    def extend(self, columns: Mapping[str, np.ndarray], since: int, until: int = NEVER) -> np.ndarray:
        """More people, alike but for what is said. Gives their places."""
        many = len(next(iter(columns.values())))
        first = len(self)
        for name, codes in self.columns.items():
            self.columns[name] = np.concatenate([codes, np.asarray(columns[name], codes.dtype)])
        self.since = np.concatenate([self.since, np.full(many, since)])
        self.until = np.concatenate([self.until, np.full(many, until)])
        return np.arange(first, first + many)


@dataclass(frozen=True)
class Snapshot:
    """Who is registered in a month, and how."""

    period: str
    who: np.ndarray
    """Places in the country: the same person has the same one for ever."""
    columns: Mapping[str, np.ndarray]
    country: Country

    def __len__(self) -> int:
        return len(self.who)

    def column(self, name: str) -> np.ndarray:
        """As words."""
        return np.array(self.country.labels(name))[self.columns[name]]


def made(people: int, months: int, seed: int = 1) -> Country:
    """About so many people in the last month."""
    rng = np.random.default_rng(seed)
    places = districts()
    at_first = int(people / (1 + 0.012 * (months - 1)))
    sizes = rng.poisson(at_first * _weights(rng, len(places)))
    columns = people_of(rng, np.repeat(np.arange(len(places)), sizes), _tastes(rng, len(places)))
    total = len(columns["district"])
    found = Country(seed, places, columns, np.zeros(total, int), np.full(total, NEVER))
    still = rng.random(len(places)) < 0.25
    """Districts where nothing happens all year: what is published of them may not move."""
    found.planted["still"] = np.flatnonzero(still)
    for month in range(1, months):
        _month(rng, found, month, sizes * ~still)
    return found


def _weights(rng: np.random.Generator, many: int) -> np.ndarray:
    drawn = rng.lognormal(0, 2.5, many)
    drawn = np.minimum(drawn, drawn.sum() * 0.03)
    return drawn / drawn.sum()


def _tastes(rng: np.random.Generator, many: int) -> np.ndarray:
    """Which nationalities live in which district: some are nearly of one, some of many."""
    odds = np.array(ODDS["nationality"][:-2])
    return np.cumsum(rng.dirichlet(odds * 12, many), axis=1)


def people_of(rng: np.random.Generator, where: np.ndarray, tastes: np.ndarray | None = None) -> dict[str, np.ndarray]:
    """People of these districts; how they are hangs together, as it does."""
    many = len(where)
    columns = {name: rng.choice(len(odds), many, p=odds).astype(np.int16) for name, odds in ODDS.items()}
    if tastes is not None:
        drawn = rng.random(many)[:, None]
        columns["nationality"] = np.minimum((drawn > tastes[where]).sum(axis=1), len(NATIONS) - 3).astype(np.int16)
    # Most came straight from where they are from.
    by_way = rng.random(many) < 0.1
    columns["previous"] = np.where(by_way, rng.choice(8, many), columns["nationality"]).astype(np.int16)
    columns["education"][columns["age_band"] <= 1] = 0
    is_child = columns["age_band"] <= 2
    columns["profile"][is_child & np.isin(columns["profile"], [1, 3, 4])] = 0
    columns["profile"][~is_child & (columns["profile"] == PROFILE.index("VP-NNA-NA"))] = 0
    return {"district": where.astype(np.int16), **columns}


def _month(rng: np.random.Generator, country: Country, month: int, sizes: np.ndarray) -> None:
    """2 % come, 0.8 % leave, 0.8 % move, 1 % change their status; of some it is found that they are the same person."""
    country.extend(people_of(rng, np.repeat(np.arange(len(sizes)), rng.poisson(sizes * 0.02))), month)
    here = np.flatnonzero((country.since < month) & (country.until > month) & (sizes[country.columns["district"]] > 0))
    picked = rng.permutation(here)
    left, moved, changed, merged = np.split(picked, np.cumsum([int(len(here) * s) for s in (0.008, 0.008, 0.01)]))
    country.until[left] = month
    country.until[merged[: len(here) // 2000]] = month
    lively = np.flatnonzero(sizes)
    to = rng.choice(lively, len(moved), p=sizes[lively] / sizes[lively].sum())
    country.changes.append(Change(month, moved, "district", to))
    status = rng.choice(len(STATUS), len(changed), p=ODDS["status"])
    country.changes.append(Change(month, changed, "status", status))
