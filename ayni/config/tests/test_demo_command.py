import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from allauth.mfa.utils import decrypt
from typer.testing import CliRunner

from ayni.access.models import User
from ayni.access.tests.factories import UserFactory
from ayni.config.commands import commands
from ayni.people.models import Person

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


def ayni(*words: str):
    return CliRunner().invoke(commands(), words)


@pytest.fixture
def rosa_of_the_demo():
    user = UserFactory(username="rosa.demo", is_demo=True)
    Authenticator.objects.filter(user=user).delete()
    TOTP.activate(user, SECRET)
    return user


def test_the_code_of_a_demo_user_is_the_one_that_is_asked_for(rosa_of_the_demo):
    done = ayni("demo", "code", "rosa.demo")
    assert done.exit_code == 0, done.output
    secret = decrypt(Authenticator.objects.get(user=rosa_of_the_demo).data["secret"])
    assert validate_totp_code(secret, done.stdout.strip())


def test_nobody_elses_code_is_shown(rosa):
    done = ayni("demo", "code", rosa.username)
    assert done.exit_code == 1
    assert "no demo user" in done.output


def test_production_makes_no_demo_and_shows_no_code(settings, rosa_of_the_demo):
    settings.DEMO = False
    for words in (["demo"], ["demo", "code", "rosa.demo"], ["demo", "--if-empty", "code", "rosa.demo"]):
        done = ayni(*words)
        assert done.exit_code == 1
        assert "not a demo" in done.output
    assert not Person.objects.exists()


def test_setting_up_for_real_asks_for_a_demo_and_gets_none(settings):
    """`make setup` says it of every installation: what AYNI_MODE is may stand in `.env`, which make does not read."""
    settings.DEMO = False
    done = ayni("demo", "--people", "10", "--if-empty")
    assert done.exit_code == 0, done.output
    assert not Person.objects.exists()


def test_if_empty_leaves_alone_what_is_there(monkeypatch):
    monkeypatch.setattr("ayni.config.commands.demo.Person.objects.exists", lambda: True)
    assert ayni("demo", "--if-empty").exit_code == 0
    assert not User.objects.filter(is_demo=True).exists()
