"""A guide is never surer than the rows that it rests on. What it only asks about (`ASKED`) may be less sure."""

import csv
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[3] / "data"
GUIDES = sorted((DATA / "guides").glob("*/guide.toml"))
ASKED = "Solo se pregunta: "
SURENESS = ("unknown", "low", "medium", "high", "stated")


@cache
def sureness(file: str) -> dict[str, int]:
    """Code of a row → how sure its least sure part is. A file without a confidence is sure of what it lists."""
    path = next(place for folder in ("", "reference", "instruments") if (place := DATA / folder / file).exists())
    found: dict[str, int] = {}
    with path.open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            own = row.get("code") or row.get("instrument") or f"{row['procedure_code']} {row['order']}"
            said = [word for word in SURENESS if re.search(rf"\b{word}\b", row.get("confidence") or "")]
            found[own] = min(map(SURENESS.index, said), default=SURENESS.index("high"))
    return found


def codes_of(named: str) -> Iterator[str]:
    """Every code that a source names: "RT-A-1, RT-A-3 a RT-A-5", "PR-A 1 y 2"."""
    procedure = ""
    for part in re.split(r", | y ", named):
        first, _until, last = part.partition(" a ")
        if first.isdigit():
            first = f"{procedure} {first}"
        procedure = first.partition(" ")[0]
        stem, number = re.fullmatch(r"(.*?)(\d*)", first).groups()  # type: ignore[union-attr]
        if last:
            upto = int(re.search(r"\d+$", last)[0])  # type: ignore[index]
            yield from (f"{stem}{n}" for n in range(int(number), upto + 1))
        else:
            yield first


def test_a_range_of_codes_is_each_of_them() -> None:
    assert list(codes_of("RT-A-1, RT-A-3 a RT-A-5")) == ["RT-A-1", "RT-A-3", "RT-A-4", "RT-A-5"]
    assert list(codes_of("PR-A 1 y 2")) == ["PR-A 1", "PR-A 2"]
    assert list(codes_of("PR-A 1 a 3")) == ["PR-A 1", "PR-A 2", "PR-A 3"]


@pytest.mark.parametrize("file", GUIDES, ids=lambda path: path.parent.name)
def test_a_guide_is_no_surer_than_what_it_rests_on(file: Path) -> None:
    facts = tomllib.loads(file.read_text(encoding="utf-8"))
    told = []
    for source in facts["sources"]:
        name, _colon, named = source.removeprefix(ASKED).partition(": ")
        known = sureness(name)
        if not named:
            continue
        missing = [code for code in codes_of(named) if code not in known]
        assert missing == []
        if not source.startswith(ASKED):
            told += [known[code] for code in codes_of(named)]
    assert told
    assert SURENESS.index(facts["confidence"]) <= min(told)
