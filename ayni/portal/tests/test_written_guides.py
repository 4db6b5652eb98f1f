"""The texts of `data/guides/` are easy to read, true to codes that exist, and say the same in every language."""

import csv
import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from ayni.portal.models import Confidence, Service, Tongue
from ayni.portal.rules import pictures
from ayni.portal.rules.reading import EASY_ENOUGH, LONGEST_SHARE, long_sentences, score, share_length
from ayni.portal.templatetags.portal import in_these_words

DATA = Path(__file__).resolve().parents[3] / "data"
FOLDERS = sorted(path for path in (DATA / "guides").iterdir() if path.is_dir())
LONGEST_HOST = "https://portal.migraciones.gob.pe/guias/"
LINES = ("who", "need", "where", "refused")
MARK = re.compile(r"\{[a-z]+:[^{}]*\}|\[\[[^\[\]]*\]\]")
STEP_BEGINS = re.compile(r"(?:No )?[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+")
NOT_A_VERB = {"El", "La", "Los", "Las", "Un", "Una", "Su", "Sus", "Si", "Para", "Con", "En", "De"}


def codes(file: str, column: str = "code") -> set[str]:
    with (DATA / file).open(encoding="utf-8") as rows:
        return {row[column] for row in csv.DictReader(rows)}


PROCEDURES = codes("reference/procedures.csv")
NORMS = codes("reference/legal_norms.csv")
KNOWN = {
    "fee": PROCEDURES,
    "days": PROCEDURES,
    "papers": codes("reference/procedure_requirements.csv", "procedure_code"),
    "norm": NORMS,
    "phone": codes("emergency_lines.csv"),
    "figure": codes("reference/published_figures.csv"),
}


def read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def said(text: dict[str, Any]) -> list[str]:
    """Every line of a text, as it stands on its page."""
    lines = [text["title"], text["summary"]]
    for part in LINES:
        lines += text.get(part, [])
    lines += [text[part] for part in ("cost", "time") if part in text]
    for step in text["steps"]:
        lines += [step["title"], step["text"]]
    return lines + [row["text"] for part in ("rights", "doubts") for row in text.get(part, [])]


def shape(text: dict[str, Any]) -> dict[str, Any]:
    """How many things a text says, and which figures, norms and links it names."""
    counts = {part: len(text.get(part, [])) for part in (*LINES, "steps", "rights", "doubts")}
    marks = Counter(MARK.findall("\n".join(said(text))))
    return {**counts, "marks": marks, "norms": [row.get("norm") for row in text.get("rights", [])]}


TRANSLATED = [
    file for folder in FOLDERS for file in sorted(folder.glob("*.toml")) if file.stem in set(Tongue.values) - {"es"}
]
each_guide = pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
each_translation = pytest.mark.parametrize("file", TRANSLATED, ids=lambda path: f"{path.parent.name}-{path.stem}")


def test_there_are_forty_guides_at_least_and_every_service_has_one() -> None:
    assert len(FOLDERS) >= 40
    assert {read(folder / "guide.toml")["service"] for folder in FOLDERS} == set(Service.values)


def test_the_twelve_most_needed_are_in_every_language() -> None:
    first = [folder for folder in FOLDERS if read(folder / "guide.toml")["first"]]
    assert len(first) == 12
    assert {file.parent for file in TRANSLATED} == set(first)
    assert all((folder / f"{language}.toml").exists() for folder in first for language in Tongue.values)


@each_guide
def test_a_guide_is_easy_to_read(folder: Path) -> None:
    text = "\n".join(said(read(folder / "es.toml")))
    assert long_sentences(text) == []
    assert score(text) >= EASY_ENOUGH


@each_guide
def test_every_step_begins_with_what_to_do(folder: Path) -> None:
    for step in read(folder / "es.toml")["steps"]:
        begins = STEP_BEGINS.match(step["title"])
        assert begins
        assert begins[0] not in NOT_A_VERB


@each_guide
def test_a_guide_names_only_what_the_data_knows(folder: Path) -> None:
    facts = read(folder / "guide.toml")
    assert set(facts["procedures"]) <= PROCEDURES
    assert set(facts["norms"]) <= NORMS
    assert set(facts["needs"]) <= codes("reference/service_categories.csv")
    assert facts["confidence"] in Confidence.values
    assert isinstance(facts["checked_on"], date)
    assert facts["checked_by"]
    for language in ("en", "pt", "fr", "ht"):
        with override(language):
            assert in_these_words(facts["checked_by"]) != facts["checked_by"], (
                "said in Spanish to whoever reads another"
            )
    assert facts["sources"]


@each_guide
def test_every_figure_and_link_of_a_text_exists(folder: Path) -> None:
    facts = read(folder / "guide.toml")
    slugs = {path.name for path in FOLDERS}
    for file in folder.glob("??.toml"):
        text = read(file)
        lines = said(text)
        for kind, code in re.findall(r"\{([a-z]+):([^{}]*)\}", "\n".join(lines)):
            assert code in KNOWN[kind]
            assert kind not in {"fee", "days", "papers"} or code in facts["procedures"]
        for line in lines:
            assert "{papers:" not in line or re.fullmatch(r"\{papers:[^{}]*\}", line)
            assert set(re.findall(r"\[\[([^\[\]]*)\]\]", line)) <= slugs - {folder.name}
        assert {row["norm"] for row in text.get("rights", []) if "norm" in row} == set(facts["norms"])


@each_guide
def test_no_figure_that_the_data_holds_is_typed(folder: Path) -> None:
    """An amount, a telephone: they change, and a text that was typed does not."""
    for file in folder.glob("??.toml"):
        text = "\n".join(said(read(file)))
        assert not re.search(r"S/|%|\b0800|\b\d{3,}[ -]\d{3,}", text)
        assert not re.search(r"\b(?:100|101|105|106|113|1810|1818|1819|1884)\b(?! %)", text.replace("Línea 100", ""))


@each_guide
def test_what_people_send_to_each_other_fits_a_message(folder: Path) -> None:
    for file in folder.glob("??.toml"):
        share = read(file)["share"]
        assert share.count("{url}") == 1
        assert share_length(share, f"{LONGEST_HOST}{folder.name}/") <= LONGEST_SHARE


@each_guide
def test_what_must_stay_secret_has_a_neutral_title(folder: Path) -> None:
    facts = read(folder / "guide.toml")
    telling = re.compile(r"violen|trata\b|traffick|tráfico|traite|trafik|pareja|lgbt|abus", re.IGNORECASE)
    for file in folder.glob("??.toml"):
        text = read(file)
        assert ("browser_title" in text) == facts["discreet"]
        if facts["discreet"]:
            assert not telling.search(text["browser_title"] + text["share"])


@each_translation
def test_a_translation_says_as_much_as_the_spanish_text(file: Path) -> None:
    assert shape(read(file)) == shape(read(file.parent / "es.toml"))


@each_translation
def test_a_translation_is_in_its_own_words(file: Path) -> None:
    """Portuguese says some short things as Spanish does."""
    spanish = set(said(read(file.parent / "es.toml")))
    same = [line for line in said(read(file)) if line in spanish and not MARK.fullmatch(line)]
    assert [line for line in same if len(line.split()) > 3] == []


PICTURED = [folder for folder in FOLDERS if read(folder / "guide.toml").get("pictures")]


def test_drawings_help_with_at_least_six_of_the_most_needed_guides() -> None:
    assert sum(read(folder / "guide.toml")["first"] for folder in PICTURED) >= 6


@pytest.mark.parametrize("folder", PICTURED, ids=lambda path: path.name)
def test_every_drawing_is_said_in_words_in_every_language(folder: Path) -> None:
    facts = read(folder / "guide.toml")
    said = {file.stem: read(file) for file in folder.glob("??.toml")}
    for text in said.values():
        assert pictures.what_is_wrong(facts, text) == []
        assert set(text["alts"]) == {one["name"] for one in facts["pictures"]}
    for name in said["es"]["alts"]:
        words = [text["alts"][name] for text in said.values()]
        assert len(set(words)) == len(words), "each language in its own words"


@each_guide
def test_portuguese_pictures_are_described_in_portuguese(folder: Path) -> None:
    file = folder / "pt.toml"
    said = read(file).get("alts", {}).values() if file.exists() else ()
    assert not [one for one in said if "carné" in one]
