"""What `.env` says counts, for settings and for what is asked without them."""

import os
import re
from pathlib import Path

import pytest
from django.conf import settings

from ayni.config.environment import ASKED_WITHOUT_SETTINGS, environment
from ayni.lib import keys

ASKED = re.compile(r"""(?:environ\.get|getenv)\(\s*(?:["']([A-Z_]+)["']|(VARIABLE))|environ\[["']([A-Z_]+)["']\]""")


@pytest.fixture
def file(tmp_path, monkeypatch):
    for name in ASKED_WITHOUT_SETTINGS:
        # Put and taken out again: what the test leaves behind is undone.
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    path = tmp_path / ".env"
    path.write_text("AYNI_BACKUP_PASSPHRASE=una frase de cinco palabras\nPORT=8123\nAYNI_TRACE=1\n")
    return path


def test_what_is_asked_without_settings_is_found_in_the_file(file):
    env = environment(file)
    assert env.int("PORT") == 8123
    assert os.environ["AYNI_BACKUP_PASSPHRASE"] == "una frase de cinco palabras"
    assert os.environ["AYNI_TRACE"] == "1"


def test_the_environment_goes_before_the_file_an_empty_one_too(file, monkeypatch):
    monkeypatch.setenv("AYNI_BACKUP_PASSPHRASE", "otra")
    monkeypatch.setenv("AYNI_TRACE", "")
    environment(file)
    assert (os.environ["AYNI_BACKUP_PASSPHRASE"], os.environ["AYNI_TRACE"]) == ("otra", "")


def test_whatever_is_asked_without_settings_is_known():
    ours = [path for path in Path(settings.BASE_DIR, "ayni").rglob("*.py") if "tests" not in path.parts]
    names = {
        keys.VARIABLE if found[2] else found[1] or found[3]
        for path in ours
        for found in ASKED.finditer(path.read_text())
    }
    assert names == set(ASKED_WITHOUT_SETTINGS)
