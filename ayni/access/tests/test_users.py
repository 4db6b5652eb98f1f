"""What an administrator does with users, and what they may not."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from ayni.access import actions, queries, rules
from ayni.access.forms.users import FilterForm
from ayni.access.models import Reach, Reason
from ayni.access.permissions import Role
from ayni.access.tests.factories import MembershipFactory, OfficeFactory, OrganisationFactory, TeamFactory, UserFactory
from ayni.audit import actions as audit
from ayni.audit.models import Event


@pytest.fixture
def national(world):
    user = UserFactory(organisation=world.migraciones, first_name="Nora", last_name="Zapata")
    MembershipFactory(user=user, role=Role.ADMINISTRATOR, reach=Reach.NATIONAL)
    return user


@pytest.fixture
def admin(client, ada):
    client.force_login(ada)
    return client


def day(days: int = 90) -> dict[str, str]:
    until = localdate() + timedelta(days=days)
    return {"ends_on_day": str(until.day), "ends_on_month": str(until.month), "ends_on_year": str(until.year)}


def grant(user, by, **other):
    given = {"role": Role.CASEWORKER, "office": user.office, "team": None, "reach": Reach.OFFICE}
    ends_at = timezone.now() + timedelta(days=30)
    return actions.grant_role(user=user, by=by, at=timezone.now(), **{**given, "ends_at": ends_at, **other})


# The list


def test_an_administrator_sees_the_users_of_the_own_institution_and_no_others(admin, world, rosa, julio, ines):
    page = admin.get("/equipo/").content.decode()
    assert "Quispe Huamán, Rosa" in page
    assert "Flores Díaz" not in page


def test_a_national_administrator_sees_everybody(client, national, rosa, ines):
    client.force_login(national)
    page = client.get("/equipo/").content.decode()
    assert "Quispe Huamán, Rosa" in page
    assert "Flores Díaz, Inés" in page


@pytest.fixture
def municipal(world):
    """Somebody of a municipality, with an office of hers."""
    muni = OrganisationFactory(code="MUNI-SMP", name="Municipalidad de San Martín de Porres", level="local")
    office = OfficeFactory(organisation=muni, name="DEMUNA de San Martín de Porres")
    return UserFactory(organisation=muni, office=office, last_name="Medina", roles=[Role.CASEWORKER])


def test_a_national_administrator_manages_partners_and_municipalities_in_the_pages(client, world, national, municipal):
    client.force_login(national)
    ines, office = world.ines, municipal.office
    page = client.get("/equipo/").content.decode()
    assert "Flores Díaz, Inés" in page
    assert ">Medina" in page
    sent = {"organisation": world.oim.pk, "office": "", "team": ""}
    assert client.post(f"/equipo/{ines.pk}/mover/", sent).url == f"/equipo/{ines.pk}/"
    ines.refresh_from_db()
    assert ines.organisation == world.oim
    elsewhere = OfficeFactory(organisation=office.organisation, name="Otra sede")
    sent = {"organisation": office.organisation.pk, "office": elsewhere.pk, "team": ""}
    assert client.post(f"/equipo/{municipal.pk}/mover/", sent).url == f"/equipo/{municipal.pk}/"
    for user in (ines, municipal):
        [membership] = queries.current_memberships(user, timezone.now())
        assert client.post(f"/equipo/roles/{membership.pk}/extender/", day(300)).url == f"/equipo/{user.pk}/"
        membership.refresh_from_db()
        assert timezone.localtime(membership.ends_at).date() == localdate() + timedelta(days=300)
        assert client.post(f"/equipo/{user.pk}/suspender/", {"reason": "LEFT"}).url == f"/equipo/{user.pk}/"
        user.refresh_from_db()
        assert not user.is_active
    place = {"organisation": office.organisation.pk, "office": office.pk, "team": "", "reach": "OFFICE", **day()}
    for role, email in (("CASEWORKER", "nueva@example.pe"), ("PARTNER", "aliada@example.pe")):
        sent = {**place, "role": role, "email": email}
        assert client.post("/equipo/invitaciones/nueva/", sent).url == "/equipo/invitaciones/"
        assert email in client.get("/equipo/invitaciones/").content.decode()


def test_a_national_reach_in_another_institution_opens_no_other(world, rosa):
    stranger = UserFactory(organisation=world.cem)
    MembershipFactory(user=stranger, role=Role.ADMINISTRATOR, reach=Reach.NATIONAL)
    assert not queries.is_national(stranger)
    assert rosa not in queries.managed_users(stranger)


@pytest.mark.parametrize("text", ["quispe", "HUAMAN rosa", "Rosa Quispe", "rosa@example.pe", "huamán"])
def test_a_user_is_found_by_any_part_of_the_name_without_accents(admin, rosa, julio, text):
    page = admin.get("/equipo/", {"q": text}).content.decode()
    assert "Quispe Huamán, Rosa" in page
    assert "Ramos Tello" not in page


@pytest.mark.parametrize("text", ["", "x", "😀", "O'Higgins", "a" * 300, "%", "' OR 1=1 --"])
def test_no_search_breaks_the_list(admin, text):
    assert admin.get("/equipo/", {"q": text}).status_code == 200


def test_the_list_is_narrowed_by_role_office_and_state(admin, world, rosa, lia, vera):
    ending = UserFactory(organisation=world.uim, office=world.sede_central, last_name="Pronto")
    MembershipFactory(user=ending, role=Role.CASEWORKER, ends_at=timezone.now() + timedelta(days=3))
    UserFactory(organisation=world.uim, last_name="Suspendida", is_active=False)
    UserFactory(organisation=world.uim, last_name="Desnuda", second_factor=False, roles=[Role.ANALYST])

    def names(**query):
        page = admin.get("/equipo/", query).content.decode()
        every = ("Quispe", "Paredes", "Castillo", "Pronto", "Suspendida", "Desnuda")
        return {name for name in every if f">{name}" in page}

    assert names(role="RECEPTION") == {"Paredes"}
    assert names(office=world.jz_tum.pk) == {"Castillo"}
    assert names(state="suspended") == {"Suspendida"}
    assert names(state="ending") == {"Pronto"}
    assert names(state="ended") == set()
    assert names(state="unprotected") == {"Desnuda"}
    assert names(role="NONSENSE", office="999999", state="?") == {
        "Quispe", "Paredes", "Castillo", "Pronto", "Suspendida", "Desnuda",
    }  # fmt: skip


def test_a_long_list_comes_in_pages_that_lose_nobody(admin, world):
    for n in range(60):
        UserFactory(organisation=world.uim, last_name=f"Igual {n % 7}", first_name="Ana", second_factor=False)
    seen, path = [], "/equipo/"
    while path:
        page = admin.get(path).context["page"]
        seen += [user.pk for user in page.rows]
        path = f"/equipo/{page.next_url}" if page.next_url else ""
    assert len(seen) == len(set(seen)) == 61


def test_the_list_and_the_page_of_a_user_take_few_statements(admin, world, rosa, django_assert_max_num_queries):
    for _ in range(30):
        UserFactory(organisation=world.uim, office=world.sede_central, roles=[Role.CASEWORKER])
    admin.get("/equipo/")
    with django_assert_max_num_queries(12):
        admin.get("/equipo/")
    with django_assert_max_num_queries(13):
        admin.get(f"/equipo/{rosa.pk}/")


# Roles


def test_a_role_is_given_on_a_page(admin, world, rosa, ada):
    path = f"/equipo/{rosa.pk}/rol/"
    assert admin.get(path).status_code == 200
    sent = {"role": "SUPERVISOR", "office": world.sede_central.pk, "team": "", "reach": "OFFICE", **day()}
    assert admin.post(path, sent).url == f"/equipo/{rosa.pk}/"
    membership = rosa.memberships.get(role="SUPERVISOR")
    assert membership.granted_by == ada
    assert timezone.localtime(membership.ends_at).date() == localdate() + timedelta(days=90)
    event = Event.objects.get(verb="role.granted")
    assert event.details["role"] == "SUPERVISOR"
    assert (event.subject_id, event.by) == (str(rosa.pk), str(ada.pk))
    assert audit.verify().ok


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"role": "ADMINISTRATOR"}, "no puede tener"),
        ({"role": "PARTNER"}, "otras instituciones"),
        ({"office": ""}, "trabaja en una oficina"),
        ({"reach": "NATIONAL"}, "Solo una administración nacional"),
        ({"ends_on_year": str(localdate().year + 3)}, "doce meses"),
        ({"ends_on_year": "1999"}, "ya pasó"),
        ({"ends_on_day": "31", "ends_on_month": "2"}, ""),
        ({"role": "KING"}, ""),
    ],
)
def test_a_role_that_breaks_a_rule_is_refused_in_words(admin, world, rosa, change, words):
    sent = {"role": "SUPERVISOR", "office": world.sede_central.pk, "reach": "OFFICE", **day(), **change}
    page = admin.post(f"/equipo/{rosa.pk}/rol/", sent)
    assert page.status_code == 200
    assert words in page.content.decode()
    assert not rosa.memberships.exclude(role="CASEWORKER").exists()


def offered(page, name) -> set[str]:
    """The values of the radios of a field on a page."""
    return set(re.findall(rf'type="radio"[^>]*name="{name}"[^>]*value="(\w+)"', page.content.decode()))


EVERY_ROLE = set(Role.values)
EVERY_REACH = set(Reach.values)


def test_an_administrator_of_ours_is_offered_only_what_the_rules_accept(admin, world, rosa):
    for path in ("/equipo/invitaciones/nueva/", f"/equipo/{rosa.pk}/rol/"):
        page = admin.get(path)
        assert offered(page, "role") == EVERY_ROLE - {"PARTNER"}, path
        assert offered(page, "reach") == set(), "one choice is no question"
        assert re.search(r'<input type="hidden" name="reach" value="OFFICE"', page.content.decode()), path


def test_an_administrator_of_a_partner_without_offices_is_offered_no_role_of_case_work(client, world, ines):
    client.force_login(UserFactory(organisation=world.cem, roles=[Role.ADMINISTRATOR]))
    for path in ("/equipo/invitaciones/nueva/", f"/equipo/{ines.pk}/rol/"):
        assert offered(client.get(path), "role") == {"PARTNER", "ANALYST", "ADMINISTRATOR"}, path
    OfficeFactory(organisation=world.cem)
    assert offered(client.get(f"/equipo/{ines.pk}/rol/"), "role") == EVERY_ROLE - {"CONFIDANT"}


def test_a_national_administrator_is_offered_what_fits_the_institution_of_each(client, world, national, rosa, ines):
    client.force_login(national)
    invite = client.get("/equipo/invitaciones/nueva/")
    assert (offered(invite, "role"), offered(invite, "reach")) == (EVERY_ROLE, EVERY_REACH)
    ours, theirs = (client.get(f"/equipo/{user.pk}/rol/") for user in (rosa, ines))
    assert (offered(ours, "role"), offered(ours, "reach")) == (EVERY_ROLE - {"PARTNER"}, EVERY_REACH)
    assert offered(theirs, "role") == {"PARTNER", "ANALYST", "ADMINISTRATOR"}
    assert "Sede central" not in theirs.content.decode(), "an office of another institution is always refused"


def test_the_form_that_offers_one_reach_can_be_sent_as_it_is(admin, world, rosa):
    sent = {"role": "SUPERVISOR", "office": world.sede_central.pk, "team": "", "reach": "OFFICE", **day()}
    assert admin.post(f"/equipo/{rosa.pk}/rol/", sent).url == f"/equipo/{rosa.pk}/"


def test_nobody_gives_a_role_to_themselves(world, ada, admin):
    with pytest.raises(rules.CannotManage):
        grant(ada, ada, role=Role.ANALYST)
    page = admin.post(f"/equipo/{ada.pk}/suspender/", {"reason": "LEFT"}).content.decode()
    assert "Nadie cambia su propio acceso" in page
    assert f"/equipo/{ada.pk}/suspender/" not in admin.get(f"/equipo/{ada.pk}/").content.decode()


@pytest.mark.parametrize(
    "what", ["rol", "mover", "suspender", "reactivar", "segundo-factor", "sesiones", "extender", "terminar"]
)
def test_nobody_is_even_shown_a_form_to_change_their_own_access(admin, ada, what):
    membership = ada.memberships.get()
    path = f"/equipo/roles/{membership.pk}/{what}/" if what in {"extender", "terminar"} else f"/equipo/{ada.pk}/{what}/"
    for answer in (admin.get(path), admin.post(path, {"reason": "LEFT", **day()})):
        assert answer.status_code == 403
        page = answer.content.decode()
        assert "Nadie cambia su propio acceso" in page
        assert f'href="/equipo/{ada.pk}/"' in page, "a way back"
        assert f'action="{path}"' not in page
        assert 'name="once"' not in page
    assert not Event.objects.filter(subject_id=str(ada.pk), verb__in=["role.ended", "user.sessions_ended"]).exists()


def test_a_stranger_of_another_institution_is_not_found(admin, ines):
    membership = ines.memberships.get()
    for path in (
        f"/equipo/{ines.pk}/",
        f"/equipo/{ines.pk}/rol/",
        f"/equipo/{ines.pk}/suspender/",
        f"/equipo/roles/{membership.pk}/terminar/",
        "/equipo/999999/",
    ):
        assert admin.get(path).status_code == 404, path
        assert admin.post(path).status_code in {404, 405}, path


def test_a_team_of_another_office_is_refused(world, rosa, ada):
    elsewhere = TeamFactory(office=world.jz_tum)
    with pytest.raises(rules.CannotGrant, match="otra oficina"):
        grant(rosa, ada, team=elsewhere)


def test_an_office_of_another_institution_is_refused(world, rosa, ada):
    elsewhere = OfficeFactory(organisation=world.cem)
    with pytest.raises(rules.CannotGrant, match="no pertenece"):
        grant(rosa, ada, office=elsewhere)


def test_a_national_administrator_gives_a_national_role(world, marta, national):
    assert grant(marta, national, role=Role.SUPERVISOR, reach=Reach.NATIONAL).reach == Reach.NATIONAL


def test_a_role_is_extended_and_ended(admin, julio):
    membership = julio.memberships.get()
    assert admin.post(f"/equipo/roles/{membership.pk}/extender/", day(300)).url == f"/equipo/{julio.pk}/"
    membership.refresh_from_db()
    assert timezone.localtime(membership.ends_at).date() == localdate() + timedelta(days=300)
    assert admin.post(f"/equipo/roles/{membership.pk}/terminar/").url == f"/equipo/{julio.pk}/"
    membership.refresh_from_db()
    assert membership.ends_at <= timezone.now()
    again = admin.post(f"/equipo/roles/{membership.pk}/terminar/")
    assert "ya terminó" in again.content.decode()


def test_an_ended_role_is_not_brought_back_beside_one_that_does_not_fit(world, julio, ada):
    old = julio.memberships.get()
    actions.end_role(membership=old, by=ada, at=timezone.now())
    grant(julio, ada, role=Role.ANALYST, office=None)
    with pytest.raises(rules.CannotGrant):
        actions.extend_role(membership=old, ends_at=timezone.now() + timedelta(days=9), by=ada, at=timezone.now())


# Moving, suspending, second factor


def test_somebody_who_moves_takes_their_role_and_leaves_their_team(admin, world, rosa):
    assert admin.get(f"/equipo/{rosa.pk}/mover/").status_code == 200
    sent = {"organisation": world.uim.pk, "office": world.jz_tum.pk, "team": ""}
    assert admin.post(f"/equipo/{rosa.pk}/mover/", sent).url == f"/equipo/{rosa.pk}/"
    rosa.refresh_from_db()
    assert rosa.office == world.jz_tum
    now = queries.current_memberships(rosa, timezone.now())
    assert [(m.role, m.office.code, m.team) for m in now] == [("CASEWORKER", "JZ-TUM", None)]
    assert queries.past_memberships(rosa, timezone.now())


def test_a_role_that_does_not_fit_the_new_institution_stops_the_move(world, ines, national):
    with pytest.raises(rules.CannotGrant, match="otras instituciones"):
        actions.move(user=ines, organisation=world.uim, office=None, team=None, by=national, at=timezone.now())
    ines.refresh_from_db()
    assert ines.organisation == world.cem


def test_a_suspended_account_is_shut_until_it_is_reactivated(admin, client, julio):
    assert admin.post(f"/equipo/{julio.pk}/suspender/", {"reason": "LEAVE"}).url == f"/equipo/{julio.pk}/"
    julio.refresh_from_db()
    assert not julio.is_active
    assert julio.suspended_at is not None
    assert "suspendida" in admin.get(f"/equipo/{julio.pk}/").content.decode()
    refused = admin.post(f"/equipo/{julio.pk}/rol/", {"role": "SUPERVISOR", "reach": "OFFICE", **day()})
    assert "está suspendida" in refused.content.decode()
    assert "ya estaba suspendida" in admin.post(f"/equipo/{julio.pk}/suspender/", {"reason": "LEFT"}).content.decode()
    admin.post(f"/equipo/{julio.pk}/reactivar/")
    julio.refresh_from_db()
    assert julio.is_active
    assert julio.suspended_at is None


def test_a_lost_telephone_is_answered_by_a_reset_with_a_reason(admin, julio):
    assert "Elija una opción" in admin.post(f"/equipo/{julio.pk}/segundo-factor/").content.decode()
    admin.post(f"/equipo/{julio.pk}/segundo-factor/", {"reason": "LOST_DEVICE"})
    assert not Authenticator.objects.filter(user=julio).exists()
    assert Event.objects.get(verb="user.second_factor_reset").details == {"reason": "LOST_DEVICE"}
    assert "sin configurar" in admin.get(f"/equipo/{julio.pk}/").content.decode()


def test_an_administrator_ends_the_sessions_of_somebody(admin, client, julio):
    theirs = Client()
    theirs.force_login(julio)
    assert theirs.get("/cuenta/").status_code == 200
    admin.post(f"/equipo/{julio.pk}/sesiones/")
    assert theirs.get("/cuenta/").status_code == 302


def test_the_register_tells_what_was_done_with_the_own_users_only(admin, world, rosa, julio, ines, ada, national):
    actions.suspend(user=julio, reason=Reason.LEFT, by=ada, at=timezone.now())
    actions.suspend(user=ines, reason=Reason.LEFT, by=national, at=timezone.now())
    audit.record_reading(subject=world.uim, by=rosa, at=timezone.now(), purpose="ATTENTION")
    page = admin.get("/equipo/registro/").content.decode()
    assert "Cuenta suspendida" in page
    assert "Motivo: Dejó la institución" in page
    assert "Julio Ramos Tello" in page
    assert "Inés" not in page
    assert "opened" not in page


@pytest.mark.parametrize("who", ["rosa", "julio", "marta", "lia", "tomas", "ines", "vera"])
def test_only_administrators_manage_users(client, world, who, rosa):
    client.force_login(getattr(world, who))
    for path in ("/equipo/", "/equipo/registro/", "/equipo/invitaciones/", f"/equipo/{rosa.pk}/"):
        assert client.get(path).status_code == 403
    assert client.post(f"/equipo/{rosa.pk}/suspender/", {"reason": "LEFT"}).status_code == 403


def test_all_agrees_in_spanish_with_what_it_stands_for(ada):
    form = FilterForm({}, by=ada)
    said = {name: str(next(iter(form.fields[name].choices))[1]) for name in ("organisation", "office", "role", "state")}
    assert said == {"organisation": "Todas", "office": "Todas", "role": "Todos", "state": "Todos"}


def test_the_search_of_every_page_says_what_fits_a_telephone(client, rosa):
    client.force_login(rosa)
    shown = client.get(reverse("directory:list")).content.decode()
    [placeholder] = re.findall(r'placeholder="([^"]+)"', shown)
    assert placeholder == "Nombre, documento o caso"
