from datetime import date, timedelta

import pytest
from django.utils.timezone import localtime

from ayni.access.tests.factories import TeamFactory
from ayni.audit.models import Event
from ayni.cases import actions, rules
from ayni.cases.models import Case, Screening, Task
from ayni.cases.rules.cases import CannotOpen
from ayni.codelists.tests.factories import HolidayFactory
from ayni.governance.models import DeadlineKind, DeadlineUnit, Protocol
from ayni.people.models import Compartment, Person

from .factories import NOON, open_case, person, profile, protocol, step

pytestmark = pytest.mark.django_db


def test_opening_lays_out_the_protocol_in_force_as_tasks(rosa):
    case = open_case(rosa)
    ours, theirs = case.tasks.all()
    assert (ours.organisation.code, ours.due_at, ours.deadline_kind) == (
        "UIM",
        NOON + timedelta(hours=24),
        "proposed_sla",
    )
    assert theirs.organisation.code == "CEM"
    assert localtime(theirs.due_at).date() == date(2026, 11, 25), "three working days after a Friday"
    assert theirs.deadline_kind == DeadlineKind.LEGAL_UNVERIFIED
    assert {t.assignee for t in case.tasks.all()} == {rosa}


def test_a_holiday_does_not_count_as_a_working_day(rosa):
    HolidayFactory(day=date(2026, 11, 24))
    case = open_case(rosa)
    assert localtime(case.tasks.last().due_at).date() == date(2026, 11, 26)


def test_at_once_means_within_the_hour(rosa):
    step(
        protocol("PW-NOW", "VP-OTRO"),
        3,
        actor="IPRESS",
        amount=0,
        unit=DeadlineUnit.HOURS,
        kind="legal",
        action="Atender ya",
    )
    case = open_case(rosa, "VP-OTRO")
    assert case.tasks.get(organisation__code="IPRESS").due_at == NOON + timedelta(hours=1)


def test_a_step_without_a_time_has_no_deadline(rosa):
    step(protocol("PW-SLOW", "VP-OTRO"), 3, actor="OIM", amount=None, unit="", kind="none", action="Acompañar")
    case = open_case(rosa, "VP-OTRO")
    assert case.tasks.get(organisation__code="OIM").due_at is None


def test_opening_is_in_the_trail_and_says_nothing_of_the_person(rosa):
    case = open_case(rosa)
    event = Event.objects.get(verb="case.started")
    assert event.thread == case.pk
    assert event.details["profiles"] == ["VP-INDOC"]
    assert event.details["protocols"] == ["PW-INDOC.v1"]
    assert case.person.surname_1 not in str(event.details)


def test_what_the_person_wants_is_kept_in_their_words(rosa):
    assert (
        Case.objects.get(pk=open_case(rosa, wishes="Que mi mamá 👵 esté conmigo").pk).wishes
        == "Que mi mamá 👵 esté conmigo"
    )


@pytest.mark.parametrize(
    ("codes", "sensitivity"),
    [(["VP-INDOC"], "ORDINARY"), (["VP-INDOC", "VP-NNA-RD"], "PROTECTED"), (["VP-NNA-RD", "VP-TRATA"], "RESTRICTED")],
)
def test_the_profiles_decide_the_sensitivity(rosa, codes, sensitivity):
    assert open_case(rosa, *codes).sensitivity == sensitivity


def test_a_restricted_case_goes_to_the_team_that_was_chosen(world):
    case = open_case(world.rosa, "VP-TRATA", team=world.trata)
    assert case.team == world.trata
    placed = Compartment.objects.get(reason=case.pk)
    assert (placed.sensitivity, placed.team, placed.assignee) == ("RESTRICTED", world.trata, world.rosa)


def test_without_a_team_a_restricted_case_cannot_be_opened_and_none_is_taken_for_it(rosa):
    assert rosa.team_ids, "Rosa is in one team, which nobody chose"
    with pytest.raises(CannotOpen, match="equipo"):
        open_case(rosa, "VP-TRATA", team=None)
    assert not Case.objects.exists()
    assert not Event.objects.filter(verb="case.started").exists()


def test_the_team_of_another_office_is_refused(world):
    with pytest.raises(CannotOpen, match="misma oficina"):
        open_case(world.rosa, "VP-TRATA", team=TeamFactory(office=world.jz_tum))


def test_colleagues_outside_the_team_see_neither_case_nor_person(world):
    case = open_case(world.rosa, "VP-TRATA")
    for outsider in (world.julio, world.marta, world.lia, world.vera):
        assert not Case.objects.visible_to(outsider).exists()
        assert not Person.objects.visible_to(outsider).exists()
    assert Case.objects.visible_to(world.rosa).get() == case


def test_two_profiles_of_one_protocol_bring_it_once(rosa):
    protocol("PW-DOC", "VP-INDOC", "VP-MADRE")
    case = open_case(rosa, "VP-INDOC", "VP-MADRE")
    assert [p.protocol.code for p in case.protocols.all()] == ["PW-DOC"]
    assert case.tasks.count() == 2


def test_the_main_profile_comes_first_in_the_plan(rosa):
    protocol("PW-A", "VP-A")
    protocol("PW-B", "VP-B")
    case = open_case(rosa, "VP-A", "VP-B", main=profile("VP-B"))
    assert [t.step.protocol.code for t in case.tasks.select_related("step__protocol")] == [
        "PW-B",
        "PW-B",
        "PW-A",
        "PW-A",
    ]
    assert case.profiles.get(is_main=True).profile.code == "VP-B"


def test_what_two_protocols_ask_of_one_institution_is_one_task(rosa):
    for code, of in (("PW-DOC", "VP-INDOC"), ("PW-TIM", "VP-TIM")):
        made = protocol(code, of)
        amount = 240 if code == "PW-TIM" else 720
        regularise = {"actor": "MIGRACIONES", "action": "Regularizar", "code": f"{code}-4"}
        step(made, 4, amount=amount, unit="HOURS", kind="none", **regularise)
    case = open_case(rosa, "VP-INDOC", "VP-TIM")
    task = case.tasks.get(organisation__code="MIGRACIONES")
    assert task.step.code == "PW-TIM-4", "the earlier deadline holds"
    assert [covered.code for covered in task.covers.all()] == ["PW-DOC-4"]


def test_a_profile_without_a_protocol_takes_the_general_one(rosa):
    protocol("PW-GEN", is_general=True)
    profile("VP-OTRO")
    case = actions.open_case(
        person=person(rosa), screening=None, profiles=[profile("VP-OTRO")], main=profile("VP-OTRO"), urgency="ORDINARY",
        stage="TRANSIT", wishes="", team=None, by=rosa, at=NOON,
    )  # fmt: skip
    assert case.protocols.get().protocol.code == "PW-GEN"


def test_without_any_protocol_in_force_nothing_is_opened(rosa):
    with pytest.raises(CannotOpen, match="protocolo"):
        actions.open_case(
            person=person(rosa), screening=None, profiles=[profile()], main=profile(), urgency="ORDINARY", stage="STAY",
            wishes="", team=None, by=rosa, at=NOON,
        )  # fmt: skip


def test_yesterdays_case_keeps_yesterdays_protocol(rosa):
    old = open_case(rosa, at=NOON - timedelta(days=1))
    Protocol.objects.update(valid_to=NOON.date())
    new_version = Protocol.objects.get()
    new_version.pk, new_version.version, new_version.valid_from, new_version.valid_to = None, 2, NOON.date(), None
    new_version.save()
    new_version.profiles.set([profile()])
    step(new_version, 1, actor="UIM", amount=2, unit="HOURS", kind="none", action="Orientar pronto")
    new = open_case(rosa)
    assert (old.protocols.get().protocol.version, new.protocols.get().protocol.version) == (1, 2)
    assert (old.tasks.count(), new.tasks.count()) == (2, 1)


def test_one_conversation_ends_in_one_case(rosa):
    who = person(rosa)
    talk = Screening.objects.create(person=who, office=rosa.office, started_by=rosa, started_at=NOON)
    open_case(rosa, person=who, screening=talk)
    with pytest.raises(CannotOpen, match="ya terminó"):
        open_case(rosa, person=who, screening=talk)
    assert Case.objects.count() == 1


def test_somebody_without_an_office_cannot_open_a_case(rosa):
    who = person(rosa)
    protocol("PW-INDOC", "VP-INDOC")
    rosa.office = None
    with pytest.raises(rules.cases.CannotOpen, match="oficina"):
        open_case(rosa, person=who)
    assert not Task.objects.exists()
