"""The back button, loading again and sending twice, after each kind of form: nothing that was typed is lost, nothing is
sent twice, and the browser never asks to send a form again. With and without scripts."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate, now
from playwright.sync_api import Page, expect

from ayni.access.models import AnsweredForm
from ayni.access.tests.factories import OrganisationFactory
from ayni.cases.models import Transfer
from ayni.codelists.tests.factories import TerritoryFactory
from ayni.directory import actions as directory
from ayni.directory.models import EntryLink
from ayni.directory.tests.factories import FocalPointFactory, ServiceFactory
from ayni.facts.actions import build
from ayni.feedback import actions as voice
from ayni.feedback.models import Report
from ayni.feedback.tests.factories import bribe, waiting
from ayni.instruments.tests.test_xlsform import book
from ayni.notices.models import Message
from ayni.outreach.actions import studies
from ayni.outreach.actions.studies import Planned
from ayni.outreach.models import SignUp, StudyKind, StudyState
from ayni.outreach.tests.factories import BandFactory, KindFactory, session_of
from ayni.people.models import Purpose
from ayni.people.tests.factories import ConsentTextFactory, CountryFactory, SexFactory
from ayni.procedures.models import Appointment, Origin
from ayni.referrals import rules as alert_rules
from ayni.referrals.models import Alert, Referral
from ayni.referrals.tests.factories import CaseFactory
from ayni.results.models import Report as ResultsReport
from ayni.results.tests.factories import framework
from tests.age_bands import make_age_bands

from . import steps
from .test_booking import calendar  # noqa: F401 - a fixture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

REASON = "Necesita atención 🌱 esta semana"


def back(page: Page) -> None:
    """A browser that cannot go back raises here: `net::ERR_CACHE_MISS`."""
    page.go_back()
    expect(page.locator("h1")).to_be_visible()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(words))


def test_a_referral_is_checked_gone_back_to_and_sent_once(page: Page, world, sign_in):
    case, service = CaseFactory(caseworker=world.rosa), ServiceFactory(organisation=world.cem)
    ConsentTextFactory(purpose=Purpose.REFER)
    world.ines  # noqa: B018
    sign_in(page, world.rosa)
    page.goto(f"{reverse('referrals:refer', args=[case.pk])}?service={service.pk}")
    page.locator("[name=reason]").fill(REASON)
    page.locator("input[type=checkbox][value=name]").check()
    steps.consent_and_look(page)
    heading(page, "Revise antes de enviar")
    page.reload()
    heading(page, "Revise antes de enviar")
    back(page)
    expect(page.locator("[name=reason]")).to_have_value(REASON)
    expect(page.locator("input[type=checkbox][value=name]")).to_be_checked()
    page.go_forward()
    heading(page, "Revise antes de enviar")
    steps.press(page, "Cambiar algo")
    expect(page.locator("[name=reason]")).to_have_value(REASON)
    steps.press(page, "Ver lo que verá la institución", exact=False)
    steps.press(page, "Enviar la derivación")
    sent = page.url
    back(page)
    heading(page, "Ya se envió")
    expect(page.get_by_role("button", name="Enviar la derivación")).to_have_count(0)
    steps.follow(page, "Ver qué resultó")
    expect(page).to_have_url(sent)
    assert Referral.objects.count() == 1
    expect(page).not_to_have_url(re.compile(re.escape(REASON)))


def test_an_alert_without_an_account_is_received_once_and_its_receipt_can_be_loaded_again(
    page: Page, world, monkeypatch
):
    world.marta  # noqa: B018
    # How soon a form may be sent after it was opened keeps machines out: that is not what is tried here.
    monkeypatch.setattr(alert_rules, "SOONEST", timedelta(0))
    page.goto(reverse("referrals:tell"))
    page.locator("[name=text]").fill(REASON)
    page.locator("[name=topic][value=SHELTER]").check()
    page.locator("[name=danger_now][value=no]").check()
    steps.go(page, page.locator("main form button").first)
    # What was left out is asked, at an address that keeps what was typed.
    expect(page.locator("[name=text]")).to_have_value(REASON)
    page.reload()
    expect(page.locator("[name=text]")).to_have_value(REASON)
    page.locator("[name=sender_kind][value=SELF]").check()
    steps.go(page, page.locator("main form button").first)
    number = Alert.objects.get().number
    expect(page.get_by_role("main")).to_contain_text(number)
    page.reload()
    expect(page.get_by_role("main")).to_contain_text(number)
    back(page)
    expect(page.locator("[name=text]")).to_have_value(REASON)
    page.go_forward()
    expect(page.get_by_role("main")).to_contain_text(number)
    assert Alert.objects.count() == 1


def test_a_transfer_that_was_refused_and_mended_is_asked_once(page: Page, world, sign_in):
    case = CaseFactory(caseworker=world.rosa)
    world.vera  # noqa: B018
    sign_in(page, world.rosa)
    page.goto(reverse("desk:case-transfer", args=[case.pk]))
    page.locator("[name=summary]").fill(REASON)
    steps.go(page, page.locator("main form button").first)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect(page.locator("[name=summary]")).to_have_value(REASON)
    page.goto(reverse("desk:case", args=[case.pk]))
    back(page)
    expect(page.locator("[name=summary]")).to_have_value(REASON)
    page.reload()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert not Transfer.objects.exists()


def test_an_institution_says_that_its_entries_are_right_once_and_can_read_it_again(page: Page, world):
    ServiceFactory(organisation=world.cem)
    point = FocalPointFactory(organisation=world.cem)
    token = directory.ask_institution(organisation=world.cem, focal_point=point, at=now())
    page.goto(reverse("directory:verify", args=[token]))
    steps.press(page, "El resto es correcto")
    confirmed = EntryLink.objects.get()
    expect(page.locator(".govuk-panel")).to_be_visible()
    page.reload()
    expect(page.locator(".govuk-panel")).to_be_visible()
    back(page)
    page.go_forward()
    expect(page.locator(".govuk-panel")).to_be_visible()
    assert EntryLink.objects.get().used_at == confirmed.used_at


def test_a_complaint_that_seems_to_say_who_one_is_is_gone_back_from_and_sent_once(page: Page, world):
    world.marta, waiting(), bribe()  # noqa: B018
    page.goto("/voz/")
    steps.press(page, "Empezar")
    for name, value in (("kind", "COMPLAINT"), ("office", ""), ("category", "VZ-ESPERA")):
        if value:
            page.locator(f"[name={name}][value={value}]").check()
        else:
            page.locator(f"[name={name}]").select_option(str(world.sede_central.pk))
        steps.press(page, "Guardar y seguir")
    page.locator("[name=text]").fill("Me atendieron tarde. Mi celular es 999 111 222")
    steps.press(page, "Guardar y seguir")
    page.locator("[name=reach][value=no]").check()
    steps.press(page, "Guardar y seguir")
    steps.press(page, "Enviarlo")
    heading(page, "¿Quiere dejar esto?")
    page.reload()
    heading(page, "¿Quiere dejar esto?")
    back(page)
    expect(page.get_by_role("button", name="Enviarlo")).to_be_visible()
    page.go_forward()
    heading(page, "¿Quiere dejar esto?")
    steps.press(page, "Dejarlo y enviar")
    number = page.locator(".ay-code").first.inner_text()
    back(page)
    expect(page.locator(".ay-code").first).to_have_text(number)
    assert Report.objects.count() == 1


def test_an_appointment_is_booked_once_however_one_goes_back(page: Page, calendar):  # noqa: F811
    page.goto("/citas/")
    steps.follow(page, "Carné de extranjería")
    steps.follow(page, "Sede central Breña")
    steps.go(page, page.get_by_role("main").get_by_role("listitem").get_by_role("link"))
    steps.follow(page, "09:00")
    page.locator("[name=name]").fill("Yusleidy 🦙")
    steps.press(page, "Envíenme el código")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect(page.locator("[name=name]")).to_have_value("Yusleidy 🦙")
    page.get_by_role("radio", name="SMS").check()
    page.locator("[name=phone]").fill("987654321")
    steps.press(page, "Envíenme el código")
    back(page)
    expect(page.locator("[name=name]")).to_have_value("Yusleidy 🦙")
    page.go_forward()
    page.locator("[name=code]").fill("000000")
    steps.press(page, "Confirmar la cita")
    page.reload()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.locator("[name=code]").fill(Message.objects.filter(channel="SMS").latest("queued_at").text[:6])
    steps.press(page, "Confirmar la cita")
    made = Appointment.objects.get(origin=Origin.WEB)
    expect(page.get_by_role("main")).to_contain_text(made.number)
    back(page)
    expect(page.get_by_role("main")).to_contain_text(made.number)
    assert Appointment.objects.filter(origin=Origin.WEB).count() == 1


def test_a_seat_in_a_session_is_taken_once_and_its_receipt_can_be_loaded_again(page: Page, world):
    KindFactory(), SexFactory(), CountryFactory(), BandFactory()  # noqa: B018
    session = session_of(world.rosa)
    page.goto(reverse("outreach:sign-up", args=[session.pk]))
    page.locator("[name=name]").fill("Yusleidy")
    steps.go(page, page.locator("main form button").first)
    number = SignUp.objects.get().number
    for _ in range(2):
        expect(page.get_by_role("main")).to_contain_text(number)
        page.reload()
    back(page)
    page.go_forward()
    expect(page.get_by_role("main")).to_contain_text(number)
    assert SignUp.objects.count() == 1
    assert AnsweredForm.objects.filter(path=reverse("outreach:sign-up", args=[session.pk])).count() == 1


def test_a_study_and_a_consultation_that_lack_an_answer_are_gone_back_from(page: Page, world):
    rows = [
        ("text", "who", "¿Cómo se llama el lugar?", "", "", "", "", "", "", "yes"),
        ("integer", "people", "Personas"),
    ]
    planned = Planned(StudyKind.NEEDS, world.rosa.office)
    study = studies.import_form(content=book(rows), planned=planned, by=world.rosa, at=now())
    studies.move(study=study, to=StudyState.OPEN, by=world.rosa, at=now())
    page.goto(reverse("outreach:answer", args=[study.token]))
    page.get_by_label("Personas").fill("3")
    steps.press(page, "Enviar")
    expect(page.get_by_role("alert")).to_contain_text("Falta")
    page.get_by_label("¿Cómo se llama el lugar?").fill("Feria")
    steps.press(page, "Guardar y seguir")
    back(page)
    expect(page.get_by_label("Personas")).to_have_value("3")
    page.go_forward()
    expect(page.get_by_label("¿Cómo se llama el lugar?")).to_have_value("Feria")
    service, closes_on = ServiceFactory(), localdate() + timedelta(days=9)
    asked = voice.Asked(title="Horario", text="Se piensa…", protocol=None, service=service, closes_on=closes_on)
    made = voice.prepare_consultation(asked=asked, by=world.rosa, at=now())
    voice.open_consultation(consultation=made, by=world.marta, at=now())
    page.goto(reverse("feedback:consultation", args=[made.pk]))
    page.locator("[name=text]").fill(REASON)
    steps.go(page, page.locator("main form button").first)
    expect(page.locator("[name=text]")).to_have_value(REASON)
    page.goto(reverse("feedback:told"))
    back(page)
    expect(page.locator("[name=text]")).to_have_value(REASON)


def test_a_report_of_results_that_was_refused_and_mended_is_drafted_once(page: Page, world, sign_in):
    framework()
    make_age_bands()
    build(home=settings.AYNI_HOME, at=now())
    sign_in(page, world.tomas)
    page.goto(reverse("results:report-new"))
    page.locator("[name=donor]").fill(REASON)
    steps.go(page, page.locator("main form button").first)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.locator("[name=title]").fill("Primer trimestre")
    page.locator("[name=framework]").select_option(index=1)
    page.locator("[name=period]").select_option(index=0)
    steps.go(page, page.locator("main form button").first)
    made = ResultsReport.objects.get()
    expect(page).to_have_url(re.compile(str(made.pk)))
    back(page)
    # The form that was mended and sent says that it was.
    expect(page.locator("h1")).to_have_text(re.compile("Ya se envió|informe"))
    back(page)
    assert ResultsReport.objects.count() == 1


def test_what_was_typed_of_an_agreement_is_there_after_leaving_and_after_a_refusal(page: Page, world, sign_in):
    place = TerritoryFactory(code="150135", label_es="San Martín de Porres", level="DISTRICT")
    sign_in(page, world.marta)
    page.goto(reverse("directory:sharings"))
    page.goto(reverse("directory:write_sharing", args=[place.code]))
    said = {"code": "CONV-1", "purpose": "Compartir cifras", "document": "RA 9", "valid_from_day": "1",
            "valid_from_month": "2", "valid_from_year": "2026"}  # fmt: skip
    for name, value in said.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("link", name="Ayni").first.click()
    page.wait_for_url(lambda url: "intercambio" not in url)
    back(page)
    for name, value in said.items():
        expect(page.locator(f"[name={name}]")).to_have_value(value)
    page.get_by_role("button", name="Anotar").click()
    expect(page.get_by_text("al menos una clase de datos")).to_be_visible()
    back(page)
    for name, value in said.items():
        expect(page.locator(f"[name={name}]")).to_have_value(value)


@pytest.mark.parametrize("browser_context_args", ["with scripts"], indirect=True)
def test_a_draft_outlives_a_rule_that_refused_it_where_the_browser_keeps_no_days(page: Page, world, sign_in):
    theirs = OrganisationFactory(code="CEM-X", name="Centro")
    sign_in(page, world.marta)
    page.goto(reverse("directory:write_agreement", args=[theirs.code]))
    days = {"valid_from_day": "9", "valid_from_month": "2", "valid_from_year": "2026",
            "valid_to_day": "1", "valid_to_month": "1", "valid_to_year": "2025"}  # fmt: skip
    for name in ("code", "name", "purpose", "document"):
        page.locator(f"[name={name}]").fill("CONV-2")
    page.locator("[name=sections]").first.check()
    page.locator("[name=watched_by]").select_option(label=world.marta.display_name)
    for name, value in days.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("button", name="Anotar").click()
    expect(page.get_by_text("anterior al primero").first).to_be_visible()
    back(page)
    for name, value in days.items():
        expect(page.locator(f"[name={name}]")).to_have_value(value)
