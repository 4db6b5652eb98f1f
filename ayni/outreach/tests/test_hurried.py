"""What somebody in a hurry does, on the pages that nobody had walked: nothing answered, damaged forms, old tabs."""

import pytest
from django.urls import reverse
from django.utils import timezone

from ayni.outreach import actions
from ayni.outreach.actions import Effort, probes
from ayni.outreach.models import Headcount, Reply, SignUp
from ayni.outreach.queries import attending

from .factories import held_session, session_of
from .test_keeping_pages import body
from .test_probes import form  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, rosa):
    client.force_login(rosa)
    return client


def test_a_test_that_was_sent_empty_is_no_reply(client, rosa, form):  # noqa: F811
    session = held_session(rosa)
    asked = probes.ask(session=session, kind="POST", instrument=form, right={"one": "yes"}, by=rosa, at=timezone.now())
    page = reverse("outreach:probe", args=[asked.token])
    answer = client.post(page, {"word": "sol"})
    assert answer.status_code == 400
    assert "Responda al menos una pregunta" in body(answer)
    assert not Reply.objects.exists()
    assert client.post(page, {"one": "yes"}).status_code == 302
    assert Reply.objects.count() == 1


def test_a_form_damaged_on_its_way_still_signs_up(client, rosa):
    session = session_of(rosa)
    answer = client.post(reverse("outreach:sign-up", args=[session.pk]), {"submission": "zz", "name": "Ñusta 🌎"})
    assert answer.status_code == 200
    assert SignUp.objects.get().name == "Ñusta 🌎"


def test_a_moment_of_a_test_that_there_is_not_is_not_found(desk, rosa, form):  # noqa: F811
    session = held_session(rosa)
    for kind, status in (("POST", 200), ("VIEW", 404), ("NADA", 404)):
        assert desk.get(reverse("outreach:probe-right", args=[session.pk, kind, form.pk])).status_code == status


@pytest.mark.parametrize("name", ["door", "heads", "sheets", "close"])
def test_an_old_tab_of_a_closed_session_says_so_and_offers_nothing(desk, rosa, name):
    session = held_session(rosa)
    assert "govuk-button" in body(desk.get(reverse(f"outreach:{name}", args=[session.pk])))
    actions.close_session(session=session, effort=Effort(), by=rosa, at=timezone.now())
    page = body(desk.get(reverse(f"outreach:{name}", args=[session.pk])))
    main = page[page.index("<main") : page.index("</main>")]
    assert "cerrada" in main
    assert "<form" not in main


def test_what_was_typed_into_an_old_tab_is_refused_with_it_still_there(desk, rosa):
    session = held_session(rosa)
    actions.close_session(session=session, effort=Effort(), by=rosa, at=timezone.now())
    answer = desk.post(reverse("outreach:heads", args=[session.pk]), {"total": "47"})
    assert 'value="47"' in body(answer)
    assert not Headcount.objects.exists()
    assert attending.came(session) == 0
    again = desk.post(reverse("outreach:close", args=[session.pk]), {"aim": "OBJ-1", "result": "Lo mío"})
    assert "Lo mío" in body(again)
    assert "Rosa Quispe Huamán" in body(again)
