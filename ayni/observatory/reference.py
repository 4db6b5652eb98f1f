"""What the file of the studies that the reference names must look like."""

from ayni.codelists.tables import Column, File, Problem, Table, one_of, text, whole
from ayni.codelists.tables import code as a_code

from . import series
from .models import StudyKind, StudyLanguage


def _quoted(table: Table) -> list[Problem]:
    """Each is quoted by a published figure: as where it was read, or as whom that source cites."""
    sources = {one.source for one in series.all_figures()}
    cited = {one.cited_source for one in series.all_figures()}
    found = [
        table.problem(row, "source", "a source of published_figures.csv, here or in cited_source")
        for row in table if not (row["source"] in sources or not row["source"] and row["cited_source"] in cited - {""})
    ]  # fmt: skip
    known = {one.code for one in series.themes()}
    return found + [
        table.problem(row, "themes", "codes of themes.csv") for row in table if not set(row["themes"]) <= known
    ]


STUDIES = File(
    "observatory/studies.csv",
    (
        Column("code", a_code(40), required=True), Column("source", text(200)), Column("cited_source", text(200)),
        Column("title_es", text(300), required=True), Column("title_en", text(300), required=True),
        Column("authors", text(300)), Column("year", whole(1800, 2100)),
        Column("kind", one_of(StudyKind.values), required=True), Column("themes", text(40), required=True, many=True),
        Column("summary_es", text(1500), required=True), Column("summary_en", text(1500), required=True),
        Column("address", text(300)), Column("licence", text(120)), Column("language", one_of(StudyLanguage.values)),
    ),
    checks=(_quoted,),
)  # fmt: skip
FILES = [STUDIES]
