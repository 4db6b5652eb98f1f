"""What comes back to people: what was done, one question after an attention, consultations."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from ayni.cases.tests.factories import open_case, protocol
from ayni.feedback import actions, rules
from ayni.feedback.models import Consultation, Contribution, Invitation, Opinion, Publication
from ayni.feedback.queries import participation
from ayni.notices.models import Message
from ayni.people.tests.factories import LanguageFactory, PersonFactory
from ayni.procedures.models import QueueDay, Series, Ticket
from ayni.procedures.tests.factories import ApplicationFactory

from .factories import answered, bribe, report_of, tell, waiting

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"feedback:{name}", args=args)


def words(**other):
    said = {"month": date(2026, 11, 20), "office": None, "category": waiting(), "said": "Se espera mucho.",
            "done": "Abrimos otra ventanilla."}  # fmt: skip
    return actions.Words(**said | other)


# Ustedes dijeron, hicimos.


def test_what_one_writes_another_approves_and_everybody_reads(client, marta, clara):
    client.force_login(marta)
    said = {"month": localdate().replace(day=1).isoformat(), "category": waiting().pk, "said": "Se espera mucho.",
            "done": "Otra ventanilla.", "once": str(uuid4())}  # fmt: skip
    assert client.post(at("publications"), said).status_code == 302
    made = Publication.objects.get()
    assert "Otra ventanilla." not in client.get(at("told")).content.decode()
    client.post(at("publication", made.pk), {"do": "approve"})
    made.refresh_from_db()
    assert made.state == "DRAFT"
    client.force_login(clara)
    client.post(at("publication", made.pk), {"do": "approve"})
    client.logout()
    assert "Otra ventanilla." in client.get(at("told")).content.decode()


def test_whoever_changes_it_wrote_it(marta, clara):
    made = actions.write_publication(words=words(), by=marta, at=timezone.now())
    actions.rewrite_publication(publication=made, words=words(done="Dos"), by=clara, at=timezone.now())
    with pytest.raises(rules.CannotPublish):
        actions.approve_publication(publication=made, by=clara, at=timezone.now())
    actions.approve_publication(publication=made, by=marta, at=timezone.now())
    with pytest.raises(rules.CannotPublish):
        actions.rewrite_publication(publication=made, words=words(), by=marta, at=timezone.now())


def test_nobody_is_named_in_what_is_published(marta):
    with pytest.raises(rules.CannotPublish):
        actions.write_publication(words=words(said="Luis Pérez pidió dinero"), by=marta, at=timezone.now())


def test_a_sensitive_report_leads_to_no_publication(world, marta, clara):
    ordinary, sensitive = report_of(office=world.sede_central), report_of(bribe(), office=world.sede_central)
    numbers = f"{ordinary.number}, {sensitive.number}"
    assert participation.reports_to_publish(clara, numbers) == []
    assert participation.reports_to_publish(marta, numbers) == [ordinary]


def test_what_was_withdrawn_is_gone_from_the_page(client, marta, clara):
    made = actions.write_publication(words=words(), by=marta, at=timezone.now())
    actions.approve_publication(publication=made, by=clara, at=timezone.now())
    actions.withdraw_publication(publication=made, by=marta, at=timezone.now())
    assert "Abrimos otra ventanilla." not in client.get(at("told")).content.decode()


def test_the_public_counts_leave_out_what_is_sensitive_and_what_is_few(world, marta, clara):
    lima = world.sede_central
    for number in range(rules.FEWEST_TOLD - 1):
        report_of(office=lima, text=str(number))
    report_of(bribe(), office=lima)
    [month] = participation.told_by_month(localdate())
    assert month.is_few
    for _each in range(5):
        receipt, _code = tell(office=lima, text="x")
        answered(receipt.report, marta)
        actions.say(receipt=receipt, satisfied="YES", text="", at=timezone.now())
    [month] = participation.told_by_month(localdate())
    assert (month.received, month.answered, month.in_time, month.judged) == (9, 5, 5, 5)
    assert month.share == 1.0
    assert 0.5 < month.margin[0] < 0.6


# One question after an attention.


def attended(world, person, ended):
    day, _made = QueueDay.objects.get_or_create(office=world.sede_central, day=localdate(ended))
    series, _made = Series.objects.get_or_create(office=world.sede_central, letter="A", defaults={"name": "General"})
    application = person.applications.first() or ApplicationFactory(person=person, office=world.sede_central)
    return Ticket.objects.create(
        day=day, series=series, number=Ticket.objects.count() + 1, application=application, state="DONE",
        place=ended, arrived_at=ended, ended_at=ended,
    )  # fmt: skip


def reachable(lia, **other):
    person = PersonFactory(registered_by=lia, phone="+51999000111")
    person.contacts.update(kind="SMS", is_safe=True, may_leave_content=True, **other)
    return person


def test_somebody_who_was_attended_is_asked_once_and_answers_without_being_known(client, world, lia):
    now = timezone.now()
    person = reachable(lia)
    attended(world, person, now - timedelta(hours=2))
    assert actions.ask_after_attention(at=now, one_in=1) == 1
    sent = Message.objects.get()
    assert person.surname_1 not in sent.text
    address = sent.text.rpartition(" ")[2]
    path = "/voz/" + address.partition("/voz/")[2]
    assert client.post(path, {"mark": "BADLY", "why": "Me gritaron"}).url == at("opinion-thanks")
    opinion = Opinion.objects.get()
    assert (opinion.mark, opinion.why, opinion.office) == ("BADLY", "Me gritaron", world.sede_central)
    # The page opens once.
    assert client.get(path).status_code == 404


def test_whoever_speaks_french_is_asked_in_it(client, world, lia):
    now = timezone.now()
    person = reachable(lia)
    person.language = LanguageFactory(code="fra")
    person.save(update_fields=["language"])
    attended(world, person, now - timedelta(hours=2))
    assert actions.ask_after_attention(at=now, one_in=1) == 1
    sent = Message.objects.get()
    assert "Comment cela s’est-il passé" in sent.text
    path = "/voz/" + sent.text.partition("/voz/")[2]
    assert path.endswith("?idioma=fr")
    assert '<html lang="fr"' in client.get(path).content.decode()


def test_nobody_is_asked_twice_in_thirty_days(world, lia):
    now, person = timezone.now(), reachable(lia)
    attended(world, person, now - timedelta(hours=2))
    attended(world, person, now - timedelta(hours=1))
    assert actions.ask_after_attention(at=now, one_in=1) == 1
    attended(world, person, now + timedelta(days=20))
    assert actions.ask_after_attention(at=now + timedelta(days=20, hours=1), one_in=1) == 0
    attended(world, person, now + timedelta(days=31))
    assert actions.ask_after_attention(at=now + timedelta(days=31, hours=1), one_in=1) == 1


def test_only_by_a_way_that_is_safe(world, lia):
    now = timezone.now()
    for unsafe in ({"is_safe": False}, {"may_leave_content": False}):
        person = reachable(lia)
        person.contacts.update(**unsafe)
        attended(world, person, now - timedelta(hours=2))
    assert actions.ask_after_attention(at=now, one_in=1) == 0


def test_nobody_with_a_restricted_case_is_asked(world, rosa, lia):
    now, person = timezone.now(), reachable(lia)
    attended(world, person, now - timedelta(hours=2))
    open_case(rosa, "VP-TRATA", person=person, team=world.trata)
    assert actions.ask_after_attention(at=now, one_in=1) == 0


def test_the_draw_of_a_day_is_the_same_for_whoever_asks_again_and_takes_a_part():
    people = [uuid4() for _each in range(600)]
    drawn = [participation.is_drawn(person, date(2026, 11, 20), 3) for person in people]
    assert drawn == [participation.is_drawn(person, date(2026, 11, 20), 3) for person in people]
    assert 140 < sum(drawn) < 260


def test_an_old_or_a_guessed_page_of_the_question_looks_like_none(client, world, lia):
    assert client.get(at("opinion", "adivinado")).status_code == 404
    Invitation.objects.create(
        person=PersonFactory(registered_by=lia), office=world.sede_central, attention="TICKET",
        token_hash=participation.token_hash("survey-link", "viejo"), asked_at=timezone.now(),
        expires_at=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    assert client.get(at("opinion", "viejo")).content == client.get(at("opinion", "adivinado")).content


# Consultations.


@pytest.fixture
def asked(marta, clara):
    made = actions.prepare_consultation(
        asked=actions.Asked(
            title="Nueva atención de niños", text="Se piensa…", protocol=protocol("PW-INDOC", "VP-INDOC"), service=None,
            closes_on=localdate() + timedelta(days=10),
        ),
        by=marta, at=timezone.now(),
    )  # fmt: skip
    with pytest.raises(rules.CannotPublish):
        actions.open_consultation(consultation=made, by=marta, at=timezone.now())
    return made


def take_part(client, made, **other):
    said = {"speaks": "MIGRANT", "stance": "CHANGE", "text": "Más intérpretes", "language": "fr", "once": str(uuid4())}
    return client.post(at("consultation", made.pk), said | other)


def test_people_take_part_and_read_what_came_of_it(client, asked, marta, clara):
    assert client.get(at("consultation", asked.pk)).status_code == 404
    actions.open_consultation(consultation=asked, by=clara, at=timezone.now())
    for _each in range(5):
        assert take_part(client, asked).status_code == 302
    client.force_login(marta)
    assert "Más intérpretes" in client.get(at("consultation-kept", asked.pk)).content.decode()
    with pytest.raises(rules.CannotPublish):
        actions.publish_result(consultation=asked, result="Habrá", by=marta, at=timezone.now())
    later = timezone.now() + timedelta(days=11)
    actions.publish_result(consultation=asked, result="Habrá intérpretes.", by=marta, at=later)
    client.logout()
    page = client.get(at("consultation", asked.pk)).content.decode()
    assert "Habrá intérpretes." in page
    assert "Más intérpretes" not in page
    assert "<td>5</td>" in page


@pytest.mark.parametrize("language", ["fr", "ht", "es"])
def test_whoever_answers_on_a_page_in_their_language_has_said_which_it_is(client, asked, clara, language):
    actions.open_consultation(consultation=asked, by=clara, at=timezone.now())
    page = client.get(at("consultation", asked.pk), {"idioma": language}).content.decode()
    assert f'<option value="{language}" selected>' in page


def test_who_is_against_says_why(client, asked, clara):
    actions.open_consultation(consultation=asked, by=clara, at=timezone.now())
    page = take_part(client, asked, stance="AGAINST", text="")
    assert page.status_code == 400
    assert not Contribution.objects.exists()


def test_a_machine_and_the_same_form_twice_are_not_counted(client, asked, clara):
    actions.open_consultation(consultation=asked, by=clara, at=timezone.now())
    assert take_part(client, asked, website="x").status_code == 400
    once = str(uuid4())
    take_part(client, asked, once=once), take_part(client, asked, once=once)
    assert Contribution.objects.count() == 1


def test_after_the_last_day_nobody_takes_part(client, asked, clara):
    actions.open_consultation(consultation=asked, by=clara, at=timezone.now())
    Consultation.objects.update(closes_on=localdate() - timedelta(days=1))
    assert take_part(client, asked).status_code == 400
