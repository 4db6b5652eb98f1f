import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils.timezone import now

from ayni.access.permissions import Role
from ayni.access.tests.factories import OfficeFactory, OrganisationFactory, UserFactory
from ayni.audit.models import Event
from ayni.cases.models import TaskState
from ayni.directory.tests.factories import ServiceFactory
from ayni.notices.models import Message as Notice
from ayni.people import actions as people
from ayni.people.models import Sensitivity
from ayni.referrals import actions, queries, rules
from ayni.referrals.models import Message, Referral, Result, Status

from .factories import CaseFactory, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(world, ines):
    """Of Inés, at the same institution."""
    return UserFactory(username="olga", organisation=ines.organisation, roles=[Role.PARTNER])


def fresh(referral):
    return Referral.objects.get(pk=referral.pk)


def test_acknowledging_stops_the_clock_of_receipt_only(referral, ines):
    actions.acknowledge(referral=referral, text="", by=ines, at=now())
    referral = fresh(referral)
    assert (referral.status, referral.answered_at) == (Status.ACKNOWLEDGED, None)
    assert referral.next_strike_at > referral.acknowledged_at


def test_whoever_accepts_has_also_received(referral, ines):
    actions.accept(referral=referral, text="Lunes a las 9", by=ines, at=now())
    referral = fresh(referral)
    assert referral.acknowledged_at == referral.answered_at
    assert referral.next_strike_at is None
    assert Message.objects.get().text == "Lunes a las 9"


def test_the_sender_is_told_without_a_word_of_the_person(referral, ines, rosa):
    Notice.objects.all().delete()
    actions.accept(referral=referral, text="Yusleidy puede venir", by=ines, at=now())
    (notice,) = Notice.objects.all()
    assert notice.to == rosa.email
    assert f"/referrals/{referral.pk}/" in notice.text
    assert "Yusleidy" not in notice.subject + notice.text


def test_declining_needs_a_reason_and_gives_the_step_back(referral, task, ines):
    with pytest.raises(rules.CannotAnswer, match="por qué"):
        actions.decline(referral=referral, reason="NO_CAPACITY", text=" ", by=ines, at=now())
    actions.decline(referral=referral, reason="NO_CAPACITY", text="No hay cupo", by=ines, at=now())
    task.refresh_from_db()
    assert task.state == TaskState.TODO
    assert fresh(referral).is_readable is False


@pytest.mark.parametrize(("result", "state"), [(Result.SERVED, TaskState.DONE), (Result.NO_SHOW, TaskState.TODO)])
def test_only_a_person_who_was_served_settles_the_step(referral, task, ines, result, state):
    actions.accept(referral=referral, text="", by=ines, at=now())
    actions.report_outcome(referral=referral, result=result, text="", by=ines, at=now())
    task.refresh_from_db()
    assert task.state == state
    assert fresh(referral).status == Status.COMPLETED


def test_a_step_asked_of_two_services_waits_for_the_second(referral, task, case, oim_service, ines):
    send(case, oim_service, task=task)
    actions.decline(referral=referral, reason="NO_CAPACITY", text="No", by=ines, at=now())
    task.refresh_from_db()
    assert task.state == TaskState.REFERRED


def test_a_question_stops_the_time_of_the_institution_until_we_reply(referral, ines, rosa):
    asked, due, expires = now(), referral.answer_by, referral.expires_at
    actions.ask(referral=referral, text="¿Tiene partida?", by=ines, at=asked)
    assert (fresh(referral).status, fresh(referral).next_strike_at) == (Status.ASKED, None)
    actions.reply(referral=referral, text="Sí, la lleva", by=rosa, at=asked + timedelta(hours=5))
    assert [m.text for m in queries.messages_of(referral)] == ["¿Tiene partida?", "Sí, la lleva"]
    referral = fresh(referral)
    assert (referral.status, referral.asked_at) == (Status.ACKNOWLEDGED, None)
    assert (referral.answer_by - due, referral.expires_at - expires) == (timedelta(hours=5), timedelta(hours=5))


def test_a_question_after_accepting_changes_no_status(referral, ines, rosa):
    actions.accept(referral=referral, text="", by=ines, at=now())
    actions.ask(referral=referral, text="¿Puede venir el lunes?", by=ines, at=now())
    actions.reply(referral=referral, text="Sí", by=rosa, at=now())
    assert fresh(referral).status == Status.ACCEPTED


def test_the_second_of_two_answers_is_told(referral, ines, colleague):
    actions.accept(referral=referral, text="", by=ines, at=now())
    with pytest.raises(rules.CannotChangeStatus, match="ya la aceptó"):
        actions.decline(referral=referral, reason="NO_CAPACITY", text="No", by=colleague, at=now())
    assert Message.objects.count() == 1


def test_withdrawing_needs_a_reason_and_tells_the_institution(referral, task, rosa, ines):
    with pytest.raises(rules.CannotAnswer):
        actions.withdraw(referral=referral, text="", by=rosa, at=now())
    Notice.objects.all().delete()
    actions.withdraw(referral=referral, text="La persona ya no quiere", by=rosa, at=now())
    task.refresh_from_db()
    assert (fresh(referral).status, task.state) == (Status.WITHDRAWN, TaskState.TODO)
    assert {notice.to for notice in Notice.objects.all()} == {ines.email}
    assert not fresh(referral).released


def test_nothing_is_added_to_what_has_ended(referral, rosa, ines):
    actions.withdraw(referral=referral, text="x", by=rosa, at=now())
    for verb, by in ((actions.ask, ines), (actions.reply, rosa)):
        with pytest.raises(rules.CannotAnswer):
            verb(referral=referral, text="algo", by=by, at=now())


def test_every_answer_is_in_the_trail(referral, ines):
    actions.acknowledge(referral=referral, text="", by=ines, at=now())
    actions.accept(referral=referral, text="", by=ines, at=now())
    actions.report_outcome(referral=referral, result=Result.SERVED, text="", by=ines, at=now())
    verbs = list(Event.objects.filter(subject_id=str(referral.pk)).order_by("seq").values_list("verb", flat=True))
    assert verbs == ["referral.sent", "referral.acknowledged", "referral.accepted", "referral.completed"]


@pytest.mark.django_db(transaction=True)
def test_two_people_answering_at_once_have_one_winner(referral, ines, colleague):
    start, ended = Barrier(2), []

    def answer(verb, said):
        start.wait()
        try:
            verb(referral=fresh(referral), text="ya", at=now(), **said)
            ended.append("won")
        except rules.CannotChangeStatus:
            ended.append("told")
        finally:
            connection.close()

    answers = ((actions.accept, {"by": ines}), (actions.decline, {"by": colleague, "reason": "NO_CAPACITY"}))
    threads = [Thread(target=answer, args=pair) for pair in answers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["told", "won"]
    assert Message.objects.count() == 1


# The pages


def open_page(client, user, referral):
    client.force_login(user)
    return client.get(f"/inbox/{referral.pk}/")


def test_the_inbox_shows_what_waits_by_its_deadline_and_no_name(client, referral, ines):
    client.force_login(ines)
    page = client.get("/inbox/").content.decode()
    assert referral.number in page
    assert "Yusleidy" not in page


def test_filters_of_the_inbox_live_in_the_address(client, referral, ines):
    client.force_login(ines)
    assert referral.number in client.get(f"/inbox/?number={referral.number.lower()}").content.decode()
    assert referral.number not in client.get("/inbox/?urgency=IMMEDIATE").content.decode()
    assert referral.number not in client.get("/inbox/?state=ended").content.decode()
    assert client.get("/inbox/?number=%27&state=zzz&urgency=zzz&after=zzz").status_code == 200


def test_the_page_shows_the_released_data_and_nothing_of_the_file(client, case, referral, ines):
    page = open_page(client, ines, referral).content.decode()
    assert "Yusleidy Carolina González Rondón" in page
    assert case.number not in page
    assert str(case.pk) not in page
    assert str(case.person_id) not in page


def test_opening_it_is_recorded(client, referral, ines):
    open_page(client, ines, referral)
    assert Event.objects.get(verb="referral.opened").by == str(ines.pk)


def test_somebody_of_another_institution_does_not_learn_that_it_exists(client, referral, world):
    stranger = UserFactory(organisation=world.oim, roles=[Role.PARTNER])
    assert open_page(client, stranger, referral).status_code == 404
    assert client.post(f"/inbox/{referral.pk}/", {"kind": "ACCEPTED"}).status_code == 404


def test_a_role_that_expired_a_minute_ago_opens_nothing(client, referral, ines):
    ines.memberships.update(ends_at=now())
    assert open_page(client, ines, referral).status_code == 403


def test_a_partner_answers_from_the_page(client, referral, ines):
    client.force_login(ines)
    sent = {"kind": "ACCEPTED", "accepted-text": "Lunes a las 9 😀"}
    page = client.post(f"/inbox/{referral.pk}/", sent, follow=True).content.decode()
    assert "quedó registrada" in page
    assert "Lunes a las 9 😀" in page


def test_a_missing_reason_is_asked_for_and_nothing_is_lost(client, referral, ines):
    client.force_login(ines)
    page = client.post(f"/inbox/{referral.pk}/", {"kind": "DECLINED", "declined-text": " "}).content.decode()
    assert "Hay algo que" in page or "Por qué la rechaza" in page
    assert fresh(referral).status == Status.SENT


def test_the_slower_of_two_is_told_and_keeps_what_was_typed(client, referral, ines, colleague):
    actions.accept(referral=referral, text="", by=colleague, at=now())
    client.force_login(ines)
    said = {"kind": "DECLINED", "declined-text": "Sin cupo hoy", "declined-reason": "NO_CAPACITY"}
    page = client.post(f"/inbox/{referral.pk}/", said).content.decode()
    assert "Alguien ya la aceptó" in page
    assert "Sin cupo hoy" in page
    assert "Informar el resultado" in page


def test_the_same_form_sent_twice_counts_once(client, referral, ines):
    client.force_login(ines)
    once = re.search(r'name="once" value="([^"]+)"', client.get(f"/inbox/{referral.pk}/").content.decode()).group(1)
    sent = {"kind": "QUESTION", "question-text": "¿Cuándo?", "once": once}
    first = client.post(f"/inbox/{referral.pk}/", sent)
    second = client.post(f"/inbox/{referral.pk}/", sent)
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert Message.objects.count() == 1


def test_the_data_are_gone_from_the_page_when_consent_is(client, referral, ines, rosa):
    people.withdraw_consent(consent=referral.consent, by=rosa, at=now())
    page = open_page(client, ines, referral).content.decode()
    assert "Yusleidy" not in page
    assert "psicológica esta semana" not in page
    assert "Se retiró el consentimiento" in page


def test_a_restricted_case_stays_with_its_team_inside_our_own_house(world, rosa, julio):
    restricted = CaseFactory(caseworker=rosa, sensitivity=Sensitivity.RESTRICTED, team=world.trata)
    ours = send(restricted, ServiceFactory(organisation=world.uim, name="Orientación"))
    assert list(queries.inbox(rosa)) == [ours]
    assert list(queries.inbox(julio)) == []
    assert queries.answerers(ours) == [rosa]


def test_caseworkers_of_another_house_see_what_was_sent_to_them_restricted_or_not(world, rosa):
    town = OfficeFactory(code="SMP", organisation=OrganisationFactory(code="MUNI-SMP"))
    smp = UserFactory(username="smp", organisation=town.organisation, office=town, roles=[Role.CASEWORKER])
    restricted = CaseFactory(caseworker=rosa, sensitivity=Sensitivity.RESTRICTED, team=world.trata)
    sent = send(restricted, ServiceFactory(organisation=town.organisation, name="Albergue"))
    assert list(queries.inbox(smp)) == [sent]
    assert queries.answerers(sent) == [smp]
