"""The figures of others: all of them, each with its source, and apart from the register's own."""

import csv
import html
import io
import re

import pytest
from django.conf import settings

from ayni.observatory import series
from ayni.observatory.use_counts import BUFFER

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


def files_on(response) -> list[str]:
    found = re.findall(r'href="(/api/observatory/series[^"]*)"', response.content.decode())
    return [html.unescape(one) for one in found]


@pytest.mark.parametrize(("address", "count"), [
    ("/observatorio/series/", 161), ("/en/observatorio/series/tema/venezuela/", len(series.of_theme("VENEZUELA"))),
    ("/observatorio/series/FIG-116/", 1),
])  # fmt: skip
def test_programs_find_the_same_figures_from_the_page_each_marked_as_none_of_ours(client, address, count):
    as_csv, as_json = files_on(client.get(address))
    language = "en" if address.startswith("/en") else "es"
    answer = client.get(as_csv)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    table = list(csv.DictReader(io.StringIO(answer.content.decode())))
    told = client.get(as_json).json()
    listed = told.get("series", [told])
    assert len(table) == len(listed) == count
    for row, said in zip(table, listed, strict=True):
        one = series.by_code()[said["code"]]
        assert row == {name.upper(): text for name, text in said.items()}
        assert (said["whose"], said["value"]) == ("published by others", one.value)
        assert ("no es una cifra del registro" if language == "es" else "not a figure of the unit's") in said["notice"]
        assert said["as_published"] == one.shown(language)
        assert said["source"] == series.said(one.source, language)
        assert client.get(said["address"].removeprefix(settings.PUBLIC_URL)).status_code == 200


def test_signs_are_words_so_that_no_spreadsheet_reckons_with_them(client):
    said = client.get("/api/observatory/series").json()
    signs = {one["code"]: one["comparator"] for one in said["series"]}
    assert (said["count"], signs["FIG-025"], signs["FIG-016"]) == (161, "gt", "lt")
    table = csv.DictReader(io.StringIO(client.get("/api/observatory/series.csv").content.decode()))
    texts = [text for row in table for name, text in row.items() if name != "VALUE" and text]
    assert texts
    assert not [text for text in texts if text[0] in "=+-@"]


@pytest.mark.parametrize(("address", "status", "says"), [
    ("series/FIG-999", 404, "FIG-999"), ("series/FIG-999.csv", 404, "FIG-999"), ("series.xlsx", 406, "csv"),
    ("series/FIG-116.pdf", 406, "json"), ("series?theme=nothing", 400, "venezuela"),
])  # fmt: skip
def test_what_is_not_there_says_what_is(client, address, status, says):
    answer = client.get(f"/api/observatory/{address}")
    assert answer.status_code == status
    assert says in answer.json()["detail"]


def test_figures_of_others_that_programs_take_are_counted_apart(client):
    BUFFER.take()
    for address in ("series", "series/FIG-116.csv", "series/FIG-999"):
        client.get(f"/api/observatory/{address}", headers={"user-agent": "python-requests/2.32"})
    assert sorted((one.kind, one.code, one.detail) for one in BUFFER.take()) == [
        ("SERIES", "ALL", "json"), ("SERIES", "FIG-116", "csv"),
    ]  # fmt: skip


@pytest.mark.parametrize(("code", "shown"), [
    ("FIG-001", "2016"), ("FIG-025", "> 3\u202f300\u202f000 personas"), ("FIG-053", "58 %"), ("FIG-055", "14,2 %"),
    ("FIG-066", "0,416 índice"), ("FIG-016", "< 20 personas"), ("FIG-024", "04-26"),
])  # fmt: skip
def test_a_figure_is_written_as_it_was_published(code, shown):
    assert series.by_code()[code].shown("es") == shown
