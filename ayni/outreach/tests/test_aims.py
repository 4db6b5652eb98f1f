"""Every activity that is over serves an objective of the unit; with institutions, one of its two results too."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from ayni.directory.tests.factories import ServiceFactory
from ayni.outreach import actions
from ayni.outreach.actions import Effort, assisting
from ayni.outreach.actions.assisting import Evidence
from ayni.outreach.models import Assistance, Session
from ayni.outreach.queries import aims
from ayni.outreach.rules.aims import NeedsAim, likely_outcome
from ayni.outreach.rules.attending import Heads

from .factories import KindFactory, held_session, planned
from .test_assisting import agreed
from .test_keeping_pages import body, held

pytestmark = pytest.mark.django_db
NEEDS = "Elija el objetivo de la unidad al que sirvió"


@pytest.fixture
def desk(client, rosa):
    client.force_login(rosa)
    return client


def close(session, by, **other):
    return actions.close_session(session=session, effort=Effort(**other), by=by, at=timezone.now())


def test_no_session_is_closed_without_an_objective_by_whatever_door(rosa):
    session = held_session(rosa, aim="")
    with pytest.raises(NeedsAim, match=NEEDS):
        close(session, rosa)
    ends = timezone.now() - timedelta(days=1)
    past = planned(rosa.office, aim="", starts_at=ends - timedelta(hours=2), ends_at=ends)
    with pytest.raises(NeedsAim, match=NEEDS):
        actions.write_down(planned=past, heads=Heads(3), effort=Effort(), by=rosa, at=timezone.now())
    assert set(Session.objects.values_list("state", flat=True)) == {"OPEN"}
    closed = close(session, rosa, aim="OBJ-2", outcome="RES-1")
    assert (closed.aim, closed.outcome, closed.state) == ("OBJ-2", "RES-1", "CLOSED")


def test_the_page_says_beside_the_field_what_to_do_and_keeps_what_was_typed(desk, rosa):
    session = held_session(rosa, aim="")
    answer = desk.post(reverse("outreach:close", args=[session.pk]), {"aim": "", "result": "Se acordó una mesa"})
    assert "Se acordó una mesa" in body(answer)
    assert "aim" in answer.context["form"].errors, "beside its field"
    assert body(answer).count(NEEDS) == 2, "in the list above, and at the field"
    session.refresh_from_db()
    assert session.state == "OPEN"


def test_what_the_series_served_is_proposed_and_else_the_last_of_its_kind(rosa):
    other_kind = KindFactory(code="SES-CAP")
    close(held_session(rosa, aim="OBJ-3"), rosa)
    close(held_session(rosa, aim="OBJ-1", kind=other_kind), rosa)
    one = held_session(rosa, aim="")
    assert aims.of_session(one)["aim"] == "OBJ-3"
    first = held_session(rosa, aim="OBJ-2", kind=other_kind)
    [second] = actions.repeat_weekly(session=first, times=1, by=rosa, at=timezone.now())
    close(first, rosa)
    Session.objects.filter(pk=second.pk).update(aim="", kind=one.kind)
    second.refresh_from_db()
    assert aims.of_session(second)["aim"] == "OBJ-2", "its series goes before its kind"


def test_the_screen_of_one_minute_takes_the_objective_of_the_last_one_and_asks_for_the_first(desk, rosa):
    answer = desk.post(reverse("outreach:write-down"), held(rosa, aim=""))
    assert answer.status_code == 400
    assert NEEDS in body(answer)
    desk.post(reverse("outreach:write-down"), held(rosa, aim="OBJ-2"))
    assert desk.post(reverse("outreach:write-down"), held(rosa, aim="", title="Otra")).status_code == 302
    assert set(Session.objects.values_list("aim", flat=True)) == {"OBJ-2"}


def test_the_two_results_are_guessed_by_whom_it_is_for_counted_and_narrow_the_list(desk, rosa):
    assert [likely_outcome(one) for one in ("STAFF", "MUNICIPALITY", "MIGRANT", "")] == ["RES-1", "RES-2", "", ""]
    desk.post(reverse("outreach:write-down"), held(rosa, audience_kind="STAFF", title="Para colegas"))
    desk.post(reverse("outreach:write-down"), held(rosa, audience_kind="CIVIL", title="Para albergues"))
    page = body(desk.get(reverse("outreach:sessions"), {"anio": Session.objects.first().starts_at.year,
                                                        "outcome": "RES-1"}))  # fmt: skip
    assert "Para colegas" in page
    assert "Para albergues" not in page


def test_no_assistance_is_fulfilled_without_objective_and_result(desk, rosa, julio, world):
    made = agreed(rosa, ServiceFactory(organisation=world.cem), aim="", outcome="")
    step = made.milestones.get()
    assisting.show(milestone=step, evidence=Evidence("La ficha"), by=rosa, at=timezone.now())
    assisting.verify(milestone=step, by=julio, at=timezone.now())
    for said, sentence in (({}, NEEDS), ({"aim": "OBJ-1"}, "Elija a cuál de los dos resultados")):
        with pytest.raises(NeedsAim, match=sentence):
            assisting.fulfil(assistance=made, result="x", by=rosa, at=timezone.now(), **said)
    page = reverse("outreach:assistance", args=[made.pk])
    assert 'value="RES-2" selected' in body(desk.get(page)), "it is given to another institution"
    typed = {"do": "fulfil", "fulfil-result": "Incorporada", "fulfil-aim": "", "fulfil-outcome": "RES-2"}
    answer = desk.post(page, typed)
    assert NEEDS in body(answer)
    assert "Incorporada" in body(answer)
    assert desk.post(page, typed | {"fulfil-aim": "OBJ-1"}).status_code == 302
    made = Assistance.objects.get()
    assert (made.state, made.aim, made.outcome, made.agreed_on) == ("DONE", "OBJ-1", "RES-2", localdate())
