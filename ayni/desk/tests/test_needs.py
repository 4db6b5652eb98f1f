"""Needs, goals, services, denials and contacts on the screen."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, localtime, now

from ayni.cases import actions
from ayni.cases.models import Attempt, Denial, FollowUp, Goal, Need, RiskAssessment, ServiceGiven
from ayni.cases.tests.factories import assess, barrier, deny, need_in, open_case, person, risk_level, sector
from ayni.codelists.tests.factories import ServiceCategoryFactory
from ayni.governance.models import Gap
from ayni.governance.tests.factories import GapFactory
from ayni.people.tests.factories import DistrictFactory

pytestmark = pytest.mark.django_db

MOST_STATEMENTS = 12
SAVEPOINTS = 4
"""Of the line of the trail that a reading writes: not counted elsewhere either."""
DAYS = ("day", "month", "year")


@pytest.fixture
def case(rosa):
    return open_case(rosa, person=person(rosa), at=now())


def body(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def on(name, day):
    return dict(zip([f"{name}_{part}" for part in DAYS], [str(day.day), str(day.month), str(day.year)], strict=True))


def address(name, *args):
    return reverse(f"desk:{name}", args=args)


def test_needs_goals_and_services_are_written_down(at_desk, rosa, case):
    words = {"words": "Me falta techo", "sector": sector("SHE", "Alojamiento").pk, "urgency": "WITHIN_72H"}
    at_desk.post(address("need-add", case.pk), words)
    need = Need.objects.get()
    at_desk.post(address("goal-add", case.pk), {"words": "Ser enfermera"})
    goal = Goal.objects.get()
    at_desk.post(address("goal-change", case.pk, goal.pk), {"state": "REACHED"})
    said = {
        "category": ServiceCategoryFactory().pk,
        "organisation": rosa.organisation_id,
        "need": need.pk,
        "hours": "2",
    }
    at_desk.post(address("service-add", case.pk), {**said, **on("given_on", localdate())})
    at_desk.post(address("need", case.pk, need.pk), {"state": "PARTLY_MET"})
    page = body(at_desk.get(address("case-needs", case.pk)))
    for word in ("Me falta techo", "Ser enfermera", "Lograda", "Cubierta en parte", "2 h"):
        assert word in page, word
    assert ServiceGiven.objects.get().need == need


def test_a_denied_report_without_a_card_is_noted_with_what_the_law_says(at_desk, case):
    denied = barrier("BAR-DENUN", guidance_es="Para denunciar no hace falta carné de extranjería.")
    assert "no hace falta carné" in body(at_desk.get(address("denial-add", case.pk)))
    said = {
        "category": ServiceCategoryFactory().pk, "barrier": denied.pk, "place": "Comisaría Uno", "harm": "DELAY",
        "words": "Sin carné no hay denuncia, dijeron.", "complaint": "NO", **on("happened_on", localdate()),
    }  # fmt: skip
    at_desk.post(address("denial-add", case.pk), said)
    noted = Denial.objects.get()
    page = body(at_desk.get(address("denial", case.pk, noted.pk)))
    assert "no hace falta carné" in page
    refused = at_desk.post(
        address("denial", case.pk, noted.pk), {"outcome": "COMPLAINED", "complaint": "NO", "done": "Fuimos con ella"}
    )
    assert "Fuimos con ella" in body(refused), "what was typed is not lost"
    at_desk.post(address("denial", case.pk, noted.pk), {"outcome": "ATTENDED", "complaint": "NO", "done": "Volvió"})
    noted.refresh_from_db()
    assert (noted.outcome, noted.done) == ("ATTENDED", "Volvió")


def test_what_came_of_a_complaint_is_noted_in_a_case_that_is_closed_and_stays_so(at_desk, rosa, case):
    noted = deny(case)
    for task in case.tasks.waiting():
        actions.finish_task(task=task, remark="", by=rosa, at=now())
    actions.close(case=case, outcome="WITHDRAWN", note="", by=rosa, at=now())
    page = address("denial", case.pk, noted.pk)
    assert "se anota aquí igual" in body(at_desk.get(page))
    at_desk.post(page, {"outcome": "COMPLAINED", "complaint": "YES", "done": "SUSALUD sancionó al hospital"})
    noted.refresh_from_db()
    case.refresh_from_db()
    assert (noted.outcome, noted.done, case.is_open) == ("COMPLAINED", "SUSALUD sancionó al hospital", False)


def test_a_denial_without_its_words_says_what_is_missing_and_keeps_the_rest(at_desk, case):
    page = body(at_desk.post(address("denial-add", case.pk), {"place": "Hospital Dos", "words": ""}))
    assert "Hospital Dos" in page
    assert not Denial.objects.exists()


def test_whoever_works_on_the_register_says_which_gap_a_denial_shows(client, world, case):
    noted, gap = deny(case, at=now()), GapFactory(title="La comisaría pide carné")
    client.force_login(world.marta)
    path = address("denial", case.pk, noted.pk)
    assert "La comisaría pide carné" in body(client.get(path))
    client.post(path, {"show": "gap", "which": "existing", "gap": gap.code})
    noted.refresh_from_db()
    assert noted.gap == gap
    client.post(path, {"show": "gap", "which": "none"})
    noted.refresh_from_db()
    assert noted.gap is None


def test_a_denial_opens_a_gap_that_nobody_had_seen_and_what_is_missing_loses_nothing(client, world, case):
    noted = deny(case, at=now())
    client.force_login(world.rosa)
    path = address("denial", case.pk, noted.pk)
    new = {"show": "gap", "which": "new", "title": "Emergencia pide el DNI", "kind": "NORM_IGNORED", "what_fails": ""}
    refused = body(client.post(path, new))
    assert "Emergencia pide el DNI" in refused
    assert not Gap.objects.exists()
    client.post(path, {**new, "what_fails": "La emergencia se atiende sin documento."})
    noted.refresh_from_db()
    assert (noted.gap, noted.gap.title) == (Gap.objects.get(), "Emergencia pide el DNI")


def test_the_list_of_denials_has_those_of_the_cases_one_may_open(client, world):
    deny(open_case(world.rosa, "VP-TRATA"), words="secreto", place="Lugar reservado")
    deny(open_case(world.rosa))
    for who, number in (("rosa", 2), ("marta", 1), ("vera", 0)):
        client.force_login(getattr(world, who))
        page = body(client.get(address("denials")))
        assert page.count("/denials/") == number, who
        assert "secreto" not in page
        assert ("Lugar reservado" in page) == (who == "rosa"), "who denied it is said to whoever may open the case"
    assert "ninguna atención negada" in page.lower() or "No hay ninguna" in page


def test_the_risk_is_assessed_and_the_next_contact_is_on_the_desk(at_desk, rosa, case):
    page = body(at_desk.get(address("case-contacts", case.pk)))
    assert "Nadie ha valorado el riesgo" in page
    level = risk_level("RG-ALTO")
    at_desk.post(address("risk-assess", case.pk), {"level": level.pk, "reason": "Duerme en la calle"})
    assert RiskAssessment.objects.get().level == level
    case.person.contacts.create(kind="PHONE", value="+51999000333", is_safe=True, since=now())
    case.person.contacts.create(kind="PHONE", value="+51999000444", is_safe=False, since=now())
    page = body(at_desk.get(address("contact-attempt", case.pk)))
    assert "+51999000333" in page
    assert "+51999000444" not in page, "an unsafe number is not even shown where one is about to call"
    safe = case.person.contacts.get(is_safe=True, value__isnull=False, kind="PHONE")
    said = {"channel": "CALL", "contact": safe.pk, "result": "UNANSWERED", "note": "Sonó"}
    at_desk.post(address("contact-attempt", case.pk), said)
    assert "Sonó" in body(at_desk.get(address("case-contacts", case.pk)))
    day = localdate() + timedelta(days=2)
    at_desk.post(address("contact-plan", case.pk), {"channel": "VISIT", **on("due", day)})
    assert FollowUp.objects.get().channel == "VISIT"


def test_an_attempt_of_yesterday_is_written_with_its_day_and_hour(at_desk, case):
    assess(case, at=now() - timedelta(days=2))
    type(case).objects.update(opened_at=now() - timedelta(days=3))
    page, said = address("contact-attempt", case.pk), {"channel": "VISIT", "result": "REACHED", "note": "En su casa"}
    yesterday = localdate() - timedelta(days=1)
    assert "Escriba el día y la hora" in body(at_desk.post(page, {**said, "hour": "15:00"}))
    at_desk.post(page, {**said, "hour": "15:00", **on("day", yesterday)})
    made = localtime(Attempt.objects.get().made_at)
    assert (made.date(), made.hour) == (yesterday, 15)


def test_an_overdue_contact_is_a_number_of_the_desk_and_its_row(at_desk, case):
    assess(case, "RG-ALTO", at=now() - timedelta(days=30))
    assert "personas por contactar" in body(at_desk.get(reverse("desk:home")))
    page = body(at_desk.get(reverse("desk:number", args=["contactos"])))
    assert case.number in page


def test_an_attempt_at_a_case_that_a_colleague_closed_is_not_lost(at_desk, rosa, case):
    assess(case, at=now())
    for task in case.tasks.waiting():
        actions.finish_task(task=task, remark="", by=rosa, at=now())
    actions.close(case=case, outcome="WITHDRAWN", note="", by=rosa, at=now())
    said = {"channel": "VISIT", "result": "REACHED", "note": "La encontré en su casa"}
    assert "La encontré en su casa" in body(at_desk.post(address("contact-attempt", case.pk), said))


def test_the_page_of_closing_says_what_is_still_open(at_desk, rosa, case):
    need_in(case, at=now())
    for task in case.tasks.waiting():
        actions.finish_task(task=task, remark="", by=rosa, at=now())
    page = body(at_desk.get(reverse("desk:case-close", args=[case.pk])))
    assert "Ninguna necesidad queda pendiente" in page
    assert "todavía no" in page
    page = body(at_desk.post(reverse("desk:case-close", args=[case.pk]), {"outcome": "SOLVED", "note": "Adiós"}))
    assert "Adiós" in page


def test_pages_of_needs_and_contacts_ask_little_of_the_database(at_desk, case, django_assert_max_num_queries):
    need_in(case, at=now())
    deny(case, at=now())
    assess(case, at=now())
    for path in (address("case-needs", case.pk), address("case-contacts", case.pk), address("denials")):
        at_desk.get(path)
        with django_assert_max_num_queries(MOST_STATEMENTS + SAVEPOINTS):
            at_desk.get(path)


def test_the_plan_and_its_paper_say_what_the_person_wants_to_reach(at_desk, rosa, case):
    goal = actions.state_goal(case=case, words="Ser enfermera", first_step="Preguntar", by=rosa, at=now())
    assert "Ser enfermera" in body(at_desk.get(reverse("desk:case", args=[case.pk])))
    assert at_desk.get(reverse("desk:case-print", args=[case.pk])).status_code == 200
    actions.change_goal(goal=goal, state="CHANGED", by=rosa, at=now())
    assert "Ser enfermera" not in body(at_desk.get(reverse("desk:case", args=[case.pk])))


def test_the_district_of_a_denial_is_typed_by_its_name(at_desk, case):
    district = DistrictFactory()
    said = {
        "category": ServiceCategoryFactory().pk, "barrier": barrier().pk, "place": "Hospital", "harm": "NONE",
        "words": "No nos atendieron.", "complaint": "YES", "district": district.label_es,
        **on("happened_on", localdate()),
    }  # fmt: skip
    at_desk.post(address("denial-add", case.pk), said)
    assert Denial.objects.get().district == district
