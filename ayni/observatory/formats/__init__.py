"""Every open format, in one table. A format is written from what is published, and from nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from ..published import Cube, Release, Words

MOST = 10_000
Write = Callable[[Release, Cube, str], bytes]


@dataclass(frozen=True)
class Format:
    code: str
    """As it is asked for: `?format=csv`."""
    media_type: str
    suffix: str
    title: Words
    module: str
    function: str = "write"
    is_structure: bool = False
    """It says how the figures are to be read, and holds none."""
    also: tuple[str, ...] = ()
    """Other media types that ask for it."""
    most: int = MOST
    """Figures that are written while somebody waits. More are a file that lies ready."""

    def write(self, release: Release, cube: Cube, language: str) -> bytes:
        """The bytes of a cube, whole or a part of it. The same cube has the same bytes on any day.

        Raises NotProtected for a figure that no protected cube holds.
        """
        # Loaded when asked for: a process that makes no workbook never loads what makes them (a second, 60 MB).
        writer = cast("Write", getattr(import_module(f"{__name__}.{self.module}"), self.function))
        return writer(release, cube, language)


def _both(said: str) -> Words:
    return {"es": said, "en": said}


SDMX = "application/vnd.sdmx."
FORMATS: dict[str, Format] = {
    one.code: one
    for one in (
        Format("jsonstat", "application/json", "json", _both("JSON-stat 2.0"), "jsonstat",
               also=("application/vnd.json-stat+json",)),
        Format("csv", "text/csv; charset=utf-8", "csv", _both("CSV"), "plain"),
        Format("csv-hxl", "text/csv; charset=utf-8; profile=hxl", "hxl.csv",
               {"es": "CSV con etiquetas HXL", "en": "CSV with HXL hashtags"}, "plain", "write_hxl"),
        Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx",
               {"es": "Libro de Excel accesible", "en": "Accessible Excel workbook"}, "workbook", most=2_000),
        Format("parquet", "application/vnd.apache.parquet", "parquet", _both("Parquet"), "columnar"),
        Format("datapackage", "application/vnd.datapackage+json", "datapackage.json",
               {"es": "Data Package del CSV", "en": "Data Package of the CSV"}, "package", is_structure=True),
        Format("sdmx-csv", f"{SDMX}data+csv; version=2.0.0", "sdmx.csv", _both("SDMX-CSV 2.0"), "sdmx_csv"),
        Format("sdmx-ml", f"{SDMX}data+xml; version=3.0.0", "sdmx.xml", _both("SDMX-ML 3.0"), "sdmx_ml"),
        Format("sdmx-json", f"{SDMX}data+json; version=2.1.0", "sdmx.json", _both("SDMX-JSON 2.1"), "sdmx_json"),
        Format("sdmx-json-2.0", f"{SDMX}data+json; version=2.0.0", "sdmx-2.0.json", _both("SDMX-JSON 2.0"),
               "sdmx_json", "write_2_0"),
        Format("sdmx-structure-ml", f"{SDMX}structure+xml; version=3.0.0", "structure.xml",
               {"es": "Estructura, SDMX-ML 3.0", "en": "Structure, SDMX-ML 3.0"}, "sdmx_structure_ml",
               is_structure=True),
        Format("sdmx-structure-json", f"{SDMX}structure+json; version=2.1.0", "structure.json",
               {"es": "Estructura, SDMX-JSON 2.1", "en": "Structure, SDMX-JSON 2.1"}, "sdmx_structure_json",
               is_structure=True),
        Format("sdmx-structure-json-2.0", f"{SDMX}structure+json; version=2.0.0", "structure-2.0.json",
               {"es": "Estructura, SDMX-JSON 2.0", "en": "Structure, SDMX-JSON 2.0"}, "sdmx_structure_json",
               "write_2_0", is_structure=True),
    )
}  # fmt: skip
"""By their codes, in the order in which they are offered."""
DATA = tuple(one for one in FORMATS.values() if not one.is_structure)
BY_SUFFIX = {one.suffix: one for one in FORMATS.values()}
