"""A clerk of a municipality finds her district and gets the next bulletin by herself; a journalist compares and puts a
table into a page of theirs; somebody without a mouse makes a table of their own."""

import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from ayni.notices.models import Message, Subscription
from ayni.observatory.actions import bulletins
from ayni.observatory.tests import sample
from ayni.observatory.tests.conftest import AT, forget, put_places, put_releases

from . import steps
from .test_guides import is_clean

pytestmark = pytest.mark.journey
THINNEST = {"width": 320, "height": 640}


@pytest.fixture(autouse=True)
def _published(transactional_db: None) -> Iterator[None]:
    with time_machine.travel(AT, tick=True):
        forget()
        put_releases()
        put_places()
        yield
        forget()


class Newspaper(ThreadingHTTPServer):
    """A site of somebody else, which is another origin to a browser: one page."""

    page = b""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class Printed(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.server.page)

    def log_message(self, *_said: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def newspaper() -> Iterator[Newspaper]:
    with Newspaper(("127.0.0.1", 0), Printed) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def link_in_mail(path: str) -> str:
    """Of the newest letter, the link that holds this."""
    text = Message.objects.order_by("-queued_at").first().text
    return re.search(rf"{re.escape(settings.PUBLIC_URL)}(/\S*{path}\S*)", text)[1]


def test_a_clerk_finds_her_district_understands_cites_and_gets_the_next_bulletin(page: Page, browser_context_args):
    page.set_viewport_size(THINNEST)
    page.goto("/observatorio/")
    is_clean(page, browser_context_args)
    page.get_by_label("¿Qué busca?").fill("lurigancho")
    steps.press(page, "Buscar")
    steps.follow(page, "Lurigancho, Lima, Lima")
    # Why a figure is not there.
    expect(page.get_by_role("heading", level=1)).to_have_text("Lurigancho, Lima, Lima")
    expect(page.get_by_text("no se publica").first).to_be_visible()
    expect(page.get_by_text("De un lugar con pocas personas registradas se publica solo el total")).to_be_visible()
    is_clean(page, browser_context_args)
    # What she takes with her.
    paper = page.get_by_role("button", name="Descargar en PDF").get_attribute("href")
    response = page.request.get(paper)
    assert response.headers["content-type"] == "application/pdf"
    assert response.body().startswith(b"%PDF-")
    steps.follow(page, "Personas por distrito")
    expect(page.get_by_label("Cómo citarla")).to_have_value(re.compile(r"POP_DISTRICT.*2026-10\.1.*lugar=150118"))
    is_clean(page, browser_context_args)
    page.go_back()
    # The next one, by herself.
    steps.follow(page, "Recibir el próximo por correo")
    is_clean(page, browser_context_args)
    page.get_by_label("Su correo").fill("estadistica")
    steps.press(page, "Enviarme el enlace para confirmar")
    expect(page.get_by_text("Escriba su correo, como").first).to_be_visible()
    expect(page.get_by_label("Su correo")).to_have_value("estadistica")
    page.get_by_label("Su correo").fill("estadistica@example.org")
    steps.press(page, "Enviarme el enlace para confirmar")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mire su correo")
    page.goto(link_in_mail("suscripcion"))
    steps.press(page, "Sí, envíenmelo")
    expect(page.get_by_role("heading", level=1)).to_have_text("Está confirmado")
    # The quarter ends, and it comes.
    sample.write(settings.AYNI_HOME, "2026-12.1", "2026-11-20T09:00:00-05:00")
    assert bulletins.send_bulletins(home=settings.AYNI_HOME, at=timezone.now()) == 1
    page.goto(link_in_mail("2026-T4/"))
    expect(page.get_by_text("Boletín del trimestre 4 de 2026")).to_be_visible()
    page.goto(link_in_mail("terminar"))
    is_clean(page, browser_context_args)
    steps.press(page, "Terminar")
    expect(page.get_by_role("heading", level=1)).to_have_text("Terminó")
    assert not Subscription.objects.exists()


def test_a_journalist_compares_two_departments_and_puts_the_table_into_their_page(
    width, page: Page, newspaper, browser_context_args
):
    page.goto("/observatorio/tablas/POP_DEPARTMENT/")
    is_clean(page, browser_context_args)
    page.get_by_text("Elegir filas, columnas, lugar, periodo o dibujo").click()
    page.get_by_label("Filas").select_option("AGE")
    page.get_by_label("Lugar", exact=True).select_option("15")
    page.get_by_label("Comparar con el lugar").select_option("23")
    steps.press(page, "Mostrar")
    expect(page).to_have_url(re.compile("lugar2=23"))
    table = page.get_by_role("table")
    expect(table.get_by_role("columnheader", name="Lima")).to_be_visible()
    expect(table.get_by_role("columnheader", name="Tacna")).to_be_visible()
    expect(page.get_by_text("puede deberse solo a la protección")).to_be_visible()
    is_clean(page, browser_context_args)
    frame = page.get_by_label("Para ponerla en su propia página").input_value()
    link = page.get_by_label("Enlace permanente a exactamente esto").input_value()
    here = browser_context_args["base_url"]
    paper = f"<h1>Diario</h1>{frame}<iframe src='{here}/observatorio/'></iframe>".replace(settings.PUBLIC_URL, here)
    newspaper.page = paper.encode()
    page.goto(newspaper.address)
    inside = page.frame_locator("iframe").first
    expect(inside.get_by_role("columnheader", name="Tacna")).to_be_visible()
    expect(inside.get_by_text("Registro de la unidad")).to_be_visible()
    # Whatever else there is lets itself be put into no page of others.
    expect(page.frame_locator("iframe").last.get_by_role("heading", name="Observatorio de la migración")).to_have_count(
        0
    )
    page.goto(link.replace(settings.PUBLIC_URL, here))
    expect(page.get_by_role("table").get_by_role("columnheader", name="Tacna")).to_be_visible()


def test_without_a_mouse_somebody_draws_a_pyramid(page: Page, browser_context_args):
    page.goto("/en/observatorio/tablas/POP_DEPARTMENT/")
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Rows")).to_be_focused()
    page.keyboard.type("Age")
    with page.expect_navigation():
        page.get_by_role("button", name="Show", exact=True).press("Enter")
    expect(page).to_have_url(re.compile("filas=AGE"))
    expect(page.get_by_role("img", name="People in the register").first).to_be_attached()
    is_clean(page, browser_context_args)


PAGES = (
    "series/", "series/tema/venezuela/", "series/FIG-116/", "entregas/", "entregas/2026-10.1/", "metodo/",
    "condiciones/", "programas/",
    "boletines/?departamento=15", "boletines/population/", "para-que/", "buscar/?q=lima", "tablas/NO_HAY/",
    "tablas/POP_DEPARTMENT/cambios/", "tablas/POP_DEPARTMENT/?grafico=map&columnas=-&filas=REF_AREA",
    "tablas/POP_DEPARTMENT/?grafico=lines", "tablas/POP_DEPARTMENT/?filas=AGE&columnas=SEX&grafico=heat",
    "tablas/POP_DISTRICT/?lugar=1501&grafico=map", "incrustar/tablas/POP_DEPARTMENT/",
)  # fmt: skip


@pytest.mark.parametrize("browser_context_args", ["with scripts"], indirect=True)
def test_every_page_is_clean_at_every_width(page: Page, browser_context_args):
    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for one in PAGES:
            page.goto(f"/observatorio/{one}")
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            is_clean(page, browser_context_args)
