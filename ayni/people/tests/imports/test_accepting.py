from datetime import timedelta

import pytest

from ayni.audit import actions as audit
from ayni.audit.models import Event
from ayni.people import actions as people_actions
from ayni.people import queries as people_queries
from ayni.people.actions import imports as actions
from ayni.people.models import BatchState, ExternalId, IdentityChange, Person, RowState, Source
from ayni.people.rules.imports.states import CannotImport, InTheWay, TooDoubtful
from ayni.people.rules.registering import NewContact
from ayni.people.tests.factories import NOON, PersonFactory, SexFactory, place

from .lists import people, staged, work

pytestmark = pytest.mark.django_db

ANA = "A-1,Ana María,Quispe Ñahui,1990-03-12,F,VEN,Pasaporte,AB123456,987654321"
LUIS = "A-2,Luis,Soto,01/02/1985,Masculino,Colombia,,,"
LATER = NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def unknown_sex(lists):
    SexFactory(code="SEX-U", label_es="No registrado")


def known_ana(by, **kwargs):
    return PersonFactory(registered_by=by, given_name_1="Ana", given_name_2="María", surname_1="Quispe",
                         surname_2="Ñahui", **kwargs)  # fmt: skip


def accept(batch, by, *states, **kwargs):
    actions.accept_list(batch=batch, states=states or (RowState.NEW,), by=by, at=NOON, **kwargs)
    return work(batch)


def undo(batch, by, **kwargs):
    actions.undo_list(batch=batch, by=by, at=LATER, **kwargs)
    return work(batch)


def test_who_is_new_gets_a_file_with_every_part_and_where_it_comes_from(marta):
    batch = accept(staged(people(ANA), marta), marta)
    assert batch.state == BatchState.ACCEPTED
    ana = Person.objects.get()
    row = batch.staged.get()
    assert (ana.full_name, ana.sex.code, str(ana.birth_date)) == ("Ana María Quispe Ñahui", "SEX-F", "1990-03-12")
    assert (ana.office, ana.registered_by, row.person, row.state) == (batch.office, marta, ana, RowState.ACCEPTED)
    reference = f"import:{batch.pk}:2"
    for part in (ana.documents.get(), ana.contacts.get(), ana.nationalities.get(), ana.identity_changes.get()):
        assert (part.source, part.reference, part.recorded_by) == (Source.LIST, reference, marta)
    assert ana.documents.get().number == "AB123456"
    assert ana.external_ids.get().value == "A-1"
    assert ana.consents.get().basis == "PUBLIC_FUNCTION"
    assert ana.consents.get().grounds == "Convenio 12-2026"


def test_who_was_accepted_is_found_by_search(marta):
    accept(staged(people(ANA), marta), marta)
    found = people_queries.search("quispe ñahui ana", marta, NOON)
    assert [hit.person.pk for hit in found.hits] == [Person.objects.get().pk]


def test_the_trail_says_who_and_which_row_and_no_name(marta):
    batch = accept(staged(people(ANA), marta), marta)
    event = Event.objects.get(verb="person.imported")
    assert event.thread == Person.objects.get().pk
    assert (event.by, event.details["batch"], event.details["row"]) == (str(marta.pk), str(batch.pk), 2)
    assert "Quispe" not in str([e.details for e in Event.objects.all()])


def test_the_next_list_of_the_same_source_knows_its_people_by_their_number(marta):
    accept(staged(people(LUIS), marta), marta)
    again = staged(people("A-2,Luís,Soto,,,,,,912345678"), marta)
    assert again.staged.get().state == RowState.KNOWN
    assert again.staged.get().match == Person.objects.get()


def test_who_is_known_is_linked_and_only_what_is_missing_is_added(marta):
    ana = known_ana(marta, phone="912345678")
    batch = staged(people(ANA.replace("AB123456", "AB 123.456").replace("F,VEN", "F,COL")), marta)
    assert batch.counts == {"KNOWN": 1}
    batch = accept(batch, marta, RowState.KNOWN)
    ana.refresh_from_db()
    assert batch.staged.get().state == RowState.LINKED
    assert [d.number for d in ana.documents.all()] == ["AB123.456"]
    assert sorted(c.value for c in ana.contacts.all()) == ["912345678", "987654321"]
    assert [n.country.code for n in ana.nationalities.all()] == ["VEN"], "a list overwrites nothing"
    assert Person.objects.count() == 1


def test_a_birth_date_that_was_not_known_is_filled_and_can_be_taken_back(marta):
    ana = known_ana(marta, document="AB123456", birth_date=None, birth_precision="UNKNOWN")
    batch = accept(staged(people(ANA), marta), marta, RowState.KNOWN)
    ana.refresh_from_db()
    assert str(ana.birth_date) == "1990-03-12"
    assert IdentityChange.objects.get().before == {"birth_date": None, "birth_precision": "UNKNOWN"}
    batch = undo(batch, marta)
    ana.refresh_from_db()
    assert (ana.birth_date, ana.birth_precision) == (None, "UNKNOWN")
    assert not IdentityChange.objects.exists()
    assert not ExternalId.objects.exists()
    assert [d.number for d in ana.documents.all()] == ["AB123456"]
    assert batch.state == BatchState.UNDONE


def test_nothing_is_added_to_a_file_that_nobody_agreed_to_any_more(marta):
    ana = known_ana(marta, document="AB123456", kept=False)
    accept(staged(people(ANA), marta), marta, RowState.KNOWN)
    assert not ana.contacts.exists()


def test_somebody_registered_since_is_not_registered_twice(marta):
    batch = staged(people(ANA), marta)
    known_ana(marta, document="AB123456")
    batch = accept(batch, marta)
    assert batch.counts == {"KNOWN": 1}
    assert Person.objects.count() == 1


def test_nearly_the_same_row_twice_is_not_two_people(marta, monkeypatch):
    monkeypatch.setattr("ayni.people.actions.imports.accepting.CHUNK", 1)
    batch = staged(people(ANA, ANA.replace("Quispe", "Quizpe").replace("AB123456,", ",").replace("A-1", "A-7")), marta)
    batch = accept(batch, marta, confirmed=True)
    assert Person.objects.count() == 1


def test_a_known_person_who_was_hidden_meanwhile_is_held(marta, rosa):
    ana = known_ana(rosa, document="AB123456")
    batch = staged(people(ANA), marta)
    place(ana, "RESTRICTED", rosa, assignee=rosa)
    batch = accept(batch, marta, RowState.KNOWN)
    assert batch.counts == {"HELD": 1}


def test_a_list_with_very_many_doubtful_rows_stops_and_asks(marta):
    PersonFactory(registered_by=marta, document="AB123456", given_name_1="Rodolfo", given_name_2="",
                  surname_1="Zevallos", surname_2="", birth_date=None, birth_precision="UNKNOWN")  # fmt: skip
    doubtful = [ANA.replace("A-1", f"B-{n}").replace("Ana", f"Ana{'x' * n}") for n in range(3)]
    names = ["Rosa Mamani", "Elena Soto", "Luz Condori", "Sofía Rojas", "Carmen Prado", "Julia Ticona", "Inés Yupa",
             "Berta Cusi", "Nelly Huanca"]  # fmt: skip
    rows = [f"C-{n},{name.replace(' ', ',')},19{60 + n}-01-02,F,VEN,,," for n, name in enumerate(names)]
    batch = staged(people(*doubtful, *rows), marta)
    with pytest.raises(TooDoubtful):
        accept(batch, marta)
    assert accept(batch, marta, confirmed=True).count(RowState.ACCEPTED) == 9


def test_accepting_twice_is_accepting_once(marta):
    batch = staged(people(ANA, LUIS), marta)
    actions.accept_list(batch=batch, states=["NEW"], by=marta, at=NOON)
    with pytest.raises(CannotImport):
        actions.accept_list(batch=batch, states=["NEW"], by=marta, at=NOON)
    work(batch)
    assert Person.objects.count() == 2


def test_a_row_with_an_error_is_mended_and_judged_anew(marta):
    batch = staged(people(ANA.replace("1990-03-12", "ayer")), marta)
    row = batch.staged.get()
    row = actions.fix_row(row=row, typed={**row.typed, "birth_date": "12/03/1990"}, by=marta, at=NOON)
    assert row.state == RowState.NEW
    batch.refresh_from_db()
    assert batch.counts == {"NEW": 1}
    with pytest.raises(CannotImport):
        actions.fix_row(row=accept(batch, marta).staged.get(), typed=row.typed, by=marta, at=NOON)


def test_a_doubtful_row_is_decided_to_be_the_same_or_somebody_new(marta):
    rodolfo = PersonFactory(registered_by=marta, document="AB123456", given_name_1="Rodolfo", surname_1="Zevallos",
                            birth_date=None, birth_precision="UNKNOWN")  # fmt: skip
    batch = staged(people(ANA, ANA.replace("A-1", "A-2").replace("AB123456", "AB123457")), marta)
    first, second = batch.staged.order_by("number")
    assert first.state == RowState.DOUBTFUL
    linked = actions.take_as_same(row=first, person=rodolfo, by=marta, at=NOON)
    assert (linked.state, linked.person) == (RowState.LINKED, rodolfo)
    actions.take_as_new(row=second, by=marta, at=NOON)
    batch.refresh_from_db()
    assert batch.state == BatchState.ACCEPTED
    assert Person.objects.count() == 2


def test_a_rejected_list_leaves_nobody(marta):
    batch = actions.reject_list(batch=staged(people(ANA), marta), by=marta, at=NOON)
    assert batch.state == BatchState.REJECTED
    assert not batch.staged.exists()
    with pytest.raises(CannotImport):
        accept(batch, marta)


def test_undoing_leaves_the_register_as_it_was(marta):
    before = known_ana(marta, document="ZZ999999")
    batch = accept(staged(people(LUIS), marta), marta)
    assert Person.objects.count() == 2
    batch = undo(batch, marta)
    assert (batch.state, batch.counts) == (BatchState.UNDONE, {"UNDONE": 1})
    assert list(Person.objects.all()) == [before]
    assert not people_queries.search("luis soto", marta, NOON).hits
    assert not ExternalId.objects.exists()


def test_undoing_says_what_was_built_since_and_undoes_the_rest_if_asked(marta):
    batch = accept(staged(people(ANA, LUIS), marta), marta)
    ana = Person.objects.get(surname_1="Quispe")
    people_actions.add_contact(person=ana, contact=NewContact("EMAIL", "a@b.pe"), by=marta, at=NOON)
    assert actions.standing_in_the_way(batch, marta) == (1, {"EDIT": 1})
    with pytest.raises(InTheWay):
        undo(batch, marta)
    batch = undo(batch, marta, rest=True)
    assert batch.counts == {"ACCEPTED": 1, "UNDONE": 1}
    assert list(Person.objects.all()) == [ana]


def test_reading_a_file_does_not_stand_in_the_way(marta):
    batch = accept(staged(people(LUIS), marta), marta)
    luis = Person.objects.get()
    audit.record_reading(subject=luis, by=marta, at=NOON, purpose="ATTENTION", thread=luis.pk)
    assert undo(batch, marta).state == BatchState.UNDONE


def test_people_of_one_name_and_with_emoji_are_registered(marta):
    accept(staged(people("A-1,Suharto,,,,,,,", "A-2,Ana 👵,Rojas,1950,F,VEN,,,"), marta), marta)
    assert {p.full_name for p in Person.objects.all()} == {"Suharto", "Ana 👵 Rojas"}
    suharto = Person.objects.get(surname_1="")
    assert (suharto.sex.code, suharto.nationalities.get().country.code) == ("SEX-U", "XXX")


def test_a_number_of_origin_that_repeats_stops_nothing(marta):
    batch = accept(staged(people(LUIS, "A-2,Carmen,Rojas Prado,1970-05-06,F,COL,,,"), marta), marta)
    assert batch.count(RowState.ACCEPTED) == 2
    assert ExternalId.objects.get().person == Person.objects.get(surname_1="Soto")
