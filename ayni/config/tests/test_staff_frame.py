"""What every staff page does in a browser: keys, drafts, and nothing of it needed."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]


@pytest.fixture
def staff_page(settings, page, sign_in, rosa):
    settings.ROOT_URLCONF = "ayni.config.tests.pages"
    sign_in(page, rosa)
    page.goto("/prueba/")
    return page


def type_a_note(page):
    page.get_by_label("Nota").press_sequentially("Viene con su hija")
    page.get_by_label("No", exact=True).check()
    page.get_by_label("¿Por qué?").fill("Tiene miedo")
    page.get_by_label("Dos").check()
    page.get_by_text("guardado").wait_for()


def assert_note_is_back(page):
    page.get_by_text("Recuperamos lo que había escrito").wait_for()
    expect(page.get_by_label("Nota")).to_have_value("Viene con su hija")
    expect(page.get_by_label("¿Por qué?")).to_have_value("Tiene miedo")
    expect(page.get_by_label("Dos")).to_be_checked()
    expect(page.get_by_label("Una", exact=True)).not_to_be_checked()


def test_the_page_shuts_nobody_out(width, staff_page, axe):
    axe(staff_page)
    assert staff_page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_at_400_percent_nothing_runs_over_the_edge(staff_page):
    staff_page.set_viewport_size({"width": 320, "height": 256})
    assert staff_page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_no_mouse_is_needed_to_search_and_open(staff_page):
    staff_page.keyboard.press("/")
    expect(staff_page.locator("#q")).to_be_focused()
    staff_page.keyboard.press("ArrowDown")
    staff_page.keyboard.press("ArrowDown")
    staff_page.keyboard.press("Enter")
    staff_page.wait_for_url("**/prueba/?dos")


def test_the_slash_is_typed_where_one_types_and_can_be_turned_off(staff_page):
    staff_page.get_by_label("Nota").press_sequentially("a/b")
    expect(staff_page.get_by_label("Nota")).to_have_value("a/b")
    staff_page.get_by_text("Teclas").click()
    staff_page.get_by_role("button", name="Desactivar la tecla /").click()
    staff_page.keyboard.press("/")
    expect(staff_page.locator("#q")).not_to_be_focused()


def test_what_was_typed_survives_leaving_the_page(staff_page):
    type_a_note(staff_page)
    staff_page.goto("/")
    staff_page.goto("/prueba/")
    assert_note_is_back(staff_page)
    staff_page.get_by_role("button", name="Descartarlo").click()
    expect(staff_page.get_by_label("Nota")).to_have_value("")
    staff_page.reload()
    expect(staff_page.get_by_text("Recuperamos")).to_be_hidden()


def test_an_expired_session_gives_the_text_back_after_signing_in(staff_page, sign_in, rosa):
    type_a_note(staff_page)
    staff_page.context.clear_cookies(name="ayni-session")
    staff_page.get_by_role("button", name="Guardar").click()
    staff_page.wait_for_load_state()
    expect(staff_page.locator("body[data-user]")).to_have_count(0)
    sign_in(staff_page, rosa)
    staff_page.goto("/prueba/")
    assert_note_is_back(staff_page)


def test_what_was_sent_does_not_come_back(staff_page):
    type_a_note(staff_page)
    staff_page.get_by_role("button", name="Guardar").click()
    staff_page.wait_for_url("**/prueba/")
    staff_page.reload()
    expect(staff_page.get_by_label("Nota")).to_have_value("")
    assert staff_page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('ayni-draft')).length") == 0


def test_what_was_refused_stays_and_is_kept(staff_page):
    staff_page.get_by_label("Nota").press_sequentially("Falta elegir")
    staff_page.get_by_text("guardado").wait_for()
    staff_page.get_by_role("button", name="Guardar").click()
    staff_page.get_by_role("link", name="Elija una opción en «Seguro».").click()
    expect(staff_page.locator("#id_safe_0")).to_be_focused()
    expect(staff_page.get_by_label("Nota")).to_have_value("Falta elegir")
    staff_page.goto("/prueba/")
    expect(staff_page.get_by_label("Nota")).to_have_value("Falta elegir")


def test_the_next_person_at_this_computer_does_not_see_it(staff_page, sign_in, julio):
    type_a_note(staff_page)
    sign_in(staff_page, julio)
    staff_page.goto("/prueba/")
    expect(staff_page.get_by_label("Nota")).to_have_value("")
    assert staff_page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('ayni-draft')).length") == 0


def test_without_a_script_everything_is_there(browser, browser_context_args, settings, sign_in, rosa):
    settings.ROOT_URLCONF = "ayni.config.tests.pages"
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    page = context.new_page()
    sign_in(page, rosa)
    page.goto("/prueba/")
    expect(page.get_by_label("¿Por qué?")).to_be_hidden()
    page.get_by_label("No", exact=True).check()
    expect(page.get_by_label("¿Por qué?")).to_be_visible()
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_role("link", name="Escriba una respuesta en «Nota».")).to_be_visible()
    context.close()
