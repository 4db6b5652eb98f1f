"""Who is asked when nobody answers, when they read it, and the appointment in a calendar."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils.timezone import now

from ayni.directory import actions as directory
from ayni.directory.models import Rank, Schedule
from ayni.directory.rules import next_open
from ayni.directory.tests.factories import FocalPointFactory
from ayni.governance.models import Urgency
from ayni.lib.tests.ics_reader import read
from ayni.notices import actions as notices
from ayni.notices.models import DigestLine
from ayni.notices.models import Message as Notice
from ayni.people.models import Sensitivity
from ayni.referrals import actions, rules
from ayni.referrals.models import Referral

from .factories import CaseFactory, send

pytestmark = pytest.mark.django_db

OFFICE = Schedule(freq="WEEKLY", byday="MO,TU,WE,TH,FR", opens_at=time(8), closes_at=time(17))
FRIDAY_NIGHT = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
"""Eight in the evening of Friday 27 in Lima."""


@pytest.mark.parametrize(
    ("length", "step", "rung"), [(4, 1, 1), (4, 2, 2), (4, 3, 3), (2, 3, 1), (1, 1, None), (0, 3, None)]
)
def test_each_step_asks_the_next_and_then_the_last(length, step, rung):
    assert rules.rung_to_ask(length, step) == rung


def test_who_answers_for_the_country_is_asked_in_the_end(case, oim_service, world):
    FocalPointFactory(organisation=world.oim, rank=Rank.NATIONAL, name="Nacional", email="nacional@example.pe",
                      phone="+51900000009")  # fmt: skip
    referral = send(case, oim_service, urgency=Urgency.WITHIN_24H)
    for at in (referral.acknowledge_by, referral.answer_by, referral.answer_by + timedelta(hours=13)):
        actions.strike_clock(at=at)
    ranks = list(referral.clock_events.order_by("at").values_list("kind", "rank"))
    assert ("ESCALATE_ACK", "NATIONAL") in ranks
    assert ("ESCALATE_TOP", "NATIONAL") in ranks
    told = [notice for notice in Notice.objects.all() if notice.to == "nacional@example.pe"]
    assert len(told) == 3
    assert all("/r/" in notice.text for notice in told)


def test_users_are_asked_first_and_then_the_chain_without_a_link(referral, world):
    FocalPointFactory(organisation=world.cem, email="coordinacion@example.pe")
    Notice.objects.all().delete()
    actions.strike_clock(at=referral.acknowledge_by)
    (notice,) = [notice for notice in Notice.objects.all() if notice.to == "coordinacion@example.pe"]
    assert f"/inbox/{referral.pk}/" in notice.text


@pytest.mark.parametrize(
    ("at", "hours", "holidays", "opens"),
    [
        (FRIDAY_NIGHT, None, set(), FRIDAY_NIGHT),
        (FRIDAY_NIGHT, OFFICE, set(), datetime(2026, 11, 30, 13, 0, tzinfo=UTC)),
        (FRIDAY_NIGHT, OFFICE, {date(2026, 11, 30)}, datetime(2026, 12, 1, 13, 0, tzinfo=UTC)),
        (datetime(2026, 11, 27, 15, tzinfo=UTC), OFFICE, set(), datetime(2026, 11, 27, 15, tzinfo=UTC)),
        (datetime(2026, 11, 27, 9, tzinfo=UTC), OFFICE, set(), datetime(2026, 11, 27, 13, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_what_is_not_urgent_waits_until_the_institution_opens(at, hours, holidays, opens):
    assert next_open(at, hours, holidays) == opens


@pytest.mark.parametrize(("urgency", "waits"), [(Urgency.ORDINARY, True), (Urgency.WITHIN_24H, False)])
def test_only_the_urgent_goes_out_at_night(case, service, marta, urgency, waits):
    directory.set_office_hours(organisation=service.organisation, days=range(5), opens=time(8), closes=time(17),
                               by=marta, at=now())  # fmt: skip
    Notice.objects.all().delete()
    send(case, service, urgency=urgency, at=FRIDAY_NIGHT)
    (notice,) = Notice.objects.filter(channel="EMAIL")
    assert (notice.not_before > FRIDAY_NIGHT) is waits


def test_whoever_wants_a_digest_gets_one_e_mail_a_day(case, service, ines, oim_service):
    notices.set_habit(user=ines, organisation=None, is_daily=True, hour=8, by=ines, at=now())
    Notice.objects.all().delete()
    first = send(case, service, urgency=Urgency.ORDINARY, at=now())
    second = send(CaseFactory(caseworker=case.caseworker), service, urgency=Urgency.ORDINARY, at=now())
    assert not Notice.objects.filter(channel="EMAIL").exists()
    assert notices.send_digests(at=now()) == 0
    tomorrow = now() + timedelta(days=1, minutes=1)
    assert [notices.send_digests(at=tomorrow) for _ in range(2)] == [1, 0]
    (digest,) = Notice.objects.all()
    assert (digest.to, digest.subject) == (ines.email, "Ayni: 2 avisos")
    assert first.number in digest.text
    assert second.number in digest.text
    assert not DigestLine.objects.exists()


def test_the_urgent_is_told_at_once_to_them_too(case, service, ines):
    notices.set_habit(user=None, organisation=ines.organisation, is_daily=True, hour=8, by=ines, at=now())
    Notice.objects.all().delete()
    send(case, service, urgency=Urgency.WITHIN_24H)
    assert Notice.objects.filter(channel="EMAIL").count() == 1


def test_one_chooses_on_a_page_how_to_be_told(client, ines, marta):
    client.force_login(ines)
    page = "/cuenta/avisos-por-correo/"
    assert client.post(page, {"do": "own", "own-is_daily": "yes", "own-hour": "7"}).status_code == 302
    assert client.post(page, {"do": "own", "own-is_daily": "yes", "own-hour": "24"}).status_code == 200
    assert "For" not in client.get(page).content.decode().partition("<main")[2].partition("</main")[0]
    client.post(page, {"do": "all", "all-is_daily": "yes", "all-hour": "7"})
    client.force_login(marta)
    assert 'value="no" checked' in client.get(page).content.decode()


def test_the_appointment_goes_into_a_calendar_and_names_nobody(client, referral, ines, rosa, julio, world):
    at = now() + timedelta(days=2)
    urls = [f"/inbox/{referral.pk}/cita.ics", f"/referrals/{referral.pk}/cita.ics"]
    client.force_login(ines)
    assert client.get(urls[0]).status_code == 404
    actions.accept(referral=referral, text="", by=ines, at=now(), appointment=at)
    for who, url in ((ines, urls[0]), (rosa, urls[1])):
        client.force_login(who)
        answer = client.get(url)
        text = answer.content.decode()
        assert answer["Content-Disposition"] == f'attachment; filename="{referral.number}.ics"'
        assert referral.number in text
        assert referral.case.person.surname_1 not in text
        assert at.strftime("DTSTART:%Y%m%dT%H%M%SZ") in text
    (before,) = read(client.get(urls[1]).content)
    assert before["STATUS"] == "CONFIRMED"
    actions.withdraw(referral=referral, text="Ya no hace falta", by=rosa, at=now())
    (after,) = read(client.get(urls[1]).content)
    assert after["STATUS"] == "CANCELLED", "a calendar strikes it out"
    assert after["UID"] == before["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"]), "and takes it for the later one"
    referral.case.sensitivity, referral.case.team = Sensitivity.RESTRICTED, world.trata
    referral.case.save()
    assert referral.organisation.name not in client.get(urls[1]).content.decode()
    client.force_login(julio)
    assert client.get(urls[1]).status_code == 404
    assert Referral.objects.get().appointment_at == at
