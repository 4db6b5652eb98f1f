"""What a person may ask for: who saw their file, a copy of their data, an end of it."""

import json
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from ayni.access.permissions import Role
from ayni.access.tests.factories import UserFactory
from ayni.audit import actions as audit
from ayni.audit.models import Event
from ayni.cases import actions as cases
from ayni.cases.tests.factories import open_case
from ayni.codelists.models import FunctionalDifficulty, Occupation
from ayni.desk.queries import seen
from ayni.people import actions
from ayni.people.models import Erasure, Handover, Kind, LegalHold, Person
from ayni.people.queries import own_data
from ayni.people.tests.factories import PersonFactory
from tests.whole_file import whole_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(world):
    return whole_file(world)


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def page(client, user, name, person, **data):
    client.force_login(user)
    address = reverse(f"desk:{name}", args=[person.pk])
    return client.post(address, data) if data else client.get(address)


# Who saw it.


def test_the_report_says_when_from_where_as_what_and_what_for_and_names_no_official(client, world, person):
    page(client, world.julio, "person", person)
    told = text_of(page(client, world.rosa, "who-saw", person))
    assert "Sede central Breña · Unidad de Integración Migratoria" in told
    assert str(Role.CASEWORKER.label) in told
    assert "Atender a la persona" in told
    assert "Ramos" not in told
    assert "Quispe" not in told.replace("Rosa Quispe Huamán", "", 1)


def test_reading_it_with_the_person_is_itself_a_reading(client, world, person):
    page(client, world.rosa, "who-saw", person)
    last = Event.objects.order_by("-seq").first()
    assert (last.verb, last.purpose, last.by) == ("person.opened", "own_request", str(world.rosa.pk))


def test_it_names_the_institutions_that_received_data_and_which(client, world, person):
    told = text_of(page(client, world.rosa, "who-saw", person))
    referral = person.cases.get().referrals.get()
    assert referral.organisation.name in told
    assert all(label in told for _field, label, _value in referral.shared)


def test_the_paper_has_a_proof_that_says_only_that_it_came_from_here(client, world, person):
    answer = page(client, world.rosa, "who-saw-print", person)
    assert answer["Content-Type"] == "application/pdf"
    made = Handover.objects.filter(kind="READERS").latest("made_at")
    told = text_of(client.get(reverse("desk:handover-proof", args=[made.proof])))
    assert "El documento salió de aquí" in told
    assert person.surname_1 not in told
    assert "No conocemos" in text_of(client.get(reverse("desk:handover-proof", args=["x" * 22])))


def test_whoever_prints_does_not_learn_of_a_restricted_case_nor_of_who_came_because_of_it(world):
    person = PersonFactory(registered_by=world.rosa)
    open_case(world.rosa, person=person)
    far = UserFactory(organisation=world.uim, office=world.jz_tum, roles=[Role.CASEWORKER])
    far.memberships.update(team=world.trata)
    restricted = open_case(world.rosa, "VP-TRATA", person=person)
    for subject in (restricted, person):
        audit.record_reading(subject=subject, by=far, at=now(), purpose="attention", thread=subject.pk)
    outside, inside = seen.report(person, world.julio), seen.report(person, world.rosa)
    assert "Tumbes" not in str(outside)
    assert "Tumbes" in str(inside)
    assert len(outside.lines) < len(inside.lines)
    assert str(restricted.pk) not in str(outside)


# A copy.


@pytest.fixture
def copied(client, world, person):
    answer = page(client, world.rosa, "own-data", person, recipient="PERSON", identity="DOCUMENT")
    assert answer.status_code == 302
    return json.loads(client.get(reverse("desk:own-data-json", args=[person.pk])).content)


def test_the_copy_holds_the_file_in_words_and_no_name_of_staff(copied, person):
    tables = {table["table"]: table["rows"] for table in copied["tables"]}
    assert tables["people.Person"][0]["given_name_1"] == "Yusleidy"
    assert tables["people.ContactPoint"][0]["value"] == "+51999000111"
    assert tables["cases.Note"][0]["text"] == "Una nota"
    assert tables["cases.Note"][0]["written_by"] == "Sede central Breña, Unidad de Integración Migratoria"
    assert tables["instruments.AnswerSet"][0]["answers"]
    assert tables["referrals.Referral"][0]["shared"][0][1] == "Yusleidy Carolina González Rondón"
    text = json.dumps(copied, ensure_ascii=False)
    assert "Quispe" not in text
    assert "Quien firma" not in text
    assert {w["table"] for w in copied["withheld"]} >= {"people.SearchKey", "cases.NoteDraft"}


def test_the_copy_says_occupation_and_difficulties_in_words(client, world):
    person = PersonFactory(registered_by=world.rosa)
    since = date(2022, 1, 1)
    Occupation.objects.create(code="OCU-VEN", label_es="Vende en la calle", order=1, valid_from=since)
    FunctionalDifficulty.objects.create(code="WG-3", label_es="Sí, mucha", order=1, valid_from=since, counts=True)
    person.characteristics.create(kind=Kind.OCCUPATION, code="OCU-VEN", recorded_by=world.rosa, recorded_at=now())
    person.characteristics.create(
        kind=Kind.DISABILITY, sealed={"SEE": "WG-3"}, recorded_by=world.rosa, recorded_at=now()
    )
    tables = {table.model: table.rows for table in own_data.copy_of(person, world.rosa).tables}
    work, seeing = tables["people.Characteristic"]
    assert {"code": "OCU-VEN", "label": "Vende en la calle"} in [cell.value for cell in work.told]
    (answer,) = next(cell.value for cell in seeing.told if cell.name == "sealed")
    assert (answer[0].startswith("¿Tiene dificultad"), answer[1]) == (True, "Sí, mucha")


def test_without_the_form_there_is_no_copy_and_after_an_hour_it_is_asked_again(client, world, person):
    client.force_login(world.rosa)
    address = reverse("desk:own-data-json", args=[person.pk])
    assert client.get(address).url == reverse("desk:own-data", args=[person.pk])
    page(client, world.rosa, "own-data", person, recipient="PERSON", identity="KNOWN")
    assert client.get(address).status_code == 200
    Handover.objects.update(made_at=now() - timedelta(hours=2))
    assert client.get(address).status_code == 302


def test_whoever_poses_as_family_is_not_handed_anything_without_a_power(client, world, person):
    answer = page(client, world.rosa, "own-data", person, recipient="REPRESENTATIVE", identity="KNOWN")
    assert "quien la representa muestra el poder" in text_of(answer)
    assert not Handover.objects.filter(kind="OWN_DATA").exists()


def test_the_copy_on_paper_is_a_pdf(client, world, person):
    page(client, world.rosa, "own-data", person, recipient="PERSON", identity="DOCUMENT")
    assert page(client, world.rosa, "own-data-pdf", person)["Content-Type"] == "application/pdf"


def test_notes_of_a_restricted_case_say_why_they_are_not_handed_over(client, world):
    person = PersonFactory(registered_by=world.rosa)
    case = open_case(world.rosa, "VP-TRATA", person=person)
    cases.write_note(case=case, text="Nombra a un tercero", by=world.rosa, at=now())
    page(client, world.rosa, "own-data", person, recipient="PERSON", identity="DOCUMENT")
    copy = client.get(reverse("desk:own-data-json", args=[person.pk])).content.decode()
    assert "Nombra a un tercero" not in copy
    assert "puede hablar de otras personas o de una investigación" in copy


def test_a_colleague_hands_over_nothing_of_a_case_that_is_hidden_from_them(client, world):
    person = PersonFactory(registered_by=world.rosa)
    open_case(world.rosa, person=person, wishes="Trabajar")
    hidden = open_case(world.rosa, "VP-TRATA", person=person, wishes="Salir de allí")
    page(client, world.julio, "own-data", person, recipient="PERSON", identity="DOCUMENT")
    copy = client.get(reverse("desk:own-data-json", args=[person.pk])).content.decode()
    assert "Trabajar" in copy
    for word in ("Salir", hidden.number, str(hidden.pk), "TRATA", "RESTRICTED"):
        assert word not in copy


# An end.


def erased(client, user, person):
    return page(client, user, "erase", person, ground="REQUEST", read="on")


def test_a_supervisor_sees_what_goes_and_what_stays_before_erasing(client, world, person):
    before = Event.objects.count()
    told = text_of(page(client, world.marta, "erase", person))
    for word in (
        "Notas de los casos",
        "Se borra",
        "Se vacía",
        "las estadísticas por perfil no deben cambiar",
    ):
        assert word in told
    assert Event.objects.count() == before
    assert Person.objects.get(pk=person.pk).surname_1 == "González"


def test_the_address_of_an_erased_file_says_what_happened_to_those_who_might_have_seen_it(client, world, person):
    assert erased(client, world.marta, person).url == reverse("desk:person", args=[person.pk])
    told = text_of(page(client, world.rosa, "person", person))
    assert "Aquí estaba el expediente de una persona" in told
    assert "La persona lo pidió" in told
    assert "González" not in told
    assert page(client, world.vera, "person", person).status_code == 404
    assert page(client, world.rosa, "person-contact", person).status_code == 404


def test_the_case_of_somebody_erased_can_be_read_and_not_reopened(client, world, person):
    erased(client, world.marta, person)
    case = person.cases.get()
    assert "Expediente borrado" in text_of(client.get(reverse("desk:case", args=[case.pk])))
    client.force_login(world.rosa)
    answer = client.post(reverse("desk:case-reopen", args=[case.pk]), {"reason": "Volvió"})
    assert "se borró" in text_of(answer)


def test_a_file_with_an_open_case_is_not_erased(client, world, person):
    open_case(world.rosa, person=person)
    assert "Todavía hay un caso abierto" in text_of(page(client, world.marta, "erase", person))
    assert "Todavía hay un caso abierto" in text_of(erased(client, world.marta, person))
    assert not Erasure.objects.exists()


def test_whoever_does_not_see_all_of_a_file_cannot_erase_it_and_learns_no_more(client, world, person):
    case = open_case(world.rosa, "VP-TRATA", person=person)
    told = text_of(erased(client, world.marta, person))
    assert "no se puede borrar desde aquí" in told
    assert "caso abierto" not in told
    assert case.number not in told
    assert not Erasure.objects.exists()


def test_without_the_tick_nothing_is_erased(client, world, person):
    answer = page(client, world.marta, "erase", person, ground="REQUEST")
    assert "marque que sabe que no se puede deshacer" in text_of(answer)
    assert not Erasure.objects.exists()


def test_a_file_on_hold_is_not_erased_until_the_hold_is_lifted(client, world, person):
    until = localdate() + timedelta(days=30)
    parts = {"until_day": until.day, "until_month": until.month, "until_year": until.year}
    assert page(client, world.marta, "hold", person, reason="Queja 12", **parts).status_code == 302
    assert "está retenido hasta" in text_of(erased(client, world.marta, person))
    client.post(reverse("desk:hold-lift", args=[person.pk]))
    assert LegalHold.objects.filter(lifted_at__isnull=True).count() == 0
    assert erased(client, world.marta, person).status_code == 302


def test_a_hold_in_the_past_is_refused_and_what_was_typed_stays(client, world, person):
    parts = {"until_day": 1, "until_month": 1, "until_year": 2020}
    answer = page(client, world.marta, "hold", person, reason="Queja 12", **parts)
    assert answer.status_code == 200
    assert "Queja 12" in answer.content.decode()


def test_an_erased_file_is_not_erased_again(world, person):
    actions.erase(person=person, ground="REQUEST", by=world.marta, at=now())
    with pytest.raises(Exception, match="ya se borró"):
        actions.erase(person=person, ground="REQUEST", by=world.marta, at=now())
