"""Compiling what pages say, in a process that speaks already."""

from pathlib import Path

import pytest
from django.utils.translation import gettext, override
from django.utils.translation.reloader import translation_file_changed

from ayni.config import translations

WORDS = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "A word of this test"
msgstr "Una palabra"
"""


@pytest.fixture
def catalogue(tmp_path, monkeypatch, settings):
    """An app whose Spanish nobody compiled yet."""
    place = tmp_path / "app" / "locale" / "es" / "LC_MESSAGES" / "django.po"
    place.parent.mkdir(parents=True)
    place.write_text(WORDS)
    monkeypatch.setattr(translations, "APPS", tmp_path)
    settings.LOCALE_PATHS = [tmp_path / "app" / "locale"]
    forget()
    yield place
    forget()


def forget() -> None:
    translation_file_changed(None, Path("django.mo"))


def test_what_was_looked_for_before_it_was_compiled_is_found_afterwards(catalogue):
    """`ayni setup` of a new clone: it translated, compiled, and wrote rows with the words of before."""
    with override("es"):
        assert gettext("A word of this test") == "A word of this test"
    assert translations.compile_all() == 1
    with override("es"):
        assert gettext("A word of this test") == "Una palabra"
    assert translations.compile_all() == 0
