"""The protection network, as people walk it: a child alone, and a referral of somebody who was trafficked."""

import re

import pytest
from playwright.sync_api import Page, expect

from ayni.referrals import rules

from . import steps

pytestmark = pytest.mark.journey

CHILD = "Dayerlis Urdaneta"
TRAFFICKED = "Mileidys Chirinos"
BEST = "Está sola y su interés superior pide que se la atienda."


def main_of(page: Page):
    return page.get_by_role("main")


def tell_of_a_child(page: Page) -> str:
    """By the public page, without an account. Returns the code of the receipt."""
    page.context.clear_cookies()
    page.goto("/avisar/")
    page.locator("[name=sender_kind]").first.check()
    page.locator("[name=topic][value=CHILD]").check()
    page.locator("[name=danger_now][value=no]").check()
    page.locator("[name=text]").fill("Está sola en el terminal desde ayer.")
    page.locator("[name=who]").fill(CHILD)
    # Whoever reads the page takes longer than a machine.
    page.wait_for_timeout(rules.SOONEST.total_seconds() * 1000 + 500)
    steps.press(page, "Enviar")
    expect(main_of(page)).to_contain_text("Lo recibimos")
    receipt = main_of(page).locator("strong").first.inner_text()
    steps.follow(page, "Preguntar cómo va")
    page.locator("[name=receipt]").fill(receipt)
    steps.press(page, "Preguntar cómo va")
    expect(main_of(page)).not_to_contain_text("terminal")
    expect(main_of(page)).not_to_contain_text("Urdaneta")
    return receipt


def register_from_the_queue(page: Page, receipt: str) -> None:
    """Taken, looked for, registered, and matched: the file is the alert's from here on."""
    page.goto("/avisos/")
    row = page.locator("main tr", has_text=receipt)
    expect(row).to_contain_text(re.compile("vence"))
    with page.expect_navigation():
        row.get_by_role("link").first.click()
    alert = page.url
    steps.press(page, "Tomarlo")
    page.locator("[name=find-q]").fill(f"{CHILD} 2014")
    steps.press(page, "Buscar")
    expect(main_of(page)).to_contain_text("No se encontró a nadie")
    steps.press(page, "Registrar a esta persona")
    steps.fill_in_the_file(page, grounds=BEST, basis="BEST_INTERESTS")
    page.goto(alert)
    page.locator("[name=find-q]").fill(f"{CHILD} 2014")
    steps.press(page, "Buscar")
    steps.press(page, "Es esta persona", exact=False)
    steps.press(page, "Empezar la conversación")


def assess_best_interests(page: Page, case: str) -> None:
    """Begun, kept for later, and completed: nothing typed is lost in between."""
    page.goto(case + "forms/")
    row = page.locator("main tr", has_text="Evaluación del interés superior")
    with page.expect_navigation():
        row.get_by_role("button", name="Empezar").click()
    page.locator("[name=heard][value=alone]").check()
    page.locator("[name=view]").fill("Quiero volver al colegio.")
    steps.press(page, "Guardar y seguir después")
    expect(row).to_contain_text("Empezado")
    with page.expect_navigation():
        row.get_by_role("link", name="Seguir").click()
    expect(page.locator("[name=view]")).to_have_value("Quiero volver al colegio.")
    expect(page.locator("[name=heard][value=alone]")).to_be_checked()
    page.locator("[name=why]").fill("La escucha y la protege.")
    steps.press(page, "Está completo")
    expect(main_of(page)).to_contain_text("La escucha y la protege.")
    page.goto(case + "forms/")
    expect(row).to_contain_text("Completo")


def test_a_child_alone_is_told_of_registered_assessed_and_her_plan_approved(page: Page, demo, sign_in):
    receipt = tell_of_a_child(page)
    # What is told of a child is no more to be seen by everybody at the desk than the case of one.
    sign_in(page, demo["rosa"])
    page.goto("/avisos/")
    expect(main_of(page)).not_to_contain_text(receipt)
    sign_in(page, demo["marta"])
    register_from_the_queue(page, receipt)
    steps.screen(page, {"age": "child", "company": "alone"})
    case = steps.open_case(page, "Quiero llamar a mi abuela.", team="")
    expect(main_of(page)).to_contain_text("Protegido")
    number = steps.number_of(page)
    page.goto("/avisos/?state=ended")
    expect(main_of(page)).to_contain_text(receipt)

    assess_best_interests(page, case)

    page.goto(case + "coordination/")
    steps.press(page, "Pedir aprobación del plan")
    page.goto(case + "coordination/")
    steps.follow(page, re.compile("Mirarlo"))
    asked = page.url
    expect(main_of(page)).to_contain_text("Nadie aprueba su propio trabajo.")
    expect(page.get_by_role("button", name="Decidir")).to_have_count(0)

    sign_in(page, demo["sede-central.s"])
    page.goto("/approvals/")
    expect(main_of(page)).to_contain_text(number)
    page.goto(asked)
    page.locator("[name=answer][value=approve]").check()
    steps.press(page, "Decidir")
    sign_in(page, demo["marta"])
    page.goto(case + "coordination/")
    expect(main_of(page)).to_contain_text("El plan está aprobado tal como está ahora.")

    sign_in(page, demo["julio"])
    assert page.goto(case).status == 404
    assert page.goto(case + "forms/").status == 404
    page.goto("/cases/")
    expect(main_of(page)).not_to_contain_text(number)
    page.goto("/cases/protected/")
    expect(main_of(page)).to_contain_text(number)
    expect(main_of(page)).not_to_contain_text("Dayerlis")
    expect(main_of(page)).not_to_contain_text("Urdaneta")
    steps.search(page, f"{CHILD} 2014")
    expect(page.locator("main .ay-list, main table")).not_to_contain_text(["Urdaneta"])


def workload_of(page: Page, name: str) -> str:
    page.goto("/supervision/")
    return page.locator("main tbody tr", has_text=name).first.inner_text()


def test_a_trafficking_referral_is_of_its_team_alone_until_somebody_breaks_the_glass(page: Page, demo, sign_in):
    sign_in(page, demo["marta"])
    before = workload_of(page, "Rosa Quispe")

    sign_in(page, demo["rosa"])
    steps.register(page, TRAFFICKED, "1999")
    steps.begin_screening(page)
    steps.screen(page, {"needs": "work", "age": "adult", "leave": "no", "papers_kept": "yes"})
    case = steps.open_case(page, "No quiero que me busquen.", team="Trata")
    expect(main_of(page)).to_contain_text("Restringido")
    number = steps.number_of(page)

    steps.ask_of(page, case, "CEM", data=("name", "nationality"))
    steps.consent_and_look(page)
    preview = steps.released(page)
    assert len(preview) == 2, preview
    steps.press(page, "Enviar la derivación")
    sent = page.url
    sign_in(page, demo["ines"])
    page.goto(sent.replace("/referrals/", "/inbox/"))
    assert steps.released(page) == preview, "what was shown is what leaves"
    for kept in ("1999", "irregular", "No quiero que me busquen", "Trata"):
        expect(main_of(page)).not_to_contain_text(kept)

    sign_in(page, demo["marta"])
    assert page.goto(case).status == 404
    assert page.goto(sent).status == 404
    assert workload_of(page, "Rosa Quispe") == before, "nothing is counted that may not be known"
    for address in ("/cases/", "/supervision/cases/", "/cases/protected/", "/approvals/", "/desk/"):
        page.goto(address)
        expect(main_of(page)).not_to_contain_text(number)
        expect(main_of(page)).not_to_contain_text("Chirinos")
    steps.search(page, number)
    expect(page.locator("main a", has_text=number)).to_have_count(0)

    break_the_glass(page, demo, sign_in, case=case, number=number)


def break_the_glass(page: Page, demo, sign_in, *, case: str, number: str) -> None:
    sign_in(page, demo["julio"])
    page.goto("/cases/emergency/")
    page.locator("[name=number]").fill(number)
    steps.press(page, "Abrir el caso")
    assert page.goto(case).status == 404, "without a reason nothing opens"
    page.goto("/cases/emergency/")
    page.locator("[name=number]").fill(number)
    page.locator("[name=why]").fill("La llevan ahora mismo y Rosa no contesta.")
    steps.press(page, "Abrir el caso")
    assert page.goto(case).status == 200
    expect(page.locator("body")).to_contain_text("Usted tiene acceso de emergencia a un caso.")
    expect(main_of(page)).to_contain_text("Chirinos")
    page.goto("/cases/emergency/")
    steps.press(page, "Ya no lo necesito", exact=False)
    assert page.goto(case).status == 404

    sign_in(page, demo["rosa"])
    page.goto("/desk/")
    expect(main_of(page)).to_contain_text(re.compile("accesos? de emergencia"))
    page.goto("/supervision/emergency/")
    steps.follow(page, number)
    expect(main_of(page)).to_contain_text("La llevan ahora mismo")
    page.locator("[name=verdict][value=JUSTIFIED]").check()
    page.locator("[name=review]").fill("Había peligro, y nadie más estaba.")
    steps.press(page, "Registrar la revisión")
    page.goto("/supervision/emergency/")
    expect(main_of(page)).not_to_contain_text(number)
    page.goto(case + "history/")
    expect(main_of(page)).to_contain_text("Julio Ramos")
