"""The register of data breaches and its clock."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ayni.audit.models import Event
from ayni.notices.models import Message
from ayni.people import actions
from ayni.people.models import Breach
from ayni.people.queries import breaches as queries
from ayni.people.rules.breaches import CannotRecordBreach

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return timezone.now()


def record(world, at, **kwargs):
    said = {"kind": "LOST", "noticed_at": at, "what": "Un portátil en un taxi", "people": 40, **kwargs}
    return actions.record_breach(organisation=world.uim, by=world.marta, at=at, **said)


def test_the_clock_runs_from_when_it_was_noticed(world, ada, at):
    breach = record(world, at, noticed_at=at - timedelta(hours=5))
    assert breach.notify_by == at + timedelta(hours=43)
    assert [message.to for message in Message.objects.all()] == [ada.email]
    assert "portátil" not in str(list(Message.objects.values_list("text", flat=True)))
    assert Event.objects.get(verb="breach.recorded").details == {"kind": "LOST"}
    with pytest.raises(CannotRecordBreach):
        record(world, at, noticed_at=at + timedelta(hours=1))
    with pytest.raises(CannotRecordBreach, match="año"):
        record(world, at, noticed_at=at - timedelta(days=46_000))


def test_it_is_closed_when_all_was_decided(world, marta, at):
    breach = record(world, at)
    do = {"breach": breach, "by": marta, "at": at}
    with pytest.raises(CannotRecordBreach):
        actions.close_breach(lessons="Cifrar los discos", **do)
    actions.assess_breach(harm="SERIOUS", assessment="Hay sobrevivientes", people=None, **do)
    actions.contain_breach(containment="Se bloqueó la cuenta", **do)
    for wrong in ({"reference": "", "why_not": ""}, {"reference": "N-1", "why_not": "x"}):
        with pytest.raises(CannotRecordBreach):
            actions.tell_authority(**wrong, **do)
    actions.tell_authority(reference="N-1", why_not="", **do)
    with pytest.raises(CannotRecordBreach, match="personas afectadas"):
        actions.close_breach(lessons="Cifrar los discos", **do)
    actions.tell_people(were_told=False, words="No se sabe a quién avisar sin ponerle en peligro", **do)
    closed = actions.close_breach(lessons="Cifrar los discos", **do)
    assert (closed.people, closed.closed_at) == (40, at)
    with pytest.raises(CannotRecordBreach):
        actions.contain_breach(containment="Más", **do)


def test_whoever_answers_is_reminded_once_before_the_time_runs_out(world, ada, at):
    record(world, at)
    Message.objects.all().delete()
    assert actions.remind_of_breaches(at=at + timedelta(hours=20)) == 0
    assert actions.remind_of_breaches(at=at + timedelta(hours=30)) == 1
    assert {message.to for message in Message.objects.all()} == {ada.email, world.marta.email}
    assert actions.remind_of_breaches(at=at + timedelta(hours=50)) == 0


def test_what_the_authority_was_told_of_or_is_not_to_be_told_reminds_nobody(world, marta, at):
    told, kept = record(world, at), record(world, at)
    actions.tell_authority(breach=told, reference="N-1", why_not="", by=marta, at=at)
    actions.tell_authority(breach=kept, reference="", why_not="Estaba cifrado", by=marta, at=at)
    assert actions.remind_of_breaches(at=at + timedelta(hours=47)) == 0


def test_another_institution_learns_of_none(world, at):
    record(world, at)
    assert not queries.breaches(world.ines).exists()
    assert queries.breaches(world.ada).count() == 1


def test_the_page_records_one_and_says_that_the_time_is_to_be_confirmed(client, marta, at):
    client.force_login(marta)
    said = {"kind": "SENT", "what": "Un correo", "people": "", "hour": "8:15"}
    day = timezone.localdate() - timedelta(days=1)
    said |= {"day_day": day.day, "day_month": day.month, "day_year": day.year}
    form = client.get(reverse("people:breach-new")).content.decode()
    assert "por confirmar" in form
    client.post(reverse("people:breach-new"), said)
    breach = Breach.objects.get()
    assert timezone.localtime(breach.noticed_at).strftime("%H:%M") == "08:15"
    shown = client.get(reverse("people:breach", args=[breach.pk])).content.decode()
    assert "por confirmar" in shown
    assert client.get(reverse("people:breach-step", args=[breach.pk, "nope"])).status_code == 404


def test_of_two_who_write_a_step_at_once_the_second_is_told_and_sees_what_stands(client, world, ada, at):
    breach = record(world, at)
    client.force_login(ada)
    sent = {
        "assess": (
            {"harm": "SERIOUS", "assessment": "Hay sobrevivientes"},
            {"harm": "POSSIBLE", "assessment": "Quizá"},
        ),
        "contain": ({"containment": "Se bloqueó la cuenta"}, {"containment": "Se cambió la clave"}),
        "authority": ({"reference": "N-1"}, {"why_not": "No hay a quién"}),
        "people": ({"were_told": "yes", "words": "Por carta"}, {"were_told": "no", "words": "Sería peligroso"}),
    }
    for step, (first, second) in sent.items():
        url = reverse("people:breach-step", args=[breach.pk, step])
        (seen,) = re.findall(r'name="seen" value="(\w+)"', client.get(url).content.decode())
        assert client.post(url, {**first, "seen": seen}).status_code == 302
        page = client.post(url, {**second, "seen": seen}).content.decode()
        assert "Esto cambió después de que usted lo abrió aquí" in page
        for typed in (*first.values(), *second.values()):
            assert typed in page, f"{step}: what stands and what was typed are both there"
        (seen,) = re.findall(r'name="seen" value="(\w+)"', page)
        assert client.post(url, {**second, "seen": seen}).status_code == 302
    breach.refresh_from_db()
    assert (breach.harm, breach.containment, breach.people_told) == (
        "POSSIBLE",
        "Se cambió la clave",
        "Sería peligroso",
    )
