"""`ayni people match`: a list of who came, and for each line whoever may be in the register."""

import csv

import pytest
from typer.testing import CliRunner

from ayni.audit import actions as audit
from ayni.audit.models import Event
from ayni.config.commands import commands
from ayni.people.models import Sensitivity
from ayni.people.tests.factories import PersonFactory, SexFactory, place

pytestmark = pytest.mark.django_db

HEADER = "query_id,given_names,surnames,birth_date,sex,nationality,document_type,document_number,phone"


@pytest.fixture
def match(tmp_path):
    """Writes a list, matches it, and returns the outcome and the lines of the answer."""

    def run(text, *options, encoding="utf-8"):
        asked, out = tmp_path / "asked.csv", tmp_path / "answers.csv"
        asked.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
        done = CliRunner().invoke(commands(), ["people", "match", str(asked), "--out", str(out), *options])
        rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines())) if out.exists() else []
        return done, rows

    return run


@pytest.fixture
def known(rosa):
    return PersonFactory(registered_by=rosa, document="V-12345678", phone="+51 987 654 321")


def test_each_line_is_answered_with_the_reasons(match, known, tmp_path):
    lines = [HEADER, "1,Yusleydi,Rondón González,1990-12-03,F,Venezuela,CED,99887766,", "2,Adebayo,Okonkwo,,,,,,"]
    done, rows = match("\n".join(lines))
    assert done.exit_code == 0, done.output
    assert "1 of 2 lines" in done.output
    [row] = rows
    assert (row["query_id"], row["rank"], row["person_id"], row["external_id"]) == ("1", "1", str(known.pk), "")
    assert "mismos apellidos en otro orden" in row["reasons"]
    assert "al revés" in row["reasons"]
    assert "documento distinto" in row["reasons"]
    assert 0.8 < float(row["score"]) < 1
    assert (tmp_path / "answers.csv").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "text",
    [
        "surnames;given_names;query_id\nGonzález Rondón;Yusleidy;7",
        "\ufeffquery_id,document_number\n7,V-12.345.678",
        "phone,QUERY_ID\n987 654 321,7\n,\n\n",
        "query_id\tgiven_names\tsurnames\r\n7\tYuslaidi\tGonsalez\r\n",
    ],
)
def test_columns_in_any_order_and_however_they_are_parted(match, known, text):
    done, rows = match(text)
    assert done.exit_code == 0, done.output
    assert [(row["query_id"], row["person_id"]) for row in rows] == [("7", str(known.pk))]


def test_whose_file_is_restricted_is_in_no_answer_and_the_words_are_the_same(match, world, known):
    text = f"{HEADER}\n1,Yusleidy,González Rondón,1990-03-12,,,,12345678,"
    place(known, Sensitivity.ORDINARY, world.rosa)
    before, rows = match(text)
    assert len(rows) == 1
    place(known, Sensitivity.RESTRICTED, world.rosa, team=world.trata)
    after, rows = match(text)
    assert rows == []
    nobody, _rows = match(f"{HEADER}\n1,Adebayo,Okonkwo,1990-03-12,,,,88888888,")
    assert after.output == nobody.output
    assert before.output.splitlines()[-1] == after.output.splitlines()[-1]


def test_sex_and_nationality_put_namesakes_in_order_and_exclude_nobody(match, rosa):
    man = SexFactory(code="SEX-M", label_es="Hombre")
    his = PersonFactory(registered_by=rosa, sex=man)
    hers = PersonFactory(registered_by=rosa)
    for sex, first in (("M", his), ("Hombre", his), (hers.sex.code, hers)):
        _done, rows = match(f"{HEADER}\n1,Yusleidy,González,,{sex},,,,")
        assert [row["person_id"] for row in rows][:1] == [str(first.pk)], sex
        assert len(rows) == 2


def test_a_spreadsheet_computes_nothing_of_the_answers(match, known):
    _done, rows = match(f"{HEADER}\n=1+1,Yusleidy,González,,,,,,")
    assert [row["query_id"] for row in rows] == ["'=1+1"]


def test_the_trail_says_that_a_list_was_matched_and_no_names(match, known):
    match(f"{HEADER}\n1,Yusleidy,González,,,,,,\n2,Ana,Flores,,,,,,", "--top", "3")
    [event] = Event.objects.filter(verb="people.list_matched")
    assert (event.by, event.details) == (audit.SYSTEM, {"queries": 2, "top": 3})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: no header"),
        (HEADER, "no lines below its header"),
        ("query_id,nombre\n1,Ana", "line 1, column 2: “nombre” is not a column"),
        ("query_id,query_id\n1,2", "column 2: “query_id” is there twice"),
        (f"{HEADER}\n1,Ana,Flores,,,,,,\n2,Ana,Flores,ayer,,,,,", "line 3. Column birth_date: that is not a date"),
        (f"{HEADER}\n1,Ana,Flores,31/02/1990,,,,,", "line 2. Column birth_date"),
        (f"{HEADER}\n1,{'a' * 600},,,,,,,", "line 2. Column given_names: the text is too long"),
        ("query_id,surnames\n1,Flores,Mamani", "line 2: 3 values for 2 columns"),
        (f"{HEADER}\n1,Muñoz,,,,,,,".encode("latin-1"), "is not UTF-8"),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_nothing_is_written(match, text, said):
    done, rows = match(text)
    assert done.exit_code == 1
    assert said in done.output.replace("\n", " ")
    assert rows == []
