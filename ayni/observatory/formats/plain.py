"""CSV in UTF-8 with one row of headers, and the same with HXL hashtags under it."""

import csv
import io
from collections.abc import Sequence

from ..published import Cube, Release, Structure
from . import words
from .about import NAMES, About, about
from .rows import OF_A_FIGURE, TIME, VALUE, Row, rows

EACH, ONCE = ("UNIT_MEASURE", "RELEASE", "UBIGEO", "LICENCE"), ("NOISE_VARIANCE", "EMBARGO_TIME", "SOURCE", "METHOD")
SENTENCES = ("CITATION", "COMMENT")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

HASHTAGS = {
    TIME: "#date+period", VALUE: "#indicator+value+num", "OBS_STATUS": "#status+code", "CONF_STATUS": "#meta+conf",
    "WITHHELD": "#meta+rule", "WITHHELD_LABEL": "#meta+rule+label", "UNIT_MEASURE": "#meta+unit",
    "RELEASE": "#meta+release", "UBIGEO": "#meta+ubigeo", "LICENCE": "#meta+licence",
    "NOISE_VARIANCE": "#meta+variance",
    "EMBARGO_TIME": "#date+published", "SOURCE": "#meta+source", "METHOD": "#meta+method",
    "CITATION": "#meta+citation", "COMMENT": "#description+notes",
}  # fmt: skip


def columns(structure: Structure) -> list[str]:
    """A code and a label for each dimension, the figure, why there is none, and what holds for all of them."""
    coded = [name for one in structure.dimensions for name in (one.code, f"{one.code}_LABEL")]
    return [*coded, TIME, VALUE, *OF_A_FIGURE, "WITHHELD_LABEL", *EACH, *ONCE, *SENTENCES]


def write(release: Release, cube: Cube, language: str) -> bytes:
    return _written(release, cube, language, with_hashtags=False)


def write_hxl(release: Release, cube: Cube, language: str) -> bytes:
    return _written(release, cube, language, with_hashtags=True)


def _written(release: Release, cube: Cube, language: str, *, with_hashtags: bool) -> bytes:
    said, out = about(release, cube.structure, language), io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns(cube.structure))
    if with_hashtags:
        writer.writerow(hashtags(cube.structure))
    # What is long is said once, in the first row: a file of ten thousand rows stays one that opens.
    once: Sequence[str] = [harmless(said.named()[name]) for name in (*ONCE, *SENTENCES)]
    each = [said.named()[name] for name in EACH]
    labels = [{one.code: harmless(one.label[language]) for one in each.codes} for each in cube.structure.dimensions]
    for row in rows(cube):
        coded = [text for code, told in zip(row.key, labels, strict=True) for text in (code, told[code])]
        writer.writerow([*coded, *_figure(row, said), *each, *once])
        once = [""] * len(once)
    return out.getvalue().encode()


def _figure(row: Row, said: About) -> list[str]:
    why = words.WITHHELD[row.rule][said.language] if row.rule else ""
    return [row.period, row.written, row.status, row.confidential, row.rule, why]


def harmless(text: str) -> str:
    """No spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def hashtags(structure: Structure) -> list[str]:
    tags = dict(HASHTAGS)
    if structure.unit == "PERSONS":
        tags[VALUE] = "#population+migrants+value+num"
    for one in structure.dimensions:
        tag = "#loc" if one.is_place else f"#group+{one.code.lower()}"
        tags |= {one.code: f"{tag}+code", f"{one.code}_LABEL": f"{tag}+name"}
    return [tags[name] for name in columns(structure)]


def titles(structure: Structure, language: str) -> dict[str, str]:
    """What each column is, in words."""
    told = {name: words.says(said, language) for name, said in NAMES.items()}
    told |= {
        TIME: words.says("time", language), VALUE: structure.measure[language],
        "OBS_STATUS": words.says("status", language), "CONF_STATUS": words.says("confidential", language),
        "WITHHELD": words.says("withheld", language),
        "WITHHELD_LABEL": words.says("label", language).format(title=words.says("withheld", language)),
    }  # fmt: skip
    for one in structure.dimensions:
        told[one.code] = one.title[language]
        told[f"{one.code}_LABEL"] = words.says("label", language).format(title=one.title[language])
    return {name: told[name] for name in columns(structure)}
