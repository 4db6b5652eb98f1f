"""What the person says of how it went."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils.timezone import now

from ayni.notices.models import Message as Notice
from ayni.people.models import ContactPoint
from ayni.people.tests.factories import LanguageFactory
from ayni.referrals import actions, rules
from ayni.referrals.models import Feedback, FeedbackLink

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(referral, ines):
    cache.clear()
    actions.accept(referral=referral, text="", by=ines, at=now())
    referral.case.person.contacts.all().delete()
    return referral


def telephone(referral, **how):
    return ContactPoint.objects.create(
        person=referral.case.person, kind="PHONE", since=now(), **{"is_safe": True, "value": "+51999111222", **how}
    )


def asked(referral, rosa):
    telephone(referral)
    Notice.objects.all().delete()
    actions.ask_the_person(referral=referral, by=rosa, at=now())
    (notice,) = Notice.objects.all()
    return notice


def path(notice):
    return re.search(r"/c/[^/ ]+/", notice.text)[0]


def test_the_caseworker_writes_down_what_the_person_says(desk, accepted):
    page = f"/referrals/{accepted.pk}/"
    desk.post(page, {"do": "feedback", "feedback-attended": "NO", "feedback-text": "Me dijeron que no"})
    said = Feedback.objects.get()
    assert (said.attended, said.text, said.asked_by.username) == ("NO", "Me dijeron que no", "rosa")
    assert "Me dijeron que no" in desk.get(page).content.decode()


def test_what_was_not_accepted_asks_nobody(referral, rosa):
    with pytest.raises(rules.CannotAskThePerson):
        actions.note_feedback(referral=referral, attended="YES", treated_well="", text="", by=rosa, at=now())


@pytest.mark.parametrize("how", [{"is_safe": False}, {"may_leave_content": False}, {"ended_at": now()}, {"value": ""}])
def test_a_telephone_that_is_not_safe_gets_no_message(accepted, rosa, how):
    telephone(accepted, **how)
    Notice.objects.all().delete()
    with pytest.raises(rules.CannotAskThePerson, match="seguro"):
        actions.ask_the_person(referral=accepted, by=rosa, at=now())
    assert not Notice.objects.exists()


def test_neither_the_message_nor_its_page_tells_anything(client, accepted, rosa):
    notice = asked(accepted, rosa)
    page = client.get(path(notice)).content.decode()
    secret = [accepted.number, accepted.organisation.name, accepted.case.person.surname_1, "migra", "deriva"]
    for words in (notice.text.replace(path(notice), ""), re.sub(r"<footer.*", "", page, flags=re.S)):
        assert not [word for word in secret if word.lower() in words.lower()]


def test_the_person_answers_once(client, accepted, rosa):
    url = path(asked(accepted, rosa))
    assert "Elija una" in client.post(url, {"attended": "X"}).content.decode()
    assert client.post(url, {"attended": "NOT_YET"}).url == "/c/gracias/"
    said = Feedback.objects.get()
    assert (said.attended, said.asked_by) == ("NOT_YET", None)
    assert client.post(url, {"attended": "NOT_YET"}).url == "/c/gracias/", "the button pressed twice"
    assert client.post(url, {"attended": "YES"}).status_code == 404
    assert Feedback.objects.count() == 1


def test_used_late_and_guessed_addresses_are_answered_alike(client, accepted, rosa):
    late = path(asked(accepted, rosa))
    FeedbackLink.objects.update(expires_at=now() - timedelta(minutes=1))
    first, second = client.get(late), client.get("/c/adivinado/")
    assert first.status_code == second.status_code == 404
    strip = lambda page: re.sub(r'value="[^"]*"', "", page.content.decode())  # noqa: E731
    assert strip(first) == strip(second)


def test_a_second_question_closes_the_first(client, accepted, rosa):
    first = path(asked(accepted, rosa))
    actions.ask_the_person(referral=accepted, by=rosa, at=now())
    assert client.get(first).status_code == 404


def test_whoever_speaks_haitian_creole_is_asked_in_it_and_answers_in_it(client, accepted, rosa):
    accepted.case.person.language = LanguageFactory(code="hat")
    accepted.case.person.save(update_fields=["language"])
    notice = asked(accepted, rosa)
    assert "Ki jan sa te pase?" in notice.text
    url = "/ht" + path(notice)
    assert url in notice.text
    assert "Èske yo te resevwa w?" in client.get(url).content.decode()
    assert client.post(url, {"attended": "YES"}).url == "/ht/c/gracias/"
