"""Governance profiles on the demo world: their numbers are those of the indicators, and what other registers hold is
said to whoever may read it."""

import io
import re
import shutil
from collections.abc import Iterator

import openpyxl
import pytest
from django.conf import settings
from django.test import Client
from pypdf import PdfReader

from ayni.access.models import User
from ayni.desk.demo import World
from ayni.desk.queries.known_territories import known_of_territory
from ayni.facts import builds
from ayni.facts.actions import build
from ayni.facts.builds import Build
from ayni.results import board, profile_frame, profiles, territories
from ayni.results.models import Aspect, Assessment
from ayni.results.spans import span_of
from tests.demo import AT

pytestmark = pytest.mark.django_db
HERE, YEAR = "/resultados/perfiles/", span_of("2026")
SMP = "150135"


@pytest.fixture(scope="module")
def facts(demo: World) -> Iterator[Build]:
    yield build(home=settings.AYNI_HOME, at=AT)
    shutil.rmtree(builds.root(settings.AYNI_HOME))


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def profile(facts: Build, slug: str) -> profiles.Profile:
    return profiles.profile(facts, profile_frame.frame(), territories.territory(slug), YEAR)


@pytest.mark.parametrize("slug", ["pais", "15"])
def test_its_figures_are_those_of_the_indicators(facts, slug):
    made = profile(facts, slug)
    known = [one for one in made.indicators.values() if one.is_known]
    assert len(known) > 10
    lines = board.lines(facts, [one.definition for one in made.indicators.values()], YEAR, made.territory.department)
    assert {line.code: line.figure.value for line in lines} == {
        code: one.figure.value for code, one in made.indicators.items()
    }


def test_every_dimension_has_aspects_of_the_country_and_an_indicator_or_says_that_nothing_is_measured(facts):
    made = profile(facts, "pais")
    assert [one.node.code for one in made.dimensions] == [f"MGI-{n}" for n in range(1, 7)]
    assert all(one.aspects for one in made.dimensions)
    assert all(one.beside.framework.code == "MIGOF" for one in made.dimensions)
    assert sum(bool(one.indicators) for one in made.dimensions) >= 4
    every = [one for dimension in made.dimensions for one in dimension.indicators]
    assert all(one.is_known or one.figure.reason for one in every), "what is not measured says why"


def test_of_a_district_nothing_is_counted_and_the_figure_of_its_department_stands_beside(facts):
    made, around = profile(facts, SMP), profile(facts, "15")
    assert made.measured == 0
    assert all(one.figure.reason for one in made.indicators.values())
    beside = {code: one.value_around for code, one in made.indicators.items() if one.value_around}
    assert beside == {code: one.value for code, one in around.indicators.items() if one.is_known}


def test_what_other_registers_hold_is_said_once_and_to_whoever_may_read_it(facts):
    marta, ines = User.objects.get(username="marta"), User.objects.get(username="ines")
    told = {one.name: one for one in known_of_territory(marta, SMP)}
    assert told["Políticas, planes y ordenanzas"].words == "1 en marcha; con movilidad humana: 1"
    assert "Planificación" in told["Trabajo con el gobierno local"].words
    assert told["Trabajo con el gobierno local"].href == f"/directorio/gobiernos-locales/{SMP}/"
    country = {one.name: one.words for one in known_of_territory(marta, "")}
    assert country["Gobiernos locales en el trabajo"] == "2 participan"
    hidden = [one.name for one in known_of_territory(ines, SMP)]
    assert "Políticas, planes y ordenanzas" not in hidden, "not said, also not as a nought"
    assert "Asistencia técnica" not in hidden


@pytest.mark.parametrize("slug", ["pais", "15", SMP])
def test_a_page_asks_few_questions_of_the_database(facts, slug, at_most):
    client = signed_in("marta")
    # What a process remembers of the code lists is there.
    client.get(f"{HERE}{slug}/"), client.get(f"{HERE}comparar/")  # noqa: B018
    with at_most(MOST):
        assert client.get(f"{HERE}{slug}/").status_code == 200
    with at_most(MOST):
        assert client.get(f"{HERE}comparar/", {"one": slug, "other": "24"}).status_code == 200
    with at_most(MOST):
        assert client.get(HERE).status_code == 200


MOST = 12
"""Three say who asks and three write down who looked at which numbers; of the others, three ask other registers."""


def test_the_page_the_sheet_and_the_paper_say_the_same(facts):
    tomas, marta = (User.objects.get(username=name) for name in ("tomas", "marta"))
    aspect = Aspect.objects.get(code="MGI-2.2")
    Assessment.objects.create(
        aspect=aspect, place=SMP, on=AT.date(), state="PARTLY", found="=Ordenanza de acogida", source="Ordenanza 5",
        potential="Darle presupuesto", review="APPROVED", by=tomas, at=AT, decided_by=marta, decided_at=AT,
    )  # fmt: skip
    client = signed_in("tomas")
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(f"{HERE}{SMP}/", {"year": "2026"}).content.decode()))
    assert "Existe en parte" in page
    assert "Estrategia : Darle presupuesto" in page
    assert "se conoce por departamento" in page
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{HERE}{SMP}/perfil.xlsx", {"year": "2026"}).content))
    rows = [row for row in book["Lo que existe"].iter_rows(values_only=True) if row[1] == "Estrategia"]
    assert [row[2] for row in rows] == ["Existe en parte"]
    assert rows[0][3] == "'=Ordenanza de acogida", "a sheet runs nothing that somebody typed"
    assert book["Indicadores"].max_row == 1, "of a district nothing is counted"
    paper = client.get(f"{HERE}{SMP}/perfil.pdf", {"year": "2026"})
    assert paper.content.startswith(b"%PDF")
    compared = client.get(f"{HERE}comparar/", {"one": SMP, "one_year": "2026", "other": SMP, "other_year": "2025"})
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", compared.content.decode()))
    assert "Estrategia Existe en parte sin evaluar" in said


def test_a_comparison_leaves_as_a_sheet_and_as_a_paper_with_what_differs_and_why_something_is_missing(facts):
    tomas, marta = (User.objects.get(username=name) for name in ("tomas", "marta"))
    Assessment.objects.create(
        aspect=Aspect.objects.get(code="MGI-2.2"), place="15", on=AT.date(), state="WORKS", found="Estrategia regional",
        source="Ordenanza 7", review="APPROVED", by=tomas, at=AT, decided_by=marta, decided_at=AT,
    )  # fmt: skip
    client, both = signed_in("tomas"), {"one": "15", "one_year": "2026", "other": SMP, "other_year": "2026"}
    answer = client.get(f"{HERE}comparar/comparacion.xlsx", both)
    assert f"perfiles-15-2026-con-{SMP}-2026.xlsx" in answer["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    titles, *pairs = book["Lo que existe"].iter_rows(values_only=True)
    assert titles[2:4] == ("Lima, 2026", "San Martin de Porres, Lima, Lima, 2026")
    assert [row[2:4] for row in pairs if row[1] == "Estrategia"] == [("Existe y funciona", "Existe en parte")]
    known = {one.code: one.figure.value for one in profile(facts, "15").indicators.values() if one.is_known}
    rows = list(book["Indicadores"].iter_rows(min_row=2, values_only=True))
    assert {row[1]: row[3] for row in rows} == pytest.approx(known)
    assert all(row[4] is None and row[5] is None and "departamento" in row[6] for row in rows), "compared with nothing"
    counts = {row[0]: row[1:] for row in book["Comparación"].iter_rows(values_only=True)}
    for state, words in (("WORKS", "Existe y funciona"), ("PARTLY", "Existe en parte"), ("", "Sin evaluar")):
        assert counts[words] == (profile(facts, "15").count(state), profile(facts, SMP).count(state))
    paper = "".join(page.extract_text() for page in PdfReader(
        io.BytesIO(client.get(f"{HERE}comparar/comparacion.pdf", both).content)
    ).pages)  # fmt: skip
    assert "Perfiles de gobernanza comparados" in paper
    assert "se conoce por departamento" in re.sub(r"\s+", " ", paper)
