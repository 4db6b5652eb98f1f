"""A session from its plan to its certificate, attendance from a sheet, and a municipality's commitment verified: on the
pages of whoever does it, with and without scripts, at a desk and on a phone."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from ayni.codelists.models import SexGender
from ayni.directory.models import Service
from ayni.directory.tests.factories import ServiceFactory
from ayni.instruments.tests.factories import InstrumentFactory, QuestionFactory
from ayni.outreach.models import Assistance, Attendance, Milestone, Probe, Reply, Session, Sheet, SignUp
from ayni.outreach.tests.factories import BandFactory, KindFactory, held_session, workbook
from ayni.people.tests.factories import CountryFactory, PersonFactory, SexFactory

from . import steps

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(world):
    KindFactory(), SexFactory(), CountryFactory(), BandFactory()  # noqa: B018
    world.rosa, world.julio  # noqa: B018
    return world


def day(page: Page, field: str, value: date) -> None:
    """The three boxes of a day."""
    for part, number in (("day", value.day), ("month", value.month), ("year", value.year)):
        page.locator(f"[name={field}_{part}]").fill(str(number))


def test_from_the_plan_over_the_slip_to_the_closed_session(
    width, page: Page, office, sign_in, axe, browser_context_args
):
    session = _planned(page, office, sign_in, axe)
    number = _signs_up(page, session, axe)
    _is_its_day(session)
    sign_in(page, office.rosa)
    page.goto(reverse("outreach:door", args=[session.pk]))
    axe(page)
    _looks(page, browser_context_args)
    page.locator("[name=code]").fill(number)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Aquí desde las")
    page.locator("summary", has_text="Alguien que no se inscribió").click()
    page.locator("[name=nationality]").select_option("VEN")
    page.locator("[name=people]").fill("4")
    steps.press(page, "Contar")
    assert Attendance.objects.filter(session=session).count() == 5
    _opinion(page, office, session, axe)
    page.goto(reverse("outreach:probes", args=[session.pk]))
    _looks(page, browser_context_args)
    page.goto(reverse("outreach:close", args=[session.pk]))
    page.locator("[name=staff_hours]").fill("3")
    steps.press(page, "Cerrar la sesión")
    expect(page.get_by_role("main")).to_contain_text("Elija el objetivo de la unidad al que sirvió")
    axe(page)
    expect(page.locator("[name=staff_hours]")).to_have_value("3")
    page.locator("[name=aim]").select_option("OBJ-3")
    steps.press(page, "Cerrar la sesión")
    expect(page.get_by_role("main")).to_contain_text("Realizada y cerrada")
    axe(page)
    _looks(page, browser_context_args)


def _looks(page: Page, args: dict) -> None:
    if args.get("java_script_enabled", True):
        steps.fits(page)


def _planned(page: Page, office, sign_in, axe) -> Session:
    sign_in(page, office.rosa)
    page.goto(reverse("outreach:new"))
    axe(page)
    page.locator("[name=kind]").select_option(label="Sesión informativa")
    page.locator("[name=title]").fill("Cómo pedir el carné")
    page.locator("[name=objective]").fill("Que sepa qué llevar.")
    page.locator("[name=where][value=place]").check()
    page.locator("[name=place]").fill("Auditorio")
    day(page, "day", localdate() + timedelta(days=3))
    page.locator("[name=begins]").fill("9")
    page.locator("[name=ends]").fill("11:00")
    page.locator("[name=seats]").fill("20")
    page.locator("[name=audience_kind]").select_option("MIGRANT")
    steps.press(page, "Ponerla en el calendario")
    return Session.objects.get()


def _signs_up(page: Page, session: Session, axe) -> str:
    """Anybody, on the page that the QR of the poster opens."""
    page.context.clear_cookies()
    page.goto(reverse("outreach:session", args=[session.pk]))
    with page.expect_navigation():
        page.get_by_role("button", name="Inscribirse").click()
    page.locator("[name=name]").fill("Ana")
    steps.press(page, "Inscribirse")
    expect(page.get_by_role("img", name="Código de su número")).to_be_visible()
    axe(page)
    return SignUp.objects.get().number


def _is_its_day(session: Session) -> None:
    begins = timezone.now() - timedelta(minutes=20)
    Session.objects.filter(pk=session.pk).update(starts_at=begins, ends_at=begins + timedelta(hours=2))


def _opinion(page: Page, office, session: Session, axe) -> None:
    """Asked by Rosa, answered in Haitian Creole by somebody in the room without an account."""
    form = InstrumentFactory(code="SES-OPI", series="SESSION_VIEW")
    QuestionFactory(instrument=form, key="useful", kind="YES_NO", text_es="¿Le sirvió?")
    page.goto(reverse("outreach:probes", args=[session.pk]))
    axe(page)
    page.locator("[name=kind][value=VIEW]").check()
    page.locator("[name=instrument]").select_option(str(form.pk))
    steps.press(page, "Seguir")
    page.goto(reverse("outreach:probe-in", kwargs={"language": "ht", "token": Probe.objects.get().token}))
    axe(page)
    page.locator("[name=useful][value=yes]").check()
    steps.press(page, "Voye l")
    expect(page.get_by_role("main")).to_contain_text("Mèsi")
    assert Reply.objects.get().answers == {"useful": "yes"}


def test_attendance_from_a_sheet_with_a_doubtful_line_taken_in_and_taken_back(
    width, page: Page, office, sign_in, axe, browser_context_args
):
    SexGender.objects.filter(code="SEX-F").update(dimension="sex")
    person = PersonFactory(
        registered_by=office.rosa, given_name_1="Yusleidy", given_name_2="", surname_1="Quintero", surname_2="Rojas",
        birth_date=date(1990, 3, 12),
    )  # fmt: skip
    session = held_session(office.rosa)
    content = workbook([
        ("Nombres", "Apellidos", "Fecha de nacimiento", "Nacionalidad"),
        ("Yusleidy", "Quintero Rojas", date(1991, 3, 12), ""),
        ("Nadie", "Conocido", "", "Venezuela"),
    ])  # fmt: skip
    sign_in(page, office.rosa)
    page.goto(reverse("outreach:sheets", args=[session.pk]))
    axe(page)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.locator("[name=sheet_file]").set_input_files({"name": "hoja.xlsx", "mimeType": kind, "buffer": content})
    steps.press(page, "Leerla")
    expect(page.get_by_role("main")).to_contain_text("Quintero Rojas, Yusleidy")
    axe(page)
    _looks(page, browser_context_args)
    steps.press(page, "Registrarla")
    expect(page.locator("body")).to_contain_text("pueden ser de alguien con expediente")
    with page.expect_navigation():
        page.get_by_role("button", name="Es esta persona").click()
    steps.press(page, "Registrarla")
    expect(page.get_by_role("main")).to_contain_text("Registrada")
    assert set(Attendance.objects.values_list("person", flat=True)) == {person.pk, None}
    steps.press(page, "Deshacer toda la hoja")
    expect(page.get_by_role("main")).to_contain_text("Deshecha")
    assert not Attendance.objects.exists()
    assert Sheet.objects.get().state == "UNDONE"


def test_a_municipality_takes_up_the_nationality_and_a_second_colleague_verifies_it(
    width, page: Page, office, sign_in, axe, browser_context_args
):
    service = ServiceFactory(organisation=office.cem)
    sign_in(page, office.rosa)
    page.goto(reverse("outreach:begin-assistance"))
    axe(page)
    _looks(page, browser_context_args)
    page.locator("[name=title]").fill("Variable nacionalidad en la DEMUNA")
    page.locator("[name=change]").select_option("NATIONALITY")
    page.locator("[name=institution]").select_option(str(office.cem.pk))
    page.locator("[name=service]").select_option(str(service.pk))
    page.locator("[name=baseline]").fill("El registro no la pregunta.")
    day(page, "baseline_on", localdate() - timedelta(days=30))
    page.locator("[name=step_1]").fill("La ficha la pregunta")
    day(page, "due_1", localdate() + timedelta(days=30))
    steps.press(page, "Anotar")
    day(page, "agree-on", localdate())
    steps.press(page, "Aceptó")
    with page.expect_navigation():
        page.get_by_role("link", name="La ficha la pregunta").click()
    page.locator("[name=words]").fill("La ficha la pregunta desde mayo.")
    steps.press(page, "Dar la evidencia")
    step = Milestone.objects.get()
    page.goto(reverse("outreach:milestone", args=[step.pk]))
    expect(page.get_by_role("button", name="Lo verifiqué")).to_have_count(0)
    sign_in(page, office.julio)
    page.goto(reverse("outreach:assistances"))
    axe(page)
    with page.expect_navigation():
        page.get_by_role("link", name="La ficha la pregunta").click()
    axe(page)
    steps.press(page, "Lo verifiqué")
    page.locator("summary", has_text="Está cumplido").click()
    page.locator("[name=fulfil-result]").fill("Incorporada en mayo.")
    page.locator("[name=fulfil-aim]").select_option("OBJ-1")
    expect(page.locator("[name=fulfil-outcome]")).to_have_value("RES-2")
    with page.expect_navigation():
        page.get_by_role("button", name="Está cumplido").click()
    expect(page.get_by_role("main")).to_contain_text("Cumplida")
    assert Assistance.objects.get().state == "DONE"
    assert Service.objects.get(pk=service.pk).nationality_variable == "PRESENT"
