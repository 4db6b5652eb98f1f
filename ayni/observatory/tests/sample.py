"""A small release for tests of what reads one: made up, and never through the gates."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ayni.observatory.published import DESCRIBED, TOTAL, Code, Cube, Dimension, Level, Release, Structure, as_json, root


def words(es: str, en: str) -> dict[str, str]:
    return {"es": es, "en": en}


ALL = Code(TOTAL, words("Total", "Total"))
SEX = Dimension(
    "SEX", words("Sexo", "Sex"),
    (ALL, Code("F", words("Mujer", "Female")), Code("M", words("Hombre", "Male"))),
)  # fmt: skip
AGE = Dimension(
    "AGE", words("Edad", "Age"),
    (
        ALL, Code("Y0T17", words("De 0 a 17", "0 to 17")), Code("Y18T59", words("De 18 a 59", "18 to 59")),
        Code("Y60T999", words("De 60 a más", "60 and over")),
    ),
)  # fmt: skip
CITIZENSHIP = Dimension(
    "CITIZENSHIP", words("Nacionalidad", "Citizenship"),
    (
        ALL, Code("VE", words("Venezuela", "Venezuela")), Code("CO", words("Colombia", "Colombia")),
        Code("_O", words("Otras", "Other")),
    ),
)  # fmt: skip
DEPARTMENTS = Dimension(
    "REF_AREA", words("Departamento", "Department"),
    (
        Code(TOTAL, words("Perú", "Peru")), Code("15", words("Lima", "Lima")), Code("23", words("Tacna", "Tacna")),
        Code("24", words("Tumbes", "Tumbes")),
    ),
    is_place=True,
)  # fmt: skip
DISTRICTS = Dimension(
    "REF_AREA", words("Distrito", "District"),
    (
        Code(TOTAL, words("Perú", "Peru")), Code("15", words("Lima", "Lima")),
        Code("1501", words("Lima", "Lima"), "15"), Code("150101", words("Lima", "Lima"), "1501"),
        Code("150132", words("San Juan de Lurigancho", "San Juan de Lurigancho"), "1501"),
        Code("150118", words("Lurigancho", "Lurigancho"), "1501"),
    ),
    is_place=True,
)  # fmt: skip


def structure(
    code: str, title: dict[str, str], dimensions: tuple[Dimension, ...], level: Level = Level.DEPARTMENT
) -> Structure:
    return Structure(
        code=code, title=title, measure=words("Personas en el registro", "People in the register"), unit="PERSONS",
        level=level, theme="population", dimensions=dimensions,
        method=words("Personas distintas, protegidas por celda.", "Distinct people, protected cell by cell."),
        source=words("Registro de la unidad", "Register of the unit"),
        notes=(words("No suman el total.", "They do not add up."),), quality={"AGE": 0.02},
    )  # fmt: skip


PEOPLE = structure(
    "POP_DEPARTMENT", words("Personas por departamento", "People by department"), (DEPARTMENTS, SEX, AGE)
)
NATIONS = structure(
    "POP_CITIZENSHIP", words("Personas por nacionalidad", "People by citizenship"), (DEPARTMENTS, CITIZENSHIP)
)
PLACES = structure(
    "POP_DISTRICT", words("Personas por distrito", "People by district"), (DISTRICTS, SEX), Level.DISTRICT
)


def filled(said: Structure, period: str, withheld: Mapping[tuple[str, ...], str] = {}) -> Cube:  # noqa: B006
    """Figures that differ from cell to cell and from period to period, and are the same in each run."""
    keys = list(product(*([one.code for one in each.codes] for each in said.dimensions)))
    columns: dict[str, pa.Array] = {
        one.code: pa.array([key[n] for key in keys]).dictionary_encode() for n, one in enumerate(said.dimensions)
    }
    values = [None if key in withheld else _made_up(period, key) for key in keys]
    columns["value"] = pa.array(values, pa.int32())
    columns["rule"] = pa.array([withheld.get(key, "") for key in keys]).dictionary_encode()
    columns["period"] = pa.array([period] * len(keys)).dictionary_encode()
    return Cube(said, pa.table(columns))


def _made_up(period: str, key: tuple[str, ...]) -> int:
    drawn = int.from_bytes(hashlib.sha256("/".join((period, *key)).encode()).digest()[:2], "big")
    return (drawn % 40_000 + 3) * (20 if set(key) == {TOTAL} else 1)


def cubes(period: str) -> Iterator[Cube]:
    yield filled(PEOPLE, period)
    yield filled(NATIONS, period, {("24", "CO"): "group"})
    yield filled(PLACES, period, {("150118", "F"): "area", ("150118", "M"): "area"})


def write(
    home: Path, release: str = "2026-10.1", published_at: str = "2026-11-10T09:00:00-05:00",
    content: Sequence[Cube] | None = None, changes: tuple[dict[str, str], ...] = (),
) -> Release:  # fmt: skip
    """Put a made-up release where readers look for it."""
    path = root(home) / release
    path.mkdir(parents=True)
    held = list(cubes(release.partition(".")[0])) if content is None else list(content)
    for one in held:
        (path / f"{one.structure.code}.json").write_text(as_json(one.structure))
        pq.write_table(one.rows, path / f"{one.structure.code}.parquet")
    sums = {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in sorted(path.iterdir())}
    said = Release(
        id=release, published_at=published_at, method="1", variance=3.0,
        cubes=tuple(one.structure.code for one in held), checksums=sums, changes=changes,
    )  # fmt: skip
    (path / DESCRIBED).write_text(as_json(said))
    return said
