"""An invitation: sent, opened, accepted; and everything that can be wrong with its link."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from ayni.access import actions, rules
from ayni.access.models import Invitation, Reach, User
from ayni.access.permissions import Role
from ayni.access.tests.factories import UserFactory
from ayni.access.tests.test_users import day
from ayni.audit.models import Event
from ayni.notices.models import Message

NEW = {
    "first_name": "Nélida",
    "last_name": "Ñahui",
    "phone": "",
    "password1": "cuatro-palabras-que-no-riman",
    "password2": "cuatro-palabras-que-no-riman",
}


def invite(world, by, email="nelida@example.pe", **other) -> Invitation:
    given = {
        "organisation": world.uim,
        "role": Role.CASEWORKER,
        "office": world.sede_central,
        "team": None,
        "reach": Reach.OFFICE,
        "ends_at": timezone.now() + timedelta(days=30),
        **other,
    }
    return actions.invite(email=email, by=by, at=timezone.now(), **given)


def link() -> str:
    text = Message.objects.order_by("-queued_at").first().text
    return re.search(r"http://[^/]+(/cuenta/invitacion/\S+)", text)[1]


def test_an_invitation_is_sent_opened_and_accepted(client, world, ada):
    client.force_login(ada)
    assert client.get("/equipo/invitaciones/nueva/").status_code == 200
    sent = {
        "email": "Nelida@Example.pe",
        "organisation": world.uim.pk,
        "role": "CASEWORKER",
        "office": world.sede_central.pk,
        "team": world.trata.pk,
        "reach": "OFFICE",
        **day(60),
    }
    assert client.post("/equipo/invitaciones/nueva/", sent).url == "/equipo/invitaciones/"
    assert "nelida@example.pe" in client.get("/equipo/invitaciones/").content.decode()
    message = Message.objects.get()
    assert message.to == "nelida@example.pe"
    assert "Gestión de casos" in message.text
    path = link()
    assert path.split("/")[-2] not in Invitation.objects.get().token_hash

    guest = Client()
    assert "Unidad de Integración Migratoria" in guest.get(path).content.decode()
    assert guest.post(path, NEW).url == "/cuenta/segundo-factor/"
    user = User.objects.get(email="nelida@example.pe")
    assert (user.first_name, user.organisation, user.office) == ("Nélida", world.uim, world.sede_central)
    [membership] = user.active_memberships
    assert (membership.role, membership.team, membership.granted_by) == ("CASEWORKER", world.trata, ada)
    assert user.check_password(NEW["password1"])
    assert guest.get("/cuenta/").url.startswith("/cuenta/segundo-factor/"), "nothing opens before the second factor"
    assert Event.objects.get(verb="invitation.accepted").by == str(user.pk)
    assert Client().get(path).status_code == 410, "the link is spent"
    assert not mail.outbox, "mail goes through the outbox"


def test_a_guest_who_is_signed_in_as_somebody_else_is_signed_out_first(world, ada, rosa):
    invite(world, ada)
    client = Client()
    client.force_login(rosa)
    client.get("/cuenta/")
    client.post(link(), NEW)
    assert client.session["_auth_user_id"] == str(User.objects.get(email="nelida@example.pe").pk)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"password2": "otra"}, "no son iguales"),
        ({"password1": "corta", "password2": "corta"}, "12"),
        ({"password1": "123456789012345", "password2": "123456789012345"}, ""),
        ({"password1": "nelida@example.pe", "password2": "nelida@example.pe"}, ""),
        ({"first_name": ""}, "Nombres"),
        ({"last_name": "x" * 200}, "es muy largo"),
    ],
)
def test_what_is_wrong_in_the_form_is_said_and_the_link_is_not_spent(world, ada, change, words):
    invite(world, ada)
    page = Client().post(link(), {**NEW, **change})
    assert page.status_code == 200
    assert words in page.content.decode()
    assert not User.objects.filter(email="nelida@example.pe").exists()


@pytest.mark.parametrize("first_name", ["😀", "O'Connor", "Ana María de los Ángeles", "李"])
def test_names_are_taken_as_people_write_them(world, ada, first_name):
    invite(world, ada)
    Client().post(link(), {**NEW, "first_name": first_name})
    assert User.objects.get(email="nelida@example.pe").first_name == first_name


def test_expired_used_withdrawn_altered_and_guessed_links_get_one_and_the_same_page(world, ada):
    def body(path):
        page = Client().get(path)
        assert page.status_code == 410
        assert Client().post(path, NEW).status_code == 410
        return re.sub(r"nonce-\S+", "", page.content.decode())

    invitation = invite(world, ada)
    path = link()
    pages = [body(f"{path[:-5]}AAAA/"), body("/cuenta/invitacion/x/"), body("/cuenta/invitacion/%00/")]
    with time_machine.travel(timezone.now() + timedelta(hours=72, seconds=1)):
        pages.append(body(path))
    actions.revoke_invitation(invitation=invitation, by=ada, at=timezone.now())
    pages.append(body(path))
    invite(world, ada)
    used = link()
    Client().post(used, NEW)
    pages.append(body(used))
    assert len(set(pages)) == 1


def test_an_invitation_is_withdrawn_on_the_page_once(client, world, ada):
    invitation = invite(world, ada)
    client.force_login(ada)
    client.post(f"/equipo/invitaciones/{invitation.pk}/retirar/")
    page = client.get("/equipo/invitaciones/").content.decode()
    assert "retirada" in page
    again = client.post(f"/equipo/invitaciones/{invitation.pk}/retirar/", follow=True).content.decode()
    assert "ya no sirve" in again


def test_an_invitation_of_another_institution_is_not_found(client, world, ada):
    theirs = UserFactory(organisation=world.cem, roles=[Role.ADMINISTRATOR])
    invitation = invite(world, theirs, organisation=world.cem, role=Role.PARTNER, office=None)
    client.force_login(ada)
    assert client.post(f"/equipo/invitaciones/{invitation.pk}/retirar/").status_code == 404
    assert invitation.email not in client.get("/equipo/invitaciones/").content.decode()


def test_who_has_an_account_or_an_invitation_is_not_invited_again(world, ada, rosa):
    with pytest.raises(rules.CannotInvite, match="Ya existe una cuenta"):
        invite(world, ada, email="ROSA@example.pe")
    invite(world, ada)
    with pytest.raises(rules.CannotInvite, match="ya fue invitado"):
        invite(world, ada, email="NELIDA@example.pe")


def test_an_invitation_obeys_the_rules_of_roles(world, ada):
    with pytest.raises(rules.CannotGrant, match="otras instituciones"):
        invite(world, ada, role=Role.PARTNER, office=None)
    with pytest.raises(rules.CannotGrant, match="doce meses"):
        invite(world, ada, ends_at=timezone.now() + timedelta(days=400))


def test_a_role_that_ends_tomorrow_cannot_be_accepted_the_day_after(world, ada):
    invite(world, ada, ends_at=timezone.now() + timedelta(days=1))
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert Client().post(link(), NEW).status_code == 410


def test_an_administrator_invites_only_into_the_own_institution(client, world, ada):
    client.force_login(ada)
    sent = {"email": "x@example.pe", "organisation": world.cem.pk, "role": "PARTNER", "reach": "OFFICE", **day()}
    page = client.post("/equipo/invitaciones/nueva/", sent)
    assert page.status_code == 200
    assert not Invitation.objects.exists()
