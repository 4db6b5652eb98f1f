import pytest

from ayni.access.tests.factories import TeamFactory, UserFactory
from ayni.audit.models import Event
from ayni.cases import actions, hooks
from ayni.cases.hooks import Blocker
from ayni.cases.models import Case, Note, NoteDraft, SkipReason, Task
from ayni.cases.rules.cases import CannotClose, CannotOpen, CannotReassign, CannotReopen
from ayni.cases.rules.plan import CannotChangeTask
from ayni.people.models import Compartment, Person

from .factories import NOON, later, open_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(rosa):
    return open_case(rosa)


@pytest.fixture
def blocked(monkeypatch):
    monkeypatch.setattr(
        hooks, "closing_blockers", [lambda case: [Blocker("La derivación R-7 espera respuesta", "/r/")]]
    )


def finish_all(case, by):
    for task in case.tasks.waiting():
        actions.skip_task(task=task, reason=SkipReason.DOES_NOT_APPLY, remark="", by=by, at=NOON)


def close(case, by, **kwargs):
    return actions.close(
        **{"case": case, "outcome": "SOLVED", "note": "Tiene su carné.", "by": by, "at": NOON, **kwargs}
    )


def test_a_case_closes_with_an_outcome_once_nothing_waits(rosa, case):
    finish_all(case, rosa)
    close(case, rosa)
    case = Case.objects.get(pk=case.pk)
    assert (case.status, case.outcome, case.closing_note, case.closed_by) == (
        "CLOSED",
        "SOLVED",
        "Tiene su carné.",
        rosa,
    )
    assert Event.objects.get(verb="case.closed").details == {"outcome": "SOLVED"}


def test_a_waiting_task_keeps_the_case_open(rosa, case):
    with pytest.raises(CannotClose, match="2 tareas"):
        close(case, rosa)
    assert Case.objects.get(pk=case.pk).is_open


def test_a_waiting_referral_keeps_the_case_open(rosa, case, blocked):
    finish_all(case, rosa)
    with pytest.raises(CannotClose, match="R-7"):
        close(case, rosa)


def test_who_closes_second_is_told(rosa, julio, case):
    finish_all(case, rosa)
    close(case, rosa)
    with pytest.raises(CannotClose, match="se adelantó"):
        close(case, julio, outcome="WITHDRAWN")


def test_reopening_needs_a_reason_and_keeps_what_was_written(rosa, julio, case):
    finish_all(case, rosa)
    close(case, rosa)
    with pytest.raises(CannotReopen, match="por qué"):
        actions.reopen(case=case, reason=" ", by=julio, at=later(days=1))
    actions.reopen(case=case, reason="Volvió: perdió el carné.", by=julio, at=later(days=1))
    case = Case.objects.get(pk=case.pk)
    assert (case.status, case.outcome, case.closed_at) == ("OPEN", "", None)
    notes = Note.objects.order_by("written_at")
    assert [(n.text, n.written_by) for n in notes] == [("Tiene su carné.", rosa), ("Volvió: perdió el carné.", julio)]
    with pytest.raises(CannotReopen, match="ya está abierto"):
        actions.reopen(case=case, reason="x", by=rosa, at=NOON)


def test_a_note_has_an_author_and_its_draft_goes(rosa, julio, case):
    actions.save_draft(case=case, text="Vino con su", by=rosa, at=NOON)
    actions.save_draft(case=case, text="Vino con su hija 👧", by=rosa, at=NOON)
    actions.save_draft(case=case, text="De otro", by=julio, at=NOON)
    assert NoteDraft.objects.get(author=rosa).text == "Vino con su hija 👧"
    note = actions.write_note(case=case, text="Vino con su hija 👧", by=rosa, at=NOON)
    assert (note.written_by, note.text) == (rosa, "Vino con su hija 👧")
    assert NoteDraft.objects.get().author == julio
    assert Event.objects.get(verb="note.written").details == {}


def test_an_empty_note_is_refused_and_an_empty_draft_is_gone(rosa, case):
    with pytest.raises(CannotChangeTask, match="Escriba"):
        actions.write_note(case=case, text=" \n", by=rosa, at=NOON)
    actions.save_draft(case=case, text="algo", by=rosa, at=NOON)
    actions.save_draft(case=case, text="  ", by=rosa, at=NOON)
    assert not NoteDraft.objects.exists()


def test_handing_a_case_on_moves_its_tasks_and_who_may_see_it(world):
    case = open_case(world.rosa, "VP-NNA-RD")
    done = case.tasks.first()
    actions.finish_task(task=done, remark="", by=world.rosa, at=NOON)
    actions.reassign(case=case, caseworker=world.julio, team=None, by=world.marta, at=NOON)
    assert Case.objects.visible_to(world.julio).exists()
    assert not Case.objects.visible_to(world.rosa).exists()
    assert Person.objects.visible_to(world.julio).exists()
    assert Compartment.objects.get().assignee == world.julio
    assert Task.objects.get(pk=done.pk).assignee == world.rosa, "what was done stays with who did it"
    assert case.tasks.waiting().get().assignee == world.julio
    details = Event.objects.get(verb="case.reassigned").details
    assert (details["former"], details["caseworker"]) == (world.rosa.pk, world.julio.pk)


@pytest.mark.parametrize("to", ["vera", "lia", "ines", "rosa"])
def test_a_case_is_handed_only_to_who_works_on_cases_in_its_office(world, to):
    case = open_case(world.rosa)
    with pytest.raises(CannotReassign):
        actions.reassign(case=case, caseworker=getattr(world, to), team=None, by=world.marta, at=NOON)


def test_a_suspended_colleague_gets_no_cases(world):
    case = open_case(world.rosa)
    gone = UserFactory(office=world.sede_central, roles=["CASEWORKER"], suspended_at=NOON)
    with pytest.raises(CannotReassign):
        actions.reassign(case=case, caseworker=gone, team=None, by=world.marta, at=NOON)


def test_a_restricted_case_never_loses_its_team(world):
    case = open_case(world.rosa, "VP-TRATA")
    with pytest.raises(CannotOpen, match="equipo"):
        actions.reassign(case=case, caseworker=world.julio, team=None, by=world.rosa, at=NOON)
    with pytest.raises(CannotOpen, match="misma oficina"):
        actions.reassign(
            case=case, caseworker=world.julio, team=TeamFactory(office=world.jz_tum), by=world.rosa, at=NOON
        )
    assert Case.objects.get(pk=case.pk).caseworker == world.rosa
