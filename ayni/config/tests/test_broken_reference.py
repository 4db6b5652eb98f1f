"""Files that are broken: every place to mend is named, and nothing is half loaded."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ayni.codelists.models import Territory
from ayni.codelists.tables import BrokenTables, read
from ayni.config.reference import FILES

from .spoiling import change, load, said, writes

INSTITUTIONS, PATHWAYS = "reference/institutions.csv", "reference/referral_pathways.csv"
NORMS = "reference/legal_norms.csv"
SPOILT = [
    (INSTITUTIONS, "MIGRACIONES,", "MIGRACIONES X,", 2, "code", "un código"),
    (INSTITUTIONS, ",MININTER,", ",NADIE,", 2, "parent_code", "un código de reference/institutions.csv"),
    (INSTITUTIONS, ",state,", ",estatal,", 2, "type", "una de estas: state, municipal"),
    (INSTITUTIONS, "code,name_es", "codigo,name_es", 1, "code", "una sola columna de este nombre"),
    (PATHWAYS, "inmediato,0,", "inmediato,cero,", 2, "deadline_hours", "un número entero"),
    (PATHWAYS, '2,UPE,"Comunicar', '2,UPE,extra,"Comunicar', 3, "", "14 celdas"),
    (PATHWAYS, "PW-NNA-NA,VP-NNA-NA|", "PW-NNA-NA,VP-NADIE|", 2, "profile_codes", "un código de"),
    (PATHWAYS, "legal_unverified", "legal_seguro", 2, "deadline_kind", "una de estas"),
    ("reference/document_types.csv", r"^\d{8}$", r"^(\d{8}$", 2, "regex", "una expresión regular"),
    (NORMS, "\nL27891,", "\nCONST,", 3, "code", "clave que no tenga otra fila (la tiene la línea 2)"),
    (NORMS, ",27891,", ",,", 3, "number", "no puede estar vacía"),
    ("holidays.csv", "2022-01-01", "2022-02-30", 2, "day", "2026-11-22"),
    ("countries.csv", "ABW,AW,Aruba,", "ABW,AW,,", 2, "label_es", "no puede estar vacía"),
    ("map_deadlines.csv", "24 h,24,,24,HOURS", "24 h,24,,24,", 2, "unit", "una cantidad y una unidad"),
    ("map_urgency.csv", ",IMMEDIATE,", ",PRONTO,", 2, "urgency", "una de estas: IMMEDIATE"),
    ("profiles_extra.csv", ",PROTECTED,", ",SECRETO,", 2, "sensitivity", "una de estas: ORDINARY"),
    ("reference/ubigeo_departments.csv", "-6.22944", "-96.22944", 2, "lat", "un número de"),
    ("reference/ubigeo_districts.csv", "010101,0101,", "010101,0102,", 2, "ubigeo", "que empiece con el de su"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "line", "column", "expected"), SPOILT)
def test_a_malformed_row_names_file_line_column_and_what_was_expected(folder, file, old, new, line, column, expected):
    path = folder / file
    content = path.read_text()
    assert old in content
    path.write_text(content.replace(old, new, 1))
    with pytest.raises(BrokenTables) as broken:
        read(folder, FILES)
    problem = broken.value.problems[0]
    assert (problem.file, problem.line, problem.column) == (file, line, column)
    assert expected in problem.expected
    place = f"{file}, línea {line}, columna «{column}»" if column else f"{file}, línea {line}"
    assert place in str(broken.value)


def test_a_line_is_counted_as_an_editor_counts_it(folder):
    path = folder / "reference/institutions.csv"
    path.write_text(
        path.read_text().replace("Política migratoria interna; alberga la UIM", '"Política\nmigratoria\ninterna"', 1)
    )
    content = path.read_text().replace("UIM,Unidad de Integración Migratoria,", "UIM,,", 1)
    path.write_text(content)
    with pytest.raises(BrokenTables) as broken:
        read(folder, FILES)
    assert broken.value.problems[0].line == content.split("\nUIM,")[0].count("\n") + 2


def test_every_broken_place_is_named_at_once(folder):
    path = folder / "reference/age_bands.csv"
    path.write_text(path.read_text().replace(",vida,", ",vida,,").replace("stated,", ",", 1))
    with pytest.raises(BrokenTables) as broken:
        read(folder, FILES)
    assert len(broken.value.problems) > 5


def test_a_file_that_is_missing_or_no_text_is_named(folder):
    (folder / "languages.csv").unlink()
    (folder / "countries.csv").write_bytes(b"code,alpha2\nPER,\xff\xfe\n")
    with pytest.raises(BrokenTables) as broken:
        read(folder, FILES)
    said = str(broken.value)
    assert "languages.csv" in said
    assert "countries.csv, línea 2" in said


def test_a_quote_that_never_closes_is_named(folder):
    path = folder / "countries.csv"
    path.write_text(path.read_text().replace("ABW,AW,Aruba", 'ABW,AW,"Aruba', 1))
    with pytest.raises(BrokenTables) as broken:
        read(folder, FILES)
    assert broken.value.problems[0].file == "countries.csv"


def test_an_institution_cannot_stand_below_itself(folder):
    change(folder / "reference/institutions.csv", lambda rows: said(rows, "MININTER").update(parent_code="UIM"))
    with pytest.raises(BrokenTables, match="no dependa de esta"):
        read(folder, FILES)


def test_reniec_codes_are_refused_by_name(folder):
    def as_reniec(rows):
        for row in rows:
            number = int(row["ubigeo"])
            row["ubigeo"] = "24" if number == 7 else f"{number - 1:02}" if 7 < number < 25 else row["ubigeo"]

    change(folder / "reference/ubigeo_departments.csv", as_reniec)
    with pytest.raises(BrokenTables, match="RENIEC") as broken:
        read(folder, FILES)
    lima = next(problem for problem in broken.value.problems if problem.found == "14")
    assert (lima.file, lima.column) == ("reference/ubigeo_departments.csv", "ubigeo")


@pytest.mark.django_db
def test_nothing_is_half_loaded(folder):
    """The last file that is read is broken: the lists before it stay empty too."""
    change(folder / "map_consent_rules.csv", lambda rows: rows[0].update(consent_rule="QUIZÁ"))
    with CaptureQueriesContext(connection) as queries, pytest.raises(BrokenTables):
        load(folder)
    assert writes(queries) == []
    assert not Territory.objects.exists()


@pytest.mark.django_db
def test_what_breaks_while_writing_leaves_nothing_behind(folder, monkeypatch):
    def full_disk(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ayni.governance.actions.load_protocols", full_disk)
    with pytest.raises(OSError, match="space"):
        load(folder)
    assert not Territory.objects.exists()
