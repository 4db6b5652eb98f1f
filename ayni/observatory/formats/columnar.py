"""Parquet: the cube with its labels, and what is said of it in the file's own metadata."""

import io

import pyarrow as pa
import pyarrow.parquet as pq

from ..published import Cube, Release
from .about import about
from .rows import OF_A_FIGURE, TIME, VALUE, rows


def write(release: Release, cube: Cube, language: str) -> bytes:
    said, found = about(release, cube.structure, language), list(rows(cube))
    columns: dict[str, pa.Array] = {}
    for n, one in enumerate(cube.structure.dimensions):
        labels = {code.code: code.label[language] for code in one.codes}
        columns[one.code] = _texts([row.key[n] for row in found])
        columns[f"{one.code}_LABEL"] = _texts([labels[row.key[n]] for row in found])
    columns[TIME] = _texts([row.period for row in found])
    columns[VALUE] = pa.array([row.value for row in found], pa.int64())
    told = zip(*((row.status, row.confidential, row.rule) for row in found), strict=True)
    columns |= {name: _texts(list(texts)) for name, texts in zip(OF_A_FIGURE, told, strict=True)}
    spoken = {**said.named(), "TITLE": said.title, "PERIOD": said.period, "ADDRESS": said.address, "LANGUAGE": language}
    out = io.BytesIO()
    pq.write_table(pa.table(columns).replace_schema_metadata(spoken), out, compression="zstd")
    return out.getvalue()


def _texts(said: list[str]) -> pa.Array:
    return pa.array(said, pa.string()).dictionary_encode()
