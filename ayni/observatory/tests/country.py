"""A small made-up country whose truth is known: tables of facts, and the words of its codes. No database."""

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ayni.observatory.closed_list import CUBES, PEOPLE
from ayni.observatory.counting import Lists, Tables
from ayni.observatory.noise.keys import Secret
from ayni.observatory.published import Words

SECRET = Secret(b"a secret of nobody, for the tests"[:32])
OTHER = Secret(b"another one, which nobody has too"[:32])
PLACES = {
    "15": "Lima", "1501": "Lima", "150101": "Lima", "150132": "San Juan de Lurigancho", "150118": "Lurigancho",
    "1502": "Barranca", "150201": "Barranca", "150202": "Paramonga", "23": "Tacna", "2301": "Tacna",
    "230101": "Tacna", "230102": "Alto de la Alianza", "24": "Tumbes", "2401": "Tumbes", "240101": "Tumbes",
}  # fmt: skip
DISTRICTS = [code for code in PLACES if len(code) == 6]
EMPTY, SPARSE, SMALL = "150202", "150118", "230102"
"""Nobody lives in the first, six people in the second, forty-four in the third; in the others there are many."""
OF_POPULATION = [cube for cube in CUBES if cube.population is PEOPLE]


def _said(code: str) -> Words:
    return {"es": code, "en": code}


LISTS: Lists = {
    "place": {code: {"es": name, "en": name} for code, name in PLACES.items()},
    "migratory_status": {code: _said(code) for code in ("T-TUR", "R-TRA", "R-REF", "P-CPP", "S-IRRV")},
    "language": {"spa": _said("spa"), "hat": _said("hat")},
    "occupation": {"OC-1": _said("OC-1"), "OC-2": _said("OC-2")},
}
SHARES = {
    "sex": {"SEX-F": 0.53, "SEX-M": 0.46, "SEX-U": 0.01},
    "age_band": {"AB-0-5": 0.1, "AB-6-11": 0.1, "AB-12-17": 0.1, "AB-18-29": 0.3, "AB-30-59": 0.35, "AB-60": 0.05},
    "nationality": {"VEN": 0.8, "COL": 0.1, "ECU": 0.05, "HTI": 0.03, "FRA": 0.015, "CUB": 0.005},
    "status": {"T-TUR": 0.2, "R-TRA": 0.2, "R-REF": 0.1, "P-CPP": 0.3, "S-IRRV": 0.2},
    "regularity": {"regular": 0.7, "irregular": 0.3},
    "education": {"EDU-PRIC": 0.3, "EDU-SECC": 0.5, "EDU-UNIC": 0.2},
    "language": {"spa": 0.97, "hat": 0.03},
    "occupation": {"OC-1": 0.6, "OC-2": 0.4},
    "household_size": {"1": 0.3, "2": 0.3, "3-4": 0.4},
    "previous_country": {"COL": 0.5, "ECU": 0.5},
}


def people(many: int = 6000, seed: int = 1, month: date = date(2026, 1, 1), district: str = "") -> pa.Table:
    """So many people who were registered in a month; all in one district, or spread over those with many."""
    drawn = np.random.default_rng(seed)
    where = np.array([code for code in DISTRICTS if code not in {EMPTY, SPARSE, SMALL}])
    columns: dict[str, Any] = {"person": pa.array(drawn.integers(1, 2**64 - 1, many, dtype=np.uint64))}
    for name, shares in SHARES.items():
        columns[name] = pa.array(drawn.choice(list(shares), many, p=list(shares.values()))).dictionary_encode()
    columns["district"] = pa.array([district] * many if district else drawn.choice(where, many)).dictionary_encode()
    columns["month"] = pa.array([month] * many, pa.date32())
    return with_department(pa.table(columns))


def with_department(table: pa.Table) -> pa.Table:
    codes = [None if code is None else code[:2] for code in table["district"].to_pylist()]
    table = table.drop_columns(["department"]) if "department" in table.column_names else table
    return table.append_column("department", pa.array(codes, pa.string()).dictionary_encode())


def country(seed: int = 1) -> pa.Table:
    return together(
        people(6000, seed), people(6, seed + 100, district=SPARSE), people(44, seed + 200, district=SMALL)
    )  # fmt: skip


def together(*tables: pa.Table) -> pa.Table:
    return pa.concat_tables(tables).unify_dictionaries()


def facts(*tables: pa.Table) -> Tables:
    return Tables({"people": together(*tables)})


def where(table: pa.Table, **codes: str) -> int:
    """How many people really are in a cell, whose codes begin so: for the oracle of a test."""
    for name, code in codes.items():
        table = table.filter(pc.fill_null(pc.starts_with(table[name].cast(pa.string()), code), False))
    return len(table)
