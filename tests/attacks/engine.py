"""The engine of Ayni under attack: the country as facts, month after month, and what its words mean.

What the codes mean is said here once more, from the documentation and not from the engine's lists, so that a code that
counts others than it says is found."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import blake2b
from pathlib import Path

import numpy as np
import pyarrow as pa

from ayni.observatory.closed_list import CUBES
from ayni.observatory.counting import Tables
from ayni.observatory.listed import Listed
from ayni.observatory.noise.keys import Secret
from ayni.observatory.published import Structure
from ayni.observatory.releasing import build, publish

from .country import AGE, NATIONS, OCCUPATION, PROFILE, REGULARITY, STAGE, STATUS, Country, Snapshot
from .country import LANGUAGE as TONGUES

TABLES = ("people", "situations", "cases")
"""Which facts this country has. Cubes of others (services, referrals, cards …) go the same way through the engine."""
PROTECTION = {"R-REF": "refugee", "S-SOLREF": "applicant"}
OF_AGE = {
    "Y0T17": AGE[:3], "Y0T5": AGE[:1], "Y6T11": AGE[1:2], "Y12T17": AGE[2:3], "Y18T999": AGE[3:], "Y18T59": AGE[3:5],
    "Y18T29": AGE[3:4], "Y30T59": AGE[4:5], "Y60T999": AGE[5:],
}  # fmt: skip
COUNTRIES = {one: (one,) for one in NATIONS[:-1]}
KINDS = {
    "SEX": ("sex", {"F": ("SEX-F",), "M": ("SEX-M",), "_O": ("SEX-I", "SEX-U")}),
    "AGE": ("age_band", OF_AGE),
    "CITIZENSHIP": ("nationality", COUNTRIES),
    "REGULARITY": ("status", {"REG": STATUS[:7], "IRR": STATUS[7:9], "_U": STATUS[9:]}),
    "STATUS": ("status", {one: (one,) for one in STATUS if one not in PROTECTION}),
    "EDUCATION": ("education", {"ED0": ("EDU-NING",), "ED1": ("EDU-PRIC",), "ED2_3": ("EDU-SECI", "EDU-SECC"),
                                "ED5": ("EDU-TECC",), "ED6": ("EDU-UNII", "EDU-UNIC"), "ED7_8": ("EDU-MAE",),
                                "_U": ("EDU-NS",)}),
    "HOUSEHOLD_SIZE": ("household", {"HH1": ("1",), "HH2": ("2",), "HH3_4": ("3-4",), "HH5_6": ("5-6",),
                                     "HH7": ("7+",)}),
    "LANGUAGE": ("language", {one: (one,) for one in TONGUES}),
    "OCCUPATION": ("occupation", {one: (one,) for one in OCCUPATION}),
    "PREVIOUS_COUNTRY": ("previous", COUNTRIES),
    "PROFILE": ("profile", {one: (one,) for one in PROFILE if one}),
    "STAGE": ("stage", {one: (one,) for one in STAGE}),
    "PROTECTION": ("status", {"REF": ("R-REF",), "APP": ("S-SOLREF",)}),
}  # fmt: skip
LISTS = {
    "migratory_status": STATUS, "language": TONGUES, "occupation": OCCUPATION, "profile": PROFILE[1:], "stage": STAGE,
}  # fmt: skip


def cubes() -> list[Listed]:
    return [one for one in CUBES if one.population.table in TABLES and one.population.code != "CLOSED"]


def counted(said: Structure, now: Snapshot) -> np.ndarray:
    """Who is counted in a cube: everybody, whoever has a case, whoever came this month."""
    population = next(one.population.code for one in CUBES if one.code == said.code)
    found = np.ones(len(now), bool)
    if population in {"PROTECTION_CASES", "OPEN_CASES", "OPENED"}:
        found = now.columns["profile"] > 0
    if population == "ASYLUM":
        found = np.isin(now.column("status"), list(PROTECTION))
    if population in {"NEWCOMERS", "OPENED"}:
        found = found & (came(now.country)[now.who] == now.period)
    return found


def came(country: Country) -> np.ndarray:
    """In which month each person was registered: whoever was there at the beginning came in the years before."""
    rng = np.random.default_rng(country.seed + 11)
    before = np.array([f"2024-{month:02}" for month in range(1, 13)])[rng.integers(0, 12, len(country))]
    known = np.array([f"{2025 + (11 + n) // 12}-{(11 + n) % 12 + 1:02}" for n in range(1, 40)])
    return np.where(country.since > 0, known[np.maximum(country.since - 1, 0)], before)


@dataclass
class Ayni:
    """Releases by the engine itself."""

    country: Country
    secret: bytes
    listed: Sequence[Listed] = field(default_factory=cubes)

    kinds = KINDS
    counted = staticmethod(counted)

    def release(self, home: Path, month: int) -> None:
        now = self.country.at(month)
        built = build(facts(now), now.period, Secret(self.secret), home=home, lists=lists(self.country),
                      cubes=self.listed)  # fmt: skip
        publish(home, built.id, at=datetime(2026, 1, 1, tzinfo=UTC))


def lists(country: Country) -> dict[str, dict[str, dict[str, str]]]:
    """Words of each code; those of the country are its codes themselves."""
    places = {one[:n] for one in country.places for n in (2, 4, 6)}
    found = {name: {code: {"es": code, "en": code} for code in codes} for name, codes in LISTS.items()}
    return {**found, "place": {code: {"es": code, "en": code} for code in sorted(places)}}


def keys(country: Country) -> np.ndarray:
    """As the facts key people: 64 bits that say nothing."""
    return np.random.default_rng(country.seed + 5).integers(1, 2**64, len(country), dtype=np.uint64)


def facts(now: Snapshot) -> Tables:
    country, size = now.country, len(now)
    month = _months(came(country)[now.who])
    nothing = pa.nulls(size, pa.date32())
    statuses = now.column("status")
    people = pa.table({
        "person": keys(country)[now.who], "month": month, "district": _coded(now.column("district")),
        "department": _coded(_first(now.column("district"))), "sex": _coded(now.column("sex")),
        "age_band": _coded(now.column("age_band")), "nationality": _coded(now.column("nationality")),
        "status": _coded(statuses), "regularity": _coded(np.array([REGULARITY[one] for one in STATUS])[
            now.columns["status"]]),
        "education": _coded(now.column("education")), "language": _coded(now.column("language")),
        "occupation": _coded(now.column("occupation")), "household_size": _coded(now.column("household")),
        "previous_country": _coded(now.column("previous")),
    })  # fmt: skip
    protection = np.array([PROTECTION.get(one, "") for one in STATUS])[now.columns["status"]]
    has, case = protection != "", now.columns["profile"] > 0
    situations = pa.table({
        "person": keys(country)[now.who], "since": month, "until": nothing, "protection": _coded(protection),
    }).filter(pa.array(has))  # fmt: skip
    cases = people.append_column("month_opened", month).append_column("month_closed", nothing)
    cases = cases.append_column("profile", _coded(now.column("profile")))
    cases = cases.append_column("stage", _coded(now.column("stage"))).filter(pa.array(case))
    rows = [sealed(int(one)) for one in now.who[case]]
    return Tables({"people": people, "situations": situations, "cases": cases.append_column("row", pa.array(rows))})


def sealed(who: int) -> str:
    return base64.urlsafe_b64encode(blake2b(f"case {who}".encode(), digest_size=24).digest()).decode()


def _coded(words: np.ndarray) -> pa.Array:
    known, at = np.unique(words, return_inverse=True)
    return pa.DictionaryArray.from_arrays(pa.array(at.astype(np.int32)), pa.array(known.tolist(), pa.string()))


def _first(codes: np.ndarray) -> np.ndarray:
    return codes.astype("U2")


def _months(names: np.ndarray) -> pa.Array:
    known, at = np.unique(names, return_inverse=True)
    days = pa.array([date(int(one[:4]), int(one[5:]), 1) for one in known.tolist()], pa.date32())
    return days.take(pa.array(at))
