"""What readers see is set as their language sets it: in the catalogues, the guides and the tables of the data."""

import csv
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from babel.messages.pofile import read_po

from ayni.lib.french import spaced
from tests.test_words import ROOT

HTML = re.compile(r"<[^>]*>|https?://\S+|\?\w+=")


def in_catalogues(language: str) -> Iterator[tuple[str, str]]:
    for po in sorted((ROOT / "ayni").glob(f"*/locale/{language}/LC_MESSAGES/django.po")):
        with po.open("rb") as file:
            for one in (one for one in read_po(file) if one.id):
                for said in [one.string] if isinstance(one.string, str) else one.string:
                    yield f"{po.relative_to(ROOT)}: {one.id!r}", said


def in_guides(language: str) -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / "data/guides").glob(f"*/{language}.toml")):
        for said in texts(tomllib.loads(file.read_text(encoding="utf-8"))):
            yield str(file.relative_to(ROOT)), said


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts(one)


def in_tables(language: str) -> Iterator[tuple[str, str]]:
    """Columns of a language (`fr`, `label_fr`), and rows that say which theirs is."""
    for file in sorted((ROOT / "data").rglob("*.csv")):
        if "reference" in file.parts:  # as its sources have it
            continue
        with file.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                of_row = ("text", "hint", "choices", "section") if row.get("language") == language else ()
                for name, said in row.items():
                    if said and (name == language or name.endswith(f"_{language}") or name in of_row):
                        yield f"{file.relative_to(ROOT)}, {name}", said


def shown(language: str) -> Iterator[tuple[str, str]]:
    yield from in_catalogues(language)
    yield from in_guides(language)
    yield from in_tables(language)


def test_french_has_the_spaces_that_do_not_break():
    wrong = [f"{where}: {said}" for where, said in shown("fr") if spaced(said) != said]
    assert not wrong, (
        "A question mark would begin a line. Write what `ayni.lib.french.spaced` makes of it (U+202F before ; ! ?, "
        "U+00A0 before : and inside « »; ’ where something is elided):\n" + "\n".join(wrong)
    )


@pytest.mark.parametrize("language", ["en", "es", "ht", "pt"])
def test_others_have_no_space_before_punctuation(language):
    wrong = [f"{where}: {said}" for where, said in shown(language) if re.search(r"\w\s[:;!?](\s[^o]|$)", said)]
    assert not [one for one in wrong if "separadas por ; por ejemplo" not in one]


@pytest.mark.parametrize("language", ["en", "es", "fr", "ht", "pt"])
def test_what_opens_is_closed_and_points_are_one_sign(language):
    wrong = [
        f"{where}: {said}" for where, said in shown(language)
        if said.count("«") != said.count("»") or said.count("“") != said.count("”") or "..." in said
    ]  # fmt: skip
    assert not wrong


@pytest.mark.parametrize("language", ["es", "fr", "ht", "pt"])
def test_a_percent_stands_apart_from_its_number(language):
    assert not [f"{where}: {said}" for where, said in shown(language) if re.search(r"\d%(?!\d)", HTML.sub("", said))]


def test_spanish_opens_its_questions_and_its_calls():
    wrong = []
    for where, said in shown("es"):
        plain = HTML.sub("", said)
        if plain.count("?") != plain.count("¿") or plain.count("!") != plain.count("¡"):
            wrong.append(f"{where}: {said}")
    assert not wrong
