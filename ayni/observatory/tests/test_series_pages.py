"""The figures of others: all of them, each with its source, and apart from the register's own."""

import csv
import re

import pytest
from django.conf import settings

from ayni.observatory import series

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return re.sub(r"[ \n\t]+", " ", response.content.decode())


@pytest.fixture(autouse=True)
def _quiet(nothing_published):
    """They are there on day one, before the register has published anything."""


def rows(name: str) -> list[dict[str, str]]:
    with (settings.BASE_DIR / "data" / name).open(newline="") as file:
        return list(csv.DictReader(file))


def test_every_published_figure_has_its_theme_and_its_words_in_both_languages():
    found = {one.code: one for one in series.all_figures()}
    published = rows("reference/published_figures.csv")
    assert len(found) == len(published) == 161
    for row in published:
        one = found[row["code"]]
        assert one.label_en
        assert one.value == row["value"]
        assert series.theme(one.theme.lower())
        for said in (row["unit"], row["precision"], row["population_es"], *row["notes"].split("; ")):
            known = series._said()
            assert not said or said in known or row["notes"] in known, said


def test_themes_hold_what_the_requirements_ask_for():
    codes = {one.code for one in series.themes()}
    assert {
        "EMIGRATION",
        "REMITTANCES",
        "RETURNS",
        "IMMIGRATION",
        "VENEZUELA",
        "REGION",
        "INTERNAL",
        "CONTEXT",
    } <= codes
    assert all(series.of_theme(code) for code in codes)


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_page_can_be_read(client, language):
    addresses = ["series/", *(f"series/tema/{one.slug}/" for one in series.themes())]
    addresses += [f"series/{one.code}/" for one in series.all_figures()[::20]]
    for address in addresses:
        assert client.get(f"{language}/observatorio/{address}").status_code == 200, address


def test_each_figure_says_who_published_it_and_that_it_is_not_ours(client):
    said = text(client.get("/observatorio/series/FIG-116/"))
    assert "1\u202f497\u202f746 personas" in said
    assert "MIGRACIONES 2022" in said
    assert "Esta cifra no es del registro de la unidad" in said
    assert "2022-09-13" in said


def test_the_venezuelan_population_is_checked_by_its_sums(client):
    said = text(client.get("/observatorio/series/tema/venezuela/"))
    assert "1\u202f105\u202f906 + 391\u202f840 = 1\u202f497\u202f746" in said
    assert said.count("sí suman") == 3


def test_what_does_not_add_up_says_by_how_much(client):
    said = text(client.get("/observatorio/series/tema/context/"))
    assert "faltan 10" in said
    assert "faltan 0,8" in text(client.get("/observatorio/series/tema/internal/"))
    assert "0.8 are missing" in text(client.get("/en/observatorio/series/tema/internal/"))


@pytest.mark.parametrize(("code", "shown"), [
    ("FIG-001", "2016"), ("FIG-025", "> 3\u202f300\u202f000 personas"), ("FIG-053", "58 %"), ("FIG-055", "14,2 %"),
    ("FIG-066", "0,416 índice"), ("FIG-016", "< 20 personas"), ("FIG-024", "04-26"),
])  # fmt: skip
def test_a_figure_is_written_as_it_was_published(code, shown):
    assert series.by_code()[code].shown("es") == shown
