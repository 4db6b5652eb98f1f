"""How a study comes into the library and leaves it: by two people, or with the reference data."""

import csv

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from ayni.audit.models import Event
from ayni.codelists import tables
from ayni.observatory import actions, rules, series, turned
from ayni.observatory.models import Linked, Reading, Study, StudyKind, StudyVersion
from ayni.observatory.queries import studies as queries
from ayni.observatory.queries.studies import Asked
from ayni.observatory.reference import STUDIES
from ayni.observatory.tests.conftest import AT
from ayni.observatory.tests.studies import written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_published")]
TABLES = ("POP_DEPARTMENT", "POP_DISTRICT")


@pytest.fixture
def study(tomas):
    said = written(figures=["FIG-116"], tables=["POP_DISTRICT"])
    return actions.write_study(written=said, tables=TABLES, by=tomas, at=AT)


@pytest.fixture
def published(study, marta):
    actions.publish_study(version=study.versions.get(), by=marta, at=AT)
    return study


def states(of: Study) -> list[str]:
    return [one.state for one in of.versions.order_by("number")]


def test_what_one_wrote_is_read_by_nobody_until_another_published_it(study, tomas, marta):
    assert queries.study(study.code) is None
    with pytest.raises(rules.CannotKeep, match="Usted escribió en él"):
        actions.publish_study(version=study.versions.get(), by=tomas, at=AT)
    actions.publish_study(version=study.versions.get(), by=marta, at=AT)
    found = queries.study(study.code)
    assert (found.title_es, found.linked(Linked.FIGURE), found.linked(Linked.TABLE)) == (
        "Mujeres que cruzan", ["FIG-116"], ["POP_DISTRICT"],
    )  # fmt: skip
    verbs = Event.objects.filter(subject_type="observatory.Study").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["library.written", "library.published"]


def test_the_database_itself_refuses_that_one_person_writes_and_reads_over(study, tomas):
    version = study.versions.get()
    version.state, version.read_by, version.read_at = Reading.PUBLISHED, tomas, AT
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save()


def test_a_correction_waits_while_readers_read_what_they_read_before(published, tomas, marta):
    actions.correct_study(study=published, written=written(title_es="Otra"), tables=TABLES, by=marta, at=AT)
    assert queries.study(published.code).title_es == "Mujeres que cruzan"
    assert states(published) == ["PUBLISHED", "WAITING"]
    waits = published.versions.get(state=Reading.WAITING)
    with pytest.raises(rules.CannotKeep, match="Usted escribió"):
        actions.publish_study(version=waits, by=marta, at=AT)
    actions.publish_study(version=waits, by=tomas, at=AT)
    assert queries.study(published.code).title_es == "Otra"
    assert states(published) == ["REPLACED", "PUBLISHED"]
    assert queries.using(Linked.TABLE, "POP_DISTRICT") == []


def test_whoever_wrote_a_part_of_what_waits_does_not_publish_it(study, tomas, marta, world):
    actions.correct_study(study=study, written=written(year=2023), tables=TABLES, by=marta, at=AT)
    assert states(study) == ["REWRITTEN", "WAITING"]
    for author in (tomas, marta):
        with pytest.raises(rules.CannotKeep, match="Usted escribió"):
            actions.publish_study(version=study.versions.get(number=2), by=author, at=AT)
    actions.publish_study(version=study.versions.get(number=2), by=world.ada, at=AT)
    assert queries.study(study.code).year == 2023


def test_what_was_written_anew_meanwhile_is_not_published_in_its_old_words(study, tomas, marta):
    seen = study.versions.get()
    actions.correct_study(study=study, written=written(year=2023), tables=TABLES, by=tomas, at=AT)
    with pytest.raises(rules.CannotKeep, match="se adelantó"):
        actions.publish_study(version=seen, by=marta, at=AT)
    with pytest.raises(rules.CannotKeep, match="se adelantó"):
        actions.return_study(version=seen, note="Falta el año.", by=marta, at=AT)


def test_what_is_returned_says_what_should_change_and_is_written_anew(study, tomas, marta):
    actions.return_study(version=study.versions.get(), note="Falta la licencia.", by=marta, at=AT)
    assert [one.returned_note for one in queries.waiting()] == ["Falta la licencia."]
    actions.correct_study(study=study, written=written(licence="CC0"), tables=TABLES, by=tomas, at=AT)
    assert states(study) == ["RETURNED", "WAITING"]
    assert [one.licence for one in queries.waiting()] == ["CC0"]
    # Who asked for the change wrote none of it.
    actions.publish_study(version=study.versions.get(number=2), by=marta, at=AT)
    assert queries.waiting() == []


def test_what_is_withdrawn_is_gone_for_readers_and_may_come_back(published, marta):
    actions.withdraw_study(study=published, why="La fuente lo retiró.", by=marta, at=AT)
    assert (queries.study(published.code), queries.using(Linked.FIGURE, "FIG-116")) == (None, [])
    assert queries.why_withdrawn(published.code) == "La fuente lo retiró."
    for refused in (
        lambda: actions.withdraw_study(study=published, why="Otra vez.", by=marta, at=AT),
        lambda: actions.correct_study(study=published, written=written(), tables=TABLES, by=marta, at=AT),
    ):
        with pytest.raises(rules.CannotKeep):
            refused()
    actions.bring_study_back(study=published, by=marta, at=AT)
    assert queries.study(published.code) is not None
    with pytest.raises(rules.CannotKeep):
        actions.bring_study_back(study=published, by=marta, at=AT)


def test_what_nobody_ever_read_is_not_withdrawn(study, marta):
    with pytest.raises(rules.CannotKeep, match="nada que retirar"):
        actions.withdraw_study(study=study, why="Sobra.", by=marta, at=AT)


@pytest.mark.parametrize(("changes", "says"), [
    ({"figures": ["FIG-116", "FIG-999"]}, "FIG-999"), ({"tables": ["POP_MOON"]}, "POP_MOON"),
    ({"year": 2027}, "2027 no es un año"), ({"year": 1700}, "1700 no es un año"), ({"themes": []}, "al menos un tema"),
    ({"themes": ["WEATHER"]}, "al menos un tema"),
])  # fmt: skip
def test_what_does_not_exist_is_not_linked(tomas, changes, says):
    with pytest.raises(rules.CannotKeep) as refused:
        actions.write_study(written=written(**changes), tables=TABLES, by=tomas, at=AT)
    assert says in str(refused.value)
    assert not Study.objects.exists()


def test_a_table_that_is_gone_since_may_stay_linked(published, tomas):
    said = written(tables=["POP_DISTRICT"])
    version = actions.correct_study(study=published, written=said, tables=(), by=tomas, at=AT)
    assert version.linked(Linked.TABLE) == ["POP_DISTRICT"]


def test_pages_that_were_made_before_are_made_anew(study, marta, django_capture_on_commit_callbacks):
    before = turned.stamp(settings.AYNI_HOME)
    with django_capture_on_commit_callbacks(execute=True):
        actions.publish_study(version=study.versions.get(), by=marta, at=AT)
    after = turned.stamp(settings.AYNI_HOME)
    assert before != after
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw_study(study=study, why="Sobra.", by=marta, at=AT)
    assert turned.stamp(settings.AYNI_HOME) != after


# --- The reference data -----------------------------------------------------------------------------------------------

NORMS = {"DL 689"}
"""Cited by a figure, and no study."""


@pytest.fixture
def loaded():
    read = tables.read(settings.BASE_DIR / "data", [STUDIES])
    return [actions.load_studies(read, at=AT), actions.load_studies(read, at=AT)]


def test_each_source_of_the_published_figures_is_a_study_linked_to_exactly_the_figures_that_quote_it(loaded):
    with (settings.BASE_DIR / "data" / STUDIES.name).open(newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    assert [one.made for one in loaded] == [len(rows), 0]
    figures = series.all_figures()
    assert {row["source"] for row in rows.values()} - {""} == {one.source for one in figures}
    cited = {row["cited_source"] for row in rows.values()} - {""}
    assert cited == {one.cited_source for one in figures} - {""} - NORMS
    for code, row in rows.items():
        study = queries.study(code)
        quoting = [
            one for one in figures
            if (one.source == row["source"] if row["source"] else one.cited_source == row["cited_source"])
        ]  # fmt: skip
        assert study.linked(Linked.FIGURE) == [one.code for one in quoting] != []
        assert set(study.themes) == {one.theme for one in quoting}
        assert (study.kind == StudyKind.CITED) == (not row["source"])
        # Nothing is known of it that the reference does not hold: no address, no licence.
        assert (study.address, study.licence, study.written_by) == ("", "", None)


def test_titles_of_the_documents_are_those_of_the_reference(loaded):
    with (settings.BASE_DIR / "data" / STUDIES.name).open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["source"]]
    assert len(rows) == 5
    for row in rows:
        assert row["title_en"] == row["source"]
        assert row["title_es"] == series.said(row["source"], "es")


def test_what_somebody_wrote_of_it_since_stays(loaded, tomas, marta):
    study = Study.objects.get(code="OIM-UIM-2022")
    actions.correct_study(study=study, written=written(title_es="Con su título"), tables=(), by=tomas, at=AT)
    actions.publish_study(version=study.versions.get(number=2), by=marta, at=AT)
    actions.load_studies(tables.read(settings.BASE_DIR / "data", [STUDIES]), at=AT)
    assert queries.study("OIM-UIM-2022").title_es == "Con su título"


@pytest.mark.parametrize(("was", "now"), [
    ("IOM Peru Country Strategy 2022-2026,,", "A book that nobody quotes,,"), ("|POLICY|IOM", "|POLICY|WEATHER"),
    (",STRATEGY,", ",NOVEL,"), (",INEI,2021,", ",INEI,last year,"),
])  # fmt: skip
def test_a_row_that_names_what_is_not_there_is_told_before_anything_is_loaded(tmp_path, was, now):
    text = (settings.BASE_DIR / "data" / STUDIES.name).read_text()
    assert was in text
    (tmp_path / "observatory").mkdir()
    (tmp_path / STUDIES.name).write_text(text.replace(was, now, 1))
    with pytest.raises(tables.BrokenTables, match=r"observatory/studies\.csv"):
        tables.read(tmp_path, [STUDIES])


@pytest.mark.parametrize(("asked", "many"), [
    (Asked(), 22), (Asked(theme="REGION"), 2), (Asked(year=2021), 3), (Asked(words="estrategia 2022-2026"), 1),
    (Asked(words="MIGRACIONÉS nota"), 1), (Asked(words="nothing of the kind"), 0), (Asked(theme="NEEDS", year=2022), 1),
])  # fmt: skip
def test_the_list_is_narrowed_by_theme_year_and_words(loaded, asked, many):
    found = queries.found(asked)
    assert len(found) == many
    years = [one.year for one in found]
    assert years == sorted(years, key=lambda year: -(year or 0))


def test_versions_do_not_name_people_in_words(study):
    assert str(StudyVersion.objects.get()) == f"{study.pk} 1"
