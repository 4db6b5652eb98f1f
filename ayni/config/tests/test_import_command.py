import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from typer.testing import CliRunner

from ayni.config.commands import commands
from ayni.people.models import BatchState, ImportBatch, Person
from ayni.people.tests.factories import CountryFactory, DocumentTypeFactory, SexFactory
from ayni.people.tests.imports.lists import people

ANA = "A-1,Ana María,Quispe Ñahui,1990-03-12,F,VEN,Pasaporte,AB123456,987654321"


@pytest.fixture
def ready(db, marta):
    for code in ("SEX-F", "SEX-M", "SEX-U"):
        SexFactory(code=code, label_es={"SEX-F": "Mujer", "SEX-M": "Hombre"}.get(code, "No registrado"))
    for code, label in (("VEN", "Venezuela"), ("XXX", "Desconocida")):
        CountryFactory(code=code, label_es=label)
    DocumentTypeFactory()
    return marta


def run(*words):
    return CliRunner().invoke(commands(), ["people", "import", *map(str, words)])


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "lista.csv"
    path.write_text(people(ANA, "A-2,Luis,Soto,ayer,M,VEN,,,"))
    return path


def test_a_list_with_the_headers_of_match_needs_no_mapping(ready, file):
    done = run(file, "--by", "marta")
    assert done.exit_code == 0, done.output
    assert "NEW" in done.output
    assert "BROKEN" in done.output
    assert "1 x  Fecha de nacimiento: " in done.output, "what is wrong is said, not only that something is"
    assert not Person.objects.exists()


def test_accepting_registers_who_is_new_and_undoing_takes_them_back(ready, file):
    assert "ACCEPTED" in run(file, "--accept").output
    assert Person.objects.get().surname_1 == "Quispe"
    assert "UNDONE" in run("--undo", ImportBatch.objects.get().pk).output
    assert not Person.objects.exists()


def test_a_dry_run_keeps_nothing(ready, file):
    assert "dry run" in run(file, "--dry-run").output
    batch = ImportBatch.objects.get()
    assert batch.state == BatchState.REJECTED
    assert not batch.staged.exists()


def test_a_mapping_comes_from_a_file(ready, tmp_path):
    (tmp_path / "x.csv").write_text("a;b\nAna;Pérez\n")
    (tmp_path / "m.json").write_text('{"columns": {"a": "given_names", "b": "surnames"}}')
    run(tmp_path / "x.csv", "--mapping", tmp_path / "m.json", "--accept")
    assert Person.objects.get().full_name == "Ana Pérez"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nada.csv"], "There is no file"),
        (["--resume", "x"], "There is no import"),
        (["--by", "nadie"], "no user nadie"),
        (["--by", "rosa"], "may not import"),
    ],
)
def test_what_is_wrong_is_said(ready, rosa, words, told):
    done = run(*words)
    assert done.exit_code == 1
    assert told in done.output


@pytest.mark.slow
def test_an_import_that_was_killed_goes_on_where_it_was(tmp_path):
    """A real process, killed while it stages; what follows is staged once."""
    home = tmp_path / "home"
    here = {**os.environ, "AYNI_HOME": str(home), "AYNI_MODE": "demo", "DJANGO_SETTINGS_MODULE": "ayni.config.settings"}
    here.pop("DATABASE_URL", None)
    ayni = [sys.executable, "-m", "ayni.config.cli"]

    def command(*words):
        done = subprocess.run([*ayni, *words], env=here, cwd=settings.BASE_DIR, capture_output=True, text=True)  # noqa: S603
        assert done.returncode == 0, done.stderr
        return done.stdout

    command("setup")
    command("demo", "--people", "40", "--seed", "1")
    letters = "abcdefghijklmnopqrstuvwxyz"
    rows = [
        f"K-{n},Nom{letters[n % 26]}{letters[n // 26 % 26]},Ape{letters[n // 676 % 26]}{letters[n % 7]},"
        f"19{50 + n % 50}-01-{1 + n % 28:02},F,VEN,,,"
        for n in range(9000)
    ]
    (tmp_path / "l.csv").write_text(people(*rows))
    words = [*ayni, "people", "import", str(tmp_path / "l.csv")]
    running = subprocess.Popen(words, env=here, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True)  # noqa: S603
    told = next(line for line in running.stdout if "--resume" in line)
    time.sleep(6)
    running.send_signal(signal.SIGKILL)
    running.wait()
    running.stdout.close()
    said = command("people", "import", "--resume", told.split()[-1])
    assert "9000 rows" in said
