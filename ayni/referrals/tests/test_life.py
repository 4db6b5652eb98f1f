"""From draft to closed: what a referral may become, and the history that both sides read."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import now

from ayni.access.tests.factories import UserFactory
from ayni.cases.models import NeedState, TaskState
from ayni.cases.tests.factories import need_in
from ayni.notices.models import Message as Notice
from ayni.referrals import actions, queries, rules
from ayni.referrals.models import Draft, Referral, Result, Side, Status

from .factories import CaseFactory, send

pytestmark = pytest.mark.django_db


def fresh(referral):
    return Referral.objects.get(pk=referral.pk)


def told(referral):
    return [(change.status, change.side) for change in queries.history_of(referral)]


def test_every_status_says_what_it_may_become():
    assert set(rules.NEXT) == set(Status.values)
    ends = {status for status, after in rules.NEXT.items() if not after}
    assert ends == {Status.DECLINED, Status.CLOSED, Status.WITHDRAWN, Status.EXPIRED}


def test_the_whole_life_is_told_to_both_sides(referral, ines, rosa, client):
    actions.acknowledge(referral=referral, text="", by=ines, at=now())
    actions.ask(referral=referral, text="¿Edad?", by=ines, at=now())
    actions.reply(referral=referral, text="30", by=rosa, at=now())
    actions.accept(referral=referral, text="", by=ines, at=now())
    actions.report_outcome(referral=referral, result=Result.PARTLY, text="", by=ines, at=now())
    actions.close(referral=referral, text="", by=rosa, at=now())
    assert told(referral) == [
        (Status.SENT, Side.SENDER),
        (Status.ACKNOWLEDGED, Side.INSTITUTION),
        (Status.ASKED, Side.INSTITUTION),
        (Status.ACKNOWLEDGED, Side.SENDER),
        (Status.ACCEPTED, Side.INSTITUTION),
        (Status.COMPLETED, Side.INSTITUTION),
        (Status.CLOSED, Side.SENDER),
    ]
    for who, page in ((ines, f"/inbox/{referral.pk}/"), (rosa, f"/referrals/{referral.pk}/")):
        client.force_login(who)
        text = client.get(page).content.decode()
        assert "Historia: quién, cuándo y qué" in text
        assert "Se pidió más información" in text


def test_what_was_closed_shows_the_institution_no_data(referral, ines, rosa):
    actions.accept(referral=referral, text="", by=ines, at=now())
    actions.report_outcome(referral=referral, result=Result.SERVED, text="", by=ines, at=now())
    assert fresh(referral).released
    actions.close(referral=referral, text="", by=rosa, at=now())
    assert not fresh(referral).released


def test_nobody_closes_what_has_no_outcome(referral, rosa):
    with pytest.raises(rules.CannotChangeStatus):
        actions.close(referral=referral, text="", by=rosa, at=now())


def test_declining_says_why_by_a_code(referral, ines):
    with pytest.raises(rules.CannotAnswer, match="Elija por qué"):
        actions.decline(referral=referral, reason="", text="No", by=ines, at=now())
    actions.decline(referral=referral, reason="NO_SERVICE", text="No lo hay en la región", by=ines, at=now())
    assert fresh(referral).decline_reason == "NO_SERVICE"


@pytest.mark.parametrize(
    ("result", "state"),
    [(Result.SERVED, NeedState.MET), (Result.PARTLY, NeedState.PARTLY_MET), (Result.NO_SHOW, NeedState.OPEN)],
)
def test_the_outcome_says_what_became_of_the_need(case, service, ines, result, state):
    need = need_in(case)
    referral = send(case, service, need=need)
    actions.accept(referral=referral, text="", by=ines, at=now())
    actions.report_outcome(referral=referral, result=result, text="", by=ines, at=now())
    need.refresh_from_db()
    assert need.state == state


def test_that_there_is_no_such_service_is_known_of_the_need(case, service, ines):
    need = need_in(case)
    referral = send(case, service, need=need)
    actions.decline(referral=referral, reason="NO_SERVICE", text="No existe aquí", by=ines, at=now())
    need.refresh_from_db()
    assert need.state == NeedState.NO_SERVICE


def test_what_nobody_answered_ends_of_itself_and_gives_the_step_back(referral, task):
    end = referral.expires_at
    assert actions.expire_due(at=end - timedelta(minutes=1)) == 0
    Notice.objects.all().delete()
    assert actions.expire_due(at=end) == 1
    task.refresh_from_db()
    assert (fresh(referral).status, task.state) == (Status.EXPIRED, TaskState.TODO)
    assert told(referral)[-1] == (Status.EXPIRED, Side.CLOCK)
    assert {notice.to for notice in Notice.objects.all()} == {"ines@example.pe", "rosa@example.pe"}
    assert actions.expire_due(at=end) == 0


def test_what_waits_for_our_word_does_not_end_of_itself(referral, ines, rosa):
    end = referral.expires_at
    asked = end - timedelta(hours=1)
    actions.ask(referral=referral, text="¿Edad?", by=ines, at=asked)
    assert actions.expire_due(at=end + timedelta(days=9)) == 0
    actions.reply(referral=referral, text="30", by=rosa, at=end + timedelta(days=9))
    assert fresh(referral).expires_at == end + timedelta(days=9, hours=1)
    assert actions.expire_due(at=end + timedelta(days=9, hours=1)) == 1


def test_what_was_answered_does_not_expire(referral, ines):
    actions.accept(referral=referral, text="", by=ines, at=now())
    assert fresh(referral).expires_at is None


def test_the_days_until_it_ends_are_set_by_a_supervisor(case, service, marta):
    allowance = rules.Allowance((4, "HOURS"), (24, "HOURS"), 3)
    actions.set_clock(urgency="WITHIN_24H", allowance=allowance, by=marta, at=now())
    referral = send(case, service)
    assert referral.expires_at - referral.answer_by == timedelta(days=3)


def test_a_draft_is_kept_brought_back_and_gone_once_sent(desk, case, service, rosa, ines, client, text):
    url = f"/cases/{case.pk}/refer/?service={service.pk}"
    answer = desk.post(url, {"go": "save", "reason": "A medias", "urgency": "WITHIN_72H"}, follow=True)
    assert "El borrador se guardó" in answer.content.decode()
    assert f"?service={service.pk}" in answer.content.decode()
    assert "A medias" in desk.get(url).content.decode()
    assert not Referral.objects.exists()
    send(case, service, by=rosa, text=text)
    assert not Draft.objects.exists()


def test_nobody_else_reads_a_draft(case, service, rosa, julio, client):
    actions.save_draft(case=case, task=None, service=service, typed={"reason": ["Secreto"]}, by=rosa, at=now())
    client.force_login(julio)
    for url in (f"/cases/{case.pk}/refer/", f"/cases/{case.pk}/refer/?service={service.pk}"):
        text = client.get(url).content.decode()
        assert "Secreto" not in text
        assert "Sus borradores" not in text


def test_a_draft_of_a_month_is_forgotten(case, service, rosa):
    actions.save_draft(case=case, task=None, service=service, typed={"reason": ["x"]}, by=rosa, at=now())
    assert actions.forget_drafts(at=now() + timedelta(days=29)) == 0
    assert actions.forget_drafts(at=now() + timedelta(days=31)) == 1


def test_whoever_goes_back_and_withdraws_again_is_told_so_and_loses_no_word(desk, referral):
    page = f"/referrals/{referral.pk}/"
    desk.post(page, {"do": "withdraw", "withdrawn-text": "Ya no lo quiere"})
    again = desk.post(page, {"do": "withdraw", "withdrawn-text": "Se mudó a Tacna"}).content.decode()
    assert "Se mudó a Tacna" in again
    assert "Lo que escribió no se envió" in again
    assert told(referral)[1:] == [(Status.WITHDRAWN, Side.SENDER)]


def test_an_appointment_in_the_year_9999_is_a_slip_of_the_hand(referral, ines):
    at = now()
    with pytest.raises(rules.CannotAnswer, match="Revise el año"):
        actions.accept(referral=referral, text="", by=ines, at=at, appointment=datetime.max.replace(tzinfo=UTC))
    soon = at + timedelta(days=700)
    assert actions.accept(referral=referral, text="", by=ines, at=at, appointment=soon).appointment_at == soon


def test_an_appointment_is_a_day_and_an_hour_to_come(client, referral, ines):
    client.force_login(ines)
    said = {"kind": "ACCEPTED", "accepted-text": "", "accepted-hour": "9:30"}
    assert "Escriba el día y la hora" in client.post(f"/inbox/{referral.pk}/", said).content.decode()
    day = (now() + timedelta(days=3)).date()
    parts = {f"accepted-day_{name}": str(getattr(day, name)) for name in ("day", "month", "year")}
    client.post(f"/inbox/{referral.pk}/", {**said, **parts})
    assert fresh(referral).appointment_at.date() == day
    with pytest.raises(rules.CannotAnswer):
        actions.accept(referral=referral, text="", by=ines, at=now(), appointment=now() - timedelta(days=1))


def test_the_inbox_lists_what_expired_among_what_ended(client, referral, ines):
    actions.expire_due(at=referral.expires_at)
    client.force_login(ines)
    assert referral.number in client.get("/inbox/?state=ended").content.decode()


def test_a_colleague_of_another_office_writes_no_draft(client, service, world):
    case = CaseFactory(caseworker=world.rosa)
    client.force_login(UserFactory(organisation=world.uim, office=world.jz_tum, roles=["CASEWORKER"]))
    url = f"/cases/{case.pk}/refer/?service={service.pk}"
    assert client.post(url, {"go": "save", "reason": "x"}).status_code == 404
