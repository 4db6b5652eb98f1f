"""Seeing to what came in."""

from datetime import timedelta

import pyarrow.parquet as pq
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.timezone import now

from ayni.access import actions as access
from ayni.access.models import User
from ayni.access.permissions import Role
from ayni.access.tests.factories import UserFactory
from ayni.audit.models import Event
from ayni.cases.models import Screening
from ayni.cases.tests.factories import open_case
from ayni.facts.export import write_table
from ayni.facts.registry import REGISTRY
from ayni.lib.keys import keyring
from ayni.notices.models import Message
from ayni.people.tests.factories import PersonFactory
from ayni.referrals import actions, repointing, rules
from ayni.referrals.models import Alert, AlertState

from .factories import alert_of
from .test_pages import said, statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def alert(marta, rosa):
    return alert_of()


@pytest.fixture
def taken(alert, rosa):
    return actions.take_alert(alert=alert, by=rosa, at=now())


def test_two_colleagues_cannot_both_take_it(alert, rosa, julio):
    actions.take_alert(alert=alert, by=rosa, at=now())
    with pytest.raises(rules.CannotTriage, match="más rápido"):
        actions.take_alert(alert=alert, by=julio, at=now())


def test_only_whoever_took_it_sees_to_it(taken, julio):
    with pytest.raises(rules.CannotTriage, match="Tome primero"):
        actions.ask_back(alert=taken, text="¿Dónde?", by=julio, at=now())


def away(user, substitute):
    at = now()
    days = {"starts_at": at, "ends_at": at + timedelta(days=5)}
    access.record_absence(user=user, substitutes=[substitute], by=user, at=at, **days)


def again(user):
    return User.objects.get(pk=user.pk)


def told(user):
    return [message.subject for message in Message.objects.all() if message.to == user.email]


def test_what_somebody_has_who_is_away_is_taken_over_as_it_stands(client, taken, rosa, julio, marta):
    actions.ask_back(alert=taken, text="¿Dónde?", by=rosa, at=now())
    client.force_login(julio)
    assert "Asumirlo" not in said(client.get(f"/avisos/{taken.pk}/"))
    away(rosa, marta)
    assert "Asumirlo" in said(client.get(f"/avisos/{taken.pk}/"))
    first = taken.taken_at
    client.post(f"/avisos/{taken.pk}/", {"do": "take"})
    taken.refresh_from_db()
    assert (taken.taken_by, taken.state, taken.taken_at) == (julio, AlertState.ASKED, first)
    assert any("asumió" in subject for subject in told(rosa))
    with pytest.raises(rules.CannotTriage, match="más rápido"):
        actions.take_alert(alert=taken, by=again(rosa), at=now())


def test_a_supervisor_takes_over_and_nobody_takes_what_has_ended(taken, marta, rosa, julio):
    actions.take_alert(alert=taken, by=marta, at=now())
    actions.orient_alert(alert=taken, organisation=marta.organisation, text="Ya se atendió", by=marta, at=now())
    for user in (marta, julio, rosa):
        with pytest.raises(rules.CannotTriage, match="más rápido"):
            actions.take_alert(alert=taken, by=user, at=now())


def test_whoever_cannot_see_to_it_gives_it_back_and_the_clock_goes_on(desk, taken, rosa, julio, marta):
    due = taken.triage_by
    desk.post(f"/avisos/{taken.pk}/", {"do": "give_back"})
    taken.refresh_from_db()
    assert (taken.state, taken.taken_by, taken.triage_by) == (AlertState.NEW, None, due)
    assert any("otra vez en la cola" in subject for subject in told(marta))
    assert actions.strike_alerts(at=due) == 1
    actions.take_alert(alert=taken, by=julio, at=now())
    actions.ask_back(alert=taken, text="¿Dónde?", by=julio, at=now())
    with pytest.raises(rules.CannotTriage, match="debe una respuesta"):
        actions.give_back_alert(alert=taken, by=julio, at=now())


def test_a_child_alone_does_not_wait_for_the_end_of_the_supervisors_holidays(marta, julio, rosa):
    away(marta, julio)
    alert = alert_of("CHILD", danger_now=True)
    assert told(julio)
    assert not told(marta)
    assert Alert.objects.visible_to(again(julio)).filter(pk=alert.pk).exists()
    assert not Alert.objects.visible_to(again(rosa)).filter(pk=alert.pk).exists()
    actions.take_alert(alert=alert, by=again(julio), at=now())
    assert Alert.objects.visible_to(again(julio)).filter(pk=alert.pk).exists()


def test_of_what_a_team_guards_nobody_outside_is_told_who_stands_in(rosa, julio, marta):
    away(rosa, julio)
    alert = alert_of("TRAFFICKING", danger_now=True)
    assert told(rosa), "of a team of one it waits in their own mail rather than nowhere"
    assert not told(julio)
    assert not Alert.objects.visible_to(again(julio)).filter(pk=alert.pk).exists()


def test_the_reply_to_somebody_who_is_away_reaches_whoever_stands_in(ines, rosa, julio, marta):
    alert = alert_of(sender=ines)
    actions.take_alert(alert=alert, by=rosa, at=now())
    actions.ask_back(alert=alert, text="¿Dónde?", by=rosa, at=now())
    away(rosa, julio)
    actions.reply_to_alert(alert=alert, text="En el parque", by=ines, at=now())
    assert any("hay una respuesta" in subject for subject in told(julio))


def test_it_is_matched_to_a_file_and_a_screening_begins(desk, taken, rosa):
    person = PersonFactory(registered_by=rosa, surname_1="Yupanqui", given_name_1="Ana")
    page = said(desk.post(f"/avisos/{taken.pk}/", {"do": "find", "find-q": "Yupanqui Ana"}))
    assert str(person.pk) in page
    assert "Yupanqui" not in desk.get(f"/avisos/{taken.pk}/").content.decode()
    desk.post(f"/avisos/{taken.pk}/", {"do": "match", "person": str(person.pk)})
    answer = desk.post(f"/avisos/{taken.pk}/", {"do": "screen"})
    screening = Screening.objects.get(person=person)
    taken.refresh_from_db()
    assert answer.url == f"/screenings/{screening.pk}/"
    assert (taken.state, taken.screening) == (AlertState.ATTENDED, screening)


def test_a_screening_needs_a_file(taken, rosa):
    with pytest.raises(rules.CannotTriage, match="de quién es"):
        actions.screen_alert(alert=taken, by=rosa, at=now())


def test_a_file_that_one_may_not_see_is_not_matched(desk, taken, world):
    person = PersonFactory(registered_by=world.vera)
    assert desk.post(f"/avisos/{taken.pk}/", {"do": "match", "person": str(person.pk)}).status_code == 404


def test_it_is_sent_on_to_the_queue_of_another_office(desk, taken, world, rosa):
    _ = world.vera
    due = taken.triage_by
    actions.send_alert_on(alert=taken, office=world.jz_tum, by=rosa, at=now())
    taken.refresh_from_db()
    assert (taken.state, taken.office, taken.taken_by, taken.triage_by) == (AlertState.NEW, world.jz_tum, None, due)
    assert desk.get(f"/avisos/{taken.pk}/").status_code == 404


def test_it_is_closed_for_a_reason(alert, rosa):
    with pytest.raises(rules.CannotTriage, match="qué se intentó"):
        actions.reject_alert(alert=alert, reason="NOT_REACHED", text="", by=rosa, at=now())
    actions.reject_alert(alert=alert, reason="DUPLICATE", text="", by=rosa, at=now())
    alert.refresh_from_db()
    assert (alert.state, alert.reject_reason) == (AlertState.REJECTED, "DUPLICATE")


def test_what_concerns_others_says_whom_and_sends_nothing(taken, world, rosa):
    actions.orient_alert(alert=taken, organisation=world.oim, text="Se le dijo que vaya", by=rosa, at=now())
    taken.refresh_from_db()
    assert (taken.state, taken.oriented_to) == (AlertState.ORIENTED, world.oim)


def test_nothing_that_was_told_is_in_the_trail(taken, rosa):
    actions.ask_back(alert=taken, text="¿Dónde duermen?", by=rosa, at=now())
    told = str(list(Event.objects.filter(verb__startswith="alert.").values()))
    assert "parque" not in told
    assert "duermen" not in told


def test_what_came_in_is_counted_without_a_word_of_it(alert, rosa, tmp_path):
    late = alert.triage_by + timedelta(hours=1)
    actions.take_alert(alert=alert_of("SHELTER"), by=rosa, at=now())
    actions.take_alert(alert=alert_of("HEALTH"), by=rosa, at=late)
    actions.reject_alert(alert=alert_of("OTHER"), reason="ABUSE", text="", by=rosa, at=now())
    path = tmp_path / "alerts.parquet"
    write_table(REGISTRY["alerts"], path, at=late + timedelta(hours=1), ring=keyring(settings.AYNI_HOME))
    rows = pq.read_table(path).to_pylist()
    assert [(row["topic"], row["triage"], row["state"]) for row in rows] == [
        ("SHELTER", "OVERDUE", "NEW"), ("SHELTER", "ON_TIME", "TAKEN"), ("HEALTH", "LATE", "TAKEN"),
        ("OTHER", "ON_TIME", "REJECTED"),
    ]  # fmt: skip
    assert rows[3]["reject_reason"] == "ABUSE"
    assert not [word for word in ("parque", "Yusleidy", alert.number) if word in str(rows)]


def test_of_what_ended_long_ago_the_words_are_forgotten(alert, rosa):
    actions.reject_alert(alert=alert, reason="ABUSE", text="", by=rosa, at=now())
    assert actions.forget_alerts(at=now() + timedelta(days=89)) == 0
    assert actions.forget_alerts(at=now() + timedelta(days=91)) == 1
    alert = Alert.objects.get()
    assert (alert.text, alert.who, alert.state) == ("", "", AlertState.REJECTED)
    assert actions.forget_alerts(at=now() + timedelta(days=500)) == 0


def test_the_pages_of_the_queue_ask_little(desk, taken):
    for _ in range(5):
        alert_of()
    assert statements(desk, "/avisos/") <= 12
    assert statements(desk, f"/avisos/{taken.pk}/") <= 12


def test_the_queue_is_narrowed_by_who_tells_what_and_by_which_way(desk, ines, marta):
    by_account, open_page = alert_of("DOCUMENTS", sender=ines), alert_of("SHELTER")
    for asked, found in [
        ("", {by_account, open_page}),
        ("?channel=WEB", {open_page}),
        ("?topic=DOCUMENTS&sender_kind=NGO", {by_account}),
        ("?sender_kind=CHURCH", set()),
        ("?state=ended&channel=WEB", set()),
        ("?channel=NADA", {by_account, open_page}),
    ]:
        page = said(desk.get(f"/avisos/{asked}"))
        assert {one for one in (by_account, open_page) if one.number in page} == found, asked
    assert "1 aviso" in said(desk.get("/avisos/?channel=WEB"))
    assert "Ningún aviso es así" in said(desk.get("/avisos/?sender_kind=CHURCH"))


def test_whoever_sends_it_on_comes_back_to_the_queue_and_not_to_what_is_no_longer_theirs(client, taken, world, rosa):
    UserFactory(organisation=world.uim, office=world.jz_tum, roles=[Role.SUPERVISOR])
    client.force_login(rosa)
    back = client.post(f"/avisos/{taken.pk}/", {"do": "send_on", "on-office": world.jz_tum.pk})
    assert back.url == reverse("referrals:alerts")


def test_the_file_of_whoever_is_meant_is_named_only_to_whoever_may_open_it(client, taken, rosa, julio):
    """An alert of the office may be about somebody whose file is restricted to a team."""
    case = open_case(rosa, "VP-TRATA", at=now())
    Alert.objects.filter(pk=taken.pk).update(person=case.person)
    client.force_login(rosa)
    assert case.person.full_name in said(client.get(f"/avisos/{taken.pk}/"))
    client.force_login(julio)
    assert case.person.full_name not in said(client.get(f"/avisos/{taken.pk}/"))


def test_whoever_merges_two_files_is_told_of_the_alerts_that_they_may_see(taken, rosa, vera):
    rows = Alert.objects.all()
    assert list(repointing._told(rows, rosa)) == [taken]
    assert not repointing._told(rows, vera).exists()
