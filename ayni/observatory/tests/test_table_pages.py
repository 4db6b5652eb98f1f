"""What anybody sees of a table, and what they are told when they ask for what is not there."""

import html
import re
from datetime import date

import pytest
from django.conf import settings

from ayni.observatory.models import Planned
from ayni.observatory.tests import sample
from ayni.observatory.tests.conftest import AT, forget

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("releases", "places")]
TABLE = "/observatorio/tablas/POP_DEPARTMENT/"
DISTRICTS = "/observatorio/tablas/POP_DISTRICT/"


def text(response) -> str:
    return re.sub(r"[ \n\t]+", " ", html.unescape(response.content.decode()))


def figure(*key: str, period: str = "2026-10") -> str:
    return f"{sample._made_up(period, key):,}".replace(",", "\u202f")


def test_the_start_names_tables_themes_and_the_newest_release(client):
    said = text(client.get("/observatorio/"))
    assert "Personas por departamento" in said
    assert "octubre 2026" in said
    assert "/observatorio/entregas/2026-10.1/" in said
    assert "Search" in text(client.get("/en/observatorio/"))


def test_before_anything_is_published_the_start_says_so(client):
    forget()
    assert "Todavía no se han publicado cifras" in text(client.get("/observatorio/"))
    said = text(client.get("/observatorio/entregas/"))
    assert "Todavía no" in said
    assert client.get(TABLE).status_code == 404


def test_a_table_says_its_figures_and_all_about_them(client):
    said = text(client.get(TABLE))
    assert figure("15", "F", "_T") in said
    assert "<caption" in said
    for part in ("Cómo citarla", "Enlace permanente", "CC BY 4.0", "Registro de la unidad", "No suman el total", "INEI",
                 "Edad: no se sabe de 2 %", "puede no ser la suma"):  # fmt: skip
        assert part in said, part
    assert "periodo=2026-10.1" in said


def test_the_same_in_english(client):
    said = text(client.get(f"/en{TABLE}"))
    assert "People by department" in said
    assert "How to cite it" in said
    assert "Mujer" not in said


def test_rows_columns_filters_and_place_are_chosen_in_the_address(client):
    said = text(client.get(TABLE, {"filas": "AGE", "columnas": "SEX", "lugar": "23"}))
    assert figure("23", "F", "Y18T59") in said
    said = text(client.get(TABLE, {"filas": "REF_AREA", "columnas": "-", "SEX": "F"}))
    assert figure("24", "F", "_T") in said


def test_two_places_and_two_periods_stand_beside_each_other(client):
    said = text(client.get(TABLE, {"filas": "AGE", "lugar": "15", "lugar2": "23"}))
    assert figure("15", "_T", "Y0T17") in said
    assert figure("23", "_T", "Y0T17") in said
    assert "Una diferencia de 5 o menos" in said
    said = text(client.get(TABLE, {"filas": "SEX", "periodo": "2026-10", "periodo2": "2026-09"}))
    assert figure("_T", "F", "_T") in said
    assert figure("_T", "F", "_T", period="2026-09") in said


def test_what_is_withheld_names_the_rule_and_no_number(client):
    said = text(client.get(DISTRICTS, {"filas": "SEX", "columnas": "-", "lugar": "150118"}))
    assert "no se publica" in said
    assert "De un lugar con pocas personas registradas" in said
    assert "La regla es la misma" in said


def test_a_place_shows_what_is_inside_it(client):
    said = text(client.get(DISTRICTS, {"lugar": "1501"}))
    assert "San Juan de Lurigancho" in said
    assert '<th scope="row" class="ay-in0">Perú' not in said
    said = text(client.get(DISTRICTS, {"nivel": "district", "columnas": "-", "filas": "REF_AREA"}))
    assert figure("150132", "_T") in said


def test_an_older_figure_says_of_when_it_is(client):
    cube = sample.filled(sample.PEOPLE, "2026-06")
    sample.write(settings.AYNI_HOME, "2026-10.2", "2026-11-20T09:00:00-05:00", [cube], ({"es": "Antes", "en": "E"},))
    said = text(client.get(TABLE))
    assert "(jun 2026)" in said
    assert "menos de 25 personas" in said


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/observatorio/tablas/NO_HAY/", 404, "No hay una tabla"),
        (f"{TABLE}?filas=COLOUR", 404, "no tiene"),
        (f"{TABLE}?SEX=X", 404, "no es un código"),
        (f"{TABLE}?lugar=140101", 404, "se publica para"),
        (f"{TABLE}?lugar=99", 404, "RENIEC"),
        (f"{DISTRICTS}?lugar=140137", 404, "RENIEC"),
        (f"{TABLE}?lugar=abc", 404, "no es un ubigeo"),
        (f"{TABLE}?periodo=2020-01", 404, "No se ha publicado nada"),
        (f"{TABLE}?filas=SEX&columnas=SEX", 400, "son lo mismo"),
        (f"{TABLE}?grafico=torta", 400, "No hay ese dibujo"),
        ("/observatorio/series/FIG-999/", 404, "No hay una cifra"),
        ("/observatorio/entregas/2020-01.1/", 404, "No hay una entrega"),
        ("/observatorio/boletines/999999/", 404, "RENIEC"),
        ("/observatorio/boletines/15/2020-T1/", 404, "No hay boletín"),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_says_what_is_wrong_and_what_to_do(client, address, status, words):
    response = client.get(address)
    assert response.status_code == status
    assert words in text(response)
    assert "Ver todo lo que se publica" in text(response)


def test_more_than_ten_thousand_figures_are_too_many(client):
    many = sample.Dimension("CITIZENSHIP", sample.words("N", "N"), tuple(
        sample.Code(f"C{n}" if n else "_T", sample.words(str(n), str(n))) for n in range(120)
    ))  # fmt: skip
    other = sample.Dimension("DOCUMENT", many.title, many.codes)
    cube = sample.filled(sample.structure("BIG", sample.words("G", "B"), (many, other)), "2026-10")
    sample.write(settings.AYNI_HOME, "2026-10.2", "2026-11-20T09:00:00-05:00", [cube])
    response = client.get("/observatorio/tablas/BIG/", {"filas": "CITIZENSHIP", "columnas": "DOCUMENT"})
    assert response.status_code == 400
    assert "14\u202f400" in text(response)
    assert client.get("/observatorio/tablas/BIG/", {"filas": "CITIZENSHIP", "columnas": "-"}).status_code == 200


@pytest.mark.parametrize(
    ("choices", "drawn"),
    [
        ("", "<rect"), ("grafico=lines", "<polyline"), ("filas=AGE&columnas=SEX", "Pirámide"),
        ("grafico=map", "no implican"), ("grafico=heat", "h4"), ("grafico=none", ""),
    ],
)  # fmt: skip
def test_each_drawing_is_made(client, choices, drawn):
    response = client.get(f"{TABLE}?{choices}")
    assert response.status_code == 200
    assert drawn in text(response)
    assert ("ay-drawn" in text(response)) == (choices != "grafico=none")


def test_districts_are_points_on_the_map(client):
    said = text(client.get(DISTRICTS, {"lugar": "1501", "grafico": "map"}))
    assert said.count('class="point"') == 3


def test_a_frame_may_be_put_into_pages_of_others_and_nothing_else_may(client):
    response = client.get("/observatorio/incrustar/tablas/POP_DEPARTMENT/")
    assert "frame-ancestors *" in response.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in response.headers
    assert "<form" not in text(response)
    page = client.get(TABLE)
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"


def test_nobody_gets_a_cookie_for_reading(client):
    for address in ("/observatorio/", TABLE, "/observatorio/boletines/15/", "/observatorio/series/"):
        response = client.get(address)
        assert not response.cookies
        assert response.headers["Cache-Control"] == "public, max-age=300"


def test_a_page_asks_only_which_studies_use_it_and_staff_keep_nothing(client, world, django_assert_num_queries):
    """It is not made twice: `config/tests/test_before_figures.py`."""
    client.get(TABLE)
    with django_assert_num_queries(1):
        client.get(TABLE)
    client.force_login(world.rosa)
    assert client.get(TABLE).headers["Cache-Control"] == "no-store"


def test_a_new_release_is_on_the_page_at_once(client):
    assert "2026-10.1" in text(client.get(TABLE))
    why = ({"es": "Corregida", "en": "Corrected"},)
    sample.write(settings.AYNI_HOME, "2026-10.2", "2026-11-20T09:00:00-05:00", changes=why)
    assert "2026-10.2" in text(client.get(TABLE))
    older = text(client.get(TABLE, {"periodo": "2026-10.1"}))
    assert "Hay cifras más nuevas" in older
    assert "Corregida" in text(client.get(f"{TABLE}cambios/"))
    assert "versión más nueva" in text(client.get("/observatorio/entregas/2026-10.1/"))


def test_search_finds_tables_figures_and_places(client):
    said = text(client.get("/observatorio/buscar/", {"q": "san juan lurigancho"}))
    assert "/observatorio/boletines/150132/" in said
    said = text(client.get("/observatorio/buscar/", {"q": "venezuela"}))
    assert "/observatorio/tablas/POP_CITIZENSHIP/" in said
    assert "No se encontró nada" in text(client.get("/observatorio/buscar/", {"q": "zzzz"}))


def test_what_machines_find_is_the_page_and_not_each_choice(client):
    said = text(client.get(TABLE))
    assert 'rel="canonical"' in said
    assert f'hreflang="en" href="{settings.PUBLIC_URL}/en{TABLE}"' in said
    assert "noindex" in text(client.get(TABLE, {"SEX": "F"}))


def test_the_calendar_says_what_comes_until_it_is_there(client):
    for period, day in (("2026-10", AT.date()), ("2026-11", date(2026, 12, 10)), ("2026-06", date(2026, 7, 10))):
        Planned.objects.create(period=period, day=day, at=AT)
    said = text(client.get("/observatorio/entregas/"))
    assert "<strong>noviembre 2026</strong>: 10 dic 2026" in said
    assert said.count("<strong>") == 1
    Planned.objects.create(period="2026-12", day=date(2027, 1, 10), at=AT)
    assert "diciembre 2026" in text(client.get("/observatorio/entregas/"))
