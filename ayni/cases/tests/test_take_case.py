import pytest
from django.core.cache import cache

from ayni.audit import actions as audit
from ayni.cases import actions
from ayni.cases.models import Case
from ayni.people.actions import imports as lists
from ayni.people.models import BatchState, Compartment, Person, RowState
from ayni.people.rules.imports.states import InTheWay
from ayni.people.tests.conftest import lists as code_lists
from ayni.people.tests.factories import NOON, SexFactory
from ayni.people.tests.imports.lists import staged, work

from .factories import protocol

pytestmark = pytest.mark.django_db
codes = code_lists

CPIMS = "Case ID,Name,Age,Sex,Caseworker,Protection Concerns,Date of Registration or Interview,Open steps,Notes\n"
ROW = "C-1,Ana María Pérez Soto,34,F,{owner},{profile},02/05/2026,Acompañar a RENIEC; Cita médica,Llamar por la tarde\n"


@pytest.fixture(autouse=True)
def ready(codes, marta):
    cache.clear()
    SexFactory(code="SEX-U", label_es="No registrado")
    protocol("PW-INDOC", "VP-INDOC")
    protocol("PW-TRATA", "VP-TRATA")


def taken(text, by):
    batch = staged(text, by)
    lists.accept_list(batch=batch, states=[RowState.NEW], by=by, at=NOON)
    return work(batch)


def test_an_export_of_cases_opens_them_with_their_plan_note_steps_and_owner(marta, rosa):
    taken(CPIMS + ROW.format(owner="Rosa Quispe Huamán", profile="VP-INDOC"), marta)
    case = Case.objects.get()
    assert (case.person, case.caseworker, case.opened_by) == (Person.objects.get(), rosa, marta)
    titles = [task.title for task in case.tasks.order_by("order")]
    assert titles[-2:] == ["Acompañar a RENIEC", "Cita médica"]
    assert len(titles) == 4, "the two steps of the protocol in force come first"
    note = case.notes.get().text
    assert "Llamar por la tarde" in note
    assert "02/05/2026" in note


def test_without_an_owner_the_case_is_of_whoever_takes_it_in(marta):
    taken(CPIMS + ROW.format(owner="", profile="Persona indocumentada o con documentos vencidos"), marta)
    assert Case.objects.get().caseworker == marta


@pytest.mark.parametrize(
    ("owner", "profile", "fault"),
    [
        ("vera", "VP-INDOC", ["case_owner", "NOT_IN_OFFICE"]),
        ("", "Otro perfil", ["case_profile", "NO_PROFILE"]),
        ("", "", ["case_profile", "CASE_WITHOUT_PROFILE"]),
        ("", "VP-TRATA", ["case_owner", "NO_TEAM"]),
        ("julio", "VP-TRATA", ["case_owner", "NO_TEAM"]),
    ],
)
def test_what_cannot_become_a_case_is_said_before(marta, vera, julio, owner, profile, fault):
    batch = staged(CPIMS + ROW.format(owner=owner, profile=profile), marta)
    assert batch.staged.get().faults == [fault]


def test_a_restricted_case_goes_to_the_team_of_its_owner(marta, rosa):
    taken(CPIMS + ROW.format(owner="rosa", profile="VP-TRATA"), marta)
    case = Case.objects.get()
    assert case.team.name == "Trata"
    assert not Person.objects.visible_to(marta).exists()


def test_the_same_case_in_a_second_list_is_not_opened_twice(marta):
    text = CPIMS + ROW.format(owner="", profile="VP-INDOC")
    taken(text, marta)
    batch = staged(text.replace("por la tarde", "mañana"), marta)
    assert batch.counts == {"KNOWN": 1}
    lists.accept_list(batch=batch, states=[RowState.KNOWN], by=marta, at=NOON)
    work(batch)
    assert Case.objects.get().notes.count() == 2


def undone(batch, by, **kwargs):
    lists.undo_list(batch=batch, by=by, at=NOON, **kwargs)
    return work(batch)


def test_a_case_on_which_nothing_was_built_goes_with_its_list(marta):
    batch = taken(CPIMS + ROW.format(owner="", profile="VP-INDOC"), marta)
    assert lists.standing_in_the_way(batch, marta) == (0, {})
    batch = undone(batch, marta)
    assert (batch.state, batch.counts) == (BatchState.UNDONE, {"UNDONE": 1})
    assert not Case.objects.exists()
    assert not Compartment.objects.exists()
    assert not Person.objects.exists()


def test_reading_the_case_does_not_stand_in_the_way(marta):
    batch = taken(CPIMS + ROW.format(owner="", profile="VP-INDOC"), marta)
    case = Case.objects.get()
    audit.record("case.opened", subject=case, by=marta, at=NOON, thread=case.pk)
    assert undone(batch, marta).state == BatchState.UNDONE


def finish(case, by, _other):
    task = case.tasks.order_by("order").last()
    actions.finish_task(task=task, remark="", by=by, at=NOON)


DEEDS = {
    "STEP": finish,
    "NOTE": lambda case, by, _other: actions.write_note(case=case, text="Vino hoy", by=by, at=NOON),
    "CHANGED": lambda case, by, other: actions.reassign(case=case, caseworker=other, team=None, by=by, at=NOON),
}


@pytest.mark.parametrize("kind", DEEDS)
def test_what_was_built_on_a_case_is_named_and_stays(marta, rosa, kind):
    other = "C-2,Luis Soto Rojas,50,M,,,,,\n"
    batch = taken(CPIMS + ROW.format(owner="", profile="VP-INDOC") + other.replace(",,,,,", ",,VP-INDOC,,,"), marta)
    case = Case.objects.order_by("pk").first()
    DEEDS[kind](case, marta, rosa)
    assert lists.standing_in_the_way(batch, marta) == (1, {kind: 1})
    with pytest.raises(InTheWay):
        undone(batch, marta)
    assert Case.objects.count() == 2
    batch = undone(batch, marta, rest=True)
    assert batch.counts == {"ACCEPTED": 1, "UNDONE": 1}
    assert list(Case.objects.all()) == [case]


def test_of_a_case_that_one_may_not_open_nothing_is_told_but_that_there_is_something(marta, rosa):
    batch = taken(CPIMS + ROW.format(owner="rosa", profile="VP-TRATA"), marta)
    actions.write_note(case=Case.objects.get(), text="Vino hoy", by=rosa, at=NOON)
    assert lists.standing_in_the_way(batch, marta) == (1, {"CASE": 1})


def test_a_case_opened_for_somebody_who_had_a_file_goes_and_the_file_stays(marta):
    text = (
        "Case ID,Name,Age,Sex,Caseworker,Notes,Protection Concerns\nC-1,Ana María Pérez Soto,34,F,,{note},{profile}\n"
    )
    first = taken(text.format(note="", profile="").replace("Caseworker,Notes,Protection Concerns", "a,b,c"), marta)
    ana = Person.objects.get()
    batch = staged(text.format(note="Llamar", profile="VP-INDOC"), marta)
    lists.accept_list(batch=batch, states=[RowState.KNOWN], by=marta, at=NOON)
    batch = work(batch)
    assert Case.objects.get().person == ana
    assert lists.standing_in_the_way(first, marta) == (1, {"CASE": 1})
    assert undone(batch, marta).state == BatchState.UNDONE
    assert not Case.objects.exists()
    assert list(Person.objects.all()) == [ana]
