"""The same form sent twice has one result."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client, RequestFactory
from django.utils import timezone

from ayni.access import actions
from ayni.access.models import Submission, Team
from ayni.access.once import once
from ayni.audit.models import Event


@once
def make_team(request):
    team = Team.objects.create(office=request.user.office, name=request.POST["name"])
    return HttpResponseRedirect(f"/equipos/{team.pk}/")


@once
def refuse(request):
    Team.objects.create(office=request.user.office, name="intento")
    return HttpResponse("con errores")


def post(user, key, path="/equipos/", name="Acogida"):
    request = RequestFactory().post(path, {"once": str(key), "name": name})
    request.user = user
    return request


def test_a_second_press_leads_to_the_same_place(rosa):
    key = uuid4()
    first = make_team(post(rosa, key))
    assert make_team(post(rosa, key)).url == first.url
    assert Team.objects.filter(name="Acogida").count() == 1


def test_another_person_or_another_page_with_the_same_mark_is_another_form(rosa, julio):
    key = uuid4()
    make_team(post(rosa, key, name="Una"))
    make_team(post(julio, key, name="Dos"))
    make_team(post(rosa, key, path="/equipos/otros/", name="Tres"))
    assert Team.objects.filter(name__in=["Una", "Dos", "Tres"]).count() == 3


def test_a_form_that_came_back_with_errors_may_be_sent_again(rosa):
    key = uuid4()
    assert refuse(post(rosa, key)).content == b"con errores"
    assert Team.objects.filter(name="intento").exists(), "what counted stays counted"
    assert make_team(post(rosa, key)).status_code == 302


def test_a_view_that_fails_leaves_nothing_and_may_be_tried_again(rosa):
    key = uuid4()
    make_team(post(rosa, uuid4(), name="Doble"))
    request = post(rosa, key, name="Doble")
    with pytest.raises(Exception, match=r"one_team_of_a_name|UNIQUE|unique"):
        make_team(request)
    assert not Submission.objects.filter(once=key).exists()


@pytest.mark.parametrize("mark", ["", "no-es-uuid", "'; DROP TABLE"])
def test_a_form_without_a_mark_works_as_ever(rosa, mark):
    request = RequestFactory().post("/equipos/", {"once": mark, "name": "Acogida"})
    request.user = rosa
    assert make_team(request).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_at_the_same_moment_has_one_result(rosa):
    key, answers, start = uuid4(), [], threading.Barrier(4)

    def press() -> None:
        try:
            start.wait()
            answers.append(make_team(post(rosa, key)).url)
        except Exception as wrong:  # noqa: BLE001
            answers.append(wrong)
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _ in range(4)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert Team.objects.filter(name="Acogida").count() == 1
    assert len(answers) == 4
    assert len(set(answers)) == 1


def test_a_form_of_the_product_counts_once(ada, julio):
    client = Client()
    client.force_login(ada)
    sent = {"reason": "LEAVE", "once": str(uuid4())}
    first, second = (client.post(f"/equipo/{julio.pk}/suspender/", sent) for _ in range(2))
    assert first.url == second.url == f"/equipo/{julio.pk}/"
    assert Event.objects.filter(verb="user.suspended").count() == 1


def test_forms_are_forgotten_after_a_week(rosa):
    make_team(post(rosa, uuid4()))
    assert actions.forget_submissions(at=timezone.now() + timedelta(days=6)) == 0
    assert actions.forget_submissions(at=timezone.now() + timedelta(days=8)) == 1
