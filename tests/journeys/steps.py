"""What a person does on the pages, step by step. Each function leaves the page where the step ends."""

import re

from playwright.sync_api import Page, expect

VIOLENCE_REASON = "Necesita apoyo psicológico y un lugar seguro."


def press(page: Page, name: str, *, exact: bool = True) -> None:
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=name, exact=exact).first.click()


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name=name).first.click()


def search(page: Page, text: str) -> None:
    page.goto("/people/")
    page.get_by_role("main").locator("[name=q]").fill(text)
    with page.expect_navigation():
        page.get_by_role("main").locator("[name=q]").press("Enter")


def register(page: Page, names: str, born: str, *, grounds: str = "") -> None:
    """From a search that found nobody to the file of a person who consented to it, or who could not: `grounds`."""
    search(page, f"{names} {born}")
    press(page, "Registrar a esta persona", exact=False)
    page.get_by_role("radio", name="Mujer").check()
    page.locator("[name=nationality_1]").select_option(label="Venezuela")
    page.get_by_role("radio", name="No tiene documento").check()
    page.locator("[name=status]").select_option(label="Situación irregular: plazo vencido")
    page.get_by_role("radio", name="En tránsito").check()
    press(page, "Seguir", exact=False)
    if page.locator("[name=none_of_them]").count():
        page.locator("[name=none_of_them]").check()
    page.locator("[name=read_in][value=es]").check()
    page.locator("[name=basis][value=CONSENT]").check()
    expect(page.locator("[name=grounds]")).to_be_hidden()
    if grounds:
        page.locator("[name=basis][value=VITAL_INTEREST]").check()
        page.locator("[name=grounds]").fill(grounds)
    press(page, "Registrar")
    expect(page.get_by_text("La persona queda registrada").or_(page.get_by_role("status"))).to_be_visible()


def screen_for_violence(page: Page) -> None:
    """The guided questions: somebody hurts her, and tonight is not safe."""
    with page.expect_navigation():
        page.locator("main a[href$='/screening/']").first.click()
    press(page, "Empezar la evaluación", exact=False)
    page.locator("[name=needs][value=violence]").check()
    page.locator("[name=age][value=adult]").check()
    for _part in range(8):
        press(page, "Guardar y continuar")
        if "/result/" in page.url:
            return
        if "SCR-VIO" in page.url:
            page.locator("[name=tonight][value=no]").check()
            page.locator("[name=kind][value=physical]").check()
    raise AssertionError("The screening does not come to its result.")


def open_case(page: Page, wishes: str) -> str:
    """Keep the suggested decision and open the case, which the team for violence keeps. Returns its address."""
    press(page, "Guardar la decisión")
    expect(page.get_by_role("heading", name="Abrir un caso")).to_be_visible()
    page.locator("[name=wishes]").fill(wishes)
    page.locator("[name=team]").select_option(label="Violencia")
    press(page, "Abrir el caso")
    return page.url


def refer(page: Page, case: str, actor: str) -> str:
    """Refer the step of an institution, with the person's consent. Returns the referral's address at the desk."""
    page.goto(case)
    with page.expect_navigation():
        page.locator("tr", has=page.get_by_text(actor, exact=True)).get_by_role("link", name="Derivar").first.click()
    press(page, "Continuar")
    page.locator("[name=reason]").fill(VIOLENCE_REASON)
    page.locator("input[type=checkbox][value=name]").check()
    page.locator("[name=basis][value=CONSENT]").check()
    text = page.locator("[name=text]")
    if text.count() and text.first.get_attribute("type") == "radio":
        text.first.check()
    press(page, "Ver lo que verá la institución", exact=False)
    press(page, "Enviar la derivación")
    return page.url


def settle_tasks(page: Page, case: str) -> None:
    """Skip whatever task still waits to be done."""
    while True:
        page.goto(case)
        waiting = page.locator("tr", has_text="Por hacer").locator("a").first
        if not waiting.count():
            return
        with page.expect_navigation():
            waiting.click()
        page.locator("summary", has_text="No se hará").click()
        page.locator("details [name$=reason]").first.check()
        press(page, "Omitir la tarea")
