"""Data as SDMX-ML 3.0, structure-specific: a row is an element, each code an attribute of it."""

from collections.abc import Iterator, Mapping
from html import escape

from ..published import Cube, Release
from . import sdmx
from .about import about
from .rows import TIME, VALUE, Row, rows

SCHEMAS = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/"


def write(release: Release, cube: Cube, language: str) -> bytes:
    said = about(release, cube.structure, language)
    held = sdmx.Described(release, cube.structure)
    urn, whole = held.urn("Dataflow"), _attributes(said.named())
    return "".join((
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<mes:StructureSpecificData xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xmlns:mes="{SCHEMAS}message" xmlns:ss="{SCHEMAS}data/structurespecific" xmlns:com="{SCHEMAS}common" '
        f'xmlns:ns1="{urn}:ObsLevelDim:AllDimensions">',
        header(
            release, cube.structure.code,
            f'<mes:Structure structureID="{cube.structure.code}" namespace="{urn}" '
            f'dimensionAtObservation="AllDimensions"><com:StructureUsage>{urn}</com:StructureUsage></mes:Structure>',
        ),
        f'<mes:DataSet {whole} ss:structureRef="{cube.structure.code}" xsi:type="ns1:DataSetType" '
        'action="Information">\n',
        *_observations(cube),
        "</mes:DataSet></mes:StructureSpecificData>\n",
    )).encode()  # fmt: skip


def header(release: Release, code: str, more: str = "") -> str:
    """Nothing in it depends on when it was asked for: the same release has the same bytes."""
    return (
        f"<mes:Header><mes:ID>{code}_{sdmx.version(release).replace('.', '_')}</mes:ID><mes:Test>false</mes:Test>"
        f"<mes:Prepared>{escape(release.published_at)}</mes:Prepared>"
        f'<mes:Sender id="{sdmx.AGENCY}"/>{more}</mes:Header>\n'
    )


def _observations(cube: Cube) -> Iterator[str]:
    codes = [one.code for one in cube.structure.dimensions]
    for row in rows(cube):
        key = " ".join(f'{code}="{escape(said)}"' for code, said in zip(codes, row.key, strict=True))
        yield f'<Obs {key} {TIME}="{row.period}" {_figure(row)}/>\n'


def _figure(row: Row) -> str:
    status = f'OBS_STATUS="{row.status}" CONF_STATUS="{row.confidential}"'
    return f'{status} WITHHELD="{escape(row.rule)}"' if row.value is None else f'{VALUE}="{row.value}" {status}'


def _attributes(said: Mapping[str, str]) -> str:
    return " ".join(f'{name}="{escape(text)}"' for name, text in said.items())
