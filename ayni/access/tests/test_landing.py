"""Where work starts, and what whoever has no role is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ayni.access import actions
from ayni.access.models import Membership, Reach
from ayni.access.permissions import Role
from ayni.access.tests.factories import MembershipFactory, UserFactory


@pytest.mark.parametrize(
    ("who", "where"),
    [
        ("rosa", "/desk/"),
        ("lia", "/desk/"),
        ("marta", "/desk/"),
        ("ines", "/inbox/"),
        ("tomas", "/cumplimiento/"),
        ("ada", "/equipo/"),
        ("elsa", "/tramites/"),
        ("aldo", "/tramites/"),
        ("karin", "/tramites/"),
        ("clara", "/voces/"),
    ],
)
def test_everybody_lands_where_their_work_is(client, world, who, where):
    client.force_login(getattr(world, who))
    assert client.get("/entrar/").url == where


def test_a_role_that_expired_a_minute_ago_opens_nothing_and_says_whom_to_ask(client, world, ada):
    late = UserFactory(organisation=world.uim, office=world.sede_central)
    MembershipFactory(user=late, role=Role.ADMINISTRATOR, ends_at=timezone.now() - timedelta(minutes=1))
    client.force_login(late)
    for address in ("/equipo/", "/entrar/", "/desk/"):
        page = client.get(address)
        assert page.status_code == 403
        assert "Su rol «Administración de usuarios» terminó el" in page.content.decode()
        assert "el rol que tiene hoy" not in page.content.decode()
        assert ada.email in page.content.decode()


def test_whoever_has_another_role_today_is_told_that_it_does_not_open_the_page(client, world):
    MembershipFactory(user=world.ines, role=Role.ADMINISTRATOR, ends_at=timezone.now() - timedelta(minutes=1))
    client.force_login(world.ines)
    page = client.get("/equipo/")
    assert page.status_code == 403
    assert "el rol que tiene hoy no abre esta página" in page.content.decode()


def test_a_role_ends_in_the_middle_of_a_session(client, world, ada):
    client.force_login(ada)
    assert client.get("/equipo/").status_code == 200
    Membership.objects.filter(user=ada).update(ends_at=timezone.now())
    assert client.get("/equipo/").status_code == 403


def test_whoever_never_had_a_role_is_told_so(client, world):
    client.force_login(UserFactory(organisation=world.cem))
    page = client.get("/entrar/").content.decode()
    assert "nadie le ha dado un rol todavía" in page
    assert "Pídalo a la UIM" in page


def test_the_administrators_above_are_named_where_the_own_unit_has_none(client, world):
    above = UserFactory(organisation=world.migraciones, roles=[Role.ADMINISTRATOR])
    client.force_login(UserFactory(organisation=world.uim))
    assert above.email in client.get("/entrar/").content.decode()


def test_a_person_sees_their_roles_second_factor_sessions_and_deeds(client, world, rosa):
    actions.renew_recovery_codes(user=rosa, at=timezone.now())
    client.force_login(rosa)
    page = client.get("/cuenta/").content.decode()
    for words in ("Gestión de casos", "Trata", "Sede central Breña", "Códigos de recuperación generados", "10"):
        assert words in page


def test_the_profile_takes_few_statements(client, rosa, django_assert_max_num_queries):
    client.force_login(rosa)
    client.get("/cuenta/")
    with django_assert_max_num_queries(12):
        client.get("/cuenta/")


def test_a_national_role_is_shown_with_its_reach(client, world):
    marta = UserFactory(organisation=world.uim, office=world.sede_central)
    MembershipFactory(user=marta, role=Role.SUPERVISOR, reach=Reach.NATIONAL)
    client.force_login(marta)
    assert "Todo el país" in client.get("/cuenta/").content.decode()


def test_new_recovery_codes_end_the_old_ones(client, rosa):
    old = actions.renew_recovery_codes(user=rosa, at=timezone.now())
    client.force_login(rosa)
    assert "Le quedan 10 códigos" in client.get("/cuenta/segundo-factor/codigos/").content.decode()
    page = client.post("/cuenta/segundo-factor/codigos/").content.decode()
    assert page.count('class="ay-code"') == 10
    assert f"{old[0][:4]}-{old[0][4:]}" not in page
