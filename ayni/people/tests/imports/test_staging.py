from datetime import timedelta

import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from ayni.people import hooks
from ayni.people.actions import imports as actions
from ayni.people.models import BatchState, ImportBatch, Person, RowState
from ayni.people.queries import imports as queries
from ayni.people.queries.staged import lines
from ayni.people.queries.staging import earlier_twins
from ayni.people.rules.imports.mapping import CannotMap, from_json
from ayni.people.rules.imports.states import CannotImport
from ayni.people.rules.imports.tables import CannotRead
from ayni.people.tests.factories import NOON, PersonFactory, SexFactory, place

from .lists import book, people, receive, staged, work

pytestmark = pytest.mark.django_db

ANA = "A-1,Ana María,Quispe Ñahui,1990-03-12,F,VEN,Pasaporte,AB123456,987654321"
LUIS = "A-2,Luis,Soto,01/02/1985,Masculino,Colombia,,,"


@pytest.fixture(autouse=True)
def unknown_sex(lists):
    SexFactory(code="SEX-U", label_es="No registrado")


def states(batch):
    return list(batch.staged.order_by("number").values_list("state", flat=True))


def test_a_list_is_judged_compared_and_counted_and_nobody_is_registered(marta):
    batch = staged(people(ANA, LUIS, "A-3,,,,,,,,"), marta)
    assert batch.state == BatchState.STAGED
    assert states(batch) == [RowState.NEW, RowState.NEW, RowState.BROKEN]
    assert batch.counts == {"NEW": 2, "BROKEN": 1}
    assert not Person.objects.exists()


def test_the_file_is_kept_encrypted_until_it_is_staged_and_then_gone(marta):
    batch = receive(people(ANA), marta)
    kept = queries.kept_file(batch)
    assert b"Quispe" not in kept.read_bytes()
    actions.start_staging(batch=batch, plan=queries.proposal(batch).plan, by=marta, at=NOON)
    with TestCase.captureOnCommitCallbacks(execute=True):
        work(batch)
    assert not kept.exists()


def test_a_file_that_cannot_be_read_leaves_nothing_behind(marta):
    before = set(queries.folder().glob("*"))
    with pytest.raises(CannotRead):
        receive(b"%PDF-1.4", marta)
    assert not ImportBatch.objects.exists()
    assert set(queries.folder().glob("*")) == before


def test_somebody_who_has_a_file_is_known(marta):
    PersonFactory(registered_by=marta, document="AB123456", given_name_1="Ana", given_name_2="María",
                  surname_1="Quispe", surname_2="Ñahui")  # fmt: skip
    batch = staged(people(ANA), marta)
    assert states(batch) == [RowState.KNOWN]
    assert batch.staged.get().reasons


def test_the_same_number_with_another_name_is_doubtful(marta):
    PersonFactory(registered_by=marta, document="AB123456", given_name_1="Rodolfo", given_name_2="",
                  surname_1="Zevallos", surname_2="", birth_date=None, birth_precision="UNKNOWN")  # fmt: skip
    assert states(staged(people(ANA), marta)) == [RowState.DOUBTFUL]


def test_of_two_namesakes_the_one_with_the_number_is_meant(marta):
    meant = PersonFactory(registered_by=marta, document="12345678", given_name_1="Ana", given_name_2="María",
                          surname_1="Quispe", surname_2="Ñahui")  # fmt: skip
    PersonFactory(registered_by=marta, given_name_1="Ana", given_name_2="María", surname_1="Quispe", surname_2="Ñahui")
    headers = "Nombres,Apellidos,Fecha de nacimiento,Cédula\n"
    batch = staged(headers + "Ana,Quispe,12/03/1990,V-12.345.678\nAna,Quispe,12/03/1990,\n", marta)
    assert states(batch) == [RowState.KNOWN, RowState.DOUBTFUL]
    assert batch.staged.get(number=2).match == meant


def test_the_number_of_two_files_is_doubtful(marta):
    for _twice in range(2):
        PersonFactory(registered_by=marta, document="12345678", given_name_1="Ana", given_name_2="María",
                      surname_1="Quispe", surname_2="Ñahui")  # fmt: skip
    headers = "Nombres,Apellidos,Fecha de nacimiento,Cédula\n"
    batch = staged(headers + "Ana María,Quispe Ñahui,12/03/1990,12345678\n", marta)
    assert states(batch) == [RowState.DOUBTFUL]


def test_ten_thousand_identical_rows_are_one_new_and_the_others_repeated(marta):
    batch = staged(people(*[ANA] * 10_000), marta)
    assert batch.counts == {"NEW": 1, "REPEATED": 9_999}
    assert set(batch.staged.filter(state=RowState.REPEATED).values_list("like_row", flat=True)) == {2}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a table as small as this whole")
def test_earlier_rows_are_looked_up_and_the_list_is_not_read_whole(marta):
    batch = staged(people(ANA, LUIS, ANA), marta)
    twins = set(batch.staged.values_list("twin", flat=True))
    with CaptureQueriesContext(connection) as asked:
        first = earlier_twins(batch, twins)
    assert {number for number, _identity in first.values()} == {2, 3}
    assert len(asked) == 2
    for query in asked.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plan = " ".join(row[3] for row in cursor.fetchall())
        assert "batch_id=? AND twin=?" in plan or "batch_id=? AND number=?" in plan, plan


NEARLY = (
    "B-1,Ana María,Quispe Ñahui,1990-03-12,F,VEN,,,", "B-2,Ana Maria,Quizpe Ñahui,1990-03-12,F,VEN,,,",
    "B-3,Ana,Quispe,12/03/1990,F,,,,", "B-4,Rosa,Mamani Condori,1971-05-02,F,VEN,,,",
    "B-5,Rosa,Mamany Condori,02/05/1971,F,VEN,,,", "B-6,Rosa,Mamani Condori,05/02/1971,F,VEN,,,",
    "B-7,Elena,Mamani Condori,1971-05-02,F,VEN,,,", "B-8,Rosa,Mamani Condori,1990-11-30,F,VEN,,,",
)  # fmt: skip


@pytest.mark.parametrize("chunk", [1, 3, 2000])
def test_a_row_that_is_nearly_an_earlier_one_is_doubtful(marta, monkeypatch, chunk):
    monkeypatch.setattr("ayni.people.actions.imports.staging.CHUNK", chunk)
    batch = staged(people(*NEARLY), marta)
    likes = dict(batch.staged.filter(state=RowState.DOUBTFUL).values_list("number", "like_row"))
    assert likes == {3: 2, 4: 2, 6: 5, 7: 5}
    assert batch.counts == {"NEW": 4, "DOUBTFUL": 4}
    assert [line.told for line in lines(batch.staged.filter(number=3), marta)] == [
        "Quizá la misma persona que la fila 2"
    ]


def test_a_list_that_another_process_began_is_compared_with_itself_too(marta, monkeypatch):
    monkeypatch.setattr("ayni.people.actions.imports.staging.CHUNK", 1)
    batch = receive(people(*NEARLY[:2]), marta)
    actions.start_staging(batch=batch, plan=queries.proposal(batch).plan, by=marta, at=NOON)
    for _each in range(2):
        actions.stage_some(batch=batch, source=None, at=NOON)
    assert states(batch) == [RowState.NEW, RowState.DOUBTFUL]


def test_two_rows_with_one_document_and_two_names_are_doubtful(marta):
    other = ANA.replace("Ana María", "Rodolfo").replace("A-1", "A-9")
    batch = staged(people(ANA, other), marta)
    assert states(batch) == [RowState.NEW, RowState.DOUBTFUL]


def test_somebody_whom_the_user_may_not_see_is_never_named(marta, rosa):
    hidden = PersonFactory(registered_by=rosa, document="AB123456", given_name_1="Ana", given_name_2="María",
                           surname_1="Quispe", surname_2="Ñahui")  # fmt: skip
    place(hidden, "RESTRICTED", rosa, assignee=rosa)
    batch = staged(people(ANA), marta)
    assert states(batch) == [RowState.HELD]


def test_a_weak_likeness_to_somebody_hidden_says_nothing(marta, rosa):
    hidden = PersonFactory(registered_by=rosa, given_name_1="Ana", given_name_2="María", surname_1="Quispe",
                           surname_2="Rojas", birth_date=None, birth_precision="UNKNOWN")  # fmt: skip
    place(hidden, "RESTRICTED", rosa, assignee=rosa)
    assert states(staged(people("A-1,Ana,Quispe,,F,VEN,,,"), marta)) == [RowState.NEW]


def test_what_is_wrong_is_said_by_column(marta):
    rows = [
        "A-1,Ana,Pérez,31/02/1990,F,VEN,,,", "A-2,Ana,Pérez,12/03/2990,F,VEN,,,", "A-3,Ana,Pérez,ayer,X,VEN,,,",
        "A-4,Ana,Pérez,1990,F,Narnia,,,", "A-5,🙂,,1990,F,VEN,,,", "A-6,Ana,Pérez,1990,F,VEN,Cédula,1.23E+10,",
        "A-7,Jos\ufffd,Pérez,1990,F,VEN,,,", "A-8,Ana,Pérez,1899-01-01,F,VEN,,,", "A-9,Ana,Pérez,1990,F,VEN,,,,sobra",
    ]  # fmt: skip
    batch = staged(people(*rows), marta)
    assert [row.faults for row in batch.staged.order_by("number")] == [
        [["birth_date", "NO_SUCH_DAY"]], [["birth_date", "IN_FUTURE"]],
        [["birth_date", "NOT_A_DATE"], ["sex", "UNKNOWN"]], [["nationality", "UNKNOWN"]],
        [["given_names", "NO_LETTER"]], [["document_number", "SHORTENED"]], [["given_names", "LETTERS_LOST"]],
        [["birth_date", "TOO_EARLY"]], [["", "SHIFTED"]],
    ]  # fmt: skip


def test_a_child_is_not_imported_on_its_own_consent(marta):
    batch = staged(people("A-1,Ana,Pérez,12/03/2015,F,VEN,,,"), marta, basis="CONSENT")
    assert batch.staged.get().faults == [["birth_date", "CHILD_CONSENTS"]]


def test_what_m_means_is_concluded_from_what_stands_beside_it(marta):
    table = [["nombres", "apellidos", "sexo"], ["Ana", "Pérez", "M"], ["Luis", "Soto", "H"]]
    batch = receive(book(*table), marta)
    assert queries.proposal(batch).plan.values == {"sex": {"m": "SEX-F"}}
    batch = receive(book(*table[:2], ["Luz", "Soto", "F"]), marta)
    assert queries.proposal(batch).plan.values == {"sex": {"m": "SEX-M"}}


def test_answers_of_a_form_are_understood_through_the_form(marta):
    form = book(sheets={
        "survey": [["type", "name", "label"], ["text", "q1", "Nombres"], ["text", "q2", "Apellidos"],
                   ["select_one pais", "q3", "Nacionalidad"]],
        "choices": [["list_name", "name", "label"], ["pais", "7", "Venezuela"]],
    })  # fmt: skip
    batch = staged("g-q1,g-q2,g-q3,KEY\nAna,Pérez,7,uuid:1\n", marta, form=[form])
    row = batch.staged.get()
    assert row.typed == {"given_names": "Ana", "surnames": "Pérez", "nationality": "Venezuela", "external_id": "uuid:1"}
    assert row.state == RowState.NEW


def test_a_list_with_nobody_below_its_headers_says_so_and_waits_for_no_decision(marta):
    batch = staged(people(), marta)
    assert batch.state == BatchState.BROKEN
    assert "ninguna fila" in batch.fault


def test_without_a_column_of_names_nothing_is_staged(marta):
    batch = receive("edad,sexo\n34,F\n", marta)
    with pytest.raises(CannotMap):
        actions.start_staging(batch=batch, plan=queries.proposal(batch).plan, by=marta, at=NOON)


def test_codes_of_reniec_are_refused(marta):
    batch = receive("nombres,apellidos,ubigeo\nAna,Pérez,140137\n", marta)
    columns = {"nombres": "given_names", "apellidos": "surnames", "ubigeo": "district"}
    for whose in ("", "RENIEC"):
        with pytest.raises(CannotMap, match="RENIEC"):
            actions.start_staging(batch=batch, plan=from_json({"columns": columns, "ubigeo": whose}), by=marta, at=NOON)


def test_districts_of_inei_are_found_by_code_and_by_name(marta):
    columns = {"nombres": "given_names", "apellidos": "surnames", "ubigeo": "district"}
    text = "nombres,apellidos,ubigeo\nAna,Pérez,150135\nLuis,Soto,San Martin de Porres\nLuz,Rojas,Ninguna parte\n"
    batch = staged(text, marta, {"columns": columns, "ubigeo": "INEI"})
    assert states(batch) == [RowState.NEW, RowState.NEW, RowState.BROKEN]


def test_the_very_same_file_is_not_imported_twice(marta):
    staged(people(ANA), marta)
    with pytest.raises(CannotImport):
        receive(people(ANA), marta)


def test_a_mapping_is_kept_for_lists_with_the_same_headers(marta):
    batch = receive("nombres,apellidos,x\nAna,Pérez,1\n", marta)
    plan = queries.proposal(batch).plan
    for _twice in range(2):
        actions.keep_mapping(name="Feria", headers=batch.headers, plan=plan, by=marta, at=NOON)
    [kept] = queries.saved_mappings(marta, ["x", "apellidos", "nombres"])
    assert from_json(kept.plan) == plan == queries.mapping_named(marta, "Feria")
    assert queries.saved_mappings(marta, ["otra"]) == []


def test_staging_goes_on_where_another_process_left_it(marta, monkeypatch):
    monkeypatch.setattr("ayni.people.actions.imports.staging.CHUNK", 2)
    rows = [f"A-{n},Persona{n},Apellido{n},19{60 + n}-01-02,F,VEN,,," for n in range(7)]
    batch = receive(people(*rows), marta)
    actions.start_staging(batch=batch, plan=queries.proposal(batch).plan, by=marta, at=NOON)
    source = actions.stage_some(batch=batch, source=None, at=NOON)
    assert source.cursor == 3
    # A process that was killed has no source any more; another one is late with an old one.
    other = actions.stage_some(batch=batch, source=None, at=NOON)
    assert other.cursor == 5
    late = actions.stage_some(batch=batch, source=source, at=NOON)
    assert late.cursor == 7
    batch = work(batch)
    assert [row.number for row in batch.staged.order_by("number")] == list(range(2, 9))
    assert batch.rows == 7


def test_a_list_that_breaks_in_the_middle_is_said_and_its_rows_are_gone(marta):
    text = people(*[ANA] * 3000) + '"nunca cerrada\n' + "x,y\n" * 40_000
    batch = staged(text, marta)
    assert batch.state == BatchState.BROKEN
    assert "3002" in batch.fault
    assert not batch.staged.exists()


def test_what_nobody_went_on_with_is_forgotten_after_a_month(marta):
    batch = staged(people(ANA), marta)
    left = hooks.SWEEPERS["IMPORT_LEFT"]
    assert not left.due(NOON - timedelta(seconds=1)).exists()
    left.sweep(left.due(NOON + timedelta(seconds=1)).get(), NOON + timedelta(days=31), "RT-LISTA")
    batch.refresh_from_db()
    assert batch.state == BatchState.REJECTED
