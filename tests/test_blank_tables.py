"""Blank tables that other institutions adopt: read by other programs, filled, and read back. They span apps: what the
register holds comes in by the import of people."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from functools import partial

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation
from frictionless import Resource, Schema, system
from typer.testing import CliRunner

from ayni.config.commands import commands
from ayni.observatory import series
from ayni.observatory.blanks import reading
from ayni.observatory.blanks.listed import AGES_COUNTED, BLANKS, REGISTER, RETURN, SERIES, Codes, used
from ayni.observatory.closed_list import CUBES
from ayni.observatory.queries.blanks import entries
from ayni.observatory.tests.conftest import forget
from ayni.people.actions import imports as actions
from ayni.people.models import Person, RowState
from ayni.people.queries import imports as queries
from ayni.people.rules.imports.mapping import propose
from ayni.people.rules.imports.reading import read_table
from ayni.people.tests.conftest import lists  # noqa: F401 - a fixture
from ayni.people.tests.factories import NOON, SexFactory
from ayni.people.tests.imports.lists import upload, work

pytestmark = pytest.mark.django_db
AT = "/observatorio/plantillas/"
ROWS = [
    ("150135", "VEN", "F", "Y18T29", "2026-09", "12"), ("150135", "VEN", "M", "Y18T29", "2026-09", "7"),
    ("150135", "COL", "F", "Y60T999", "2026-09", "0"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def clean(lists):  # noqa: F811
    SexFactory(code="SEX-U", label_es="No registrado")
    forget()
    yield
    forget()


def file(client, name: str, language: str = "es") -> bytes:
    answer = client.get(f"{'/en' if language == 'en' else ''}{AT}{name}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    return answer.content


def book(client, code: str, language: str = "es"):
    return openpyxl.load_workbook(io.BytesIO(file(client, f"{code}.xlsx", language)))


def saved(made) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def offered(made, column: str) -> list[str]:
    """What the list of a column in the sheet to fill lets somebody choose."""
    page = made.worksheets[0]
    letter = next(cell.column_letter for cell in page[1] if cell.value == column)
    [found] = [one for one in page.data_validations.dataValidation if f"{letter}2:" in str(one.sqref)]
    assert found.showErrorMessage
    sheet, cells = found.formula1.rsplit("!", 1)
    return [row[0].value for row in made[sheet.strip("'")][cells.replace("$", "")]]


def test_the_page_is_found_from_the_start_and_says_how_they_are_filled(client):
    assert f'href="{AT}"' in client.get("/observatorio/").content.decode()
    page = client.get(AT).content.decode()
    for blank in BLANKS:
        for suffix in ("xlsx", "csv", "schema.json"):
            assert f'href="{AT}{blank.code}.{suffix}"' in page
        assert blank.title["es"] in page
        assert blank.title["en"] in client.get(f"/en{AT}").content.decode()
    assert client.get(f"{AT}nada.xlsx").status_code == 404
    assert client.get(f"{AT}resumen.exe").status_code == 404
    assert "página de plantillas" in client.get(f"{AT}nada.xlsx").content.decode()


def test_whoever_gives_technical_assistance_finds_them_beside_the_commitments(client, marta):
    client.force_login(marta)
    page = client.get(reverse("outreach:assistances")).content.decode()
    assert f'href="{AT}"' in page
    assert "Plantillas con las que una institución registra la nacionalidad" in page


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("blank", BLANKS, ids=lambda one: one.code)
def test_a_spreadsheet_has_a_sheet_to_fill_instructions_columns_and_codes_one_table_each(client, blank, language):
    made, known = book(client, blank.code, language), entries()
    assert len(made.sheetnames) == 4
    assert made.properties.title == blank.title[language]
    fill, how, columns, codes = made.worksheets
    assert [cell.value for cell in fill[1]] == [one.title[language] for one in blank.columns]
    assert fill.max_row == 1
    # A ubigeo, a document and a month are text there: a spreadsheet takes no nought away and makes no day of them.
    shapes = {"string": "@", "date": "dd/mm/yyyy", "integer": "0"}
    for cell, one in zip(fill[1], blank.columns, strict=True):
        assert fill.column_dimensions[cell.column_letter].number_format == shapes[one.kind]
    assert blank.how[0][language] in [row[0].value for row in how]
    assert [row[1].value for row in columns.iter_rows(min_row=2)] == [one.name for one in blank.columns]
    assert {row[1].value for row in codes.iter_rows(min_row=2)} == {
        each.code for one in used(blank) for each in known[one]
    }
    # A reader of screens hears headings, and nothing is merged, hidden or empty between.
    for page in (fill, columns, codes):
        [table] = page.tables.values()
        assert table.headerRowCount == 1
        assert all(cell.value for cell in page[1])
    for row in how.iter_rows(min_row=2):
        assert how.row_dimensions[row[0].row].height * 100 >= 15 * len(row[0].value), "Cut off below."
    for page in made.worksheets:
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert not page.merged_cells.ranges
        assert page.sheet_state == "visible"


def test_each_column_of_codes_offers_its_list_and_no_other(client):
    made, known = book(client, "registro"), entries()
    assert offered(made, "Nacionalidad") == [one.label["es"] for one in known[Codes.COUNTRY]]
    assert offered(made, "Tipo de documento") == [one.label["es"] for one in known[Codes.DOCUMENT]]
    assert offered(made, "Ubigeo") == [one.code for one in known[Codes.DISTRICT]]
    assert "Apátrida" in offered(book(client, "resumen"), "Nacionalidad")
    assert offered(book(client, "resumen", "en"), "Age group") == [one.label["en"] for one in AGES_COUNTED]


@pytest.mark.parametrize("blank", BLANKS, ids=lambda one: one.code)
def test_the_csv_is_the_row_that_its_schema_describes(client, blank):
    [heads] = csv.reader(io.StringIO(file(client, f"{blank.code}.csv").decode()))
    schema = Schema.from_descriptor(json.loads(file(client, f"{blank.code}.schema.json")))
    assert schema.field_names == heads == [one.name for one in blank.columns]
    known = entries()
    for one in blank.columns:
        allowed = schema.get_field(one.name).constraints
        assert allowed.get("enum") == ([each.code for each in known[one.codes]] if one.codes else None)
        assert bool(allowed.get("required")) is one.is_required


def test_what_is_counted_by_the_return_has_the_codes_of_the_cubes():
    cube = next(one for one in CUBES if one.code == "POP_DEPARTMENT")
    of_cube = {variable.code: {each.code for each in variable.codes} for variable, _column in cube.variables}
    known = entries()
    assert {one.code for one in known[Codes.SEX_COUNTED]} == of_cube["SEX"]
    assert {one.code for one in known[Codes.AGE]} < of_cube["AGE"]
    assert "Y18T59" not in {one.code for one in known[Codes.AGE]}, "A group around others counts people twice."


def test_a_register_that_was_filled_comes_in_by_the_import_of_people_with_its_nationality(client, marta):
    made = book(client, "registro")
    fill = made.worksheets[0]
    said = {
        "Código": "A-1", "Nombres": "Ana María", "Apellidos": "Quispe Ñahui", "Fecha de nacimiento": date(1990, 3, 12),
        "Sexo": "Mujer", "Nacionalidad": "Venezuela", "País de nacimiento": "Colombia",
        "Tipo de documento": offered(made, "Tipo de documento")[0], "Número de documento": "012345678",
        "Situación migratoria": "Refugiado", "Ubigeo": "150135", "Fecha de atención": date(2026, 9, 1),
    }  # fmt: skip
    fill.append([said.get(cell.value) for cell in fill[1]])
    fill.append([{"Código": "A-2", "Nombres": "Luis", "Apellidos": "Soto", "Nacionalidad": "Colombia",
                  "Edad": 34, "Fecha de atención": date(2026, 9, 1)}.get(cell.value) for cell in fill[1]])  # fmt: skip
    batch = brought_in(saved(made), marta)
    assert [one.state for one in batch.staged.order_by("number")] == [RowState.ACCEPTED] * 2
    ana = Person.objects.get(surname_1="Quispe")
    assert (ana.given_name_1, ana.sex.code, str(ana.birth_date)) == ("Ana", "SEX-F", "1990-03-12")
    assert [one.country.code for one in ana.nationalities.all()] == ["VEN"]
    assert ana.district.code == "150135"
    assert ana.documents.get().number == "012345678"
    assert [one.country.code for one in Person.objects.get(surname_1="Soto").nationalities.all()] == ["COL"]


def brought_in(data: bytes, by):
    """As the pages do: nobody says which column is which, only whose ubigeo they are."""
    table = read_table(partial(io.BytesIO, data))
    plan = replace(propose(table.headers, {}, {}), ubigeo="INEI")
    batch = actions.receive_list(upload=upload(data, name="registro.xlsx"), office=by.office, by=by, at=NOON)
    work(actions.start_staging(batch=batch, plan=plan, by=by, at=NOON))
    batch.refresh_from_db()
    assert queries.proposal(batch).table.headers == table.headers
    actions.accept_list(batch=batch, states=(RowState.NEW,), by=by, at=NOON)
    return work(batch)


def filled(made, rows=ROWS, language: str = "es") -> bytes:
    """With the words that the lists of the spreadsheet offer."""
    known = entries()
    for row in rows:
        said = []
        for column, text in zip(RETURN.columns, row, strict=True):
            words = {} if column.codes in (None, Codes.DISTRICT) else {e.code: e.label for e in known[column.codes]}
            said.append(words[text][language] if text in words else int(text) if column.name == "OBS_VALUE" else text)
        made.worksheets[0].append(said)
    return saved(made)


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_return_that_was_filled_with_words_is_read_back_as_codes_that_its_schema_takes(client, language, tmp_path):
    found = reading.read(filled(book(client, "resumen", language), language=language), entries())
    assert found.faults == []
    assert [tuple(row.values()) for row in found.rows] == ROWS
    assert found.people == 19
    (tmp_path / "resumen.csv").write_bytes(found.as_csv())
    schema = Schema.from_descriptor(json.loads(file(client, "resumen.schema.json")))
    assert valid(tmp_path, schema)
    # And back again, as CSV.
    assert reading.read(found.as_csv(), entries()).rows == found.rows
    # The schema can say no, too.
    for wrong in (b"150101", b"999999"):
        (tmp_path / "resumen.csv").write_bytes(found.as_csv().replace(b"150135", wrong))
        assert not valid(tmp_path, schema)


def valid(folder, schema: Schema) -> bool:
    with system.use_context(trusted=True):
        return Resource(path=str(folder / "resumen.csv"), schema=schema).validate().valid


def test_a_return_says_what_is_wrong_in_each_row_and_how_to_mend_it():
    said = "REF_AREA;CITIZENSHIP;SEX;AGE;TIME_PERIOD;OBS_VALUE\r\n" + "\r\n".join(
        (
            "150135;VEN;F;Y18T29;2026-09;12", "150135;Venezuela;Mujer;Y18T29;2026-09;3",
            "159999;VEN;F;Y18T29;2026-09;3",
            "150135;Narnia;F;Y18T29;2026-09;3", "150135;VEN;F;Y18T59;2026-09;3", "150135;VEN;F;Y0T5;09/2026;3",
            "150135;VEN;F;Y0T5;2026-Q3;-1", "150135;VEN;;Y0T5;2026;3", ";;;;;",
        )
    )  # fmt: skip
    with translation.override("en"):
        found = reading.read(said.encode(), entries())
    assert [(one.row, one.sentence) for one in found.faults] == [
        (3, "Row 2 says the same combination. Leave one of them."),
        (4, "“159999” is no ubigeo of INEI's list. RENIEC's look alike and mean other places."),
        (5, "“Narnia” is not in the list of “Nationality”. Choose it from the sheet of codes."),
        (6, "“Y18T59” is not in the list of “Age group”. Choose it from the sheet of codes."),
        (7, "“09/2026” is no period: write 2026, 2026-Q3 or 2026-09."),
        (8, "“-1” is no number of people: write it in digits, without points or decimals."),
        (9, "“Sex” is empty."),
    ]
    assert len(found.rows) == 1


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"PK\x03\x04broken", bytes(range(256))])
def test_what_is_no_return_is_refused_with_a_sentence(data):
    with translation.override("en"), pytest.raises(reading.CannotRead, match="Fill the template|Save it again"):
        reading.read(data, entries())


def test_the_command_checks_a_return_and_writes_it_with_codes(client, tmp_path):
    path, out = tmp_path / "resumen.xlsx", tmp_path / "coded.csv"
    path.write_bytes(filled(book(client, "resumen")))
    done = CliRunner().invoke(commands(), ["observatory", "check-return", str(path), "--csv", str(out)])
    assert (done.exit_code, "3 rows are right: 19 people" in done.output) == (0, True)
    assert out.read_text().splitlines()[1] == "150135,VEN,F,Y18T29,2026-09,12"
    path.write_bytes(filled(book(client, "resumen"), [*ROWS, ROWS[0]]))
    done = CliRunner().invoke(commands(), ["observatory", "check-return", str(path)])
    assert done.exit_code == 1
    assert "Row 5: Row 2 says the same combination" in done.output


def test_no_template_names_anybody():
    assert REGISTER.column("given_names").is_personal
    assert not any(one.is_personal for one in RETURN.columns)


def test_a_series_that_was_filled_goes_into_the_file_of_published_figures_as_it_is(client, tmp_path, monkeypatch):
    names = [one.name for one in SERIES.columns]
    with (series.DATA / series.FIGURES).open(newline="") as held:
        assert names == csv.DictReader(held).fieldnames
    said = {"value": "1234", "comparator": "~", "unit": "persons", "indicator_es": "Llegaron a Tacna",
            "population_es": "Migrantes internos", "reference_date": "2017", "territory": "Tacna",
            "source": "Una fuente de prueba", "notes": "De prueba"}  # fmt: skip
    made = book(client, "serie")
    made.worksheets[0].append([said.get(name) for name in names])
    filled_in = openpyxl.load_workbook(io.BytesIO(saved(made))).worksheets[0]
    [row] = [
        [str(value or "") for value in one] for one in filled_in.iter_rows(min_row=2, values_only=True) if any(one)
    ]
    (tmp_path / "resumen.csv").write_text(",".join(names) + "\n" + ",".join(row) + "\n")
    schema = Schema.from_descriptor(json.loads(file(client, "serie.schema.json")))
    assert valid(tmp_path, schema)
    # The unit gives its code and its words in English; the site reads both files.
    (tmp_path / "reference").mkdir()
    (tmp_path / "observatory").mkdir()
    (tmp_path / series.FIGURES).write_text(",".join(names) + "\nFIG-999" + ",".join(row) + "\n")
    (tmp_path / "observatory/figures.csv").write_text(
        "code,theme,label_en,part_es,part_en\nFIG-999,INTERNAL,Arrivals in Tacna,,\n"
    )
    monkeypatch.setattr(series, "DATA", tmp_path)
    [figure] = series.all_figures.__wrapped__()
    assert (figure.code, figure.number, figure.territory, figure.comparator) == ("FIG-999", 1234.0, "Tacna", "~")


@pytest.mark.parametrize("theme", ["emigration", "immigration", "internal"])
def test_a_theme_of_which_a_series_is_missing_says_which_and_where_it_can_be_sent(client, theme):
    page = client.get(f"/observatorio/series/tema/{theme}/").content.decode()
    assert "Lo que falta aquí" in page
    assert f'href="{AT}serie.xlsx"' in page
    assert series.missing(theme.upper())[0].says_es in page
    assert "Lo que falta aquí" not in client.get("/observatorio/series/tema/remittances/").content.decode()
    assert "What is missing here" in client.get(f"/en/observatorio/series/tema/{theme}/").content.decode()
