"""A municipality takes the nationality into its registers: baseline, evidence, verified by a second colleague."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.timezone import localdate

from ayni.directory.models import Strengthening
from ayni.directory.tests.factories import ServiceFactory
from ayni.outreach.actions import assisting as verbs
from ayni.outreach.actions.assisting import Evidence, Step, Wanted
from ayni.outreach.models import Assistance, AssistanceState, Milestone, MilestoneState
from ayni.outreach.queries import assisting as queries
from ayni.outreach.rules.assisting import CannotAssist

pytestmark = pytest.mark.django_db


def begun(rosa, service, *, steps=1, **other):
    said = {
        "title": "Variable nacionalidad en la DEMUNA", "change": "NATIONALITY", "institution": service.organisation,
        "office": rosa.office, "baseline": "El registro no la pregunta.", "baseline_on": date(2026, 1, 10),
        "service": service, "aim": "OBJ-1", "outcome": "RES-2",
    }  # fmt: skip
    wanted = Wanted(**said | other)
    due = localdate() + timedelta(days=30)
    rows = [Step(f"Paso {n}", due) for n in range(1, steps + 1)]
    return verbs.begin(wanted=wanted, steps=rows, by=rosa, at=timezone.now())


@pytest.fixture
def service(world):
    return ServiceFactory(organisation=world.cem)


def agreed(rosa, service, **other):
    made = begun(rosa, service, **other)
    verbs.agree(assistance=made, on=localdate(), by=rosa, at=timezone.now())
    return made


def test_from_the_baseline_to_what_the_directory_says(rosa, julio, service):
    made = agreed(rosa, service)
    step = made.milestones.get()
    verbs.show(milestone=step, evidence=Evidence("La ficha la pregunta desde mayo."), by=rosa, at=timezone.now())
    with pytest.raises(CannotAssist, match="pida a un colega"):
        verbs.verify(milestone=step, by=rosa, at=timezone.now())
    with pytest.raises(CannotAssist, match="1 hitos no están verificados"):
        verbs.fulfil(assistance=made, result="x", by=rosa, at=timezone.now())
    assert list(queries.to_verify(julio)) == [step]
    assert not queries.to_verify(rosa).exists()
    verbs.verify(milestone=step, by=julio, at=timezone.now())
    verbs.fulfil(assistance=made, result="Incorporada en mayo.", by=rosa, at=timezone.now())
    service.refresh_from_db()
    made.refresh_from_db()
    assert (made.state, service.nationality_variable) == (AssistanceState.DONE, "PRESENT")
    rows = Strengthening.objects.filter(service=service).order_by("pk").values_list("progress", "source")
    assert list(rows) == [("IN_PROGRESS", made.code), ("DONE", made.code)]


def test_the_database_too_refuses_who_verifies_their_own_evidence(rosa, service):
    step = agreed(rosa, service).milestones.get()
    verbs.show(milestone=step, evidence=Evidence("Foto"), by=rosa, at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.filter(pk=step.pk).update(state="VERIFIED", verified_by=rosa, verified_at=timezone.now())


def test_evidence_that_shows_nothing_is_sent_back_with_why(rosa, julio, service):
    step = agreed(rosa, service).milestones.get()
    verbs.show(milestone=step, evidence=Evidence("Lo dijo por teléfono."), by=rosa, at=timezone.now())
    verbs.send_back(milestone=step, why="Falta la ficha.", by=julio, at=timezone.now())
    step.refresh_from_db()
    assert (step.state, step.returned_why, step.evidence) == (
        MilestoneState.PENDING, "Falta la ficha.", "Lo dijo por teléfono."
    )  # fmt: skip
    verbs.show(milestone=step, evidence=Evidence("La ficha."), by=julio, at=timezone.now())
    verbs.verify(milestone=step, by=rosa, at=timezone.now())


def test_nothing_is_shown_before_it_is_agreed_and_nothing_is_agreed_without_a_step(rosa, service):
    made = begun(rosa, service)
    with pytest.raises(CannotAssist, match="acordado"):
        verbs.show(milestone=made.milestones.get(), evidence=Evidence("x"), by=rosa, at=timezone.now())
    bare = begun(rosa, service, steps=0)
    with pytest.raises(CannotAssist, match="al menos un hito"):
        verbs.agree(assistance=bare, on=localdate(), by=rosa, at=timezone.now())


def test_a_target_before_its_baseline_is_refused(rosa, service):
    made = begun(rosa, service)
    with pytest.raises(CannotAssist, match="línea de base"):
        verbs.add_step(assistance=made, step=Step("Antes", date(2025, 12, 1)), by=rosa, at=timezone.now())
    with pytest.raises(CannotAssist, match="todavía no llega"):
        begun(rosa, service, baseline_on=localdate() + timedelta(days=3))
    assert Assistance.objects.count() == 1


def test_codes_of_a_year_follow_one_another_and_giving_up_says_why(rosa, service):
    first, second = begun(rosa, service), agreed(rosa, service)
    assert int(second.code[-4:]) == int(first.code[-4:]) + 1
    verbs.drop(assistance=second, why="Cambió la gestión.", by=rosa, at=timezone.now())
    assert Strengthening.objects.filter(service=service).latest("pk").progress == "ABANDONED"
    with pytest.raises(CannotAssist):
        verbs.fulfil(assistance=second, result="x", by=rosa, at=timezone.now())


def test_another_office_does_not_see_it(rosa, vera, service):
    made = begun(rosa, service)
    assert made in queries.assistances(rosa)
    assert made not in queries.assistances(vera)
