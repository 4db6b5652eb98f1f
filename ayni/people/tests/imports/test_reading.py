import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest

from ayni.people.rules.imports import archives, tables
from ayni.people.rules.imports.guessing import guess_all
from ayni.people.rules.imports.sheets import read_form
from ayni.people.rules.imports.tables import CannotRead

from .lists import archive, book, cells, read

ROWS = "nombres;apellidos;fecha de nacimiento\nAna María;Pérez Ñahui;12/03/1990\n"


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_whatever_separates_the_columns_is_found_out(sign):
    table = read(ROWS.replace(";", sign))
    assert table.headers == ("nombres", "apellidos", "fecha de nacimiento")
    assert cells(table) == [["Ana María", "Pérez Ñahui", "12/03/1990"]]


def test_excel_says_the_separator_in_a_line_of_its_own():
    assert cells(read("sep=;\n" + ROWS))[0][0] == "Ana María"


def test_a_semicolon_is_said():
    assert "punto y coma" in " ".join(read(ROWS).notices)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_accents_survive_every_encoding(encoding):
    assert cells(read(ROWS.encode(encoding)))[0][:2] == ["Ana María", "Pérez Ñahui"]


def test_an_encoding_that_is_not_utf8_is_said():
    assert "1252" in " ".join(read(ROWS.encode("cp1252")).notices)
    assert "UTF-16" in " ".join(read(ROWS.encode("utf-16")).notices)


def test_letters_encoded_twice_are_mended():
    twice = ROWS.encode().decode("cp1252", errors="replace")
    assert "Pérez" in cells(read(twice))[0][1]


def test_one_bad_byte_far_down_does_not_spoil_the_rows_before():
    text = ROWS.encode() + b"Jos\xe9;Mu\xf1oz;01/02/1991\n"
    assert cells(read(text)) == [["Ana María", "Pérez Ñahui", "12/03/1990"], ["José", "Muñoz", "01/02/1991"]]


def test_a_letter_that_was_lost_before_is_lost_in_a_file_of_two_encodings():
    text = "nombres,apellidos\nJos\ufffd,Rojas\n".encode() + "José,Muñoz\n".encode("cp1252")
    assert cells(read(text)) == [["Jos\ufffd", "Rojas"], ["José", "Muñoz"]]


def test_a_line_break_inside_quotes_is_of_the_cell():
    table = read('nombres,apellidos,nota\nAna,Pérez,"dos\nlíneas"\nLuis,Soto,\n')
    assert [row.cells[2] for row in table.rows()] == ["dos\nlíneas", ""]


@pytest.mark.parametrize("empty", [",,", "", " , ,", '"",,'])
def test_an_empty_row_is_no_row_and_the_others_keep_their_numbers(empty):
    text = f"nombres,apellidos,edad\n{empty}\nAna,Pérez,30\n{empty}\n{empty}\nLuis,Soto,31\n" + f"{empty}\n" * 40
    rows = [["nombres", "apellidos", "edad"], [None] * 3, ["Ana", "Pérez", 30], [" ", None], [], ["Luis", "Soto", 31]]
    for table in read(text), read(book(*rows)):
        assert [(row.number, row.cells[0]) for row in table.rows()] == [(3, "Ana"), (6, "Luis")]


def test_names_with_emoji_and_of_one_word_are_read():
    assert cells(read("nombres,apellidos\nAna 👵,\nСвітлана,\n")) == [["Ana 👵", ""], ["Світлана", ""]]


def test_a_quotation_mark_that_is_never_closed_is_said_with_its_line():
    text = "nombres,apellidos\nAna,Pérez\n" + '"Luis,Soto\n' + "Juan,Rojas\n" * 20_000
    with pytest.raises(CannotRead, match=r"línea 3"):
        list(read(text).rows())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vacío"),
        (b"   \n\n", "vacío"),
        (b"nombres,ap\x00ellidos\nAna,P\n", "NUL"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, r"\.xls"),
        (b"\x89PNG\r\n", "imagen"),
        (b"PK\x03\x04 cut off", "dañado"),
        (b"<html><table><tr><td>Ana</td></tr></table>", "página web"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><data><nombre>&b;</nombre></data>", "XML"),
    ],
)
def test_what_is_no_list_is_told_what_it_is(content, words):
    with pytest.raises(CannotRead, match=words):
        read(content)


def test_a_list_without_headers_is_told_to_have_some():
    with pytest.raises(CannotRead, match="fila"):
        read("Ana,Pérez,12/03/1990\nLuis,Soto,01/02/1991\n")


def test_a_title_above_the_headers_is_left_out():
    table = read(book(["Registro de atenciones 2026"], [], ["Nombres", "Apellidos", "Sexo"], ["Ana", "Pérez", "F"]))
    assert table.headers == ("Nombres", "Apellidos", "Sexo")
    assert [row.number for row in table.rows()] == [4]
    assert "fila 3" in " ".join(table.notices)


def test_headers_merged_over_two_rows_are_read_together():
    table = read(
        book(["N°", "Persona", None, "Documento", None], [None, "Nombres", "Apellidos", "Tipo", "Número"],
             [1, "Ana", "Pérez", "Pasaporte", "AB1234"])
    )  # fmt: skip
    assert table.headers == ("N°", "Nombres", "Apellidos", "Documento Tipo", "Documento Número")
    fields = ["", "given_names", "surnames", "document_type", "document_number"]
    assert list(guess_all(table.headers).values()) == fields


def test_really_merged_cells_are_like_empty_ones():
    made = openpyxl.Workbook()
    for row in (["Lista de beneficiarios", None, None], ["Nombres", "Apellidos", "Edad"], ["Ana", "Pérez", 34]):
        made.active.append(row)
    made.active.merge_cells("A1:C1")
    out = io.BytesIO()
    made.save(out)
    assert read(out.getvalue()).headers == ("Nombres", "Apellidos", "Edad")


def test_the_same_header_twice_gets_a_number():
    table = read("nombres,apellidos,fecha,fecha\nAna,Pérez,1,2\n")
    assert table.headers[2:] == ("fecha", "fecha (2)")
    assert "fecha" in " ".join(table.notices)


def test_too_many_columns_are_refused():
    with pytest.raises(CannotRead, match="columnas"):
        read(",".join(f"c{n}" for n in range(tables.MOST_COLUMNS + 1)) + "\n")


def test_dates_and_numbers_of_a_spreadsheet_are_as_a_person_sees_them():
    table = read(
        book(["nombres", "apellidos", "nacimiento", "documento", "telefono"],
             ["Ana", "Pérez", datetime.combine(date(1990, 3, 12), time()), 12345678.0, "0051987654321"],
             ["Luis", "Soto", date(1900, 1, 1), 1.234e10, 987654321])
    )  # fmt: skip
    assert cells(table)[0] == ["Ana", "Pérez", "1990-03-12", "12345678", "0051987654321"]
    assert cells(table)[1][3:] == ["12340000000", "987654321"]


def test_of_a_formula_nothing_but_its_value_counts():
    assert cells(read(book(["nombres", "apellidos"], ["Ana", "=CONCAT(A1,B1)"], ["Luis", "Soto"])))[0] == ["Ana", ""]


def test_of_several_sheets_the_one_with_a_table_is_read_and_another_can_be_chosen():
    made = book(["Instrucciones: llene la hoja siguiente"], title="Leer", sheets={
        "Datos": [["nombres", "apellidos"], ["Ana", "Pérez"]], "Marzo": [["nombres", "apellidos"], ["Luis", "Soto"]],
    })  # fmt: skip
    table = read(made)
    assert table.sheets == ("Leer", "Datos", "Marzo")
    assert cells(table) == [["Ana", "Pérez"]]
    assert cells(read(made, sheet="Marzo")) == [["Luis", "Soto"]]


def test_a_bomb_in_a_spreadsheet_is_not_unpacked():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        with packed.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _mega in range(60):
                sheet.write(b"0" * 1_000_000)
    with pytest.raises(CannotRead, match="veces más grande"):
        read(bomb.getvalue())


def test_an_archive_of_very_many_entries_is_not_opened(monkeypatch):
    monkeypatch.setattr(archives, "MOST_ENTRIES", 3)
    with pytest.raises(CannotRead, match="veces más grande"):
        read(archive(a__csv="x", b__csv="x", c__csv="x", d__csv="x"))


def test_ten_thousand_identical_rows_are_no_bomb():
    assert sum(1 for _ in read(book(["nombres", "apellidos"], *[["Ana", "Pérez"]] * 10_000)).rows()) == 10_000


def test_a_spreadsheet_with_an_entity_inside_is_refused():
    sheet = '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
    good = book(["nombres", "apellidos"], ["Ana", "Pérez"])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, sheet if "sheet1" in entry.filename else old.read(entry))
    with pytest.raises(CannotRead):
        read(out.getvalue())


CENTRAL = "SubmissionDate,persona-nombre,persona-apellido,persona-sexo,meta-instanceID,KEY\n"


def test_answers_of_odk_central_come_as_a_table_and_as_an_archive():
    text = CENTRAL + "2026-05-01T10:00:00Z,Ana,Pérez,f,uuid:1,uuid:1\n"
    packed = archive(**{"atencion.csv": text, "atencion-hijos.csv": "x,PARENT_KEY\n1,uuid:1\n", "media/a.jpg": b"x"})
    for content in (text, packed):
        table = read(content)
        assert table.headers[1] == "persona-nombre"
        assert cells(table)[0][1] == "Ana"


SUBMISSION = """<data xmlns:orx="http://openrosa.org/xforms" id="atencion"><persona><nombre>{}</nombre>
<apellido>Pérez</apellido></persona><orx:meta><orx:instanceID>uuid:{}</orx:instanceID></orx:meta></data>"""


def test_submissions_as_xml_become_rows():
    assert read(SUBMISSION.format("Ana", 1)).headers == ("persona-nombre", "persona-apellido", "KEY")
    packed = archive(**{f"{n}.xml": SUBMISSION.format(name, n) for n, name in enumerate(["Ana", "Luis"])})
    assert [row[0] for row in cells(read(packed))] == ["Ana", "Luis"]
    assert read(packed).format == "ODK"


FORM = {
    "survey": [["type", "name", "label::Español (es)"], ["text", "q1", "Nombres"], ["select_one pais", "q2", "País"]],
    "choices": [["list_name", "name", "label::Español (es)"], ["pais", "1", "Venezuela"], ["pais", "2", "Colombia"]],
}


def test_a_form_beside_the_answers_says_what_they_mean():
    made = book(sheets=FORM)
    form = read_form(lambda: io.BytesIO(made))
    assert form.labels == {"q1": "Nombres", "q2": "País"}
    assert form.choices == {"q2": {"1": "Venezuela", "2": "Colombia"}}


def test_a_form_alone_is_not_a_list():
    with pytest.raises(CannotRead, match="XLSForm"):
        read(book(sheets=FORM))
