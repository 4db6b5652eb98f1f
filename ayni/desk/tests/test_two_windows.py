"""Of two windows that show the same thing of a case, the older one is told, and what was typed in it is still there."""

import re

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from ayni.cases import actions
from ayni.cases.models import FollowUp, RiskAssessment
from ayni.cases.rules.tracing import CannotTrace
from ayni.cases.tests.factories import assess, deny, need_in, open_case, person, risk_level, sought
from ayni.governance.tests.factories import GapFactory

pytestmark = pytest.mark.django_db

TOLD = "Esto cambió después de que usted lo abrió aquí"
STANDS = "Lo que está guardado ahora"


@pytest.fixture
def case(rosa):
    return open_case(rosa, person=person(rosa), at=now())


def shown(client, url, which=0):
    """The mark of what a window shows."""
    page = client.get(url).content.decode()
    return re.findall(r'name="seen" value="(\w+)"', page)[which]


def sent_twice(client, url, first, second, which=0):
    """Two windows open the page; each sends its own. What the second is answered."""
    seen = shown(client, url, which)
    assert client.post(url, {**first, "seen": seen}).status_code == 302
    refused = client.post(url, {**second, "seen": seen})
    assert refused.status_code == 200, "not sent on: it was refused"
    page = refused.content.decode()
    assert TOLD in page
    # Whoever looks at it and saves once more means it.
    again = re.findall(r'name="seen" value="(\w+)"', page)[which]
    assert client.post(url, {**second, "seen": again}).status_code == 302
    return page


def on(name, day):
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def test_a_denial_is_not_settled_over_what_another_window_settled(at_desk, rosa, case):
    denial = deny(case, at=now())
    url = reverse("desk:denial", args=[case.pk, denial.pk])
    first = {"outcome": "ATTENDED", "complaint": "NO", "done": "Fuimos al hospital con ella"}
    page = sent_twice(at_desk, url, first, {"outcome": "GIVEN_UP", "complaint": "NO", "done": "Ya no quiso"})
    assert STANDS in page
    assert "Fuimos al hospital con ella" in page, "what stands is there to compare"
    assert "Ya no quiso" in page, "and what was typed"
    denial.refresh_from_db()
    assert denial.outcome == "GIVEN_UP"


def test_the_risk_is_not_assessed_over_an_assessment_that_nobody_saw(at_desk, rosa, case):
    high, low = risk_level("RG-ALTO"), risk_level("RG-BAJO")
    assess(case, "RG-BAJO", at=now())
    url = reverse("desk:risk-assess", args=[case.pk])
    first = {"level": high.pk, "reason": "La siguen por la calle"}
    page = sent_twice(at_desk, url, first, {"level": low.pk, "reason": "Se mudó con su tía"})
    assert "La siguen por la calle" in page
    assert "Se mudó con su tía" in page
    assert RiskAssessment.objects.get(is_current=True).reason == "Se mudó con su tía"


def test_the_next_contact_is_not_planned_over_another_plan(at_desk, rosa, case):
    assess(case, "RG-ALTO", at=now())
    url, today = reverse("desk:contact-plan", args=[case.pk]), localdate()
    first = {"channel": "VISIT", **on("due", today)}
    page = sent_twice(at_desk, url, first, {"channel": "CALL", **on("due", today)})
    assert "Visita" in page
    assert FollowUp.objects.get().channel == "CALL"


def test_a_goal_that_stands_otherwise_by_now_is_left_as_it_stands(at_desk, rosa, case):
    goal = actions.state_goal(case=case, words="Ser enfermera", first_step="", by=rosa, at=now())
    actions.change_goal(goal=goal, state="REACHED", by=rosa, at=now())
    listed = reverse("desk:case-needs", args=[case.pk])
    seen = shown(at_desk, listed)
    actions.change_goal(goal=goal, state="OPEN", by=rosa, at=now())
    actions.change_goal(goal=goal, state="CHANGED", by=rosa, at=now())
    page = at_desk.post(
        reverse("desk:goal-change", args=[case.pk, goal.pk]), {"state": "OPEN", "seen": seen}, follow=True
    )
    assert TOLD in page.content.decode()
    goal.refresh_from_db()
    assert goal.state == "CHANGED"


def test_what_became_of_a_need_is_not_said_over_what_another_window_said(at_desk, case):
    need = need_in(case)
    url = reverse("desk:need", args=[case.pk, need.pk])
    sent_twice(at_desk, url, {"state": "NO_SERVICE"}, {"state": "PARTLY_MET"})
    # What cannot follow on the new state says so in words, and not that the choice does not exist.
    at_desk.post(url, {"state": "MET", "seen": shown(at_desk, url)})
    told = at_desk.post(url, {"state": "WITHDRAWN", "seen": "older"}).content.decode()
    assert "ya está en otro estado: alguien se adelantó" in told


def test_which_gap_it_shows_is_not_said_over_what_another_window_said(at_desk, rosa, case):
    one, other = GapFactory(), GapFactory()
    denial = deny(case, at=now())
    note = actions.note_from_field(text="Piden DNI", territory=None, gap=None, case=None, by=rosa, at=now())
    pages = {reverse("desk:denial", args=[case.pk, denial.pk]): 1, reverse("desk:field-note", args=[note.pk]): 0}
    for url, which in pages.items():
        said = [{"show": "gap", "which": "existing", "gap": gap.code} for gap in (one, other)]
        assert one.code in sent_twice(at_desk, url, *said, which=which)
    denial.refresh_from_db()
    assert denial.gap == other


def test_a_search_for_family_is_not_written_over(at_desk, rosa, case):
    tracing = actions.begin_tracing(case=case, sought=sought(), by=rosa, at=now())
    wish = reverse("desk:tracing-step", args=[tracing.pk, "wish"])
    page = sent_twice(at_desk, wish, {"wish": "NO", "words": "Tengo miedo"}, {"wish": "FOUND", "words": "Quiero verla"})
    assert "Tengo miedo" in page
    risk = reverse("desk:tracing-step", args=[tracing.pk, "risk"])
    page = sent_twice(at_desk, risk, {"risk": "HIGH", "words": "La golpeaba"}, {"risk": "LOW", "words": "Vive sola"})
    assert "La golpeaba" in page
    match = actions.note_match(tracing=tracing, person=person(rosa), by=rosa, at=now())
    actions.rule_out(match=match, by=rosa, at=now())
    with pytest.raises(CannotTrace):
        actions.rule_out(match=match, by=rosa, at=now())


def test_whoever_hands_a_case_on_knows_who_has_it(client, world, marta, case):
    client.force_login(marta)
    url = reverse("desk:case-assign", args=[case.pk])
    seen = shown(client, url)
    actions.reassign(case=case, caseworker=marta, team=None, by=marta, at=now())
    said = {"caseworker": world.rosa.pk, "team": "", "note": "Habla kreyòl", "seen": seen}
    page = client.post(url, said).content.decode()
    assert TOLD in page
    assert "Habla kreyòl" in page
    case.refresh_from_db()
    assert case.caseworker == marta


def test_what_needs_approval_is_not_set_over_what_another_window_set(client, marta):
    client.force_login(marta)
    url = reverse("desk:approval-rules")
    sent_twice(client, url, {"plan": ["ORDINARY"]}, {"closure": ["RESTRICTED"]})
