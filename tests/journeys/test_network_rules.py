"""The protection network, where rules are at stake: a denial that becomes a gap and then a norm; an agreement that
expired."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils.timezone import localdate, now
from playwright.sync_api import Locator, Page, expect

from ayni.directory.models import Agreement
from ayni.facts import actions as facts
from ayni.governance.models import Gap, Instrument, Protocol

from . import steps

pytestmark = pytest.mark.journey

TITLE = "Emergencia exige documento antes de atender"
NORM = "Directiva de atención de emergencia sin condición de documento"


def main_of(page: Page) -> Locator:
    return page.get_by_role("main")


def fill_day(page: Page, name: str, day) -> None:
    for part in ("day", "month", "year"):
        page.locator(f"[name={name}_{part}]").fill(str(getattr(day, part)))


def case_of_health(page: Page, names: str) -> str:
    steps.register(page, names, "1987")
    steps.begin_screening(page)
    steps.screen(page, {"needs": "health", "age": "adult", "illness": "yes"})
    return steps.open_case(page, "Que me atiendan.", team="")


def deny(page: Page, case: str) -> str:
    """A hospital sent her away. Returns the address of the denial."""
    page.goto(case + "denials/new/")
    page.locator("[name=category]").select_option(index=1)
    page.locator("[name=barrier]").select_option(index=1)
    page.locator("[name=place]").fill("Hospital de la zona")
    fill_day(page, "happened_on", localdate() - timedelta(days=2))
    steps.press(page, "Guardar la atención negada")
    expect(page.locator("[name=place]")).to_have_value("Hospital de la zona")
    page.locator("[name=words]").fill("La enfermera dijo que sin carné no pasaba nadie.")
    steps.press(page, "Guardar la atención negada")
    link = page.locator("main a[href*='/denials/0']").first
    with page.expect_navigation():
        link.click()
    return page.url


def open_gap(page: Page, denial: str) -> Gap:
    page.goto(denial)
    page.locator("[name=which][value=new]").check()
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=kind]").select_option(value="NORM_IGNORED")
    page.locator("[name=what_fails]").fill("La emergencia se atiende sin documento, y se pide.")
    steps.press(page, "Anotar la brecha")
    page.goto(denial)
    gap = Gap.objects.order_by("-opened_at").first()
    assert gap is not None
    expect(main_of(page)).to_contain_text(f"{gap.code} · {TITLE}")
    return gap


def carry_through(page: Page, code: str, *states: str) -> None:
    for state in states:
        page.goto(f"/registro-normativo/{code}/estado/")
        page.locator(f"[name=state][value={state}]").check()
        fill_day(page, "on", localdate())
        page.locator("[name=by_whom]").fill("Gerencia general")
        page.locator("[name=document]").fill("Memorando 77-2026")
        steps.press(page, "Anotar")


def propose_and_approve(page: Page, gap: Gap) -> Instrument:
    page.goto(f"/brechas/{gap.code}/")
    expect(main_of(page)).not_to_contain_text("enfermera")
    steps.follow(page, "Proponer una norma")
    page.locator("[name=kind]").select_option(value="DIRECTIVE")
    page.locator("[name=title]").fill(NORM)
    page.locator("[name=level]").first.check()
    page.locator("[name=migration]").first.check()
    expect(page.locator("[name=gap]")).to_have_value(gap.code)
    steps.press(page, "Registrar")
    norm = Instrument.objects.get(title=NORM)
    carry_through(page, norm.code, "PRESENTED", "PUBLISHED")
    page.goto(f"/registro-normativo/{norm.code}/")
    expect(main_of(page)).to_contain_text(re.compile("Publicad[ao]"))
    return norm


def discard_what_is_begun(page: Page) -> None:
    """The draft of the demo, with which the page of a protocol offers to go on instead. Comes back to that page."""
    protocol = page.url
    steps.follow(page, "Borrador de la próxima versión")
    steps.follow(page, "Descartar el borrador")
    steps.press(page, "Descartar", exact=False)
    page.goto(protocol)


def write_the_next_version(page: Page, protocol: Protocol, gap: Gap, norm: Instrument) -> str:
    """A draft that names the gap and the norm, and changes one step. Returns its address."""
    page.goto(f"/protocolos/{protocol.code}/")
    discard_what_is_begun(page)
    steps.press(page, "Escribir la próxima versión")
    draft = page.url
    page.goto(draft + "datos/")
    page.locator("[name=legal_basis]").fill(f"{norm.code}; Ley 27604")
    page.locator("[name=reason]").fill("La emergencia no espera a un documento.")
    page.locator("[name=gap]").select_option(value=gap.code)
    page.locator("[name=instrument]").select_option(value=norm.code)
    steps.press(page, "Guardar en el borrador")
    with page.expect_navigation():
        page.locator("main tbody a").first.click()
    page.locator("[name=action_es]").fill("Atención de emergencia sin pedir documento ni pago")
    steps.press(page, "Guardar el paso")
    expect(main_of(page)).to_contain_text("Un plazo legal necesita su norma.")
    steps.unfold(page, "Elegir normas de la lista")
    page.locator("[name=norms]").first.check()
    steps.press(page, "Guardar el paso")
    steps.follow(page, "Comparar con la versión vigente, lado a lado")
    changed = page.locator("main tr", has_text="cambió")
    expect(changed).to_have_count(1)
    expect(changed).to_contain_text("Atención de emergencia sin condición de documento")
    expect(changed).to_contain_text("sin pedir documento ni pago")
    page.goto(draft)
    steps.press(page, "Presentarlo para aprobación")
    expect(main_of(page)).to_contain_text("Usted no puede aprobarlo")
    return draft


def test_a_denied_visit_becomes_a_gap_a_norm_and_a_new_version_of_the_protocol(page: Page, demo, sign_in):
    sign_in(page, demo["rosa"])
    case = case_of_health(page, "Nohelys Barboza")
    page.goto(case)
    expect(main_of(page)).to_contain_text("PW-SALUD, versión 1")
    gap = open_gap(page, deny(page, case))

    sign_in(page, demo["marta"])
    norm = propose_and_approve(page, gap)
    protocol = Protocol.objects.get(code="PW-SALUD", valid_to=None)
    draft = write_the_next_version(page, protocol, gap, norm)
    for approver in ("nora", "sede-central.s"):
        sign_in(page, demo[approver])
        page.goto(draft)
        steps.press(page, "Aprobarlo tal como está")
    expect(main_of(page)).to_contain_text(f"versión {protocol.version + 1}")

    sign_in(page, demo["rosa"])
    page.goto(case)
    expect(main_of(page)).to_contain_text("PW-SALUD, versión 1: la vigente cuando se abrió el caso")
    page.goto(case + "protocols/")
    steps.press(page, "Ver qué pasaría al pasarlo")
    page.locator("[name=reason]").fill("La protege mejor.")
    steps.press(page, "Pasar el caso")
    expect(main_of(page)).to_contain_text("PW-SALUD, versión 2")
    expect(main_of(page)).to_contain_text("sin pedir documento ni pago")

    facts.build(home=settings.AYNI_HOME, at=now())
    sign_in(page, demo["marta"])
    page.goto(f"/brechas/{gap.code}/")
    expect(main_of(page)).to_contain_text(NORM)
    steps.follow(page, "antes y después")
    expect(main_of(page)).to_contain_text("Aún no hay tiempo suficiente")


def ask_the_ombudsman(page: Page, case: str) -> None:
    """By its function and the agreement, without consent."""
    page.goto(case + "refer/")
    option = page.locator("[name=service] option", has_text="Defensoría del Pueblo").first
    page.locator("[name=service]").select_option(value=option.get_attribute("value"))
    steps.press(page, "Continuar")
    page.locator("[name=reason]").fill("Le negaron la atención en un hospital.")
    page.locator("[name=urgency][value=WITHIN_72H]").check()
    page.locator("input[type=checkbox][value=name]").check()
    page.locator("[name=basis][value=CONSENT]").check()
    page.locator("[name=text]").first.check()
    steps.press(page, "Ver lo que verá la institución")


def test_what_an_expired_agreement_covered_goes_again_once_it_is_renewed(page: Page, demo, sign_in):
    agreement = Agreement.objects.get(theirs__code="DP")
    sign_in(page, demo["rosa"])
    case = case_of_health(page, "Yusmary Landaeta")
    ask_the_ombudsman(page, case)
    expect(main_of(page)).to_contain_text(f"El convenio {agreement.code} terminó el")
    expect(main_of(page)).to_contain_text("Haga que se renueve primero")
    expect(page.locator("[name=reason]")).to_have_value("Le negaron la atención en un hospital.")
    assert page.request.get(f"/directorio/convenios/{agreement.pk}/").status == 200
    page.goto(f"/directorio/convenios/{agreement.pk}/")
    expect(page.get_by_role("button", name="Renovarlo")).to_have_count(0)

    sign_in(page, demo["marta"])
    page.goto(f"/directorio/convenios/{agreement.pk}/")
    steps.unfold(page, "Renovarlo")
    fill_day(page, "until", localdate() + timedelta(days=365))
    page.locator("[name=document]").fill("Adenda 1")
    steps.press(page, "Renovarlo")
    expect(main_of(page)).to_contain_text("El convenio continúa.")

    sign_in(page, demo["rosa"])
    ask_the_ombudsman(page, case)
    expect(page.get_by_role("heading", name="Revise antes de enviar")).to_be_visible()
    assert steps.released(page) == ["Nombre Yusmary Landaeta"]
    steps.press(page, "Enviar la derivación")
    expect(main_of(page)).to_contain_text(agreement.code)
