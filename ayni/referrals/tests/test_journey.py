"""A referral from the plan to its answer, in a real browser: at a desk and on a phone, with JavaScript and without."""

import re

import pytest
from playwright.sync_api import Page, expect

from ayni.notices.models import Message as Notice
from ayni.people.tests.factories import ConsentTextFactory
from ayni.referrals.models import Referral, Status
from tests.browser import enter, go

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def refer(page: Page, axe, case, service) -> Referral:
    """Refer from the keyboard as much as with the mouse."""
    page.goto(f"/cases/{case.pk}/refer/")
    axe(page)
    page.get_by_label("Institución y servicio").select_option(str(service.pk))
    page.get_by_role("button", name="Continuar").focus()
    enter(page)
    axe(page)
    page.get_by_label("Qué pide a la institución").fill("Necesita atención psicológica")
    page.locator("input[name='urgency'][value='WITHIN_24H']").check()
    page.get_by_label(re.compile("Yusleidy")).press("Space")
    page.locator("input[name='basis'][value='CONSENT']").check()
    page.locator("[name=text]").first.check()
    page.get_by_role("button", name="Ver lo que verá la institución").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Revise antes de enviar")
    axe(page)
    page.get_by_role("button", name="Enviar la derivación").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("enviada, no recibida")
    axe(page)
    return Referral.objects.get()


def test_a_partner_accepts_and_reports(width, page, sign_in, axe, case, service, rosa, ines):
    ConsentTextFactory(purpose="REFER")
    sign_in(page, rosa)
    referral = refer(page, axe, case, service)
    page.context.clear_cookies()
    sign_in(page, ines)
    page.goto("/inbox/")
    axe(page)
    page.get_by_role("link", name=referral.number).press("Enter")
    expect(page.get_by_text("Yusleidy Carolina González Rondón")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Confirmar que llegó").focus()
    enter(page)
    page.locator("summary", has_text="Aceptar").press("Enter")
    page.get_by_label(re.compile("Nota: cuándo y adónde")).fill("Lunes a las 9")
    page.get_by_role("button", name="Aceptar").focus()
    enter(page)
    page.locator("summary", has_text="Informar el resultado").press("Enter")
    page.get_by_label("Se atendió a la persona", exact=True).check()
    page.get_by_role("button", name="Informar el resultado").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("terminada")
    axe(page)
    assert Referral.objects.get().status == Status.COMPLETED


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_a_focal_point_answers_through_a_link_without_javascript(page, case, by_link):
    token = re.search(r"/r/([^/]+)/", Notice.objects.get(channel="EMAIL").text).group(1)
    page.goto(f"/r/{token}/")
    go(page, page.get_by_role("button", name="Envíenme el código"))
    code = re.search(r"\d{6}", Notice.objects.get(channel="SMS").text).group()
    page.get_by_label("Código de seis cifras").fill(code)
    go(page, page.get_by_role("button", name="Abrir la derivación"))
    expect(page.get_by_text("Yusleidy Carolina González Rondón")).to_be_visible()
    page.locator("summary", has_text="Rechazar").click()
    page.locator("[name='declined-reason'][value='NO_CAPACITY']").check()
    page.get_by_label("Por qué la rechaza").fill("No hay cupo")
    page.locator("#id_declined-signature").fill("Ana, coordinadora")
    page.get_by_role("button", name="Rechazar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Su respuesta quedó registrada")
    assert Referral.objects.get().status == Status.DECLINED
    page.go_back()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Este enlace no abre")


def test_a_session_that_ends_before_sending_loses_nothing(page, sign_in, case, service, rosa):
    ConsentTextFactory(purpose="REFER")
    sign_in(page, rosa)
    page.goto(f"/cases/{case.pk}/refer/?service={service.pk}")
    page.get_by_label("Qué pide a la institución").fill("Lo que tardé en escribir")
    page.get_by_label(re.compile("Yusleidy")).check()
    page.locator("input[name='basis'][value='CONSENT']").check()
    page.locator("[name=text]").first.check()
    page.get_by_role("button", name="Ver lo que verá la institución").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Revise antes de enviar")
    page.context.clear_cookies(name="ayni-session")
    page.get_by_role("button", name="Enviar la derivación").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Su sesión había terminado")
    expect(page.get_by_text("Lo que tardé en escribir")).to_be_visible()
    sign_in(page, rosa)
    page.goto(f"/cases/{case.pk}/refer/?service={service.pk}")
    expect(page.get_by_label("Qué pide a la institución")).to_have_value("Lo que tardé en escribir")
    expect(page.get_by_label(re.compile("Yusleidy"))).to_be_checked()
    assert not Referral.objects.exists()
