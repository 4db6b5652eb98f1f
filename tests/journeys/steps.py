"""What a person does on the pages, step by step. Each function leaves the page where the step ends."""

import os
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import enter, go

AWAY = "https://www.google.com.pe/"
VIOLENCE_REASON = "Necesita apoyo psicológico y un lugar seguro."


def fits(page: Page) -> None:
    """Nothing is wider than the screen."""
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert over <= 0, f"{page.url} is {over} px wider than the screen"


def is_away(page: Page) -> None:
    """What the quick exit leads to is there: the page that a test put there, as this browser has no network."""
    page.wait_for_url(f"{AWAY}**")
    expect(page.locator("body")).to_have_text("afuera")


def put_the_way_out(page: Page) -> None:
    """Call it before a page with a quick exit is left."""
    page.context.route(f"{AWAY}**", lambda route: route.fulfill(body="afuera", content_type="text/html"))


def draw(page: Page, name: str) -> None:
    """A picture of the page in the folder that AYNI_PICTURES names, for whoever wants to look at it."""
    if folder := os.environ.get("AYNI_PICTURES"):
        width = (page.viewport_size or {})["width"]
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def look(page: Page, axe: Callable[[Page], None], name: str) -> None:
    """Nothing is wider than the screen, axe finds nothing grave; and a picture of it."""
    fits(page)
    axe(page)
    draw(page, name)


def press(page: Page, name: str, *, exact: bool = True) -> None:
    go(page, page.get_by_role("main").get_by_role("button", name=name, exact=exact))


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    go(page, page.get_by_role("main").get_by_role("link", name=name))


def search(page: Page, text: str) -> None:
    page.goto("/people/")
    page.get_by_role("main").locator("[name=q]").fill(text)
    enter(page)


def register(page: Page, names: str, born: str, *, grounds: str = "", telephone: str = "") -> None:
    """From a search that found nobody to the file of a person who consented to it, or who could not: `grounds`. Of a
    `telephone` she said that messages may be left on it."""
    search(page, f"{names} {born}")
    press(page, "Registrar a esta persona", exact=False)
    if telephone:
        page.locator("[name=kind_1]").select_option(value="SMS")
        page.locator("[name=value_1]").fill(telephone)
        for said in ("is_safe_1", "may_leave_content_1"):
            page.locator(f"[name={said}]").check()
    fill_in_the_file(page, grounds=grounds)


def fill_in_the_file(page: Page, *, grounds: str = "", basis: str = "VITAL_INTEREST") -> None:
    page.get_by_role("radio", name="Mujer").check()
    page.locator("[name=nationality_1]").select_option(label="Venezuela")
    page.get_by_role("radio", name="No tiene documento").check()
    page.locator("[name=status]").select_option(label="Situación irregular: plazo vencido")
    page.get_by_role("radio", name="En tránsito").check()
    press(page, "Seguir", exact=False)
    if page.locator("[name=none_of_them]").count():
        page.locator("[name=none_of_them]").check()
    page.locator("[name=read_in][value=es]").check()
    # Nobody offers the consent of a child as a ground.
    by_consent = page.locator("[name=basis][value=CONSENT]")
    if basis == "BEST_INTERESTS":
        expect(by_consent).to_have_count(0)
    else:
        by_consent.check()
        expect(page.locator("[name=grounds]")).to_be_hidden()
    if grounds:
        page.locator(f"[name=basis][value={basis}]").check()
        page.locator("[name=grounds]").fill(grounds)
    press(page, "Registrar")
    expect(page.get_by_text("La persona queda registrada").or_(page.get_by_role("status"))).to_be_visible()


def screen_for_violence(page: Page) -> None:
    """The guided questions: somebody hurts her, and tonight is not safe."""
    begin_screening(page)
    answers = {"needs": "violence", "age": "adult", "tonight": "no", "kind": "physical"}
    screen(page, answers)


def begin_screening(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main a[href$='/screening/']").first.click()
    press(page, "Empezar la evaluación", exact=False)


def screen(page: Page, answers: dict[str, str]) -> None:
    """Answer what is asked of `answers`, part by part, until the screening comes to its result."""
    for _part in range(10):
        for name, value in answers.items():
            choice = page.locator(f"main [name={name}][value={value}]")
            if choice.count():
                choice.check()
        press(page, "Guardar y continuar")
        if "/result/" in page.url:
            return
    raise AssertionError("The screening does not come to its result.")


def open_case(page: Page, wishes: str, *, team: str = "Violencia") -> str:
    """Keep the suggested decision and open the case, which `team` keeps, if any. Returns its address."""
    press(page, "Guardar la decisión")
    expect(page.get_by_role("heading", name="Abrir un caso")).to_be_visible()
    page.locator("[name=wishes]").fill(wishes)
    if team:
        page.locator("[name=team]").select_option(label=team)
    press(page, "Abrir el caso")
    return page.url


def number_of(page: Page) -> str:
    """The number of the case whose page this is."""
    found = re.search(r"C-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]", page.get_by_role("main").inner_text())
    assert found is not None
    return found.group()


def refer(page: Page, case: str, actor: str) -> str:
    """Refer the step of an institution, with the person's consent. Returns the referral's address at the desk."""
    ask_of(page, case, actor, data=("name",))
    consent_and_look(page)
    press(page, "Enviar la derivación")
    return page.url


def ask_of(page: Page, case: str, actor: str, *, data: tuple[str, ...]) -> None:
    """Fill in what is asked of the institution of a step, and tick which data leave."""
    page.goto(case)
    with page.expect_navigation():
        page.locator("tr", has=page.get_by_text(actor, exact=True)).get_by_role("link", name="Derivar").first.click()
    press(page, "Continuar")
    page.locator("[name=reason]").fill(VIOLENCE_REASON)
    expect(page.locator("main input[type=checkbox]:checked"), "nothing leaves unless it is ticked").to_have_count(0)
    for one in data:
        page.locator(f"input[type=checkbox][value={one}]").check()


def consent_and_look(page: Page) -> None:
    """The person consents to it; then the page that shows what the institution will see."""
    page.locator("[name=basis][value=CONSENT]").check()
    text = page.locator("[name=text]")
    if text.count() and text.first.get_attribute("type") == "radio":
        text.first.check()
    press(page, "Ver lo que verá la institución", exact=False)


def released(page: Page) -> list[str]:
    """The data of the person that this page shows, row by row: on the preview, at the desk, at the institution."""
    card = page.locator("main .ay-card", has=page.get_by_role("heading", name="Datos de la persona"))
    return [re.sub(r"\s+", " ", row).strip() for row in card.locator(".govuk-summary-list__row").all_inner_texts()]


def answer(page: Page, summary: str, **said: str) -> None:
    """What an institution answers: open the form of that name, fill in and send."""
    details = page.locator("main details", has=page.locator("summary", has_text=summary))
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    for name, value in said.items():
        field = details.locator(f"[name$={name}]")
        if field.first.get_attribute("type") == "radio":
            details.locator(f"[name$={name}][value={value}]").check()
        else:
            field.first.fill(value)
    with page.expect_navigation():
        details.get_by_role("button", name=summary).click()


def unfold(page: Page, words: str) -> None:
    details = page.locator("main details", has=page.locator("summary", has_text=words)).first
    if details.get_attribute("open") is None:
        details.locator("summary").first.click()


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
