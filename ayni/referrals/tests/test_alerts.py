"""What comes in by the open page, a link or an account, and what whoever sent it learns."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.utils.timezone import now

from ayni.access.actions import break_glass
from ayni.access.models import Team
from ayni.access.permissions import Role
from ayni.access.tests.factories import MembershipFactory, UserFactory
from ayni.codelists.tests.factories import TerritoryFactory
from ayni.notices.models import Message as Notice
from ayni.people.models import Sensitivity
from ayni.referrals import actions, queries, rules
from ayni.referrals.models import Alert, AlertLink, AlertState, Topic

from .factories import alert_of
from .test_pages import said

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def somebody_sees_to_it(marta, rosa):
    """A supervisor of the office, and rosa in the team that guards what is restricted."""
    cache.clear()


def typed(client, url="/avisar/", **changes):
    """The form as somebody fills it in, ten seconds after it was opened."""
    page = client.get(url).content.decode()
    hidden = dict(re.findall(r'name="(began|once)"[^>]*value="([^"]*)"', page))
    hidden |= {name: value for value, name in re.findall(r'value="([^"]*)"[^>]*name="(began|once)"', page)}
    known = {"topic": "SHELTER", "danger_now": "no", "text": "Duermen en el parque", "sender_kind": "SELF"}
    return {**hidden, **known, **changes}


def test_the_departments_are_offered_by_the_alphabet_of_spanish_and_the_chosen_one_is_kept(client):
    for code, name in (("03", "Apurímac"), ("02", "Áncash"), ("01", "Amazonas")):
        TerritoryFactory(code=code, label_es=name)
    page = client.get("/avisar/").content.decode()
    assert page.index("Amazonas") < page.index("Áncash") < page.index("Apurímac")
    code = re.search(r'<option value="([^"]+)"[^>]*>Áncash', page)[1]
    send(client, typed(client, department=code))
    assert Alert.objects.get().department.label_es == "Áncash"


def send(client, data, url="/avisar/", after=10):
    with time_machine.travel(now() + timedelta(seconds=after), tick=False):
        return client.post(url, data)


def test_anybody_tells_of_somebody_and_gets_a_receipt_that_says_only_the_state(client):
    answer = said(send(client, typed(client, who="Yusleidy")))
    alert = Alert.objects.get()
    assert alert.number in answer
    assert "Duermen en el parque" not in answer
    state = said(client.post("/avisar/estado/", {"receipt": alert.number.lower()}))
    assert "Recibido" in state
    assert not [word for word in ("Yusleidy", "parque", "Salud", "SHELTER") if word in state]


def test_unknown_and_mistyped_receipts_are_answered_alike(client):
    answers = [client.post("/avisar/estado/", {"receipt": code}) for code in ("A-0000-0000-0", "x", "R-AAAA-BBBB-C")]
    texts = {re.sub(r'value="[^"]*"', "", said(answer)) for answer in answers}
    assert len(texts) == 1
    assert "No conocemos" in texts.pop()


def test_the_same_form_sent_twice_is_one_alert(client):
    data = typed(client) | {"once": str(uuid4())}
    first, second = send(client, data), send(client, data)
    assert Alert.objects.count() == 1
    number = Alert.objects.get().number
    assert number in said(first)
    assert number in said(second)


@pytest.mark.parametrize(
    ("changes", "after", "words"),
    [
        ({"website": "http://spam.example"}, 10, "Deje vacía esa casilla"),
        ({}, 1, "presione de nuevo"),
        ({"began": "inventado"}, 10, "presione de nuevo"),
        ({"text": "x" * 4001}, 10, "4000"),
        ({"topic": "NADA"}, 10, "Hay"),
        ({"text": " "}, 10, "Hay"),
    ],
)
def test_what_fills_in_forms_by_itself_is_stopped_and_a_person_loses_nothing(client, changes, after, words):
    answer = send(client, typed(client, who="Mi vecina", **changes), after=after)
    assert answer.status_code == 400
    assert words in said(answer)
    assert "Mi vecina" in said(answer)
    assert not Alert.objects.exists()


def test_a_page_from_yesterday_is_sent_at_the_second_press(client):
    data = typed(client)
    again = send(client, data, after=25 * 3600)
    assert again.status_code == 400
    fresh = re.search(r'name="began"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="began"', again.content.decode())
    data["began"] = fresh.group(1) or fresh.group(2)
    assert send(client, data, after=25 * 3600 + 10).status_code == 200
    assert Alert.objects.count() == 1


def test_the_page_is_not_open_without_end(client):
    codes = {client.get("/avisar/").status_code for _ in range(31)}
    assert codes == {200, 429}


def test_script_in_an_alert_stays_text(client, marta):
    data = typed(client, text="<script>alert(1)</script>", who="{{ 7*7 }}")
    send(client, data)
    client.force_login(marta)
    page = client.get(f"/avisos/{Alert.objects.get().pk}/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page
    assert "{{ 7*7 }}" in page


@pytest.mark.parametrize(
    ("topic", "danger", "urgency"),
    [("CHILD", False, "WITHIN_24H"), ("SHELTER", False, "WITHIN_72H"), ("OTHER", False, "ORDINARY"),
     ("OTHER", True, "IMMEDIATE")],
)  # fmt: skip
def test_the_clock_runs_by_what_it_is_about(topic, danger, urgency):
    assert alert_of(topic, danger_now=danger).urgency == urgency


def test_danger_now_is_told_at_once_without_a_word_of_it(marta):
    Notice.objects.all().delete()
    alert = alert_of("SHELTER", danger_now=True)
    (notice,) = Notice.objects.all()
    assert notice.to == marta.email
    assert alert.number in notice.subject
    assert "parque" not in notice.subject + notice.text


def test_trafficking_is_seen_by_its_team_and_nobody_else(marta, rosa, julio, client):
    alert = alert_of(Topic.TRAFFICKING)
    assert alert.sensitivity == Sensitivity.RESTRICTED
    for who, sees in ((rosa, True), (marta, False), (julio, False)):
        client.force_login(who)
        assert (alert.number in client.get("/avisos/").content.decode()) is sees
        assert client.get(f"/avisos/{alert.pk}/").status_code == (200 if sees else 404)


def test_of_the_alerts_that_ended_everybody_reads_only_those_that_they_saw(marta, rosa, world):
    hidden, open_one = alert_of(Topic.TRAFFICKING), alert_of()
    Alert.objects.update(state=AlertState.REJECTED, reject_reason="DUPLICATE", ended_at=now())
    assert set(queries.ended_alerts(rosa)) >= {hidden}
    assert list(queries.ended_alerts(marta)) == [open_one]
    assert not queries.ended_alerts(world.vera).exists()


def test_whoever_broke_the_glass_of_a_case_still_sees_the_queue(marta, client):
    alert = alert_of()
    why = "La persona está en el hospital y pregunta por su caso."
    break_glass(user=marta, reason=uuid4(), why=why, lasts=timedelta(hours=1), at=now())
    client.force_login(marta)
    assert alert.number in client.get("/avisos/").content.decode()


def test_where_no_team_guards_it_the_supervisors_see_it():
    assert rules.sensitivity_of(Topic.TRAFFICKING, has_team=False) == Sensitivity.PROTECTED


def test_a_child_alone_is_seen_by_supervisors_and_not_by_the_whole_office(marta, julio):
    alert = alert_of(Topic.CHILD)
    assert alert in Alert.objects.visible_to(marta)
    assert alert not in Alert.objects.visible_to(julio)


def test_what_nobody_takes_in_time_is_told_once(marta):
    alert = alert_of("SHELTER")
    Notice.objects.all().delete()
    late = alert.triage_by + timedelta(minutes=1)
    assert [actions.strike_alerts(at=alert.received_at), actions.strike_alerts(at=late)] == [0, 1]
    assert actions.strike_alerts(at=late) == 0
    assert [notice.to for notice in Notice.objects.all()] == [marta.email]


def test_a_partner_sends_by_account_and_sees_the_state_and_what_is_asked(client, ines, marta):
    client.force_login(ines)
    client.post("/mis-avisos/nuevo/", {"topic": "CHILD", "danger_now": "no", "text": "Niño solo en el terminal"})
    alert = Alert.objects.get()
    assert (alert.channel, alert.sender, alert.sender_organisation) == ("ACCOUNT", ines, ines.organisation)
    actions.take_alert(alert=alert, by=marta, at=now())
    Notice.objects.all().delete()
    actions.ask_back(alert=alert, text="¿En qué puerta del terminal?", by=marta, at=now())
    (notice,) = Notice.objects.all()
    assert (notice.to, "puerta" in notice.text) == (ines.email, False)
    page = f"/mis-avisos/{alert.pk}/"
    assert "¿En qué puerta" in said(client.get(page))
    client.post(page, {"text": "En la tres"})
    alert.refresh_from_db()
    assert (alert.state, alert.reply) == (AlertState.TAKEN, "En la tres")


@pytest.mark.parametrize("state", [AlertState.NEW, AlertState.TAKEN, AlertState.REJECTED])
def test_a_sender_of_whom_nothing_is_asked_is_told_so_and_loses_no_word(client, ines, marta, state):
    alert = alert_of(sender=ines)
    if state == AlertState.TAKEN:
        actions.take_alert(alert=alert, by=marta, at=now())
    if state == AlertState.REJECTED:
        actions.reject_alert(alert=alert, reason="DUPLICATE", text="", by=marta, at=now())
    client.force_login(ines)
    page = said(client.post(f"/mis-avisos/{alert.pk}/", {"text": "Sigue en la puerta tres"}))
    alert.refresh_from_db()
    assert (alert.state, alert.reply) == (state, "")
    assert "No se le pide nada" in page
    assert "Sigue en la puerta tres" in page


def test_nobody_reads_the_alert_of_another_sender(client, ines, world):
    alert = alert_of(sender=ines)
    client.force_login(UserFactory(organisation=world.oim, roles=[Role.PARTNER]))
    assert client.get(f"/mis-avisos/{alert.pk}/").status_code == 404
    assert alert.number not in client.get("/mis-avisos/").content.decode()


def test_a_zonal_office_writes_down_a_child_that_came_by_telephone(client, world):
    lia = world.lia
    client.force_login(lia)
    data = {"topic": "CHILD", "danger_now": "yes", "text": "Sola en la frontera", "channel": "PHONE",
            "sender_kind": "CHURCH"}  # fmt: skip
    client.post("/mis-avisos/nuevo/", data)
    alert = Alert.objects.get()
    assert (alert.channel, alert.sender_kind, alert.urgency) == ("PHONE", "CHURCH", "IMMEDIATE")
    assert client.get("/avisos/").status_code == 403


def test_an_institution_without_users_tells_by_a_link_once(client, world, marta):
    Notice.objects.all().delete()
    actions.make_alert_link(organisation=world.oim, email="oim@example.org", by=marta, at=now())
    url = re.search(r"/avisar/e/[^/ ]+/", Notice.objects.get().text)[0]
    data = typed(client, url)
    del data["sender_kind"]
    send(client, data, url)
    alert = Alert.objects.get()
    assert (alert.channel, alert.sender_organisation) == ("LINK", world.oim)
    assert alert.number in said(client.post(url, data)), "the button pressed twice"
    assert Alert.objects.count() == 1
    assert client.post(url, {**data, "once": str(uuid4())}).status_code == 404
    assert client.get(url).status_code == 404
    AlertLink.objects.update(used_at=None, expires_at=now())
    assert client.get(url).status_code == 404


def test_the_team_of_another_office_guards_where_the_office_has_none(world, marta):
    team = Team.objects.create(office=world.jz_tum, name="Trata Tumbes")
    MembershipFactory(user=UserFactory(organisation=world.uim, office=world.jz_tum), role="CASEWORKER", team=team)
    assert alert_of(Topic.VIOLENCE).team == world.trata


def test_whoever_tells_it_in_another_language_reads_on_in_it_and_staff_are_told_in_spanish(client, marta):
    Notice.objects.all().delete()
    answer = said(send(client, typed(client, "/fr/avisar/", danger_now="yes"), "/fr/avisar/"))
    assert "Nous l’avons reçu" in answer
    assert 'href="/fr/avisar/estado/"' in answer
    assert "Reçu" in said(client.post("/fr/avisar/estado/", {"receipt": Alert.objects.get().number}))
    (notice,) = Notice.objects.all()
    assert "empieza ahora" in notice.subject
    assert "Lea aquí" in notice.text
