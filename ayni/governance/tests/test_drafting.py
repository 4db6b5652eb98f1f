"""The next version of a protocol: written by one, approved by two others."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate, now

from ayni.access.permissions import Role
from ayni.access.tests.factories import MembershipFactory, UserFactory
from ayni.audit.models import Event
from ayni.codelists.tests.factories import LegalNormFactory, ProfileFactory
from ayni.governance import actions, queries
from ayni.governance.models import DraftState, DraftStep, Protocol, ProtocolDraft
from ayni.governance.rules import drafting as rules
from ayni.notices.models import Message

from .factories import OrganisationFactory, ProtocolFactory, StepFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleagues(world):
    return [UserFactory(username=f"sup{n}", organisation=world.uim, roles=[Role.SUPERVISOR]) for n in (1, 2, 3)]


@pytest.fixture
def in_force():
    protocol = ProtocolFactory(code="PW-SALUD", name="Salud", profiles=[ProfileFactory(code="VP-SALUD")])
    for order in (1, 2):
        step = StepFactory(protocol=protocol, order=order, code=f"PW-SALUD-{order}", legal_basis="Ley 29414")
        step.norms.add(LegalNormFactory(code=f"N-{order}"))
    return protocol


def step_fields(**other):
    known = {
        "actor": OrganisationFactory(code="MINSA"), "action_es": "Afiliar al SIS", "urgency": "WITHIN_72H",
        "consent_rule": "REQUIRED", "legal_basis": "Directiva 1-2026",
    }  # fmt: skip
    return rules.StepFields(**{**known, **other})


def described(draft, by, **other):
    known = {
        "name": draft.name, "profiles": list(draft.profiles.all()), "legal_basis": "Directiva 1-2026",
        "reason": "Se niega la atención de emergencia sin documento.",
    }  # fmt: skip
    fields = rules.DraftFields(**{**known, **other})
    return actions.describe_draft(draft=draft, seen=draft.revision, fields=fields, by=by, at=now())


def submitted(by, **other):
    draft = actions.start_draft(code="PW-SALUD", by=by, at=now())
    draft = described(draft, by, **other)
    draft = actions.write_step(draft=draft, step=None, seen=draft.revision, fields=step_fields(), by=by, at=now())
    return actions.submit_draft(draft=draft, seen=draft.revision, by=by, at=now())


def approve(draft, by):
    return actions.approve_draft(draft=draft, seen=queries.digest_of(draft), by=by, at=now())


def test_a_draft_begins_with_what_is_in_force(in_force, marta):
    draft = actions.start_draft(code="PW-SALUD", by=marta, at=now())
    assert [(s.code, [n.code for n in s.norms.all()]) for s in draft.steps.all()] == [
        ("PW-SALUD-1", ["N-1"]),
        ("PW-SALUD-2", ["N-2"]),
    ]
    assert [p.code for p in draft.profiles.all()] == ["VP-SALUD"]
    assert queries.side_by_side(in_force, draft)[0].is_same


def test_two_colleagues_approve_and_the_new_version_takes_over(in_force, marta, colleagues):
    draft = submitted(marta)
    approve(draft, colleagues[0])
    assert Protocol.objects.current().get(code="PW-SALUD") == in_force, "one approval changes nothing"
    draft = approve(draft, colleagues[1])
    new = Protocol.objects.current().get(code="PW-SALUD")
    in_force.refresh_from_db()
    assert (new.version, new.written_by_hand, new.legal_basis) == (2, True, "Directiva 1-2026")
    assert (in_force.valid_to, new.valid_from) == (localdate(), localdate())
    assert [(s.order, s.code) for s in new.steps.all()] == [
        (1, "PW-SALUD-1"), (2, "PW-SALUD-2"), (3, "PW-SALUD-3"),
    ]  # fmt: skip
    assert [n.code for n in new.steps.get(order=1).norms.all()] == ["N-1"]
    assert (draft.state, draft.protocol) == (DraftState.APPROVED, new)
    assert [p.pk for p in queries.protocols_for(list(new.profiles.all()), on=localdate())] == [new.pk]
    made = Event.objects.get(verb="protocol.version_made")
    assert made.details["version"] == 2


def test_a_version_of_the_future_leaves_the_one_before_in_force_until_then(in_force, marta, colleagues):
    later = localdate() + timedelta(days=30)
    draft = submitted(marta, valid_from=later)
    approve(draft, colleagues[0])
    approve(draft, colleagues[1])
    profiles = list(in_force.profiles.all())
    assert [p.version for p in queries.protocols_for(profiles, on=later - timedelta(days=1))] == [1]
    assert [p.version for p in queries.protocols_for(profiles, on=later)] == [2]
    assert [p.version for p in queries.in_force(localdate()) if p.code == "PW-SALUD"] == [1]
    assert [p.version for p in queries.to_come(localdate())] == [2]


def test_nobody_approves_what_they_wrote(in_force, marta, colleagues):
    draft = submitted(marta)
    with pytest.raises(rules.CannotApprove, match="Usted escribió"):
        approve(draft, marta)
    helper = colleagues[0]
    draft.refresh_from_db()
    step = draft.steps.first()
    draft = actions.move_step(draft=draft, step=step, up=False, seen=draft.revision, by=helper, at=now())
    draft = actions.submit_draft(draft=draft, seen=draft.revision, by=marta, at=now())
    with pytest.raises(rules.CannotApprove):
        approve(draft, helper)


def test_whoever_may_approve_is_told_once_that_a_draft_waits(world, marta, colleagues, in_force):
    UserFactory(username="otra", organisation=OrganisationFactory(code="MINSA"), roles=[Role.SUPERVISOR])
    gone = UserFactory(username="fue", organisation=world.uim)
    MembershipFactory(user=gone, role=Role.SUPERVISOR, ends_at=now() - timedelta(days=1))
    draft = submitted(marta)
    told = [colleague.email for colleague in colleagues]
    assert sorted(Message.objects.values_list("to", flat=True)) == sorted(told)
    message = Message.objects.first()
    assert message.subject == "Un borrador del protocolo PW-SALUD espera dos aprobaciones"
    assert message.text.endswith(f"/protocolos/borradores/{draft.pk}/")
    draft = actions.submit_draft(draft=draft, seen=draft.revision, by=marta, at=now())
    assert Message.objects.count() == 3, "it waits already"
    actions.return_draft(draft=draft, note="Falta el plazo.", by=colleagues[0], at=now())
    draft = described(draft, colleagues[0])
    actions.submit_draft(draft=draft, seen=draft.revision, by=marta, at=now())
    assert sorted(Message.objects.values_list("to", flat=True)) == sorted(told + told[1:]), "one of them wrote in it"


def test_the_same_colleague_does_not_approve_twice(in_force, marta, colleagues):
    draft = submitted(marta)
    approve(draft, colleagues[0])
    with pytest.raises(rules.CannotApprove, match="Ya lo aprobó"):
        approve(draft, colleagues[0])
    assert ProtocolDraft.objects.get().state == DraftState.SUBMITTED


def test_a_change_after_an_approval_voids_it(in_force, marta, colleagues):
    draft = submitted(marta)
    approve(draft, colleagues[0])
    draft.refresh_from_db()
    draft = described(draft, marta, name="Salud y emergencia")
    assert draft.state == DraftState.WRITING
    draft = actions.submit_draft(draft=draft, seen=draft.revision, by=marta, at=now())
    assert queries.valid_approvals(draft, queries.digest_of(draft)) == []
    approve(draft, colleagues[1])
    assert Protocol.objects.current().get(code="PW-SALUD") == in_force, "the first approval was of other words"
    approve(draft, colleagues[0])
    assert Protocol.objects.current().get(code="PW-SALUD").name == "Salud y emergencia"


def test_what_somebody_read_an_hour_ago_is_not_what_they_approve(in_force, marta, colleagues):
    draft = submitted(marta)
    seen = queries.digest_of(draft)
    DraftStep.objects.filter(draft=draft, order=1).update(deadline_text="cuando se pueda")
    with pytest.raises(rules.CannotApprove, match="cambió desde que lo leyó"):
        actions.approve_draft(draft=draft, seen=seen, by=colleagues[0], at=now())


def test_the_second_of_two_who_write_at_once_is_told(in_force, marta, colleagues):
    draft = actions.start_draft(code="PW-SALUD", by=marta, at=now())
    seen = draft.revision
    described(draft, marta)
    with pytest.raises(rules.CannotWrite, match="Mientras tanto"):
        actions.write_step(draft=draft, step=None, seen=seen, fields=step_fields(), by=colleagues[0], at=now())


def test_one_protocol_has_one_open_draft(in_force, marta, colleagues):
    draft = actions.start_draft(code="PW-SALUD", by=marta, at=now())
    with pytest.raises(rules.CannotWrite):
        actions.start_draft(code="PW-SALUD", by=colleagues[0], at=now())
    actions.discard_draft(draft=draft, seen=draft.revision, by=marta, at=now())
    assert actions.start_draft(code="PW-SALUD", by=marta, at=now()).pk != draft.pk


def test_a_draft_without_basis_or_reason_is_not_submitted(in_force, marta):
    draft = actions.start_draft(code="PW-SALUD", by=marta, at=now())
    said = " ".join(queries.missing(draft, localdate()))
    assert "base legal" in said
    assert "por qué cambia" in said
    with pytest.raises(rules.CannotWrite, match="base legal"):
        actions.submit_draft(draft=draft, seen=draft.revision, by=marta, at=now())


def test_a_day_that_has_passed_is_not_a_beginning(in_force, marta, colleagues):
    draft = submitted(marta, valid_from=localdate())
    tomorrow = now() + timedelta(days=1)
    digest = queries.digest_of(draft)
    with pytest.raises(rules.CannotApprove, match="ya pasó"):
        actions.approve_draft(draft=draft, seen=digest, by=colleagues[0], at=tomorrow)


def test_a_version_that_came_meanwhile_has_to_be_compared_first(in_force, marta, colleagues):
    draft = submitted(marta)
    Protocol.objects.filter(pk=in_force.pk).update(valid_to=localdate())
    other = ProtocolFactory(code="PW-SALUD", name="Salud", version=2, valid_from=localdate())
    with pytest.raises(rules.CannotWrite, match="otra versión"):
        approve(draft, colleagues[0])
    draft.refresh_from_db()
    draft = actions.compared(draft=draft, seen=draft.revision, by=marta, at=now())
    draft = actions.submit_draft(draft=draft, seen=draft.revision, by=marta, at=now())
    for colleague in colleagues[:2]:
        approve(draft, colleague)
    other.refresh_from_db()
    assert other.valid_to == localdate()
    assert Protocol.objects.current().get(code="PW-SALUD").version == 3


def test_sent_back_it_can_be_mended(in_force, marta, colleagues):
    draft = submitted(marta)
    draft = actions.return_draft(draft=draft, note="Falta el plazo", by=colleagues[0], at=now())
    assert (draft.state, draft.returned_note) == (DraftState.WRITING, "Falta el plazo")
    with pytest.raises(rules.CannotApprove):
        approve(draft, colleagues[0])


def test_a_new_protocol_for_what_none_covers(marta, colleagues):
    draft = actions.start_new_draft(code="PW-APATR", name="Apatridia", by=marta, at=now())
    draft = described(draft, marta, profiles=[ProfileFactory(code="VP-APA")], reason="")
    draft = actions.write_step(draft=draft, step=None, seen=draft.revision, fields=step_fields(), by=marta, at=now())
    draft = actions.submit_draft(draft=draft, seen=draft.revision, by=marta, at=now())
    for colleague in colleagues[:2]:
        approve(draft, colleague)
    made = Protocol.objects.get(code="PW-APATR")
    assert (made.version, [s.code for s in made.steps.all()]) == (1, ["PW-APATR-1"])


def test_a_taken_or_odd_code_is_refused(in_force, marta):
    for code, says in (("PW-SALUD", "ya es de otro"), ("XX", "PW-"), ("PW-ñandú", "PW-")):
        with pytest.raises(rules.CannotWrite, match=says):
            actions.start_new_draft(code=code, name="x", by=marta, at=now())


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"deadline_amount": 3}, "un número y una unidad"),
        ({"deadline_amount": 3, "deadline_unit": "DAYS"}, "qué tipo de plazo"),
        ({"deadline_kind": "clinical"}, "Escriba el plazo"),
        ({"deadline_kind": "legal", "deadline_amount": 3, "deadline_unit": "DAYS"}, "necesita su norma"),
        ({"deadline_amount": 9999, "deadline_unit": "DAYS", "deadline_kind": "proposed_sla"}, "diez años"),
        ({"legal_basis": " "}, "en qué se apoya"),
    ],
)
def test_a_step_that_does_not_hold_together_is_refused(in_force, marta, wrong, says):
    draft = actions.start_draft(code="PW-SALUD", by=marta, at=now())
    fields = replace(step_fields(), **wrong)
    with pytest.raises(rules.CannotWrite, match=says):
        actions.write_step(draft=draft, step=None, seen=draft.revision, fields=fields, by=marta, at=now())


def test_a_code_of_a_step_is_never_used_again():
    assert rules.next_step_code("PW-X", ["PW-X-1", "PW-X-7", "PW-X-9b", "PW-X-Y-12"]) == "PW-X-8"
    assert rules.next_step_code("PW-X", []) == "PW-X-1"


def test_a_step_moves_by_one_place_and_not_over_the_end():
    assert rules.moved([1, 2, 3], 3, up=True) == [1, 3, 2]
    assert rules.moved([1, 2, 3], 1, up=True) == [1, 2, 3]
    assert rules.moved([1, 2, 3], 1, up=False) == [2, 1, 3]


def test_a_version_begins_no_earlier_than_the_one_before():
    day = date(2026, 12, 1)
    rules.check_may_begin(day, today=day, after=day)
    with pytest.raises(rules.CannotApprove):
        rules.check_may_begin(day, today=day, after=day + timedelta(days=1))
