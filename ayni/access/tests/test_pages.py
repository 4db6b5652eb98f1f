"""Every page of accounts and users, in a browser, at a desk and on a phone: nobody is shut out, nothing runs over."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ayni.access import actions, second_factor
from ayni.access.models import Reach, Reason
from ayni.access.permissions import Role
from ayni.access.tests.factories import PASSWORD, SECRET, MembershipFactory, UserFactory
from ayni.notices.models import Message
from tests.browser import enter, go

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]


@pytest.fixture
def look(axe):
    def judge(page):
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} runs over the edge"

    return judge


def code_now(secret: str = SECRET) -> str:
    return second_factor.code_at(secret, timezone.now().timestamp())


def give_password(page, login, password=PASSWORD):
    page.get_by_label("Usuario o correo").fill(login)
    page.get_by_label("Contraseña").fill(password)
    go(page, page.get_by_role("button", name="Continuar"))


def test_from_an_invitation_to_a_second_factor(width, page, look, world, ada):
    until = timezone.now() + timedelta(days=30)
    actions.invite(
        email="nelida.huaman.de.la.torre@institucion.gob.pe",
        organisation=world.uim,
        role=Role.CASEWORKER,
        office=world.sede_central,
        team=None,
        reach=Reach.OFFICE,
        ends_at=until,
        by=ada,
        at=timezone.now(),
    )
    page.goto(re.search(r"(/cuenta/invitacion/\S+)", Message.objects.get().text)[1])
    look(page)
    page.get_by_label("Nombres").fill("Nélida")
    page.get_by_label("Apellidos").fill("Huamán")
    page.get_by_label("Contraseña nueva").fill("cuatro-palabras-que-no-riman")
    page.get_by_label("La misma contraseña otra vez").fill("cuatro-palabras-que-no-riman")
    go(page, page.get_by_role("button", name="Aceptar la invitación"))
    look(page)
    page.get_by_text("No puedo leer el cuadro").click()
    secret = page.locator(".ay-code").inner_text().replace(" ", "")
    page.get_by_label("Código de seis cifras").fill(code_now(secret))
    page.get_by_role("button", name="Continuar").click()
    page.get_by_role("heading", name="Sus códigos de recuperación").wait_for()
    expect(page.get_by_role("button", name="Imprimir")).to_be_visible()
    look(page)
    for path in ("/cuenta/", "/cuenta/clave/", "/cuenta/segundo-factor/codigos/", "/cuenta/salir/"):
        page.goto(path)
        look(page)


def test_signing_in_with_the_keyboard_alone(width, page, look, rosa):
    page.goto("/cuenta/")
    look(page)
    page.get_by_label("Usuario o correo").focus()
    for text in ("rosa", PASSWORD):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    enter(page)
    page.get_by_role("heading", name="Su segundo factor").wait_for()
    look(page)
    page.get_by_label("Código").focus()
    page.keyboard.type(code_now())
    page.keyboard.press("Enter")
    page.wait_for_url("**/cuenta/")


def test_the_pages_of_what_goes_wrong(width, page, look, rosa):
    page.goto("/cuenta/ingresar/")
    for _ in range(5):
        give_password(page, "rosa", "mal")
    expect(page.get_by_text("15 minutos")).to_be_visible()
    look(page)
    for path in ("/cuenta/clave/olvidada/", "/cuenta/clave/olvidada/enviada/", "/cuenta/invitacion/x/"):
        page.goto(path)
        look(page)


def test_without_a_script_somebody_signs_in(browser, browser_context_args, rosa):
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    page = context.new_page()
    page.goto("/cuenta/")
    give_password(page, "rosa")
    page.get_by_label("Código").fill(code_now())
    go(page, page.get_by_role("button", name="Entrar"))
    expect(page.get_by_role("heading", name="Mi cuenta")).to_be_visible()
    context.close()


def test_the_pages_of_an_administrator(width, page, look, sign_in, world, ada, rosa, julio):
    actions.suspend(user=julio, reason=Reason.LEAVE, by=ada, at=timezone.now())
    for _ in range(26):
        UserFactory(organisation=world.uim, office=world.sede_central, roles=[Role.RECEPTION])
    late = UserFactory(organisation=world.uim)
    ended = timezone.now() - timedelta(minutes=1)
    MembershipFactory(user=late, role=Role.CASEWORKER, office=world.sede_central, ends_at=ended)
    sign_in(page, ada)
    membership = rosa.memberships.order_by("pk").first()
    for path in (
        "/equipo/",
        "/equipo/?q=nadie-se-llama-asi",
        f"/equipo/{rosa.pk}/",
        f"/equipo/{julio.pk}/",
        f"/equipo/{rosa.pk}/rol/",
        f"/equipo/{rosa.pk}/mover/",
        f"/equipo/{rosa.pk}/suspender/",
        f"/equipo/{julio.pk}/reactivar/",
        f"/equipo/roles/{membership.pk}/extender/",
        "/equipo/invitaciones/",
        "/equipo/registro/",
        "/cuenta/confirmar/?next=/equipo/",
    ):
        page.goto(path)
        look(page)
    page.goto("/equipo/invitaciones/nueva/")
    go(page, page.get_by_role("button", name="Enviar la invitación"))
    page.get_by_role("link", name="Elija una opción en «Rol».").click()
    look(page)
    sign_in(page, late)
    page.goto("/entrar/")
    look(page)
