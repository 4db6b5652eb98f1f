"""`ayni invite`: the first administrator of an installation, from the command to what she does in the pages."""

import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone
from typer.testing import CliRunner

from ayni.access import queries
from ayni.access.models import Invitation, Reach, User
from ayni.access.tests.test_invite import NEW
from ayni.audit import actions as audit
from ayni.audit.models import Event
from ayni.config.commands import commands
from ayni.notices.models import Message

pytestmark = pytest.mark.django_db


def invite(email: str = "jefa@example.pe"):
    return CliRunner().invoke(commands(), ["invite", email])


def link_in(output: str) -> str:
    return re.search(r"http://[^/]+(/cuenta/invitacion/\S+)", output)[1]


def test_the_first_administrator_is_invited_and_takes_care_of_everybody(world, ines):
    assert world.migraciones
    done = invite("Jefa@Example.pe")
    assert done.exit_code == 0, done.output
    assert "72 hours" in done.output
    path = link_in(done.output)
    message = Message.objects.get()
    assert message.to == "jefa@example.pe"
    assert path in message.text
    [event] = Event.objects.filter(verb="invitation.sent")
    assert (event.by, event.details) == (audit.SYSTEM, {"role": "ADMINISTRATOR", "organisation": "MIGRACIONES"})

    guest = Client()
    assert guest.get(path).status_code == 200
    assert guest.post(path, NEW).url == "/cuenta/segundo-factor/"
    jefa = User.objects.get(email="jefa@example.pe")
    assert queries.is_national(jefa)
    assert ines in queries.managed_users(jefa)
    assert queries.national_administrators() == [jefa]
    assert Client().get(path).status_code == 410, "the link is spent"


def test_the_page_of_invitations_says_who_sent_it(client, world, ada):
    invite()
    ada.memberships.update(reach=Reach.NATIONAL)
    client.force_login(ada)
    page = client.get("/equipo/invitaciones/").content.decode()
    assert "jefa@example.pe" in page
    assert "El sistema" in page


def test_a_link_that_was_lost_is_replaced_by_another_one(world):
    assert world.migraciones
    first, second = (link_in(invite().output) for _ in range(2))
    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(hours=73)):
        assert Client().get(second).status_code == 410


@pytest.mark.parametrize("email", ["", "jefa", "jefa@", "a b@example.pe", "'; drop table--"])
def test_what_is_no_address_is_refused_with_a_sentence(world, email):
    assert world.migraciones
    done = invite(email)
    assert done.exit_code == 1
    assert "not an e-mail address" in done.output
    assert not Invitation.objects.exists()


def test_an_address_that_has_an_account_is_refused_with_a_sentence(world, rosa):
    done = invite("ROSA@example.pe")
    assert done.exit_code == 1
    assert "There is an account with this e-mail address" in done.output
    assert not Invitation.objects.exists()


def test_without_institutions_it_says_setup():
    done = invite()
    assert done.exit_code == 1
    assert "ayni setup" in done.output
    assert not Message.objects.exists()


@pytest.mark.parametrize("home", [".", "not-there"])
def test_without_a_database_it_says_setup_and_no_traceback(tmp_path, home):
    environment = {"PATH": os.environ["PATH"], "AYNI_HOME": str(tmp_path / home), "AYNI_MODE": "demo"}
    command = [sys.executable, "-m", "ayni.config.cli", "invite", "jefa@example.pe"]
    done = subprocess.run(command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True)  # noqa: S603
    assert done.returncode == 1
    assert "ayni setup" in done.stderr
    assert "Traceback" not in done.stderr
