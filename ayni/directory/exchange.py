"""Files of HSDS: JSON, a folder or an archive of CSV, one CSV. Read into rows with their place; written from rows."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from .rules.hsds import BY_FILE, TABLES, VERSION, Nest, Row, Rows, flatten

MOST_BYTES = 300 << 20
"""Of what an archive unpacks to: a country's directory is a tenth of it."""
_QUOTED = re.compile(r"'+[=+\-@\t\r]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class CannotRead(RuleBroken):
    """The file is not what it says it is."""


@dataclass(frozen=True)
class Placed:
    """A row, and where it stands in the file."""

    table: str
    row: Row
    place: str


def read(path: Path) -> tuple[list[Placed], bool]:
    """(rows, whether they came from tables). Raises CannotRead in a sentence."""
    if path.is_dir():
        return list(_from_folder(path)), True
    if not path.is_file():
        raise CannotRead(_("There is no file %(path)s.") % {"path": path})
    if zipfile.is_zipfile(path):
        return list(_from_archive(path)), True
    if path.suffix.lower() == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_from_csv(_table_of(path.name), path.name, file)), True
    return list(_from_json(path)), False


def _from_folder(folder: Path) -> Iterator[Placed]:
    files = sorted(path for path in folder.iterdir() if path.name in BY_FILE)
    if not files:
        names = ", ".join(sorted(BY_FILE)[:4])
        raise CannotRead(_("There is no table of HSDS in %(folder)s: %(names)s …") % {"folder": folder, "names": names})
    for path in files:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _from_csv(BY_FILE[path.name], path.name, file)


def _from_archive(path: Path) -> Iterator[Placed]:
    with zipfile.ZipFile(path) as archive:
        members = [one for one in archive.infolist() if Path(one.filename).name in BY_FILE]
        if not members:
            raise CannotRead(_("There is no table of HSDS in this archive, such as services.csv."))
        if sum(one.file_size for one in members) > MOST_BYTES:
            raise CannotRead(_("What is in this archive is too large. Import its tables in parts."))
        for one in members:
            name = Path(one.filename).name
            with archive.open(one) as raw:
                yield from _from_csv(BY_FILE[name], name, io.TextIOWrapper(raw, encoding="utf-8-sig", newline=""))


def _table_of(name: str) -> str:
    if name not in BY_FILE:
        raise CannotRead(_("HSDS has no table %(name)s. Its tables are: %(names)s.") % {
            "name": name, "names": ", ".join(sorted(BY_FILE))})  # fmt: skip
    return BY_FILE[name]


def _from_csv(table: str, name: str, file: TextIO) -> Iterator[Placed]:
    try:
        reader = csv.DictReader(file)
        for row in reader:
            cells = {column: _plain(cell) for column, cell in row.items() if column and isinstance(cell, str) and cell}
            if cells:
                yield Placed(table, cells, _("%(file)s, line %(line)s") % {"file": name, "line": reader.line_num})
    except UnicodeDecodeError as why:
        raise CannotRead(_("%(file)s is not UTF-8. Save it as CSV UTF-8.") % {"file": name}) from why
    except csv.Error as why:
        raise CannotRead(_("%(file)s is no table that can be read.") % {"file": name}) from why


def _plain(cell: str) -> str:
    """What was written as `'=…`, so that no spreadsheet takes it for a formula, as it was."""
    return cell[1:] if _QUOTED.match(cell) else cell


_LISTS = {"services": "service", "organizations": "organization", "service_at_locations": "service_at_location",
          "locations": "location", "taxonomies": "taxonomy", "taxonomy_terms": "taxonomy_term",
          "meta_table_descriptions": "meta_table_description", "units": "unit", "programs": "program"}  # fmt: skip


def _from_json(path: Path) -> Iterator[Placed]:
    try:
        said = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, UnicodeDecodeError, RecursionError) as why:
        raise CannotRead(_("%(file)s is no JSON that can be read.") % {"file": path.name}) from why
    for kind, thing, place in _things(said):
        try:
            for table, row in flatten(kind, thing):
                yield Placed(table, row, place)
        except RecursionError as why:
            raise CannotRead(_("%(file)s is no JSON that can be read.") % {"file": path.name}) from why


def _things(said: Any) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """A package of ours, a page of an API, a list, or one object."""
    if isinstance(said, dict) and isinstance(said.get("contents"), list):
        said = said["contents"]
    if (
        isinstance(said, dict)
        and any(isinstance(said.get(name), list) and name in _LISTS for name in said)
        and "id" not in said
    ):
        for name, kind in _LISTS.items():
            for number, one in enumerate(said.get(name) or []):
                if isinstance(one, dict):
                    yield kind, one, f"{name}[{number}]"
        return
    some = said if isinstance(said, list) else [said]
    if not all(isinstance(one, dict) for one in some):
        raise CannotRead(_("This JSON is neither a service nor an institution of HSDS, nor a list of them."))
    for number, one in enumerate(some):
        yield _kind_of(one), one, f"[{number}]"


def _kind_of(thing: Mapping[str, Any]) -> str:
    if "service_id" in thing and "location_id" in thing:
        return "service_at_location"
    if "location_type" in thing:
        return "location"
    return "service" if "status" in thing or "organization" in thing or "organization_id" in thing else "organization"


def as_json(rows: Rows) -> dict[str, Any]:
    """Everything as objects within objects: services whole, institutions without their services."""
    nest = Nest(rows)
    package: dict[str, Any] = {"version": VERSION}
    package["organizations"] = [nest.build("organization", row) for row in rows.get("organization", [])]
    package["services"] = [nest.build("service", row) for row in rows.get("service", [])]
    package["taxonomies"] = [nest.build("taxonomy", row) for row in rows.get("taxonomy", [])]
    package["taxonomy_terms"] = [nest.build("taxonomy_term", row) for row in rows.get("taxonomy_term", [])]
    for name in ("units", "meta_table_descriptions"):
        package[name] = [nest.build(_LISTS[name], row) for row in rows.get(_LISTS[name], [])]
    inside = {str(row.get("location_id")) for row in rows.get("service_at_location", [])}
    inside |= {str(row["id"]) for row in rows.get("location", []) if row.get("organization_id")}
    package["locations"] = [
        nest.build("location", row) for row in rows.get("location", []) if str(row["id"]) not in inside
    ]
    return package


def write(path: Path, rows: Rows) -> None:
    """JSON, or an archive of CSV, by how the file is called."""
    if path.suffix.lower() == ".json":
        path.write_text(_an_entry_a_line(as_json(rows)), encoding="utf-8")
        return
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in TABLES.items():
            if rows.get(name):
                archive.writestr(table.file, as_csv(name, rows[name]))
        archive.writestr("datapackage.json", json.dumps(_datapackage(rows), indent=1))


def _an_entry_a_line(package: Mapping[str, Any]) -> str:
    """JSON that can be read and compared line by line: whoever indents it all waits three times as long."""
    parts = []
    for name, value in package.items():
        some = [json.dumps(one, ensure_ascii=False) for one in value] if isinstance(value, list) else None
        said = json.dumps(value, ensure_ascii=False) if some is None else "[\n" + ",\n".join(some) + "\n]"
        parts.append(f"{json.dumps(name)}: {said}")
    return "{" + ",\n".join(parts) + "}\n"


def as_csv(table: str, rows: list[Row]) -> str:
    extra = sorted({name for row in rows for name in row} - set(TABLES[table].names))
    file = io.StringIO()
    writer = csv.DictWriter(file, [*TABLES[table].names, *extra], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _neutral(value) for name, value in row.items()} for row in rows)
    return file.getvalue()


def _neutral(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula, with a quote before it. Numbers and telephones stay."""
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    if not isinstance(value, str):
        return value
    is_formula = value.startswith(_FORMULA) and not re.fullmatch(r"[+-][\d ().-]*", value)
    return f"'{value}" if is_formula or _QUOTED.match(value) else value


def _datapackage(rows: Rows) -> dict[str, Any]:
    kinds = {"number": "number", "date": "date", "datetime": "datetime"}
    return {
        "profile": "tabular-data-package",
        "name": "ayni-directory",
        "version": VERSION,
        "resources": [
            {
                "name": name,
                "path": table.file,
                "profile": "tabular-data-resource",
                "schema": {
                    "fields": [
                        {"name": c.name, "type": kinds.get(c.kind, "string"),
                         "constraints": {"required": c.required or c.tabular}}
                        for c in table.columns
                    ],
                    "primaryKey": "id",
                },
            }
            for name, table in TABLES.items()
            if rows.get(name)
        ],
    }  # fmt: skip
