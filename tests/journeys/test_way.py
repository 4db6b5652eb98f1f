"""A woman with an old telephone finds out alone what she can do, and brings it to the counter."""

import re

import pytest
from playwright.sync_api import Page, expect

from ayni.codelists.tests.factories import CountryFactory, ProfileFactory
from ayni.procedures.models import RouteRule
from ayni.procedures.tests.factories import ProcedureFactory
from tests.browser import AXE

from . import steps

pytestmark = pytest.mark.journey
RULES = (
    ("RT-1", "PR-CCM-HUM", "possible", "profiles any VP-VBG", "La ley habla de su caso."),
    ("RT-2", "PR-CCM-HUM", "blocked", "situation in NATIONAL", "No hace falta."),
    ("RT-3", "PR-CCM-HUM", "exempt", "age < 18; documents any NONE", "No se lo piden."),
)


@pytest.fixture
def rules(transactional_db):
    ProcedureFactory(code="PR-CCM-HUM", label_es="Calidad humanitaria")
    CountryFactory(code="VEN", alpha2="VE")
    ProfileFactory(code="VP-VBG", label_es="Violencia")
    for code, procedure, effect, when, says in RULES:
        RouteRule.objects.create(
            code=code, valid_from="2022-01-01", label_es=says, procedure_code=procedure, effect=effect, when=when,
            confidence="high", legal_basis="Ley 30364",
        )  # fmt: skip


@pytest.fixture
def is_clean(browser_context_args):
    """Nothing at all that axe finds, however small; where no script runs, nothing is wider than the screen."""
    return steps.fits if browser_context_args.get("java_script_enabled") is False else judged


def judged(page: Page) -> None:
    steps.fits(page)
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run().then((said) => said.violations.map((one) => `${one.id}: ${one.nodes[0].html}`))")
    assert not found, f"{page.url}: {found}"


def test_she_answers_goes_back_and_keeps_her_list_and_the_counter_reads_it(page: Page, rules, sign_in, world, is_clean):
    page.set_viewport_size({"width": 320, "height": 640})
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.goto("/que-puedo-hacer/")
    is_clean(page)
    steps.press(page, "Empezar")
    # By the keyboard alone.
    page.get_by_label("Entré sin pasar por un control").focus()
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_label("¿Cuántos años tiene?").fill("doce")
    steps.press(page, "Continuar")
    expect(page.get_by_role("alert")).to_contain_text("Ponga un número")
    is_clean(page)
    page.get_by_label("¿Cuántos años tiene?").fill("30")
    steps.press(page, "Continuar")
    page.go_back()
    page.get_by_label("¿Cuántos años tiene?").fill("30")
    steps.press(page, "Continuar")
    expect(page.get_by_role("heading", level=1)).to_have_text("¿Le hicieron daño o vive con miedo?")
    expect(page.get_by_role("link", name="Salir ya")).to_be_visible()
    is_clean(page)
    page.get_by_label("Mi pareja o alguien de casa").check()
    steps.press(page, "Continuar")
    expect(page.get_by_role("heading", name="Calidad humanitaria")).to_be_visible()
    is_clean(page)
    code = page.locator("#my-code").inner_text()
    assert page.context.cookies() == []
    assert not [one for one in sent if re.search(r"VBG|NO_CONTROL|\?|#", one.partition("/static/")[0])]
    sign_in(page, world.lia)
    page.goto("/tramites/ruta/")
    page.get_by_text("Llenar las preguntas con el código").click()
    page.get_by_label("Código de la persona").fill(code.lower())
    steps.press(page, "Llenar las preguntas")
    expect(page.get_by_role("heading", name="Calidad humanitaria")).to_be_visible()


def test_a_code_that_was_photographed_is_opened_and_leaves_the_address(page: Page, rules, browser_context_args):
    page.goto("/que-puedo-hacer/")
    steps.press(page, "Empezar")
    page.get_by_label("Soy peruana o peruano").check()
    steps.press(page, "Continuar")
    if page.locator("main input[name=asked]").count():
        steps.press(page, "Ver lo que ya se sabe")
    code = page.locator("#my-code").inner_text()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.goto("about:blank")
    page.goto(f"/que-puedo-hacer/#{code}")
    if browser_context_args.get("java_script_enabled") is False:
        page.get_by_label("El código de su lista").fill(code)
        steps.press(page, "Abrir mi lista")
    expect(page.locator("#my-code")).to_have_text(code)
    if browser_context_args.get("java_script_enabled") is not False:
        expect(page).not_to_have_url(re.compile("#"))
    assert not [one for one in sent if code in one]
