"""What is uploaded never lies plain on the disk, however large it is."""

import os
import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ayni.people.actions import imports as actions
from ayni.people.models import ImportBatch
from ayni.people.queries import imports as queries

from .lists import people

pytestmark = pytest.mark.django_db
PLANTED = "Quispeplantada"
LONG = people(*[f"A-{n},Ana,{PLANTED} {n},1990-03-12,F,VEN,,," for n in range(60_000)])


def open_files() -> list[bytes]:
    """What stands in all files that this process holds open, with or without a name."""
    found = []
    for link in Path("/proc/self/fd").iterdir():
        try:
            target = os.readlink(link)
        except OSError:
            continue
        if target.startswith("/") and not target.startswith("/dev") and "db" not in Path(target).name:
            found.append(link.read_bytes())
    return found


def send(client, **files):
    given = {"system": "Municipalidad", "purpose": "Feria", "basis": "PUBLIC_FUNCTION", "grounds": ""}
    return client.post(reverse("people:import-new"), given | files)


@pytest.fixture
def seen(monkeypatch):
    """What lies on the disk while the list is received."""
    found: dict[str, list] = {}

    def look(**kwargs):
        found["open"] = open_files()
        return receive(**kwargs)

    receive = actions.receive_list
    monkeypatch.setattr(actions, "receive_list", look)
    return found


def test_a_long_list_is_sealed_while_it_is_received(client, marta, lists, seen, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    client.force_login(marta)
    assert len(LONG) > 2_600_000
    before = set(queries.folder().glob("*"))
    assert send(client, file=SimpleUploadedFile("lista.csv", LONG.encode())).status_code == 302
    assert list(tmp_path.iterdir()) == []
    assert any(len(content) > len(LONG) for content in seen["open"]), "it waits on the disk"
    assert not any(PLANTED.encode() in content for content in seen["open"])
    batch = ImportBatch.objects.get()
    with queries.open_kept(batch) as kept:
        assert kept.read() == LONG.encode()
    assert set(queries.folder().glob("*")) - before == {queries.kept_file(batch)}


def test_whoever_may_not_import_leaves_nothing(client, rosa, lists, monkeypatch):
    """The form is parsed before anybody asks for permission."""
    monkeypatch.setattr("ayni.people.uploads.SealedWriter", None)
    file = SimpleUploadedFile("lista.csv", LONG.encode())
    assert send(client, file=file).status_code == 403
    client.force_login(rosa)
    file.seek(0)
    assert send(client, file=file).status_code == 403


def test_of_a_file_that_no_form_asks_for_nothing_is_kept(client, marta, lists, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    client.force_login(marta)
    answer = send(client, other=SimpleUploadedFile("lista.csv", LONG.encode()))
    assert answer.context["form"].errors.keys() == {"file"}
    assert "other" not in answer.wsgi_request.FILES


def test_what_is_larger_than_allowed_is_said_and_not_kept(client, marta, lists, monkeypatch):
    monkeypatch.setattr("ayni.people.uploads.MOST_BYTES", 1_000_000)
    monkeypatch.setattr("ayni.people.forms.imports.MOST_BYTES", 1_000_000)
    client.force_login(marta)
    answer = send(client, file=SimpleUploadedFile("lista.csv", LONG.encode()))
    assert "60 MB" in str(answer.context["form"].errors)
    assert not ImportBatch.objects.exists()
