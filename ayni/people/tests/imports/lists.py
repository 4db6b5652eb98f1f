"""Lists of every kind, made for the tests."""

import io
import zipfile
from functools import partial
from typing import Any

import openpyxl

from ayni.people.actions import imports as actions
from ayni.people.actions.imports.receiving import Upload
from ayni.people.models import ImportBatch
from ayni.people.queries import imports as queries
from ayni.people.rules.imports.mapping import from_json, propose
from ayni.people.rules.imports.reading import read_table
from ayni.people.rules.imports.tables import Table
from ayni.people.tests.factories import NOON

HEADERS = "external_id,given_names,surnames,birth_date,sex,nationality,document_type,document_number,phone"


def read(content: bytes | str, **kwargs: Any) -> Table:
    raw = content.encode() if isinstance(content, str) else content
    return read_table(partial(io.BytesIO, raw), **kwargs)


def cells(table: Table) -> list[list[str]]:
    return [row.cells for row in table.rows()]


def book(*rows: list[Any], sheets: dict[str, list[list[Any]]] | None = None, title: str = "Lista") -> bytes:
    made = openpyxl.Workbook()
    page = made.active
    page.title = title
    for row in rows:
        page.append(row)
    for name, others in (sheets or {}).items():
        other = made.create_sheet(name)
        for row in others:
            other.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def archive(**files: bytes | str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name.replace("__", "."), content)
    return out.getvalue()


def upload(content: bytes | str, **kwargs: Any) -> Upload:
    raw = content.encode() if isinstance(content, str) else content
    given = {"name": "lista.csv", "system": "Municipalidad de SMP", "purpose": "Atención en la feria",
             "basis": "PUBLIC_FUNCTION", "grounds": "Convenio 12-2026"}  # fmt: skip
    return Upload(chunks=[raw], **(given | kwargs))


def receive(content: bytes | str, by: Any, **kwargs: Any) -> ImportBatch:
    return actions.receive_list(upload=upload(content, **kwargs), office=by.office, by=by, at=NOON)


def staged(content: bytes | str, by: Any, plan: dict[str, Any] | None = None, **kwargs: Any) -> ImportBatch:
    """Received, mapped as proposed, and staged to its end."""
    batch = receive(content, by, **kwargs)
    chosen = from_json(plan) if plan else queries.proposal(batch).plan
    actions.start_staging(batch=batch, plan=chosen, by=by, at=NOON)
    return work(batch)


def work(batch: ImportBatch) -> ImportBatch:
    """What the worker does until there is nothing left to do."""
    while actions.work_on_lists(at=NOON):
        pass
    return ImportBatch.objects.get(pk=batch.pk)


def people(*lines: str) -> str:
    return "\n".join([HEADERS, *lines]) + "\n"


__all__ = ["archive", "book", "cells", "people", "propose", "read", "receive", "staged", "upload", "work"]
