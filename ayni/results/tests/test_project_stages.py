"""The results matrix of a project (R223) and its stages (R224): none is left before what it asks for exists."""

import io
from datetime import date
from uuid import uuid4

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from ayni.audit.models import Event
from ayni.results import actions, project_matrix, stages
from ayni.results.actions.matrices import RowFields
from ayni.results.actions.projects import ActivityFields, CannotChangeProject, Marks, ProjectFields
from ayni.results.models import MatrixRow, Project, Report, Rung, Stage, StageMove
from ayni.results.stages import CannotGoOn, Standing
from ayni.results.tests.factories import framework, indicator

HERE = "/resultados/proyectos/"
MARKS = Marks(1, "Turnos", 2, "Acceso")
EMPTY = {
    "format": 1, "build": "", "as_of": "2026-11-20T00:00:00+00:00",
    "period": {"code": "2026-T3", "label": "", "before": ""}, "framework": {"code": "ZZ", "name": "", "vision": ""},
    "department": {"code": "", "name": ""}, "sections": [], "empty": [], "indicators": {}, "unmeasured": [],
    "trend": {},
}  # fmt: skip


def project(by, **other) -> Project:
    plain = {"title": "Salud", "donor": "OIM", "starts_on": date(2026, 1, 1), "ends_on": date(2027, 12, 31)}
    return actions.register_project(said=ProjectFields(**plain | other), marks=MARKS, by=by, at=now())


def row(of, by, above=None, statement="Más salud", **said) -> MatrixRow:
    return actions.add_row(project=of, above=above, said=RowFields(statement, **said), by=by, at=now())


def whole_matrix(of, by) -> MatrixRow:
    """Returns the last line, an activity."""
    measured = {"measured_by": "Personas atendidas", "baseline": "0", "target": "100", "verification": "Registro"}
    found = None
    for number in range(3):
        found = row(of, by, found, f"Enunciado {number}", **measured)
    return row(of, by, found, "Ferias")


def go_on(one, by) -> StageMove:
    one.refresh_from_db()
    return actions.go_on(project=one, seen=one.stage, by=by, at=now())


def report(by, approver, state="APPROVED") -> Report:
    decided = {"approved_by": approver, "approved_at": now()} if state == "APPROVED" else {}
    return Report.objects.create(
        number="IR-2026-T3-ZZ", title="Informe", period="QUARTER", since=date(2026, 7, 1), until=date(2026, 9, 1),
        framework=framework(), build="x", contents=EMPTY, checksum="x", made_by=by, made_at=now(), state=state,
        **decided,
    )  # fmt: skip


def test_every_stage_but_the_last_has_a_next_one_and_asks_for_something():
    assert [stages.next_of(stage) for stage in stages.ORDER] == [*stages.ORDER[1:], None]
    for stage in stages.ORDER:
        assert stages.missing(stage, Standing()), stage


@pytest.mark.parametrize(
    ("stage", "there"),
    [
        (Stage.PLANNING, Standing(says_what_for=True)),
        (Stage.FRAMEWORK, Standing(rungs=frozenset({Rung.OBJECTIVE, Rung.OUTCOME, Rung.OUTPUT}))),
        (Stage.FRAMEWORK, Standing(rungs=frozenset(Rung), unmeasured=("Más salud",))),
        (Stage.MONITORING, Standing(activities=2, done=1)),
        (Stage.MONITORING, Standing(marked_at_work=True)),
        (Stage.REPORTING, Standing(evaluations=1)),
        (Stage.EVALUATION, Standing(reports=3)),
    ],
)
def test_half_of_what_is_asked_is_not_enough(stage, there):
    with pytest.raises(CannotGoOn):
        stages.check_may_go_on(stage, there)


@pytest.mark.django_db
def test_a_project_goes_through_all_its_stages_each_after_what_it_asks(tomas, marta):
    one = project(tomas)
    with pytest.raises(CannotGoOn, match="para qué es"):
        go_on(one, tomas)
    Project.objects.filter(pk=one.pk).update(summary="Salud para todos", nodes="Z1")
    go_on(one, tomas)
    with pytest.raises(CannotGoOn, match="no tiene objetivo"):
        go_on(one, tomas)
    whole_matrix(one, tomas)
    go_on(one, tomas)
    with pytest.raises(CannotGoOn, match="actividad registrada"):
        go_on(one, tomas)
    said = ActivityFields("Ferias", date(2026, 3, 1), date(2026, 3, 31))
    part = actions.add_activity(project=one, said=said, marks=MARKS, by=tomas, at=now())
    go_on(one, marta)
    actions.finish_activity(activity=part, done_on=date(2026, 3, 2), result="Dos ferias", by=tomas, at=now())
    with pytest.raises(CannotGoOn, match="marcadores"):
        go_on(one, tomas)
    actions.mark_project(project=one, activity=None, cycle="WORK", marks=MARKS, by=tomas, at=now())
    go_on(one, tomas)
    with pytest.raises(CannotGoOn, match="informe"):
        go_on(one, tomas)
    write = {"project": one, "by": tomas, "at": now()}
    actions.write_down(**write, kind="REPORT", text="Trimestre", report=report(tomas, marta))
    go_on(one, tomas)
    with pytest.raises(CannotGoOn, match="evaluación"):
        go_on(one, tomas)
    actions.write_down(**write, kind="EVALUATION", text="Sirvió")
    go_on(one, tomas)
    end = {"project": one, "ended_on": date(2026, 11, 1), "outcome": "Listo", "by": tomas, "at": now()}
    with pytest.raises(CannotGoOn, match="lecciones"):
        actions.end_project(**end)
    actions.write_down(**write, kind="LESSONS", text="Empezar antes")
    with pytest.raises(CannotGoOn, match="última etapa"):
        go_on(one, tomas)
    assert actions.end_project(**end).ended_on == date(2026, 11, 1)
    assert [(move.stage, move.by) for move in one.moves.order_by("pk")] == [
        (stage, marta if stage == Stage.MONITORING else tomas) for stage in stages.ORDER[1:]
    ]
    assert Event.objects.filter(verb="project.went_on").count() == len(stages.ORDER) - 1
    with pytest.raises(CannotChangeProject, match="terminó"):
        row(one, tomas)


@pytest.mark.django_db
def test_a_project_ends_early_only_as_broken_off_and_says_so(client, tomas):
    one = project(tomas)
    end = {"project": one, "ended_on": date(2026, 11, 1), "outcome": "Sin fondos", "by": tomas, "at": now()}
    with pytest.raises(CannotGoOn, match="interrumpió"):
        actions.end_project(**end)
    actions.end_project(**end, was_broken_off=True)
    client.force_login(tomas)
    assert "interrumpido antes de pasar por sus etapas" in client.get(f"{HERE}{one.code}/").content.decode()


@pytest.mark.django_db
def test_a_report_of_a_project_rests_on_one_that_was_approved(tomas, marta):
    one = project(tomas)
    for wrong in (None, report(tomas, marta, state="DRAFT")):
        with pytest.raises(CannotChangeProject, match="aprobado"):
            actions.write_down(project=one, kind="REPORT", text="x", report=wrong, by=tomas, at=now())


@pytest.mark.django_db
def test_two_who_take_it_on_at_once_take_it_one_stage(tomas):
    one = project(tomas, summary="Salud", nodes=["Z1"])
    actions.go_on(project=one, seen="PLANNING", by=tomas, at=now())
    with pytest.raises(CannotChangeProject, match="Un colega lo pasó"):
        actions.go_on(project=one, seen="PLANNING", by=tomas, at=now())
    assert one.moves.count() == 1


@pytest.mark.django_db
def test_the_matrix_stands_in_its_order_and_says_what_its_indicator_says(tomas):
    framework()
    said = indicator("X-01", verification="Registro de derivaciones")
    one = project(tomas)
    top = row(one, tomas, statement="Objetivo", indicator=said.code)
    second = row(one, tomas, top, "Segundo", indicator=said.code, baseline="Propia")
    third = row(
        one, tomas, top, "Tercero, con palabras", measured_by="Actas", baseline="0", target="5", verification="Actas"
    )
    row(one, tomas, second, "Debajo del segundo")
    lines = project_matrix.matrix(one)
    assert [(line.row.statement, line.depth) for line in lines] == [
        ("Objetivo", 0), ("Segundo", 1), ("Debajo del segundo", 2), ("Tercero, con palabras", 1),
    ]  # fmt: skip
    assert lines[0].indicator == "X-01 Indicador X-01"
    assert (lines[0].baseline.startswith("50"), lines[1].baseline) == (True, "Propia")
    assert lines[0].verification == "Registro de derivaciones"
    assert [line.is_whole for line in lines] == [False, False, False, True], "the indicator has no target yet"
    actions.set_target(
        indicator=said.indicator, aimed=actions.Aimed(date(2026, 1, 1), date(2026, 12, 1), 0.9), by=tomas, at=now()
    )
    assert project_matrix.matrix(one)[0].is_whole
    with pytest.raises(CannotChangeProject, match="Debajo hay otras"):
        actions.remove_row(row=second, by=tomas, at=now())
    actions.remove_row(row=third, by=tomas, at=now())
    assert one.matrix.count() == 3
    for meanwhile in (
        lambda: actions.remove_row(row=third, by=tomas, at=now()),
        lambda: actions.change_row(row=third, said=RowFields("Otra vez"), seen=1, by=tomas, at=now()),
    ):
        with pytest.raises(CannotChangeProject, match="quitó esta línea"):
            meanwhile()


@pytest.mark.django_db
def test_a_matrix_has_one_objective_and_nothing_below_an_activity(tomas):
    one = project(tomas)
    activity = whole_matrix(one, tomas)
    with pytest.raises(CannotChangeProject, match="ya tiene su objetivo"):
        row(one, tomas)
    with pytest.raises(CannotChangeProject, match="Debajo de una actividad"):
        row(one, tomas, activity)
    with pytest.raises(CannotChangeProject, match="no ambos"):
        row(one, tomas, activity.above, indicator=_x01().code, measured_by="Otra cosa")
    for fault in ({"rung": "OBJECTIVE", "above": None}, {"rung": "OUTPUT", "above": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MatrixRow.objects.create(project=one, order=9, statement="x", made_by=tomas, made_at=now(), **fault)


def _x01():
    framework()
    return indicator("X-01")


@pytest.mark.django_db
def test_it_is_written_on_pages_and_goes_out_as_sheet_and_paper(client, tomas):
    one = project(tomas)
    client.force_login(tomas)
    here = f"{HERE}{one.code}/matriz/"
    assert "La matriz está vacía" in client.get(here).content.decode()
    sent = {"once": str(uuid4()), "statement": "=2+2 Más salud 🦋", "measured_by": "Personas", "baseline": "0"}
    assert client.post(f"{here}nueva/", sent).headers["Location"] == here
    assert client.post(f"{here}nueva/", sent).headers["Location"] == here, "the same form twice makes one"
    top = MatrixRow.objects.get()
    assert client.get(f"{here}{top.pk}/debajo/").status_code == 200
    late = {**sent, "once": str(uuid4()), "revision": "7", "statement": "Tarde"}
    answer = client.post(f"{here}{top.pk}/", late)
    assert MatrixRow.objects.get().statement == "=2+2 Más salud 🦋"
    assert "Tarde" in answer.content.decode(), "nothing typed is lost"
    page = client.get(here).content.decode()
    assert "Todavía no se mide" in page
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{HERE}{one.code}/matriz.xlsx").content))
    rows = [[cell.value for cell in line] for line in book.active.iter_rows(min_row=3)]
    assert rows[0][0] == "Nivel"
    assert rows[1][:4] == ["Objetivo", "'=2+2 Más salud 🦋", "Personas", "0"], "a sheet runs nothing"
    assert client.get(f"{HERE}{one.code}/matriz.pdf").content.startswith(b"%PDF")


@pytest.mark.django_db
def test_the_page_says_what_is_missing_and_goes_on_once_it_is_there(client, tomas):
    one = project(tomas)
    client.force_login(tomas)
    page = client.get(f"{HERE}{one.code}/").content.decode()
    assert "Antes de pasar a Matriz de resultados:" in page
    assert "Escriba para qué es el proyecto." in page
    step = {"once": str(uuid4()), "seen": "PLANNING"}
    client.post(f"{HERE}{one.code}/etapa/", step)
    assert not one.moves.exists(), "a form that was sent by hand is held to the same"
    Project.objects.filter(pk=one.pk).update(summary="Salud", nodes="Z1")
    assert "Pasar a Matriz de resultados" in client.get(f"{HERE}{one.code}/").content.decode()
    client.post(f"{HERE}{one.code}/etapa/", {**step, "once": str(uuid4())})
    assert Project.objects.get().stage == Stage.FRAMEWORK
    assert client.get(f"{HERE}{one.code}/escritos/carta/").status_code == 404
    client.post(f"{HERE}{one.code}/escritos/lessons/", {"once": str(uuid4()), "text": "Empezar antes"})
    assert "Empezar antes" in client.get(f"{HERE}{one.code}/").content.decode()


@pytest.mark.django_db
def test_whoever_only_reads_changes_nothing_and_a_line_of_another_project_is_not_found(client, tomas, rosa):
    one, other = project(tomas), project(tomas, title="Otro")
    top = row(other, tomas)
    client.force_login(tomas)
    assert client.get(f"{HERE}{one.code}/matriz/{top.pk}/").status_code == 404
    client.force_login(rosa)
    for address in ("matriz/", "matriz.xlsx", f"matriz/{top.pk}/"):
        assert client.get(f"{HERE}{other.code}/{address}").status_code == 403
