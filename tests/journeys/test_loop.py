"""The one loop, as people walk it: receive, screen, plan, refer, answer, close, measure."""

import re

import pytest
from django.conf import settings
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from ayni.facts import actions as facts
from ayni.notices.models import Message
from ayni.people.models import Consent

from . import steps

pytestmark = pytest.mark.journey


def test_the_loop(page: Page, demo, sign_in):
    sign_in(page, demo["rosa"])
    steps.register(page, "Yorgelis Betancourt Ñáñez", "12/03/1994")
    steps.screen_for_violence(page)
    case = steps.open_case(page, "Quiero estar tranquila con mi hijo 🙂")
    expect(page.get_by_role("main")).to_contain_text("Protocolo: Violencia")
    expect(page.get_by_role("main")).to_contain_text("Restringido")

    sent = steps.refer(page, case, "CEM")

    sign_in(page, demo["ines"])
    page.goto("/inbox/")
    expect(page.get_by_role("main")).to_contain_text("Esperan")
    page.goto(sent.replace("/referrals/", "/inbox/"))
    expect(page.get_by_role("main")).to_contain_text("Yorgelis")
    expect(page.get_by_role("main")).not_to_contain_text("Venezuela")
    inbox = page.url
    for summary, field, value, button in (
        ("Aceptar", "text", "La esperamos hoy.", "Aceptar"),
        ("resultado", "text", "Recibió atención y refugio.", "resultado"),
    ):
        page.goto(inbox)
        details = page.locator("details", has=page.locator("summary", has_text=summary))
        details.locator("summary").click()
        if details.locator("[name$=result]").count():
            details.locator("[name$=result]").first.check()
        details.locator(f"[name$={field}]").first.fill(value)
        with page.expect_navigation():
            details.get_by_role("button", name=re.compile(button)).click()

    sign_in(page, demo["rosa"])
    page.goto(sent)
    expect(page.get_by_role("main")).to_contain_text("Recibió atención y refugio.")
    page.goto(case + "close/")
    expect(page.get_by_role("main")).to_contain_text("Termine u omita cada tarea")
    steps.settle_tasks(page, case)
    page.goto(case + "close/")
    page.locator("[name=outcome]").first.check()
    # A restricted case ends when somebody else of its team says so.
    steps.press(page, "Pedir aprobación")
    sign_in(page, demo["sede-central.a"])
    page.goto("/approvals/")
    steps.follow(page, re.compile("Betancourt"))
    page.locator("[name=answer][value=approve]").check()
    steps.press(page, "Decidir")
    sign_in(page, demo["rosa"])
    page.goto(case + "close/")
    steps.press(page, "Cerrar el caso")
    expect(page.get_by_role("main")).to_contain_text("El caso está cerrado.")

    facts.build(home=settings.AYNI_HOME, at=now())
    sign_in(page, demo["nora"])
    page.goto("/cumplimiento/")
    expect(page.get_by_role("main")).to_contain_text("Violencia basada en género")


def test_somebody_who_cannot_consent_is_registered_on_a_legal_basis(page: Page, demo, sign_in):
    sign_in(page, demo["rosa"])
    steps.register(page, "Yanderlis Colmenárez", "1988", grounds="Llegó inconsciente.")
    consent = Consent.objects.order_by("-given_at").first()
    assert (consent.basis, consent.grounds) == ("VITAL_INTEREST", "Llegó inconsciente.")


def by_link(page: Page) -> str:
    """The way in of the newest notice: the address in the e-mail. What is sent by e-mail names nobody."""
    page.context.clear_cookies()
    mail = next(m for m in Message.objects.filter(channel="EMAIL").order_by("-queued_at")[:20] if "/r/" in m.text)
    assert "Marielbis" not in mail.text + mail.subject
    link = re.search(r"/r/\S+", mail.text)
    assert link is not None
    return link.group()


def code_of_the_sms() -> str:
    sms = Message.objects.filter(channel="SMS").order_by("-queued_at").first()
    assert sms is not None
    code = re.search(r"\d{6}", sms.text)
    assert code is not None
    return code.group()


def test_an_institution_without_accounts_answers_through_a_link_and_a_code(page: Page, demo, sign_in):
    sign_in(page, demo["rosa"])
    steps.register(page, "Marielbis Oropeza", "1990")
    steps.screen_for_violence(page)
    case = steps.open_case(page, "")
    steps.refer(page, case, "PNP")

    page.goto(by_link(page))
    expect(page.get_by_role("main")).not_to_contain_text("Marielbis")
    steps.press(page, "Envíenme el código", exact=False)
    code = code_of_the_sms()
    page.locator("[name=code]").fill("000000" if code != "000000" else "111111")
    steps.press(page, "Abrir la derivación")
    expect(page.get_by_role("main")).not_to_contain_text("Marielbis")
    page.locator("[name=code]").fill(code)
    steps.press(page, "Abrir la derivación")
    expect(page.get_by_role("main")).to_contain_text("Marielbis")
