"""The demo world: what it is made of, that it holds together, and that it is always the same."""

from collections import Counter
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models import F, Q

from ayni.access import queries as access
from ayni.access.models import User
from ayni.access.permissions import Role
from ayni.audit import actions as audit
from ayni.audit.models import Event
from ayni.cases.models import Case, Note, Outcome, Screening, Task, TaskState
from ayni.cases.models import Status as CaseStatus
from ayni.codelists.models import Territory
from ayni.desk.demo import PASSWORD, World, make_world
from ayni.desk.demo.world import CannotMakeWorld
from ayni.directory import queries as directory
from ayni.directory.models import FocalPoint
from ayni.governance import queries as governance
from ayni.governance.models import Protocol
from ayni.instruments.models import AnswerSet
from ayni.people.actions.indexing import rebuild_index
from ayni.people.models import Compartment, Consent, NameLine, Person, SearchKey, Sensitivity
from ayni.referrals.models import ClockEvent, Referral, Status
from ayni.referrals.rules import Timed, next_strike
from tests.demo import AT, undone_afterwards

pytestmark = pytest.mark.django_db


def test_everybody_is_fictitious_and_the_world_has_its_size(demo: World) -> None:
    assert Person.objects.count() == demo.people == 700
    assert not Person.objects.filter(is_fictitious=False).exists()
    assert Case.objects.count() == demo.cases >= 70


def test_the_cast_signs_in_with_the_printed_password_and_a_second_factor(demo: World) -> None:
    names = {sign_in.username for sign_in in demo.sign_ins}
    assert {"rosa", "julio", "ines", "tomas", "vera", "marta", "ada", "lia", "smp", "car"} <= names
    cast = User.objects.filter(username__in=names).order_by("pk")
    assert len(cast) == len(names)
    assert all(user.is_demo and user.check_password(PASSWORD) and user.active_roles for user in cast)
    assert Authenticator.objects.filter(user__in=cast, type=Authenticator.Type.TOTP).count() == len(names)


def test_every_role_is_there_and_three_institutions_and_two_municipalities(demo: World) -> None:
    users = User.objects.select_related("organisation").order_by("pk")
    assert {role for user in users for role in user.active_roles} == set(Role)
    assert {"UIM", "CEM", "OIM", "MUNI-SMP", "MUNI-CAR"} <= {user.organisation.code for user in users}


def test_ada_takes_care_of_the_users_of_every_institution(demo: World) -> None:
    ada = User.objects.get(username="ada")
    assert access.is_national(ada)
    managed = access.managed_users(ada)
    others = User.objects.filter(username__in=["ines", "oscar", "smp", "car", "dina", "elio", "celia"])
    assert managed.filter(pk__in=others).count() == others.count() == 7


def test_all_states_sensitivities_and_protocols_occur(demo: World) -> None:
    assert set(Case.objects.values_list("status", flat=True)) == set(CaseStatus)
    assert set(Case.objects.values_list("sensitivity", flat=True)) == set(Sensitivity)
    assert set(Task.objects.values_list("state", flat=True)) == set(TaskState)
    assert set(Referral.objects.values_list("status", flat=True)) == set(Status)
    assert set(ClockEvent.objects.values_list("kind", flat=True)) == set(ClockEvent.Kind)
    followed = set(Case.objects.values_list("protocols__protocol__code", flat=True))
    assert len(followed) >= Protocol.objects.filter(valid_to__isnull=True).count() - 2
    assert len(set(Case.objects.exclude(outcome="").values_list("outcome", flat=True)) & set(Outcome)) >= 4


def test_tasks_are_done_on_time_and_late(demo: World) -> None:
    done = Task.objects.filter(state=TaskState.DONE, due_at__isnull=False)
    assert done.filter(finished_at__lte=F("due_at")).count() > 50
    assert done.filter(finished_at__gt=F("due_at")).count() > 20


def test_a_closed_case_has_nothing_waiting(demo: World) -> None:
    closed = Case.objects.filter(status=CaseStatus.CLOSED)
    assert not Task.objects.filter(case__in=closed).waiting().exists()
    assert not Referral.objects.filter(case__in=closed).waiting().exists()


def test_nothing_happened_after_now_or_before_it_could(demo: World) -> None:
    assert not Case.objects.filter(Q(opened_at__gt=AT) | Q(closed_at__gt=AT) | Q(closed_at__lt=F("opened_at"))).exists()
    assert not Case.objects.filter(opened_at__lt=F("person__registered_at")).exists()
    assert not Task.objects.filter(Q(finished_at__gt=AT) | Q(finished_at__lt=F("starts_at"))).exists()
    late = Q(acknowledged_at__gt=AT) | Q(answered_at__gt=AT) | Q(finished_at__gt=AT)
    disorder = (
        Q(acknowledged_at__lt=F("sent_at")) | Q(answered_at__lt=F("acknowledged_at")) | Q(finished_at__lt=F("sent_at"))
    )
    assert not Referral.objects.filter(late | disorder).exists()
    assert not Event.objects.filter(at__gt=AT).exists()
    assert not Note.objects.filter(written_at__gt=AT).exists()


def test_every_case_has_its_compartment_as_the_verb_places_it(demo: World) -> None:
    placed = {c.reason: c for c in Compartment.objects.order_by("pk")}
    for case in Case.objects.order_by("pk"):
        compartment = placed.pop(case.pk)
        of_case = (case.person_id, case.sensitivity, case.office_id, case.team_id, case.caseworker_id)
        of_place = (
            compartment.person_id, compartment.sensitivity, compartment.office_id, compartment.team_id,
            compartment.assignee_id,
        )  # fmt: skip
        assert of_place == of_case
    assert not placed


def test_restricted_cases_are_kept_by_a_member_of_their_team(demo: World) -> None:
    restricted = Case.objects.filter(sensitivity=Sensitivity.RESTRICTED).select_related("caseworker").order_by("pk")
    outside = [case for case in restricted if case.team_id not in case.caseworker.team_ids]
    assert len(restricted) > 10
    assert outside == []


def test_julio_does_not_learn_of_the_trafficking_cases_that_rosa_keeps(demo: World) -> None:
    rosa, julio = (User.objects.get(username=name) for name in ("rosa", "julio"))
    trafficking = Case.objects.filter(profiles__profile__code="VP-TRATA", caseworker=rosa)
    assert Case.objects.visible_to(rosa).filter(pk__in=trafficking).count() == trafficking.count() >= 4
    assert not Case.objects.visible_to(julio).filter(pk__in=trafficking).exists()


def test_the_desks_of_the_cast_are_full_today(demo: World) -> None:
    for name in ("rosa", "julio", "vera", "smp", "car"):
        tasks = Task.objects.filter(assignee__username=name).waiting()
        assert tasks.filter(due_at__lte=AT + timedelta(days=1)).exists(), name
    waiting = Referral.objects.filter(organisation__code="CEM").waiting()
    assert waiting.exists()


def test_referrals_rest_on_a_consent_for_their_institution_or_on_the_law(demo: World) -> None:
    by_consent = Referral.objects.filter(consent__isnull=False)
    assert by_consent.exists()
    wrong = by_consent.exclude(consent__organisation=F("organisation"), consent__person=F("case__person"))
    assert not wrong.exists()
    assert not Referral.objects.filter(consent__isnull=True, basis__in=["CONSENT", "REPRESENTATIVE"]).exists()
    assert Consent.objects.filter(withdrawn_at__isnull=False).exists()


def test_the_clock_of_each_referral_strikes_next_when_the_worker_would_have_it(demo: World) -> None:
    for referral in Referral.objects.prefetch_related("clock_events").order_by("pk"):
        timed = Timed(referral.status, referral.sent_at, referral.acknowledge_by, referral.answer_by)
        struck = {event.kind for event in referral.clock_events.all()}
        assert referral.next_strike_at == next_strike(timed, struck=struck, after=AT)


def test_screenings_hold_answers_that_were_asked_for(demo: World) -> None:
    decided = Screening.objects.filter(decided_at__isnull=False)
    assert decided.count() == Case.objects.count()
    assert Screening.objects.filter(oriented_at__isnull=False).exists()
    first = AnswerSet.objects.filter(instrument__code="SCR-INICIO").order_by("pk")
    assert first.count() == Screening.objects.count()
    assert all(given.answers["age"] in {"child", "adult", "older"} for given in first)


def test_gaps_show_their_evidence_and_a_draft_waits_for_marta(demo: World) -> None:
    marta = User.objects.get(username="marta")
    gaps = list(governance.gaps(marta, governance.GapFilters()))
    assert {gap.state for gap in gaps} == {"OPEN", "STUDIED", "PROPOSED"}
    tallies = governance.tallies(gaps, marta)
    assert sum(tally.total > 0 for tally in tallies.values()) == 2, "of the third nobody noted anything yet"
    assert {"DENIAL", "LATE_STEP", "FIELD_NOTE"} <= {kind for tally in tallies.values() for kind in tally.kinds}
    (proposed,) = governance.instruments(marta, governance.InstrumentFilters(track="PROPOSAL"))
    assert proposed.gap is not None
    followed = governance.instruments(marta, governance.InstrumentFilters(track="ADVICE"))
    assert sorted(one.state for one in followed) == ["MADE", "TAKEN_UP"]
    assert [draft.code for draft in governance.waiting_for(marta)] == ["PW-SALUD"]
    assert [draft.state for draft in governance.open_drafts(marta)] == ["SUBMITTED", "WRITING"]


def test_regions_have_focal_points_with_substitutes_and_one_is_away(demo: World) -> None:
    standing = FocalPoint.objects.standing().filter(department__isnull=False)
    regions = set(standing.values_list("department__code", flat=True))
    assert {"15", "24", "23", "20"} <= regions
    assert len(regions) < Territory.objects.current().filter(level="DEPARTMENT").count(), "a map without holes is none"
    assert not standing.exclude(substitutes__ended_at=None, substitutes__isnull=False).exists()
    tumbes = standing.get(office__code="JZ-TUM", organisation__code="UIM")
    asked = [rung.focal_point for rung in directory.focal_chain(tumbes.organisation, tumbes.department, AT)]
    assert tumbes not in asked
    assert tumbes.substitutes.get() in asked


def test_the_coverage_map_tells_places_apart(demo: World) -> None:
    table = directory.coverage_by_profile()
    violence = {cell.department.code: cell.state for cell in table.of_profile("VP-VBG")}
    assert (violence["24"], violence["16"], violence["03"]) == ("here", "ours", "national")
    assert {cell.state for cell in table.of_profile("VP-SALUD")} >= {"here", "national"}


def test_the_audit_trail_is_whole(demo: World) -> None:
    found = audit.verify()
    assert not found.findings
    assert Event.objects.count() >= demo.events > 5_000


def keys_of_people() -> Counter:
    people = dict(NameLine.objects.values_list("pk", "person_id"))
    return Counter((key, people[line]) for key, line in SearchKey.objects.order_by().values_list("key", "line"))


def test_people_are_found_by_the_keys_that_registering_writes(demo: World) -> None:
    made = keys_of_people()
    with undone_afterwards():
        rebuild_index(by="system", at=AT)
        assert keys_of_people() == made


def test_no_foreign_key_leads_nowhere(demo: World) -> None:
    connection.check_constraints()


def test_real_people_and_a_demo_never_mix(demo: World) -> None:
    with pytest.raises(CannotMakeWorld, match="Aquí ya hay una demostración"):
        make_world(people=10, seed=1, at=AT)
    with undone_afterwards():
        Person.objects.filter(pk=Person.objects.order_by("pk")[0].pk).update(is_fictitious=False)
        with pytest.raises(CannotMakeWorld, match="personas reales"):
            make_world(people=10, seed=1, at=AT)


def test_the_make_up_of_few_people_is_near_the_published_figures(demo: World) -> None:
    assert [share for share in demo.shares if abs(share.made - share.published) > 0.08] == []
