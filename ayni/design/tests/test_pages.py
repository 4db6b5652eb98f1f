"""Home, errors, the frame, and printing."""

import io

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from pypdf import PdfReader

from ayni.design.pdf import render_pdf
from ayni.design.suggestions import suggestions

ERRORS = {
    "400": "No se pudo leer", "403": "no es para su rol", "403_csrf": "demasiado tiempo",
    "404": "No encontramos esa página",
    "429": "Demasiados intentos", "500": "Algo falló de nuestro lado",
}  # fmt: skip


def test_anybody_can_open_the_public_home_and_nothing_is_kept_about_them(client):
    page = client.get("/")
    assert "Atención a personas migrantes" in page.content.decode()
    assert "Salir ya" in page.content.decode()
    assert "El historial de su navegador" in page.content.decode()
    assert not page.cookies


@pytest.mark.parametrize(("name", "words"), ERRORS.items())
def test_an_error_page_says_what_to_do_next_even_with_nothing_else_working(name, words):
    assert words in render_to_string(f"{name}.html")


def test_an_unknown_address_is_answered_in_words(client):
    page = client.get("/nada/")
    assert page.status_code == 404
    assert "No encontramos esa página" in page.content.decode()


def test_a_form_of_an_ended_session_is_explained():
    page = Client(enforce_csrf_checks=True).post("/cuenta/ingresar/", {"login": "x"})
    assert page.status_code == 403
    assert "demasiado tiempo" in page.content.decode()


def test_the_demo_world_is_marked_on_every_page_also_printed(client, settings):
    assert "todas las personas son ficticias" in client.get("/").content.decode()
    settings.DEMO = False
    assert "ficticias" not in client.get("/").content.decode()


def test_a_printed_page_carries_the_mark_and_its_text(settings):
    text = PdfReader(io.BytesIO(render_pdf("design/print.html", {}))).pages[0].extract_text()
    assert "todas las personas son ficticias" in text
    settings.DEMO = False
    assert "ficticias" not in PdfReader(io.BytesIO(render_pdf("design/print.html", {}))).pages[0].extract_text()


def test_suggestions_are_escaped_and_ask_for_two_letters():
    def found(text):
        return [("1", f'"><script>{text}')]

    page = suggestions(RequestFactory().get("/?place=li"), "place", found)
    assert page.content == b'<option value="&quot;&gt;&lt;script&gt;li"></option>'
    assert suggestions(RequestFactory().get("/?place=l"), "place", found).content == b""
