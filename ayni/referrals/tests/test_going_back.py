"""Going back, loading again, sending twice: the pages of referrals and alerts that answer a form."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now

from ayni.access.models import AnsweredForm
from ayni.cases import actions as cases
from ayni.notices.models import Message as Notice
from ayni.people.models import Sensitivity
from ayni.referrals import actions
from ayni.referrals.models import AccessLink, Alert, Draft, Referral

from .factories import send
from .test_alerts import send as send_alert
from .test_alerts import typed
from .test_link import token_of
from .test_pages import address, boxes, filled, hidden, said

pytestmark = pytest.mark.django_db

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def browser(user=None):
    client = Client(headers=BROWSER)
    if user is not None:
        client.force_login(user)
    return client


@pytest.fixture
def rosas(rosa):
    return browser(rosa)


@pytest.fixture
def checked(rosas, case, service, text):
    """The address of the check, before anything is sent."""
    url = address(case, service)
    return rosas.post(url, filled(rosas, url, text)).headers["Location"]


def once_of(page):
    return re.search(r'name="once" value="([^"]+)"', page[page.index("data-draft=") :]).group(1)


def send_from(client, there):
    page = client.get(there).content.decode()
    return client.post(there, {**hidden(page), "once": once_of(page), "go": "send"})


def test_the_check_before_sending_is_loaded_again_as_it_was(rosas, checked):
    first, second = rosas.get(checked).content, rosas.get(checked).content
    assert "Revise antes de enviar" in first.decode()
    assert first == second
    assert not Referral.objects.exists()


def test_whoever_goes_back_from_the_check_finds_in_the_form_what_was_typed(rosas, checked, case, service):
    assert Draft.objects.count() == 1
    page = rosas.get(address(case, service)).content.decode()
    assert "Atención psicológica" in page
    box = boxes(page)["name"]
    assert re.search(rf'<input[^>]*name="{box}" value="name"[^>]*checked', page)


def test_whoever_goes_back_after_sending_is_told_that_it_was_sent(rosas, checked):
    sent = send_from(rosas, checked)
    assert sent.status_code == 302
    again = said(rosas.get(checked))
    assert "Ya se envió" in again
    assert sent.headers["Location"] in again
    assert "Enviar la derivación" not in again
    assert not Draft.objects.exists()


def test_the_same_check_sent_twice_sends_once(rosas, checked):
    page = rosas.get(checked).content.decode()
    typed = {**hidden(page), "once": once_of(page), "go": "send"}
    first, second = rosas.post(checked, typed), rosas.post(checked, typed)
    assert first.headers["Location"] == second.headers["Location"]
    assert Referral.objects.count() == 1


def test_a_check_of_a_case_that_was_hidden_since_does_not_open(rosas, checked, case, julio, marta):
    cases.reassign(case=case, caseworker=julio, team=None, by=marta, at=case.opened_at)
    type(case).objects.filter(pk=case.pk).update(sensitivity=Sensitivity.PROTECTED)
    answer = rosas.get(checked)
    assert answer.status_code == 404
    assert "Yusleidy" not in answer.content.decode()


def test_a_check_is_of_whoever_made_it(checked, julio, vera):
    assert "Revise antes de enviar" not in browser(julio).get(checked).content.decode()
    assert browser(vera).get(checked).status_code == 404


def test_a_reply_that_was_refused_is_gone_back_to(rosas, case, service):
    referral = send(case, service)
    there = rosas.post(f"/referrals/{referral.pk}/", {"do": "reply", "reply-text": ""}).headers.get("Location", "")
    assert "respuesta=" in there
    assert "govuk-error" in rosas.get(there).content.decode()


# Without an account


def test_the_receipt_of_an_alert_is_loaded_again_and_nothing_is_sent_again(marta):
    client = browser()
    data = typed(client, text="Una niña sola vende caramelos 🍬 en la terminal")
    there = send_alert(client, data).headers["Location"]
    number = Alert.objects.get().number
    answers = [client.get(there) for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert number in answers[0].content.decode()
    assert "no-store" in answers[0].headers["Cache-Control"]
    assert send_alert(client, data).status_code == 302
    assert Alert.objects.count() == 1
    assert number not in browser().get(there).content.decode()


def test_the_receipt_of_a_page_that_opens_once_stays_ten_minutes(marta, world):
    actions.make_alert_link(organisation=world.oim, email="oim@example.org", by=marta, at=now())
    texts = "".join(notice.text for notice in Notice.objects.filter(channel="EMAIL"))
    address = re.search(r"/avisar/e/[^/\s]+/", texts).group()
    client = browser()
    there = send_alert(client, typed(client, address), address).headers["Location"]
    number = Alert.objects.get().number
    assert client.get(address).status_code == 404
    assert number in client.get(there).content.decode()
    with time_machine.travel(now() + timedelta(minutes=11), tick=True):
        assert client.get(there).status_code == 404


def test_a_form_that_was_refused_comes_back_with_what_was_typed(marta):
    client = browser()
    there = send_alert(client, typed(client, text="Cuatro palabras de aquí", topic="NADA")).headers["Location"]
    page = client.get(there)
    assert page.status_code == 400
    assert "Cuatro palabras de aquí" in page.content.decode()


def test_on_the_screen_of_a_waiting_room_nothing_is_kept(marta, settings):
    client = browser()
    client.cookies[settings.WAITING_ROOM_COOKIE_NAME] = "1"
    assert send_alert(client, typed(client)).status_code == 200
    assert not AnsweredForm.objects.exists()


def test_a_code_is_not_sent_again_by_loading_the_page_again(by_link):
    client, link = browser(), AccessLink.objects.get()
    door = f"/r/{token_of(by_link)}/"
    client.get(door)
    there = client.post(door, {"do": "send"}).headers["Location"]
    client.get(there)
    client.get(there)
    link.refresh_from_db()
    assert link.codes_sent == 1
