"""Resolutions are numbered, sealed, printed, proved, annulled; a rejection is appealed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ayni.access.permissions import Role
from ayni.access.tests.factories import UserFactory
from ayni.people.models import Person
from ayni.procedures import actions, queries, rules
from ayni.procedures.models import AppealKind, Application, ItemState, Outcome, State
from ayni.procedures.rules import CannotAppeal, CannotApply, CannotChange, CannotDecide
from ayni.procedures.templatetags.applications import clock
from ayni.procedures.tests.factories import NOON
from ayni.procedures.tests.lives import GROUNDS, evaluated, judge, procedure, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(world, lia, elsa):
    wanted = procedure(world, asks=1)
    return lambda: evaluated(submitted(lia, wanted), elsa)


@pytest.fixture
def rejected(world, lia, elsa, aldo):
    application = evaluated(submitted(lia, procedure(world, asks=1)), elsa, ItemState.REJECTED)
    return actions.reject(application=application, grounds=GROUNDS, by=aldo, at=NOON)


@pytest.fixture
def abel(world):
    return UserFactory(username="abel", roles=[Role.APPROVER], office=world.sede_central, organisation=world.uim)


def test_numbers_follow_each_other_and_begin_anew_each_year(ready, aldo):
    last_second = datetime(2027, 1, 1, 4, 59, 59, tzinfo=UTC)
    first_second = datetime(2027, 1, 1, 5, 0, tzinfo=UTC)
    numbers = [
        actions.approve(application=ready(), grounds=GROUNDS, by=aldo, at=at).number[:11]
        for at in (NOON, last_second, first_second)
    ]
    assert numbers == ["000001-2026", "000002-2026", "000001-2027"]


def test_a_resolution_bears_letters_and_no_pictures(ready, aldo):
    application = ready()
    Person.objects.filter(pk=application.person_id).update(given_name_1="😀 Ñuñu")
    application.refresh_from_db()
    with pytest.raises(CannotDecide):
        actions.approve(application=application, grounds="🎉", by=aldo, at=NOON)
    sealed = actions.approve(application=application, grounds="Cumple todo 🎉", by=aldo, at=NOON).sealed
    assert sealed["grounds"] == "Cumple todo"
    assert sealed["person"].startswith("Ñuñu ")


def test_a_decision_that_fails_leaves_no_gap(ready, aldo):
    actions.approve(application=ready(), grounds=GROUNDS, by=aldo, at=NOON)
    with pytest.raises(CannotDecide):
        actions.approve(application=ready(), grounds=" ", by=aldo, at=NOON)
    assert actions.approve(application=ready(), grounds=GROUNDS, by=aldo, at=NOON).sequence == 2


def test_what_a_resolution_says_is_sealed_and_one_changed_letter_shows(ready, aldo):
    resolution = actions.approve(application=ready(), grounds=GROUNDS, by=aldo, at=NOON)
    resolution.refresh_from_db()
    assert rules.digest_of(resolution.sealed) == resolution.digest
    assert queries.is_genuine(resolution)
    assert rules.digest_of({**resolution.sealed, "person": "Otra"}) != resolution.digest
    resolution.digest = resolution.digest[:-1] + ("0" if resolution.digest[-1] != "0" else "1")
    assert not queries.is_genuine(resolution)


def test_a_print_proves_every_byte_of_itself_without_a_database():
    seed, key = b"s" * 32, rules.public_key(b"s" * 32)
    signature = rules.sign(seed, rules.resolution_statement("abc"))
    paper = rules.sealed_pdf(b"%PDF-1.7 text %%EOF", digest="abc", signature=signature, seed=seed)
    assert rules.read_seal(paper, key=key) == "abc"
    for broken in (
        paper.replace(b"text", b"tent"), paper + b"more", paper[:-9] + b"\n", b"%PDF-1.7", b"",
        paper.replace(b'"digest":"abc"', b'"digest":"abd"'), paper.replace(b'"digest"', b'"more":1,"digest"'),
    ):  # fmt: skip
        assert rules.read_seal(broken, key=key) is None
    assert rules.read_seal(paper, key=rules.public_key(b"t" * 32)) is None


def test_somebody_who_took_no_part_decides_the_appeal(rejected, lia, elsa, aldo, abel, marta):
    application = rejected.application
    actions.hand_over(resolution=rejected, by=lia, at=NOON)
    appeal = actions.file_appeal(
        application=application, kind=AppealKind.RECONSIDERATION, grounds="Traigo otro pasaporte.", by=lia, at=NOON
    )
    assert appeal.due_on == date(2026, 12, 11)
    for party in (aldo, elsa, lia):
        with pytest.raises(CannotDecide, match="intervino"):
            actions.decide_appeal(appeal=appeal, is_founded=True, grounds=GROUNDS, by=party, at=NOON)
    resolution = actions.decide_appeal(appeal=appeal, is_founded=True, grounds=GROUNDS, by=abel, at=NOON)
    application.refresh_from_db()
    rejected.refresh_from_db()
    assert (resolution.outcome, application.state, application.expires_on) == (
        Outcome.APPEAL_ALLOWED, State.APPROVED, date(2027, 11, 20),
    )  # fmt: skip
    assert rejected.annulled_by == abel
    with pytest.raises(CannotAppeal, match="ya se resolvió"):
        actions.decide_appeal(appeal=appeal, is_founded=False, grounds=GROUNDS, by=abel, at=NOON)


def test_an_unfounded_reconsideration_leaves_the_appeal_to_a_superior(rejected, lia, abel, world):
    application = rejected.application
    first = actions.file_appeal(
        application=application, kind=AppealKind.RECONSIDERATION, grounds="Una razón.", by=lia, at=NOON
    )
    with pytest.raises(CannotAppeal, match="espera"):
        actions.file_appeal(application=application, kind=AppealKind.APPEAL, grounds="Otra.", by=lia, at=NOON)
    actions.decide_appeal(appeal=first, is_founded=False, grounds=GROUNDS, by=abel, at=NOON)
    second = actions.file_appeal(application=application, kind=AppealKind.APPEAL, grounds="Otra.", by=lia, at=NOON)
    with pytest.raises(CannotDecide, match="intervino"):
        actions.decide_appeal(appeal=second, is_founded=True, grounds=GROUNDS, by=abel, at=NOON)
    assert second.due_on == date(2027, 1, 1)


def test_the_time_to_appeal_runs_from_the_day_on_which_the_person_held_the_paper(rejected, lia):
    long_after = datetime(2027, 3, 1, 17, tzinfo=UTC)
    said = {"application": rejected.application, "kind": AppealKind.APPEAL, "grounds": "Una razón.", "by": lia}
    actions.hand_over(resolution=rejected, by=lia, at=NOON)
    with pytest.raises(CannotAppeal, match="plazo para recurrir"):
        actions.file_appeal(**said, at=long_after)
    rejected.application.resolutions.update(told_at=None)
    actions.file_appeal(**said, at=long_after)


def test_what_was_approved_is_not_appealed(ready, lia, aldo):
    application = actions.approve(application=ready(), grounds=GROUNDS, by=aldo, at=NOON).application
    with pytest.raises(CannotAppeal, match="Solo se recurre una denegatoria o una"):
        actions.file_appeal(application=application, kind=AppealKind.APPEAL, grounds="Una.", by=lia, at=NOON)


def abandoned(lia, elsa, world):
    """Its correction did not come; the clock declared so."""
    application = actions.take(application=submitted(lia, procedure(world)), by=elsa, at=NOON)
    judge(application, elsa, ItemState.ACCEPTED, ItemState.OBSERVED)
    actions.ask_for_correction(application=application, days=5, by=elsa, at=NOON)
    assert actions.abandon_due(at=NOON + timedelta(days=200)) == 1
    return Application.objects.get()


def test_what_was_declared_abandoned_is_appealed_and_goes_on_if_that_was_wrong(lia, elsa, abel, world):
    application, at = abandoned(lia, elsa, world), NOON + timedelta(days=201)
    assert clock(application) == ""
    declared = application.resolutions.get()
    actions.hand_over(resolution=declared, by=lia, at=at)
    appeal = actions.file_appeal(
        application=application, kind=AppealKind.RECONSIDERATION, grounds="Lo traje a tiempo.", by=lia, at=at
    )
    made = actions.decide_appeal(appeal=appeal, is_founded=True, grounds=GROUNDS, by=abel, at=at)
    declared.refresh_from_db()
    application.refresh_from_db()
    assert (made.outcome, declared.annulled_by) == (Outcome.APPEAL_ALLOWED, abel)
    assert (application.state, application.expires_on, application.approver) == (State.OBSERVED, None, None)
    again = application.corrections.get(ended_at__isnull=True)
    assert (again.days, again.asked_by) == (5, abel)
    actions.present(item=application.items.get(state=ItemState.OBSERVED), drawn=None, by=lia, at=at)
    assert actions.correct(application=application, by=lia, at=at).state == State.EVALUATING


def test_what_is_open_again_elsewhere_is_not_opened_twice(lia, elsa, abel, world):
    application, at = abandoned(lia, elsa, world), NOON + timedelta(days=201)
    appeal = actions.file_appeal(
        application=application, kind=AppealKind.RECONSIDERATION, grounds="Lo traje a tiempo.", by=lia, at=at
    )
    submitted(lia, application.procedure, person=application.person, at=at)
    with pytest.raises(CannotApply, match="solicitud"):
        actions.decide_appeal(appeal=appeal, is_founded=True, grounds=GROUNDS, by=abel, at=at)
    appeal.refresh_from_db()
    assert appeal.decided_at is None


def test_what_the_person_took_back_is_not_appealed(lia, world):
    application = actions.withdraw(application=submitted(lia, procedure(world)), by=lia, at=NOON)
    with pytest.raises(CannotAppeal, match="Solo se recurre"):
        actions.file_appeal(application=application, kind=AppealKind.APPEAL, grounds="Una.", by=lia, at=NOON)


def test_after_the_superior_nothing_is_filed_here_any_more(rejected, lia, abel):
    application = rejected.application
    appeal = actions.file_appeal(application=application, kind=AppealKind.APPEAL, grounds="Una.", by=lia, at=NOON)
    actions.decide_appeal(appeal=appeal, is_founded=False, grounds=GROUNDS, by=abel, at=NOON)
    with pytest.raises(CannotAppeal, match="vía administrativa"):
        actions.file_appeal(application=application, kind=AppealKind.RECONSIDERATION, grounds="Otra.", by=lia, at=NOON)


def test_of_somebody_hidden_somebody_who_took_no_part_is_named_for_the_appeal(rejected, lia, elsa, aldo, abel):
    """Nobody of the office comes upon it: without that nobody could decide."""
    application = rejected.application
    with pytest.raises(CannotChange):
        actions.name_approver(application=application, approver=abel, by=lia, at=NOON)
    appeal = actions.file_appeal(application=application, kind=AppealKind.APPEAL, grounds="Una.", by=lia, at=NOON)
    for party in (aldo, elsa):
        with pytest.raises(CannotDecide, match="intervino"):
            actions.name_approver(application=application, approver=party, by=lia, at=NOON)
    actions.name_approver(application=application, approver=abel, by=lia, at=NOON)
    made = actions.decide_appeal(appeal=appeal, is_founded=True, grounds=GROUNDS, by=abel, at=NOON)
    assert made.application.approver == abel
