"""The page by which a form was answered has an address of its own: a browser goes back to it and sends nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ayni.access import actions, rules
from ayni.access.models import AnsweredForm
from ayni.config.worker_loop import Duty

pytestmark = pytest.mark.django_db

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
INVITE = "/cuenta/invitaciones/nueva/"
TYPED = {"email": "sin arroba 🦋", "role": "CASEWORKER"}


def browser(user):
    client = Client(headers=BROWSER)
    client.force_login(user)
    return client


@pytest.fixture
def invite():
    return reverse("access:invite")


@pytest.fixture
def ada_browser(ada):
    return browser(ada)


def refused(client, address):
    """The address to which a form with an error leads."""
    answer = client.post(address, TYPED)
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_a_form_with_an_error_is_answered_by_an_address_that_keeps_what_was_typed(ada_browser, invite):
    there = refused(ada_browser, invite)
    assert there.startswith(f"{invite}?respuesta=")
    assert "sin" not in there, "nothing typed is in the address"
    for _ in range(3):
        page = ada_browser.get(there)
        assert page.status_code == 200
        assert "sin arroba 🦋" in page.content.decode()
        assert "govuk-error-summary" in page.content.decode()


def test_sending_the_form_from_there_leads_where_it_always_led(ada_browser, invite):
    first = refused(ada_browser, f"{invite}?de=equipo")
    second = refused(ada_browser, first)
    assert second.count("respuesta=") == 1
    assert "de=equipo" in second


def test_without_a_browser_the_answer_is_the_page_itself(ada, invite):
    program = Client()
    program.force_login(ada)
    assert program.post(invite, TYPED).status_code == 200
    part = browser(ada).post(invite, TYPED, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert not AnsweredForm.objects.exists()


def test_another_browser_finds_only_the_page_of_the_address(ada, ada_browser, invite, world):
    there = refused(ada_browser, invite)
    for other in (browser(ada), browser(world.ada)):
        assert "sin arroba" not in other.get(there).content.decode()
    assert Client(headers=BROWSER).get(there).headers["Location"].startswith(reverse("account_login"))


def test_whoever_may_not_open_the_address_any_more_does_not_go_back_to_it(ada, ada_browser, invite):
    there = refused(ada_browser, invite)
    ada.memberships.update(ends_at=timezone.now() - timedelta(seconds=1))
    answer = ada_browser.get(there)
    assert answer.status_code == 403
    assert "sin arroba" not in answer.content.decode()


def test_it_is_of_one_address_and_no_other(ada_browser, invite):
    there = refused(ada_browser, invite)
    key = there.partition("?")[2]
    for address in (reverse("access:users"), reverse("access:account")):
        assert "sin arroba" not in ada_browser.get(f"{address}?{key}").content.decode()
    for wrong in (uuid4(), "nada", "'; DROP TABLE"):
        assert "sin arroba" not in ada_browser.get(invite, {"respuesta": str(wrong)}).content.decode()


def test_it_is_over_with_signing_out_and_after_an_hour(ada_browser, invite):
    there = refused(ada_browser, invite)
    row = AnsweredForm.objects.get()
    actions.forget_answers(at=row.kept_at + timedelta(minutes=59))
    assert "sin arroba" in ada_browser.get(there).content.decode()
    AnsweredForm.objects.update(kept_at=row.kept_at - timedelta(minutes=61))
    assert "sin arroba" not in ada_browser.get(there).content.decode()
    actions.forget_answers(at=row.kept_at)
    assert not AnsweredForm.objects.exists()
    there = refused(ada_browser, invite)
    ada_browser.post(reverse("account_logout"))
    assert ada_browser.get(there).headers["Location"].startswith(reverse("account_login"))


def test_what_is_kept_is_sealed(ada_browser, invite):
    refused(ada_browser, invite)
    row = AnsweredForm.objects.get()
    assert "sin arroba" in row.page
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_answeredform")
        stored = b"".join(
            bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
            for value in cursor.fetchone()
        )
    assert b"sin arroba" not in stored
    assert ada_browser.session.session_key.encode() not in stored, "the key of the cookie is not in the table"


def test_of_one_session_only_the_newest_are_kept(ada_browser, invite):
    ways = [refused(ada_browser, invite) for _ in range(rules.ANSWERS_OF_A_SESSION + 3)]
    assert AnsweredForm.objects.count() == rules.ANSWERS_OF_A_SESSION
    assert "sin arroba" in ada_browser.get(ways[-1]).content.decode()
    assert "sin arroba" not in ada_browser.get(ways[0]).content.decode()


def test_secrets_that_are_shown_once_are_not_kept(ada_browser):
    answer = ada_browser.post(reverse("access:password"), {"old": "no es", "new": "tampoco"})
    assert answer.status_code == 200
    assert not AnsweredForm.objects.exists()


def test_the_worker_forgets_them():
    from ayni.config.duties import DUTIES  # noqa: PLC0415 - the worker is above this app

    (duty,) = [one for one in DUTIES if one.name == "answers to forms"]
    assert isinstance(duty, Duty)
    assert duty.every <= rules.ANSWERS_KEPT
