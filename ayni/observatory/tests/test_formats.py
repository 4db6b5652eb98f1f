"""S2 and S3 of the formats: one cell has one value whatever it is read with, and what is withheld is never a number."""

import io
from dataclasses import replace

import hypothesis
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import strategies as st

from ayni.observatory import published
from ayni.observatory.formats import BY_SUFFIX, DATA, FORMATS, words
from ayni.observatory.formats.rows import NotProtected
from ayni.observatory.published import Rule
from ayni.observatory.tests import sample
from ayni.observatory.tests.readers import READERS, truth

RELEASE = published.Release(
    id="2026-10.1", published_at="2026-11-10T09:00:00-05:00", method="1", variance=3.0,
    cubes=("POP_DEPARTMENT", "POP_CITIZENSHIP", "POP_DISTRICT"), checksums={},
    changes=({"es": "Se corrigió Tacna.", "en": "Tacna was corrected."},),
)  # fmt: skip
CUBES = {one.structure.code: one for one in sample.cubes("2026-10")}
HELD = CUBES["POP_DISTRICT"]


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("code", CUBES)
@pytest.mark.parametrize("form", [one.code for one in DATA])
def test_each_format_is_read_back_to_the_figures_that_were_published(form, code, language, tmp_path):
    assert READERS[form](RELEASE, CUBES[code], language, tmp_path) == truth(CUBES[code])


@pytest.mark.parametrize("form", [one.code for one in DATA])
def test_a_table_of_which_all_is_withheld_is_read_back_as_such(form, tmp_path):
    """As the sensitive ones of a small register are."""
    count = len(HELD.rows)
    closed = with_figures([None] * count, [str(Rule.SENSITIVE)] * count, ["2026-10"] * count)
    assert READERS[form](RELEASE, closed, "es", tmp_path) == truth(closed)


def with_figures(values: list[int | None], rules: list[str], periods: list[str]) -> published.Cube:
    rows = HELD.rows
    rows = rows.set_column(rows.column_names.index("value"), "value", pa.array(values, pa.int64()))
    rows = rows.set_column(rows.column_names.index("rule"), "rule", pa.array(rules))
    return replace(HELD, rows=rows.set_column(rows.column_names.index("period"), "period", pa.array(periods)))


FIGURE = st.one_of(
    st.tuples(st.one_of(st.just(0), st.integers(3, 2_000_000)), st.just("")),
    st.tuples(st.none(), st.sampled_from([str(one) for one in Rule])),
)
PERIOD = st.sampled_from(["2026-10", "2026-09", "2026-06"])
FEW = hypothesis.settings(max_examples=4, derandomize=True, deadline=None)


@FEW
@hypothesis.given(st.lists(st.tuples(FIGURE, PERIOD), min_size=len(HELD.rows), max_size=len(HELD.rows)))
def test_one_cell_has_one_value_in_all_formats_and_languages(tmp_path_factory, drawn):
    """S3. Figures of earlier periods that still stand, noughts and every rule among them."""
    cube = with_figures([one[0] for one, _ in drawn], [one[1] for one, _ in drawn], [period for _, period in drawn])
    path, meant = tmp_path_factory.mktemp("formats"), truth(cube)
    for form in (one.code for one in DATA if one.code != "xlsx"):
        for language in words.LANGUAGES:
            assert READERS[form](RELEASE, cube, language, path) == meant, form


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("form", [one.code for one in DATA])
def test_no_format_writes_a_one_or_a_two(form, number):
    """S2: should the gate ever fail, this is the last door."""
    count = len(HELD.rows)
    cube = with_figures([number, *[3] * (count - 1)], [""] * count, ["2026-10"] * count)
    with pytest.raises(NotProtected, match="POP_DISTRICT"):
        FORMATS[form].write(RELEASE, cube, "es")


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("form", [one.code for one in DATA if one.code not in {"xlsx", "parquet"}])
def test_every_export_says_what_has_to_be_known_of_its_figures(form, language):
    text = FORMATS[form].write(RELEASE, HELD, language).decode()
    for said in ("INEI", "CC-BY-4.0", "2026-10.1", "2026-11-10T09:00:00-05:00", "observatory/releases/2026-10.1"):
        assert said in text, said
    assert words.WHY_NO_SUM[language].format(variance="3") in text
    for said in (sample.PLACES.source, sample.PLACES.method, sample.PLACES.notes[0], RELEASE.changes[0]):
        assert said[language] in text


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_workbook_and_parquet_say_it_too(language):
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(RELEASE, HELD, language)))
    cells = "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    told = pq.read_schema(io.BytesIO(FORMATS["parquet"].write(RELEASE, HELD, language))).metadata
    for text in (cells, "\n".join(one.decode() for one in told.values())):
        for said in ("INEI", "CC-BY-4.0", "2026-10.1", "2026-11-10T09:00:00-05:00"):
            assert said in text
        assert words.WHY_NO_SUM[language].format(variance="3") in text
    # One heading above all, one table a sheet, and nothing that a reader of screens passes over.
    table = book.worksheets[2]
    assert len(table.tables) == 1
    assert not [cell for row in table.iter_rows(min_row=5, values_only=True) for cell in row if cell is None]


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_cube_has_the_same_bytes_another_time(form):
    assert FORMATS[form].write(RELEASE, HELD, "es") == FORMATS[form].write(RELEASE, HELD, "es")


@pytest.mark.parametrize("rule", list(Rule))
def test_words_of_a_rule_are_there_in_both_languages_and_tell_no_number(rule):
    for language in words.LANGUAGES:
        assert words.WITHHELD[rule][language]
        assert not any(letter.isdigit() for letter in words.WITHHELD[rule][language])


def test_a_label_that_begins_like_a_formula_is_harmless():
    bad = sample.words("=HYPERLINK(1)", "=HYPERLINK(1)")
    sex = replace(sample.SEX, codes=(sample.SEX.codes[0], replace(sample.SEX.codes[1], label=bad), sample.SEX.codes[2]))
    cube = replace(HELD, structure=replace(sample.PLACES, dimensions=(sample.DISTRICTS, sex)))
    assert b",=HYPERLINK" not in FORMATS["csv"].write(RELEASE, cube, "es")
    assert b",'=HYPERLINK" in FORMATS["csv"].write(RELEASE, cube, "es")


def test_suffixes_and_codes_name_one_format_each():
    assert len(BY_SUFFIX) == len(FORMATS)
    assert len({one.media_type for one in FORMATS.values()}) == len(FORMATS)
