"""`ayni directory …`: HSDS in and out, from the command line."""

import json
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from ayni.config.commands import commands
from ayni.directory.models import Service
from ayni.directory.tests.factories import ServiceFactory

pytestmark = pytest.mark.django_db


def run(*words):
    return CliRunner().invoke(commands(), ["directory", *map(str, words)])


@pytest.mark.parametrize("name", ["todo.json", "todo.zip"])
def test_what_is_exported_is_imported_and_changes_nothing(tmp_path, name):
    ServiceFactory(name="Asesoría")
    assert "1 services" in run("export", tmp_path / name).output
    done = run("import", tmp_path / name)
    assert done.exit_code == 0
    assert "service: 0 new, 0 changed, 1 as they were" in done.output


def test_broken_rows_are_named_and_the_others_come_in(tmp_path):
    organization = {"id": str(uuid4()), "name": "Comedor", "description": "Comedor"}
    good = {"id": str(uuid4()), "name": "Almuerzo", "status": "active", "organization": organization}
    (tmp_path / "a.json").write_text(json.dumps([good, {**good, "id": str(uuid4()), "status": "abierto"}]))
    done = run("import", tmp_path / "a.json")
    assert done.exit_code == 1
    assert "[1]: service" in done.output
    assert "status says “abierto” and should be one of: active" in done.output
    assert "1 broken, named above" in done.output
    assert Service.objects.get().name == "Almuerzo"


@pytest.mark.parametrize(("name", "text"), [("no.json", None), ("a.json", "{"), ("otra.csv", "id\n"), ("a.txt", "x")])
def test_a_file_that_cannot_be_read_is_said(tmp_path, name, text):
    if text is not None:
        (tmp_path / name).write_text(text)
    assert run("import", tmp_path / name).exit_code == 1


def test_a_name_that_says_no_form_is_refused(tmp_path):
    done = run("export", tmp_path / "todo.xls")
    assert done.exit_code == 1
    assert "ends in .json" in done.output
