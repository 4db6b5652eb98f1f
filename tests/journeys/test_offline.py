"""Somebody reads a guide, loses the signal, and reads it again with the lines to call."""

import pytest
from playwright.sync_api import Page, expect

from ayni.portal.models import Service
from ayni.portal.tests.factories import TEXT, LineFactory, VersionFactory, facts

from . import steps
from .test_guides import is_clean

pytestmark = pytest.mark.journey
KEPT = "caches.open('ayni-pages').then((c) => c.keys()).then((all) => all.map((one) => new URL(one.url).pathname))"
IS_READY = """async () => {
  await navigator.serviceWorker.ready;
  const kept = await caches.open('ayni-pages');
  while (!(await kept.keys()).length) await new Promise((again) => setTimeout(again, 20));
}"""
HAS_PICTURE = """async () => {
  const kept = await caches.open('ayni-pictures');
  while (!(await kept.keys()).length) await new Promise((again) => setTimeout(again, 20));
}"""


@pytest.fixture
def browser_context_args(browser_context_args, request):
    """A worker is a script: there is no journey without."""
    return {**browser_context_args, "java_script_enabled": True, "viewport": {"width": 360, "height": 740}}


def test_what_was_read_is_read_without_a_signal_and_what_betrays_is_not_kept(
    page: Page, transactional_db, browser_context_args, request
):
    if "without scripts" in request.node.name:
        pytest.skip("A worker is a script.")
    LineFactory(code="LINEA100", number="100", label_es="Violencia", is_emergency=True)
    drawn = {"alts": {"carne.svg": "El número en el carné."}}
    placed = {"pictures": [{"place": 1, "name": "carne.svg"}]}
    guide = VersionFactory(guide__slug="carne", text=TEXT | drawn, facts=facts(**placed)).guide
    VersionFactory(guide__slug="otra", text=TEXT | {"title": "Abrir una cuenta"})
    betrays = TEXT | {"title": "Violencia en la pareja", "browser_title": "Información"}
    secret = {"pictures": [{"place": 1, "name": "mostrar.svg"}], "discreet": True}
    told = betrays | {"alts": {"mostrar.svg": "Una mano y un carné."}}
    discreet = VersionFactory(guide__slug="v", text=told, facts=facts(Service.PROTECTION, **secret)).guide
    asked: list[str] = []
    page.context.on("request", lambda one: asked.append(one.url))
    page.goto("/guias/carne/")
    page.evaluate(IS_READY)
    page.evaluate(HAS_PICTURE)
    assert len(set(asked)) <= 12, asked
    page.goto(f"/guias/{discreet.pk}/")
    page.goto("/guias/sin-conexion/")
    is_clean(page, browser_context_args)
    assert page.evaluate(KEPT) == ["/guias/carne/"]
    pictures = page.evaluate(KEPT.replace("ayni-pages", "ayni-pictures"))
    assert [one for one in pictures if "carne." in one] == pictures != [], "none of the guide that betrays"

    page.context.set_offline(True)
    page.goto("/guias/carne/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sacar el carné")
    expect(page.locator("body")).to_have_css("margin", "0px")
    seen = page.get_by_role("img", name="El número en el carné.")
    assert seen.evaluate("(one) => one.decode().then(() => one.naturalWidth)") == 320
    for unread in ("/guias/otra/", f"/guias/{discreet.pk}/"):
        page.goto(unread)
        expect(page.get_by_text("no está guardada en este teléfono")).to_be_visible()
        expect(page.get_by_role("link", name="100")).to_have_attribute("href", "tel:100")
    is_clean(page, browser_context_args)
    steps.follow(page, "Sacar el carné")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sacar el carné")

    page.context.set_offline(False)
    VersionFactory(guide=guide, number=2, text=TEXT | {"title": "Sacar el carné nuevo"})
    page.reload()
    expect(page.get_by_text("Esta página cambió desde que usted la leyó.")).to_be_visible()
    is_clean(page, browser_context_args)
    steps.go(page, page.get_by_role("link", name="Verla como está ahora"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Sacar el carné nuevo")
    page.goto("/guias/sin-conexion/")
    page.get_by_role("button", name="Borrar lo guardado").press("Enter")
    expect(page.get_by_text("Se borró.")).to_be_visible()
    expect(page.locator("[data-kept]")).to_be_focused()
    assert page.evaluate("caches.keys()") == []
    assert page.context.cookies() == []

    steps.put_the_way_out(page)
    page.goto("/guias/otra/")
    page.evaluate(IS_READY)
    page.goto(f"/guias/{discreet.pk}/")
    page.get_by_role("link", name="Salir ya").click()
    steps.is_away(page)
    page.goto("/robots.txt")
    page.evaluate("async () => { while (await caches.has('ayni-pages')) await new Promise((a) => setTimeout(a, 20)); }")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
