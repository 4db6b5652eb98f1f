"""Whoever sees to what people tell us: who that is, who it is not, within which time."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from ayni.access.models import Reach
from ayni.access.permissions import Role
from ayni.access.tests.factories import MembershipFactory, UserFactory
from ayni.cases.tests.factories import open_case
from ayni.feedback import actions, queries, rules
from ayni.feedback.models import Report, Route, State
from ayni.notices.models import Message

from .factories import answered, bribe, report_of, tell, treatment, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def lima(world, marta):
    return world.sede_central


@pytest.fixture
def nadia(world):
    """A supervisor of another office whose role reaches the whole country."""
    nadia = UserFactory(username="nadia", organisation=world.uim, office=world.jz_tum)
    MembershipFactory(user=nadia, role=Role.SUPERVISOR, reach=Reach.NATIONAL)
    return nadia


def at(name, *args):
    return reverse(f"feedback:{name}", args=args)


def sees(user, report):
    return Report.objects.visible_to(user).filter(pk=report.pk).exists()


def confidant(world, name, **other):
    user = UserFactory(username=name, organisation=world.migraciones, **other)
    MembershipFactory(user=user, role=Role.CONFIDANT, office=None)
    return user


# Who sees what.


def test_an_ordinary_complaint_lies_on_the_board_of_the_office(lima, marta, nadia, rosa, vera, lia):
    report = report_of(office=lima)
    assert sees(marta, report)
    assert sees(nadia, report)
    assert not any(sees(user, report) for user in (rosa, vera, lia))


def test_a_complaint_of_treatment_does_not_go_to_the_office_that_it_is_about(lima, marta, nadia):
    report = report_of(treatment(), office=lima)
    assert sees(nadia, report)
    assert not sees(marta, report)
    assert Message.objects.get().to == nadia.email


def test_where_nobody_from_outside_supervises_it_goes_to_named_people(lima, marta, clara):
    report = report_of(treatment(), office=lima)
    assert report.route == Route.NAMED
    assert sees(clara, report)
    assert not sees(marta, report)


def test_a_sensitive_report_is_there_for_named_people_and_nobody_else(lima, marta, nadia, ada, tomas, clara, rosa):
    report = report_of(bribe(), office=lima)
    assert sees(clara, report)
    assert not any(sees(user, report) for user in (marta, nadia, ada, tomas, rosa))
    assert queries.numbers(nadia, timezone.now())["abiertos"] == 0
    assert queries.board(nadia, timezone.now()) == {"offices": [], "categories": []}


def test_the_role_alone_opens_nothing(world, lima, clara):
    report = report_of(bribe(), office=lima)
    later = confidant(world, "despues")
    assert not sees(later, report)
    actions.name_other(report=report, user=later, by=clara, at=timezone.now())
    assert sees(later, report)


def test_who_works_in_the_office_complained_about_is_not_named(world, lima, clara):
    there = confidant(world, "alli", office=lima)
    report = report_of(bribe(), office=lima)
    assert sees(clara, report)
    assert not sees(there, report)
    with pytest.raises(rules.CannotSeeTo):
        actions.name_other(report=report, user=there, by=clara, at=timezone.now())


def test_whoever_it_is_about_sees_nothing_of_it(lima, marta, nadia):
    report = report_of(office=lima)
    actions.take(report=report, by=marta, at=timezone.now())
    actions.note_concerned(report=report, user=marta, by=nadia, at=timezone.now())
    report.refresh_from_db()
    assert not sees(marta, report)
    assert sees(nadia, report)
    assert report.state == State.RECEIVED
    assert report.taken_by is None


def test_if_it_is_about_the_only_supervisor_it_goes_to_named_people(lima, marta, clara):
    report = report_of(office=lima)
    actions.note_concerned(report=report, user=marta, by=marta, at=timezone.now())
    report.refresh_from_db()
    assert report.route == Route.NAMED
    assert sees(clara, report)
    assert not sees(marta, report)


def test_if_it_is_about_whoever_was_named_the_next_one_is(world, lima, clara):
    report = report_of(bribe(), office=lima)
    other = confidant(world, "otra")
    actions.note_concerned(report=report, user=clara, by=clara, at=timezone.now())
    assert not sees(clara, report)
    assert sees(other, report)


def test_one_who_steps_back_leaves_it_to_others_but_never_to_nobody(world, lima, clara):
    report = report_of(bribe(), office=lima)
    with pytest.raises(rules.CannotSeeTo):
        actions.step_back(report=report, why="Es mi hermano", by=clara, at=timezone.now())
    other = confidant(world, "otra")
    actions.name_other(report=report, user=other, by=clara, at=timezone.now())
    actions.step_back(report=report, why="Es mi hermano", by=clara, at=timezone.now())
    assert not sees(clara, report)
    assert sees(other, report)


def test_who_loses_the_role_sees_no_report_any_more(lima, clara):
    report = report_of(bribe(), office=lima)
    clara.memberships.update(
        ends_at=timezone.now() - timedelta(minutes=1), starts_at=timezone.now() - timedelta(days=2)
    )
    assert not sees(type(clara).objects.get(pk=clara.pk), report)


def test_a_report_that_nobody_could_receive_waits_for_whoever_can(world, lima):
    report = report_of(bribe(), office=lima)
    assert queries.who_sees_to(report) == []
    later = confidant(world, "despues")
    assert actions.remind_of_sensitive(at=timezone.now() + timedelta(days=1)) == 1
    assert sees(later, report)


# Sorting.


def test_sorted_as_sensitive_it_leaves_whoever_sorted_it(client, lima, marta, clara):
    report = report_of(office=lima)
    client.force_login(marta)
    said = {"do": "sort", "sort-category": bribe().pk, "sort-about_office": lima.pk}
    answer = client.post(at("report", report.pk), said)
    assert answer.url == at("board")
    assert client.get(at("report", report.pk)).status_code == 404
    assert sees(clara, report)


def test_only_a_named_person_says_that_it_is_not_sensitive(lima, nadia, marta, clara):
    report = report_of(bribe(), office=lima)
    ask = {"report": report, "category": waiting(), "about_office": lima, "at": timezone.now()}
    with pytest.raises(rules.CannotSeeTo):
        actions.sort(by=marta, **ask)
    waiting_too = waiting()
    waiting_too.kinds = "COMPLAINT|ABUSE"
    waiting_too.save()
    actions.sort(by=clara, **ask | {"category": waiting_too})
    assert sees(marta, report)


# The clock.


def test_the_clock_of_the_category_says_when_an_answer_is_due(lima):
    began = timezone.now()
    report = report_of(office=lima, at=began)
    assert report.answer_by == began + timedelta(hours=48)
    assert report.close_by > report.answer_by


def test_what_nobody_answered_in_time_is_told_once(lima, marta):
    report = report_of(office=lima)
    late = report.answer_by + timedelta(minutes=1)
    assert actions.strike_reports(at=late - timedelta(hours=1)) == 0
    assert actions.strike_reports(at=late) == 1
    assert actions.strike_reports(at=late) == 0
    sent = Message.objects.get()
    assert sent.to == marta.email
    assert report.number in sent.subject


def test_a_sensitive_report_reminds_every_day_until_it_is_answered(lima, clara):
    report = report_of(bribe(), office=lima)
    Message.objects.all().delete()
    day = timezone.localtime().replace(hour=9) + timedelta(days=1)
    assert actions.remind_of_sensitive(at=day) == 1
    assert actions.remind_of_sensitive(at=day + timedelta(hours=1)) == 0
    assert actions.remind_of_sensitive(at=day + timedelta(days=1)) == 1
    assert {one.to for one in Message.objects.order_by("pk")} == {clara.email}
    answered(report, clara, at=day + timedelta(days=1))
    assert actions.remind_of_sensitive(at=day + timedelta(days=2)) == 0


def test_an_answer_nobody_spoke_of_is_closed_after_a_while(lima, marta):
    report = answered(report_of(office=lima), marta)
    assert actions.close_silent(at=timezone.now() + timedelta(days=14)) == 0
    assert actions.close_silent(at=timezone.now() + timedelta(days=16)) == 1
    report.refresh_from_db()
    assert report.state == State.CLOSED
    assert report.satisfied == ""


# The answer.


def test_whoever_did_not_take_it_does_not_answer_it(lima, marta, nadia):
    report = report_of(office=lima)
    actions.take(report=report, by=nadia, at=timezone.now())
    with pytest.raises(rules.CannotSeeTo):
        actions.answer(report=report, text="Ya", by=marta, at=timezone.now())


def test_the_message_that_there_is_an_answer_says_nothing_of_it(lima, marta):
    receipt, _code = tell(office=lima, way="SMS", contact="+51999000111")
    answered(receipt.report, marta)
    sent = Message.objects.get(channel="SMS")
    assert "ventanilla" not in sent.text
    assert receipt.number not in sent.text
    assert "Breña" not in sent.text


def follow(client, receipt, code):
    return client.post(at("follow"), {"number": receipt.number, "code": code})


def test_the_person_reads_the_answer_says_it_is_not_good_and_it_is_open_again(client, lima, marta):
    receipt, code = tell(office=lima)
    assert "Todavía nadie empezó" in client.get(follow(client, receipt, code).url).content.decode()
    answered(receipt.report, marta)
    assert "Abrimos una ventanilla más." in client.get(at("state")).content.decode()
    client.post(at("state"), {"do": "judge", "satisfied": "NO", "text": "Sigue igual"})
    report = Report.objects.get()
    assert (report.state, report.satisfied, report.reopened, report.taken_by) == (State.REOPENED, "NO", 1, None)
    assert report.answer_by > report.answered_at + timedelta(hours=47)
    client.force_login(marta)
    assert "Sigue igual" in client.get(at("report", report.pk)).content.decode()
    answered(report, marta, text="Ahora sí.")
    client.logout()
    follow(client, receipt, code)
    client.post(at("state"), {"do": "judge", "satisfied": "YES", "text": ""})
    report.refresh_from_db()
    assert (report.state, report.satisfied) == (State.CLOSED, "YES")


def test_wrong_unknown_and_mistyped_are_answered_alike(client, lima):
    receipt, code = tell(office=lima)
    unknown = client.post(at("follow"), {"number": "V-0000-0000-0", "code": code})
    wrong = client.post(at("follow"), {"number": receipt.number, "code": "AAAA-AAAA"})
    assert unknown.status_code == wrong.status_code == 400
    assert str(unknown.context["form"].errors) == str(wrong.context["form"].errors)


def test_after_ten_tries_not_even_the_right_code_opens_it(client, lima):
    receipt, code = tell(office=lima)
    for _each in range(10):
        follow(client, receipt, "AAAAAAAA")
    assert follow(client, receipt, code).status_code == 400


def test_what_is_added_reaches_whoever_sees_to_it(client, lima, marta):
    receipt, code = tell(office=lima)
    follow(client, receipt, code)
    client.post(at("state"), {"do": "add", "text": "Fue el martes"})
    client.force_login(marta)
    assert "Fue el martes" in client.get(at("report", receipt.report.pk)).content.decode()


def test_the_letter_to_the_ombudsman_holds_what_was_told_and_no_name(client, lima, marta):
    receipt, code = tell(office=lima, name="Yulimar Zafiro", way="SMS", contact="+51999000111")
    answered(receipt.report, marta)
    follow(client, receipt, code)
    assert client.get(at("letter")).status_code == 302
    client.post(at("ombudsman"))
    letter = client.get(at("letter"))
    assert letter["Content-Type"] == "application/pdf"
    assert letter.content.startswith(b"%PDF")
    text = read_pdf(letter.content)
    assert receipt.number in text
    assert "cuatro horas" in text
    assert "Zafiro" not in text
    assert "999000111" not in text
    assert Report.objects.get().ombudsman_at is not None


def test_in_the_letter_whoever_told_it_speaks_and_nobody_is_addressed_but_the_ombudsman(client, lima, marta):
    receipt, code = tell(office=lima)
    answered(receipt.report, marta)
    follow(client, receipt, code)
    client.post(at("state"), {"do": "judge", "satisfied": "NO", "why": "Sigue igual."})
    client.post(at("ombudsman"))
    text = read_pdf(client.get(at("letter")).content)
    assert "Usted" not in text
    assert all(
        said in text
        for said in ("Lo dije", "La unidad respondió", "Dije que la respuesta no me sirve", "Lo llevo a la Defensoría")
    )


def read_pdf(content):

    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages)


# The case.


def test_it_joins_the_case_if_the_person_agrees_and_is_seen_by_whoever_sees_the_case(lima, marta, nadia, rosa):
    case = open_case(rosa, "VP-TRATA", team=rosa.memberships.exclude(team=None).get().team)
    report = report_of(office=lima)
    with pytest.raises(rules.CannotSeeTo):
        actions.join_to_case(report=report, case=case, by=marta, at=timezone.now())
    Report.objects.filter(pk=report.pk).update(may_join=True)
    actions.join_to_case(report=report, case=case, by=marta, at=timezone.now())
    assert not sees(marta, report)
    assert not sees(nadia, report)


def test_set_aside_for_a_reason_but_a_report_of_misconduct_never_as_a_test(lima, marta, clara):
    report = report_of(office=lima)
    actions.discard(report=report, reason="ADVERTISING", by=marta, at=timezone.now())
    assert Report.objects.get().state == State.DISCARDED
    sensitive = report_of(bribe(), office=lima)
    with pytest.raises(rules.CannotSeeTo):
        actions.discard(report=sensitive, reason="TEST", by=clara, at=timezone.now())


# The board.


def test_each_number_of_the_board_opens_its_rows(client, lima, marta, at_most):
    for day in range(3):
        report_of(office=lima, at=timezone.now() - timedelta(days=day * 2), text="x")
    client.force_login(marta)
    client.get(at("board"))
    with at_most(12):
        page = client.get(at("board"), {"estado": "tarde"})
    assert page.context["numbers"]["tarde"] == len(page.context["page"].rows) == 2
    assert page.context["numbers"]["abiertos"] == 3
    page = client.get(at("board"), {"estado": "abiertos", "tema": "VZ-ESPERA", "oficina": lima.pk})
    assert len(page.context["page"].rows) == 3 == page.context["found"]["offices"][0][2]


def test_a_stranger_gets_404_and_a_wrong_role_403(client, lima, marta, vera, tomas, clara):
    report = report_of(office=lima)
    client.force_login(clara)
    assert client.get(at("report", report.pk)).status_code == 404
    client.force_login(tomas)
    assert client.get(at("report", report.pk)).status_code == 403


def test_a_sensitive_report_changes_no_page_of_those_it_is_not_for(client, world, lima, nadia, marta, clara):
    """The board before and after it came in, to the letter."""
    report_of(office=lima)
    for user in (nadia, marta):
        client.force_login(user)
        pages = []
        for told in (None, bribe()):
            if told:
                report_of(told, office=lima)
            text = client.get(at("board")).content.decode()
            pages.append(re.sub(r'value="[^"]{20,}"|"X-CSRFToken": "[^"]*"|nonce="[^"]*"', "", text))
        assert pages[0] == pages[1]
