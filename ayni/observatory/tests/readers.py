"""Every format read back by somebody else's program, or by the letter of its standard, into the same figures."""

import csv
import io
import json
import re
from math import prod
from typing import NamedTuple

import hxl
import openpyxl
import pyarrow.parquet as pq
import sdmx
from frictionless import Package
from pysdmx.io import read_sdmx

from ayni.observatory.formats import FORMATS, words
from ayni.observatory.formats.workbook import SHEETS, WITHHELD
from ayni.observatory.published import Cube, Release


class Figure(NamedTuple):
    value: int | None
    rule: str


Figures = dict[tuple[str, ...], Figure]
"""By the codes of its dimensions in their order, and its period."""


def truth(cube: Cube) -> Figures:
    names = [one.code for one in cube.structure.dimensions]
    return {
        (*(row[name] for name in names), row["period"]): Figure(row["value"], row["rule"])
        for row in cube.rows.to_pylist()
    }


def written(form: str, release: Release, cube: Cube, language: str) -> bytes:
    return FORMATS[form].write(release, cube, language)


def _whole(text: object) -> int | None:
    return None if text in (None, "") else int(str(text))


def _of_rows(rows, names: list[str]) -> Figures:
    return {
        (*(row[name] for name in names), row["TIME_PERIOD"]): Figure(_whole(row["OBS_VALUE"]), row["WITHHELD"] or "")
        for row in rows
    }


def by_csv(release, cube, language, tmp_path) -> Figures:
    path = tmp_path / "data.csv"
    path.write_bytes(written("csv", release, cube, language))
    names = [one.code for one in cube.structure.dimensions]
    with path.open(encoding="utf-8", newline="") as file:
        plain = _of_rows(csv.DictReader(file), names)
    # And by frictionless, which takes the types, codes and keys from the package beside it.
    path.rename(tmp_path / f"{cube.structure.code}.csv")
    (tmp_path / "datapackage.json").write_bytes(written("datapackage", release, cube, language))
    package = Package("datapackage.json", basepath=str(tmp_path))
    assert package.validate().valid, package.validate().flatten(["type", "note"])
    with package.resources[0] as opened:
        assert _of_rows((row.to_dict() for row in opened.row_stream), names) == plain
    return plain


def by_hxl(release, cube, language, tmp_path) -> Figures:
    path = tmp_path / "data.hxl.csv"
    path.write_bytes(written("csv-hxl", release, cube, language))
    found: Figures = {}
    dimensions = cube.structure.dimensions
    with hxl.data(str(path), hxl.InputOptions(allow_local=True)) as source:
        for row in source:
            tags = ["#loc+code" if one.is_place else f"#group+{one.code.lower()}+code" for one in dimensions]
            value = row.get("#population+value+num" if cube.structure.unit == "PERSONS" else "#indicator+value+num")
            key = (*(row.get(tag) for tag in tags), row.get("#date+period"))
            found[key] = Figure(_whole(value), row.get("#meta+rule-label") or "")
    return found


def by_json_stat(release, cube, language, tmp_path, form: str = "jsonstat") -> Figures:
    """By the letter of json-stat.org/full: what is named in `id` has a size, an index of as many categories, and the
    place of a figure is its row in the order of `id`, the last one running fastest."""
    data = json.loads(written(form, release, cube, language))
    assert (data["version"], data["class"]) == ("2.0", "dataset")
    assert list(data["dimension"]) == data["id"]
    axes = [data["dimension"][name]["category"]["index"] for name in data["id"]]
    assert [len(axis) for axis in axes] == data["size"]
    assert all(len(set(axis)) == len(axis) for axis in axes)
    for name, axis in zip(data["id"], axes, strict=True):
        labels = data["dimension"][name]["category"].get("label", {})
        assert set(labels) in (set(axis), set())
    assert set(sum(data["role"].values(), [])) <= set(data["id"])
    assert not set(data["value"]) & set(data["status"])
    return {
        _key(int(place), axes): Figure(data["value"].get(place), _rule(data["status"].get(place, ":")))
        for place in (*data["value"], *data["status"])
        if int(place) < prod(data["size"])
    }


def _rule(status: str) -> str:
    return status.partition(":")[2]


def _key(place: int, axes: list[list[str]]) -> tuple[str, ...]:
    key: list[str] = []
    for axis in reversed(axes):
        place, at = divmod(place, len(axis))
        key.insert(0, axis[at])
    return tuple(key)


def by_workbook(release, cube, language, tmp_path) -> Figures:
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx", release, cube, language)))
    assert book.sheetnames == list(SHEETS[language].values())
    rows = list(book[SHEETS[language]["table"]].iter_rows(values_only=True))
    heads = [one.title[language] for one in cube.structure.dimensions]
    start = next(n for n, row in enumerate(rows) if row[0] == heads[0])
    rules = {said[language]: code for code, said in words.WITHHELD.items()}
    figures: Figures = {}
    for row in rows[start + 1 :]:
        told = dict(zip(rows[start], row, strict=True))
        key = [_code(cube, n, told, language, release.ubigeo) for n in range(len(heads))]
        value = told[cube.structure.measure[language]]
        rule = rules.get(told[words.says("withheld", language)], "")
        key.append(told[words.says("time", language)])
        figures[tuple(key)] = Figure(None if value == WITHHELD else int(value), rule)
    return figures


def _code(cube: Cube, n: int, told: dict, language: str, system: str) -> str:
    one = cube.structure.dimensions[n]
    if one.is_place:
        return told[f"{one.title[language]} ({system})"]
    return next(code.code for code in one.codes if code.label[language] == told[one.title[language]])


def by_parquet(release, cube, language, tmp_path) -> Figures:
    table = pq.read_table(io.BytesIO(written("parquet", release, cube, language)))
    return _of_rows(table.to_pylist(), [one.code for one in cube.structure.dimensions])


def structure_of(release, cube) -> sdmx.message.StructureMessage:
    """sdmx1 takes `<Dataflow/>` in the relationship of an attribute for a data flow without a name, and fails."""
    message = written("sdmx-structure-ml", release, cube, "es").replace(b"<str:Dataflow/>", b"<str:Observation/>")
    return sdmx.read_sdmx(io.BytesIO(message))


def by_sdmx_ml(release, cube, language, tmp_path) -> Figures:
    """By sdmx1, which reads no attribute of a whole data set of 3.0; those are read by pysdmx."""
    message = written("sdmx-ml", release, cube, language)
    told = structure_of(release, cube).structure[cube.structure.code]
    plain = re.sub(rb"<mes:DataSet .*? ss:", b"<mes:DataSet ss:", message)
    found = _of_observations(sdmx.read_sdmx(io.BytesIO(plain), structure=told).data[0].obs, cube)
    (theirs,) = read_sdmx(message.decode(), validate=True).data
    rows = theirs.data.astype(object).where(theirs.data.notna(), "").to_dict("records")
    # Where all of a table is withheld, pysdmx has no column for what no observation has.
    assert (
        _of_rows(
            ({"WITHHELD": "", "OBS_VALUE": "", **row} for row in rows), [one.code for one in cube.structure.dimensions]
        )
        == found
    )
    return found


def by_sdmx_csv(release, cube, language, tmp_path) -> Figures:
    data = written("sdmx-csv", release, cube, language)
    flow = structure_of(release, cube).dataflow[cube.structure.code]
    found = _of_observations(sdmx.reader.csv.Reader().convert(io.BytesIO(data), structure=flow).data[0].obs, cube)
    (theirs,) = read_sdmx(data.decode(), validate=True).data
    rows = theirs.data.astype(object).where(theirs.data.notna(), "").to_dict("records")
    assert _of_rows(rows, [one.code for one in cube.structure.dimensions]) == found
    return found


def _of_observations(observations, cube: Cube) -> Figures:
    names = [*(one.code for one in cube.structure.dimensions), "TIME_PERIOD"]
    found: Figures = {}
    for one in observations:
        rule = one.attached_attribute.get("WITHHELD")
        said = str(getattr(rule.value, "id", rule.value)) if rule is not None else ""
        found[tuple(str(one.key[name].value) for name in names)] = Figure(_whole(one.value), said)
    return found


def by_sdmx_json(release, cube, language, tmp_path, form: str = "sdmx-json") -> Figures:
    data = json.loads(written(form, release, cube, language))["data"]
    (structure,), (held,) = data["structures"], data["dataSets"]
    axes = [
        [one.get("id", one.get("value")) for one in each["values"]] for each in structure["dimensions"]["observation"]
    ]
    rules = next(each for each in structure["attributes"]["observation"] if each["id"] == "WITHHELD")["values"]
    at = [each["id"] for each in structure["attributes"]["observation"]].index("WITHHELD") + 1
    found: Figures = {}
    for place, said in held["observations"].items():
        key = tuple(axis[int(n)] for axis, n in zip(axes, place.split(":"), strict=True))
        found[key] = Figure(said[0], "" if said[at] is None else rules[said[at]]["id"])
    return found


def by_sdmx_json_2_0(release, cube, language, tmp_path) -> Figures:
    return by_sdmx_json(release, cube, language, tmp_path, "sdmx-json-2.0")


READERS = {
    "jsonstat": by_json_stat, "csv": by_csv, "csv-hxl": by_hxl, "xlsx": by_workbook, "parquet": by_parquet,
    "sdmx-csv": by_sdmx_csv, "sdmx-ml": by_sdmx_ml, "sdmx-json": by_sdmx_json, "sdmx-json-2.0": by_sdmx_json_2_0,
}  # fmt: skip
