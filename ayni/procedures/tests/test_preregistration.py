"""A person prepares an application without an account, and staff make it one."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now

from ayni.cases.tests.factories import open_case
from ayni.files.tests.factories import jpeg
from ayni.notices.models import Message
from ayni.people.models import Draft, Person
from ayni.people.tests.factories import (
    CountryFactory,
    DocumentTypeFactory,
    PersonFactory,
    SexFactory,
)
from ayni.procedures import actions, rules
from ayni.procedures.actions import preregistration as verbs
from ayni.procedures.models import Application, ItemState, Preregistration, PreregistrationState, Station
from ayni.procedures.tests.factories import NOON
from ayni.procedures.tests.lives import procedure

pytestmark = pytest.mark.django_db


@pytest.fixture
def wanted(world):
    SexFactory()
    CountryFactory()
    DocumentTypeFactory()
    return procedure(world)


def at(name, *args):
    return reverse(f"procedures:{name}", args=args)


def answers(wanted, office):
    return {
        "tramite": {"procedure": wanted.pk},
        "oficina": {"office": office.pk},
        "nombre": {"given_name_1": "Wilmer", "surname_1": "Quintero"},
        "nacimiento": {"birth_day": "3", "birth_month": "5", "birth_year": "1991"},
        "sexo": {"sex": "SEX-F"},
        "nacionalidad": {"nationality_1": "VEN"},
        "documento": {"has_documents": "yes", "type_1": "PAS", "number_1": "AB123456"},
        "contacto": {"kind_1": "SMS", "value_1": "+51 999 111 222", "is_safe_1": "on"},
    }


def begin(client):
    return client.post(at("own-start"), {}).context


def fill(client, wanted, office):
    shown = begin(client)
    for slug, said in answers(wanted, office).items():
        answer = client.post(at("own-question", slug), said)
        assert answer.status_code == 302, (slug, answer.context["form"].errors)
    return shown["made"], shown["code"]


def sent(client, wanted, office):
    made, code = fill(client, wanted, office)
    assert client.post(at("own-check")).url == at("own-sent")
    made.refresh_from_db()
    return made, code


def test_one_question_a_page_and_each_answer_is_kept(client, wanted, world):
    made, code = fill(client, wanted, world.sede_central)
    made.refresh_from_db()
    assert made.answers["given_name_1"] == ["Wilmer"]
    shown = client.get(at("own-check")).content.decode()
    for said in ("Wilmer", "AB123456", "+51 999 111 222", wanted.label_es):
        assert said in shown
    assert "Wilmer" in client.get(at("own-question", "nombre")).content.decode()
    client.post(at("own-check"))
    made.refresh_from_db()
    assert (made.state, made.office) == (PreregistrationState.SENT, world.sede_central)
    assert made.number in client.get(at("own-sent")).content.decode()
    assert client.get(at("own-check")).status_code == 404


def test_what_has_no_answer_is_not_sent_and_what_was_typed_stays(client, wanted, world):
    begin(client)
    wrong = client.post(at("own-question", "nacimiento"), {"birth_day": "31", "birth_month": "2", "birth_year": "1990"})
    assert wrong.status_code == 200
    assert 'value="31"' in wrong.content.decode()
    client.post(at("own-check"))
    assert Preregistration.objects.get().state == PreregistrationState.DRAFT


def test_a_box_that_was_unticked_is_not_ticked_any_more(client, wanted, world):
    made, _code = fill(client, wanted, world.sede_central)
    client.post(at("own-question", "contacto"), {"kind_1": "SMS", "value_1": "+51 999 111 222"})
    made.refresh_from_db()
    assert "is_safe_1" not in made.answers
    assert "nadie que pueda hacerme daño" not in client.get(at("own-check")).content.decode().lower()


def test_nothing_is_kept_that_was_not_asked(client, lia, wanted, world):
    made, _code = fill(client, wanted, world.sede_central)
    more = {"rows": "x", "consent_REGISTER": "yes", "birth_year": "1901"}
    client.post(at("own-question", "nombre"), {"given_name_1": "Wilmer", "surname_1": "Quintero", **more})
    client.post(at("own-check"))
    made.refresh_from_db()
    assert not {"rows", "consent_REGISTER"} & set(made.answers)
    assert made.answers["birth_year"] == ["1991"]
    client.force_login(lia)
    answer = client.post(at("preregistration", made.pk), {"do": "register"})
    assert client.get(answer.url).status_code == 200


def test_with_number_and_code_one_goes_on_in_another_browser(client, wanted, world):
    made, code = fill(client, wanted, world.sede_central)
    other = client.__class__()
    assert other.get(at("own-check")).status_code == 404
    wrong = other.post(at("own-return"), {"number": made.number, "code": "AAAA-AAAA"})
    unknown = other.post(at("own-return"), {"number": "P-0000-0000-0", "code": code})
    assert text_of(wrong) == text_of(unknown)
    assert other.post(at("own-return"), {"number": made.number.lower(), "code": code.lower()}).status_code == 302
    assert "Wilmer" in other.get(at("own-check")).content.decode()
    assert client.get(at("own-check")).status_code == 404


def text_of(answer):
    return answer.context["form"].non_field_errors()


def test_after_five_wrong_codes_nothing_opens_it(client, wanted, world):
    made, code = fill(client, wanted, world.sede_central)
    for _n in range(rules.preregistration.MOST_WRONG_CODES):
        assert verbs.enter(found=made, code="AAAAAAAA", at=now()) is None
    assert verbs.enter(found=made, code=code, at=now()) is None
    assert client.get(at("own-check")).status_code == 404


def test_a_machine_that_fills_in_everything_and_one_that_knocks_without_end_are_kept_out(client, wanted):
    assert client.post(at("own-start"), {"website": "x"}).context["form"].errors
    assert not Preregistration.objects.exists()
    cache.clear()
    answers_ = {client.post(at("own-start"), {}).status_code for _n in range(121)}
    assert answers_ == {200, 429}


def test_a_link_opens_once_with_the_code_that_was_told_apart(client, lia, wanted):
    client.force_login(lia)
    answer = client.post(at("invite"), {"email": "alguien@ejemplo.pe", "language": "es"}, follow=True)
    code, text = answer.context["code"], Message.objects.get().text
    assert code not in text
    address = text.split(": ")[1].split("\n")[0]
    path = address[address.index("/mi-tramite") :]
    other = client.__class__()
    assert other.post(path, {"code": "AAAA-AAAA"}).status_code == 200
    assert other.post(path, {"code": code}).status_code == 302
    assert client.__class__().get(path).status_code == 404


def test_a_link_leads_to_a_page_in_the_language_that_was_chosen(client, lia, wanted):
    client.force_login(lia)
    client.post(at("invite"), {"email": "alguien@ejemplo.pe", "language": "ht"})
    sent = Message.objects.get()
    assert sent.subject == "Yon paj pou ou"
    path = sent.text[sent.text.index("/ht/mi-tramite") :].split("\n")[0]
    assert '<html lang="ht"' in client.__class__().get(path).content.decode()


def test_who_sends_the_form_twice_has_invited_once_and_sees_the_code_once(client, lia, marta, wanted, world):
    client.force_login(lia)
    form = {"email": "alguien@ejemplo.pe", "language": "es", "once": str(uuid4())}
    answers_ = [client.post(at("invite"), form) for _n in range(2)]
    assert {answer.url for answer in answers_} == {at("invite")}
    assert Message.objects.count() == Preregistration.objects.count() == 1
    made = Preregistration.objects.get()
    assert made.number in client.get(at("invite")).content.decode()
    assert made.number not in client.get(at("invite")).content.decode()
    client.force_login(marta)
    kiosk = {"name": "Ingreso", "office": world.sede_central.pk, "once": str(uuid4())}
    for _n in range(2):
        assert client.post(at("stations"), kiosk).url == at("stations")
    assert Station.objects.count() == 1


def test_whoever_has_no_office_is_told_so_and_nothing_is_sent(client, lia, wanted):
    type(lia).objects.filter(pk=lia.pk).update(office=None)
    client.force_login(lia)
    shown = client.post(at("invite"), {"email": "alguien@ejemplo.pe", "language": "es"}).content.decode()
    assert "no pertenece a ninguna" in shown
    assert 'value="alguien@ejemplo.pe"' in shown
    assert not Preregistration.objects.exists()


def test_a_kiosk_forgets_who_stood_there(client, marta, wanted, world):
    client.force_login(marta)
    answer = client.post(at("stations"), {"name": "Ingreso", "office": world.sede_central.pk}, follow=True)
    address = answer.context["address"]
    kiosk = client.__class__()
    kiosk.get(address[address.index("/mi-tramite") :])
    made, _code = fill(kiosk, wanted, world.sede_central)
    assert (made.channel, made.office) == ("KIOSK", world.sede_central)
    page = kiosk.get(at("own-check")).content.decode()
    assert f'content="{rules.IDLE};url={at("own-leave")}"' in page
    kiosk.get(at("own-leave"))
    assert kiosk.get(at("own-check")).status_code == 404
    assert "http-equiv" in kiosk.get(at("own-start")).content.decode()
    assert client.post(at("stations"), {"revoke": "²"}).status_code == 404
    client.post(at("stations"), {"revoke": Station.objects.get().pk})
    assert client.__class__().get(address[address.index("/mi-tramite") :]).status_code == 404


def test_staff_are_shown_who_it_may_already_be_before_anybody_is_registered(client, lia, wanted, world):
    known = PersonFactory(registered_by=lia, given_name_1="Wilmer", surname_1="Quintero")
    made, _code = sent(client, wanted, world.sede_central)
    client.force_login(lia)
    page = client.get(at("preregistration", made.pk)).content.decode()
    assert known.listed_name in page
    answer = client.post(at("preregistration", made.pk), {"person": known.pk})
    application = Application.objects.get()
    assert answer.url == at("application", application.pk)
    made.refresh_from_db()
    assert (made.state, made.answers, application.person) == (PreregistrationState.TAKEN_OVER, {}, known)
    assert client.post(at("preregistration", made.pk), {"person": known.pk}).status_code == 200


def test_a_new_person_is_registered_with_what_they_wrote(client, lia, wanted, world):
    made, _code = sent(client, wanted, world.sede_central)
    client.force_login(lia)
    answer = client.post(at("preregistration", made.pk), {"do": "register"})
    draft = Draft.objects.get()
    assert answer.url == reverse("people:draft", args=[draft.pk])
    assert "Quintero" in client.get(answer.url).content.decode()
    assert not Person.objects.exists()


def test_of_somebody_with_a_hidden_file_nothing_is_shown(client, lia, rosa, wanted, world):
    hidden = open_case(
        rosa, "VP-TRATA", person=PersonFactory(registered_by=rosa, given_name_1="Wilmer", surname_1="Quintero")
    ).person
    made, _code = sent(client, wanted, world.sede_central)
    client.force_login(lia)
    page = client.get(at("preregistration", made.pk)).content.decode()
    assert str(hidden.pk) not in page
    assert client.post(at("preregistration", made.pk), {"person": hidden.pk}).status_code == 404
    assert not Application.objects.exists()


def test_another_office_does_not_see_it(client, vera, wanted, world):
    made, _code = sent(client, wanted, world.sede_central)
    client.force_login(vera)
    assert client.get(at("preregistration", made.pk)).status_code == 404


def test_papers_that_came_along_are_in_the_application(client, lia, wanted, world):
    made, _code = fill(client, wanted, world.sede_central)
    paper = wanted.requirements.get(order=1)
    client.post(at("own-paper", paper.pk), {"picture": SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")})
    client.post(at("own-check"))
    person = PersonFactory(registered_by=lia)
    application = actions.take_over(found=made, person=person, by=lia, at=NOON)
    item = application.items.get(requirement=paper)
    assert (item.state, item.attachment.person) == (ItemState.PRESENTED, person)
    assert not made.papers.exists()
