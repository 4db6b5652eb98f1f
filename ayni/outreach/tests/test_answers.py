"""Answers that come in from a file: out and in again, from ODK and Kobo, wrong rows, the same file twice."""

import csv
import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from typer.testing import CliRunner

from ayni.audit.models import Event
from ayni.config.commands import commands
from ayni.instruments.tests.test_xlsform import CHOICES, NESTED, TWO_HOMES, book
from ayni.instruments.xlsform.reading import read
from ayni.outreach.actions import answers, studies
from ayni.outreach.actions.ending import SWEEPERS
from ayni.outreach.models import AnswerFile, AnswerRow, FileState, Response, Study
from ayni.outreach.queries import answers as reading
from ayni.outreach.queries.studies import table
from ayni.outreach.rules.answers import CannotBring
from ayni.people.rules.imports.tables import CannotRead

from .factories import workbook

pytestmark = pytest.mark.django_db
FLAT = [
    ("text", "who", "¿Cómo se llama el lugar?", "", "", "", "", "", "", "yes"),
    ("select_one dep", "dep", "Departamento", "", "", "", "", "", "", ""),
    ("select_one prov", "prov", "Provincia", "", "", "", "", "", "dep = ${dep}", ""),
    ("begin group", "home", "Hogar", "", "", "", "", "", "", ""),
    ("integer", "people", "¿Cuántas personas?", "", "", ". > 0 and . <= 30", "De 1 a 30.", "", "", ""),
    ("integer", "children", "¿Cuántos niños?", "", "${people} > 1", ". < ${people}", "", "", "", ""),
    ("end group", "", "", "", "", "", "", "", "", ""),
    ("select_multiple need", "needs", "¿Qué necesita?", "", "", "", "", "", "", ""),
    ("date", "since", "¿Desde cuándo?", "", "", ". <= today()", "", "", "", ""),
    ("calculate", "adults", "", "", "", "", "", "coalesce(${people} - ${children}, ${people})", "", ""),
]


def study_with(rosa, rows=None, **other):
    form = read(book(rows, **other))
    return Study.objects.create(
        kind="NEEDS", title="Feria", office=rosa.office, definition=form, token=f"t{Study.objects.count()}",
        state="OPEN", made_by=rosa, made_at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def flat(rosa):
    return study_with(rosa, FLAT)


def lines_of(*rows, separator=",", encoding="utf-8"):
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode(encoding)


def bring(study, content, by):
    return answers.read_file(study=study, content=content, by=by, at=timezone.now())


def taken(study, content, by):
    return answers.take_in(file=bring(study, content, by), by=by, at=timezone.now())


def faults(file):
    return {row.number: [tuple(one) for one in row.said["faults"]] for row in reading.wrong(file)}


def send(study, n, **typed):
    paths = {path.replace("__", "."): value for path, value in typed.items()}
    return studies.send_answers(study=study, secret=f"s{n}" * 9, typed=paths, language="en", at=timezone.now())


def kept(study):
    """What was answered, in no order: languages and months too."""
    rows = Response.objects.filter(study=study)
    return sorted((repr(sorted(one.answers.items())), one.language, f"{one.sent_on:%Y-%m}") for one in rows)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_left_comes_into_an_empty_copy_of_the_study_as_it_was(client, rosa, kind):
    """Repeats filled in once and twice, several choices, a text that a spreadsheet would compute, negative numbers."""
    before = study_with(rosa)
    send(before, 1, who="=1+1", dep="24", prov="2401", people="4", children="3", member__1__age="60",
         member__2__age="-5", member__2__needs=["food", "roof"])  # fmt: skip
    send(before, 2, who="«Los Ñustas», 2; piso", member__1__needs=["roof"])
    client.force_login(rosa)
    content = client.get(reverse(f"outreach:responses-{kind}", args=[before.pk])).content
    copy = study_with(rosa)
    assert taken(copy, content, rosa) == 2
    assert kept(copy) == kept(before)
    assert taken(copy, content, rosa) == 0, "the same file twice adds nothing"
    again = client.get(reverse(f"outreach:responses-{kind}", args=[copy.pk])).content
    assert taken(copy, again, rosa) == 0, "nor does what left of the copy"
    assert taken(before, content, rosa) == 0, "nor where it came from"
    assert Response.objects.count() == 4


def test_a_repeat_inside_of_a_repeat_comes_back(rosa):
    before, copy = study_with(rosa, NESTED), study_with(rosa, NESTED)
    studies.send_answers(study=before, secret="s" * 9, typed=TWO_HOMES, language="es", at=timezone.now())
    assert taken(copy, lines_of(*table(before)), rosa) == 1
    assert kept(copy) == kept(before)


def test_a_table_says_what_came_by_the_page_and_what_in_a_file(flat, rosa):
    send(flat, 1, who="A")
    taken(flat, lines_of(["who"], ["B"]), rosa)
    head, *rows = table(flat)
    at = head.index("llegó por")
    assert {(row[head.index("who")], row[at]) for row in rows} == {("A", "página"), ("B", "archivo")}
    assert Response.objects.exclude(file=None).get().file.read_by == rosa


@pytest.mark.parametrize("sign", ["/", "-"])
def test_headers_of_odk_and_kobo_with_their_ids_days_codes_and_labels(flat, rosa, sign):
    head = ["_submission_time", "who", "dep", "prov", f"home{sign}people", "needs", "needs/food", "needs/roof",
            "since", f"meta{sign}instanceID", "_id"]  # fmt: skip
    one = ["2026-03-12T23:30:00Z", "Feria", "tumbes", "2401", "1", "food roof", "1", "1", "2026-03-01", "uuid:ab", "7"]
    two = ["2026-03-13", "Otra", "15", "Lima", "", "Techo", "", "", "", "uuid:cd", "8"]
    file = bring(flat, lines_of(head, one, two), rosa)
    assert not faults(file)
    assert not any("quedan fuera" in notice for notice in file.notices), file.notices
    assert answers.take_in(file=file, by=rosa, at=timezone.now()) == 2
    first, second = sorted(Response.objects.all(), key=lambda one: one.sent_on)
    assert (first.answers["dep"], first.answers["needs"], first.answers["adults"]) == ("24", ["food", "roof"], "1")
    assert (first.sent_on, second.answers["prov"], second.answers["needs"]) == (date(2026, 3, 12), "1501", ["roof"])
    kobo = lines_of(["_uuid", "who"], ["ab", "Feria"], ["ef", "Nueva"])
    assert bring(flat, kobo, rosa).counts == {"HERE": 1, "NEW": 1}, "by the id, whichever of the two writes it"


@pytest.mark.parametrize(
    ("cells", "column", "why"),
    [
        ({"who": ""}, "who", "Responda"),
        ({"people": "31"}, "people", "De 1 a 30."),
        ({"people": "dos"}, "people", "número entero"),
        ({"people": "1", "children": "1"}, "children", "no se pregunta"),
        ({"people": "4", "children": "4"}, "children", "fuera de lo que"),
        ({"dep": "99"}, "dep", "«99» no es ninguna de las opciones: 15, 24"),
        ({"dep": "24", "prov": "1501"}, "prov", "«1501» no es ninguna de las opciones: 2401"),
        ({"needs": "food gold"}, "needs", "«gold» no es ninguna"),
        ({"since": "12/03/2026"}, "since", "2026-03-12"),
        ({"since": "2999-01-01"}, "since", "fuera de lo que"),
        ({"who": "x" * 4001}, "who", "4 000"),
        ({"who": "#REF!"}, "who", "fórmula"),
        ({"idioma": "xx"}, "idioma", "es, en"),
        ({"mes": "nov-26"}, "mes", "2026-03"),
        ({"mes": "2999-01"}, "mes", "todavía no"),
    ],
)
def test_each_kind_of_wrong_row_names_its_column_and_what_to_do(flat, rosa, cells, column, why):
    row = {"who": "Feria", "mes": "2026-03", "idioma": "es", **cells}
    file = bring(flat, lines_of([*row], [*row.values()], [*({**row, "who": "Bien"} | dict.fromkeys(cells, "") |
                 {"who": "Bien"}).values()]), rosa)  # fmt: skip
    assert file.counts == {"WRONG": 1, "NEW": 1}
    [[number, [(where, said), *_others]]] = faults(file).items()
    assert (number, where) == (2, column)
    assert why in said


def test_a_row_with_more_cells_than_headers_is_not_shifted_unseen(flat, rosa):
    file = bring(flat, b"who,dep\nFeria, del sur,15\nOtra,15\n", rosa)
    assert "más celdas que encabezados" in faults(file)[2][0][1]


def test_two_rows_with_one_id_are_asked_about_and_nothing_of_them_is_lost(flat, rosa):
    file = bring(flat, lines_of(["KEY", "who"], ["a", "Uno"], ["a", "Dos"]), rosa)
    assert "fila 2" in faults(file)[3][0][1]
    assert AnswerRow.objects.get(state="WRONG").said["cells"] == ["a", "Dos"]


def test_wrong_rows_go_out_with_the_reason_are_mended_and_come_in_once(client, flat, rosa):
    client.force_login(rosa)
    file = bring(flat, lines_of(["who", "people", "extra"], ["A", "3", "e"], ["=B", "99", ""], ["C", "5", ""]), rosa)
    assert answers.take_in(file=file, by=rosa, at=timezone.now()) == 2
    out = client.get(reverse("outreach:answers-to-mend", args=[flat.pk, file.pk])).content.decode("utf-8-sig")
    [line] = csv.DictReader(io.StringIO(out))
    assert line["qué corregir"] == "people: De 1 a 30."
    assert line["who"] == "'=B"
    assert line["respuesta (id)"][0] == "r", "a spreadsheet takes it for no number"
    mended = out.replace(",99,", ",9,").encode()
    assert taken(flat, mended, rosa) == 1
    assert taken(flat, mended, rosa) == 0
    assert taken(flat, out.replace(",99,", ",8,").encode(), rosa) == 0, "mended twice it is one answer"
    assert sorted(one.answers["who"] for one in Response.objects.all()) == ["=B", "A", "C"]


def test_columns_that_the_form_does_not_ask_are_named_and_so_are_those_that_are_missing(flat, rosa):
    file = bring(flat, lines_of(["who", "dep", "color", "vacía"], ["A", "15", "rojo", ""]), rosa)
    assert any("quedan fuera: color." in notice for notice in file.notices)
    assert any("prov, people, children, needs, since" in notice for notice in file.notices)


def test_a_row_of_answers_is_not_taken_for_the_headers(rosa):
    """Its words name more things of a person than the names of the questions do."""
    study = study_with(rosa, [("text", f"q{n}", "Q") for n in range(4)])
    rows = [["q0", "q1", "q2", "q3"], ["Nombres", "Sexo", "Nacionalidad", "Apellidos"], ["a", "b", "c", "d"]]
    assert taken(study, lines_of(*rows), rosa) == 2


def test_questions_that_are_called_as_our_own_columns_come_back(rosa):
    form = [("text", "mes", "¿En qué mes?"), ("text", "respuesta", "¿Qué dice?")]
    before, copy = study_with(rosa, form), study_with(rosa, form)
    send(before, 1, mes="enero", respuesta="sí")
    assert taken(copy, lines_of(*table(before)), rosa) == 1
    assert Response.objects.get(study=copy).answers == {"mes": "enero", "respuesta": "sí"}


def test_semicolons_the_mark_of_excel_and_another_encoding_are_read_and_said(flat, rosa):
    rows = (["who", "dep"], ["Ñaña", "15"])
    assert bring(flat, lines_of(*rows, separator=";", encoding="utf-8-sig"), rosa).counts == {"NEW": 1}
    old = bring(flat, lines_of(rows[0], ["Señal", "24"], encoding="cp1252"), rosa)
    assert any("UTF-8" in notice for notice in old.notices)
    assert AnswerRow.objects.get(file=old).said["answers"]["who"] == "Señal"


def test_a_title_and_merged_headers_above_are_said(flat, rosa):
    rows = [("Respuestas de marzo", "", ""), ("Lugar", "", "Hogar"), ("who", "dep", "people"), ("A", "15", 3)]
    file = bring(flat, workbook(rows, merged=["A1:C1", "A2:B2"]), rosa)
    assert file.counts == {"NEW": 1}
    assert any("dos filas" in notice for notice in file.notices)


def test_formulas_are_said(flat, rosa):
    file = bring(flat, workbook([("who", "people"), ("A", "=1+1")]), rosa)
    assert any("fórmulas" in notice for notice in file.notices)


def bomb():
    out = io.BytesIO(workbook([("who",), ("A",)]))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", b"0" * 40_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"who,dep\n", "ninguna fila"), (b"a,b\n1,2\n", "Ninguna columna es una pregunta"), (b"%PDF-1.7", "PDF"),
        (b"who\n\x00\n", "NUL"), (b"PK\x03\x04 and no more", "dañado"), (bomb(), "muchas veces"), (book(), "XLSForm"),
        (b"\n", "vac"),
    ],
)  # fmt: skip
def test_what_is_no_table_of_answers_is_refused_with_what_to_do(flat, rosa, content, sentence):
    with pytest.raises((CannotRead, CannotBring), match=sentence):
        bring(flat, content, rosa)
    assert not AnswerFile.objects.exists()


def test_a_file_without_the_repeats_of_the_form_is_refused_and_says_how_they_are_written(rosa):
    with pytest.raises(CannotBring, match=r"member.*member\.1\.pregunta"):
        bring(study_with(rosa), lines_of(["who", "_uuid"], ["A", "1"]), rosa)


def test_a_study_that_is_closed_or_has_no_form_takes_no_file(flat, rosa):
    content = lines_of(["who"], ["A"])
    file = bring(flat, content, rosa)
    studies.move(study=flat, to="CLOSED", by=rosa, at=timezone.now())
    flat.refresh_from_db()
    for refused in (lambda: bring(flat, content, rosa),
                    lambda: answers.take_in(file=file, by=rosa, at=timezone.now())):  # fmt: skip
        with pytest.raises(CannotBring, match="no recibe respuestas"):
            refused()
    assert not Response.objects.exists()


def test_two_files_with_the_same_ids_come_in_once_though_both_were_looked_at(flat, rosa):
    files = [bring(flat, lines_of(["KEY", "who"], ["a", who]), rosa) for who in ("Uno", "Otro")]
    assert [answers.take_in(file=file, by=rosa, at=timezone.now()) for file in files] == [1, 0]
    with pytest.raises(CannotBring, match="colega"):
        answers.take_in(file=files[0], by=rosa, at=timezone.now())


def test_ten_thousand_rows_come_in_and_one_more_is_refused(flat, rosa, django_assert_max_num_queries):
    rows = [[f"Lugar {n}", "15", "4", "2"] for n in range(10_001)]
    head = ["who", "dep", "people", "children"]
    with pytest.raises(CannotBring, match="10000"):
        bring(flat, lines_of(head, *rows), rosa)
    with django_assert_max_num_queries(120):
        file = bring(flat, lines_of(head, *rows[:-1]), rosa)
    with django_assert_max_num_queries(200):
        assert answers.take_in(file=file, by=rosa, at=timezone.now()) == 10_000
    assert Response.objects.count() == 10_000


def test_the_page_shows_what_is_new_and_wrong_and_only_then_takes_it_in_once(client, flat, rosa):
    client.force_login(rosa)
    address = reverse("outreach:answer-files", args=[flat.pk])
    assert address in client.get(reverse("outreach:study", args=[flat.pk])).content.decode()
    content = lines_of(["who", "people"], ["A", "3"], ["B", "99"])
    first, second = (
        client.post(address, {"answers_file": SimpleUploadedFile("r.csv", content)})["Location"] for _time in range(2)
    )
    assert first == second, "the same file twice is one"
    page = client.get(first).content.decode()
    assert "Fila 3" in page
    assert "De 1 a 30." in page
    assert not Response.objects.exists()
    for _time in range(2):
        client.post(first, {"do": "take", "once": "0197a000-0000-7000-8000-000000000001"})
    assert Response.objects.count() == 1
    said = [event.details for event in Event.objects.filter(verb="study.file_taken_in")]
    assert [one["rows"] for one in said] == [1]
    empty = client.post(address, {"answers_file": SimpleUploadedFile("r.csv", b"")})
    assert "El archivo está vacío" in empty.content.decode()


def test_a_file_is_thrown_away_and_one_that_nobody_looks_at_is_forgotten(client, flat, rosa):
    client.force_login(rosa)
    file = bring(flat, lines_of(["who"], ["A"]), rosa)
    client.post(reverse("outreach:answer-file", args=[flat.pk, file.pk]), {"do": "drop"})
    file.refresh_from_db()
    assert (file.state, AnswerRow.objects.count()) == (FileState.DROPPED, 0)
    other = bring(flat, lines_of(["who", "people"], ["A", "3"], ["B", "99"]), rosa)
    answers.take_in(file=other, by=rosa, at=timezone.now())
    sweeper = next(one for one in SWEEPERS if one.kind == "STUDY_FILE")
    [due] = sweeper.due(timezone.now())
    sweeper.sweep(due, timezone.now(), "RT")
    other.refresh_from_db()
    assert (other.state, AnswerRow.objects.count(), Response.objects.count()) == (FileState.TAKEN, 0, 1)


def test_another_office_learns_nothing_of_a_file(client, flat, rosa, vera):
    file = bring(flat, lines_of(["who", "people"], ["A", "99"]), rosa)
    client.force_login(vera)
    for name, words in (("answer-files", [flat.pk]), ("answer-file", [flat.pk, file.pk]),
                        ("answers-to-mend", [flat.pk, file.pk])):  # fmt: skip
        assert client.get(reverse(f"outreach:{name}", args=words)).status_code == 404
    own = study_with(vera, FLAT)
    assert client.get(reverse("outreach:answer-file", args=[own.pk, file.pk])).status_code == 404, "by a study of hers"


def test_the_command_says_the_same_numbers_and_writes_only_when_asked(tmp_path, marta):
    study, file = study_with(marta, FLAT), tmp_path / "r.csv"
    file.write_bytes(lines_of(["who", "people"], ["A", "3"], ["B", "99"]))
    run = lambda *more: CliRunner().invoke(  # noqa: E731
        commands(), ["forms", "answers", str(study.pk), str(file), "--by", "marta", *more]
    )
    looked = run()
    assert looked.exit_code == 0, looked.output
    assert "New: 1 · Here already: 0 · To be mended: 1" in looked.output
    assert "Row 3, people: De 1 a 30." in looked.output
    assert not AnswerFile.objects.exists()
    assert "1 answers came in" in run("--accept").output
    assert "New: 0 · Here already: 1" in run("--accept").output
    assert Response.objects.count() == 1
    file.write_bytes(b"a,b\n1,2\n")
    assert run().exit_code == 1


def test_choices_of_the_form_are_known_by_their_label_only_where_it_is_of_one(rosa):
    both = [*CHOICES, ("dep", "20", "lima", "")]
    study = study_with(rosa, FLAT, choices=both)
    file = bring(study, lines_of(["who", "dep"], ["A", "Lima"], ["B", "Tumbes"]), rosa)
    assert file.counts == {"WRONG": 1, "NEW": 1}
