"""A plan, an end, a transfer: approved by somebody else, as it is, or not done."""

import pytest
from django.db import IntegrityError, transaction

from ayni.access.permissions import Role
from ayni.access.tests.factories import MembershipFactory, UserFactory
from ayni.audit.models import Event
from ayni.cases import actions
from ayni.cases.models import Approval, ApprovalState, Case
from ayni.cases.queries import approvals as queries
from ayni.cases.rules.approvals import CannotApprove, NotApproved
from ayni.notices.models import Message

from .factories import NOON, later, open_case

pytestmark = pytest.mark.django_db


def settled(case, by):
    for task in case.tasks.all():
        actions.finish_task(task=task, remark="", by=by, at=NOON)
    return case


def again(user):
    """As the next request sees them."""
    return type(user).objects.get(pk=user.pk)


@pytest.fixture
def child(rosa, marta):
    return settled(open_case(rosa, "VP-NNA-RD"), rosa)


ENDED = {"outcome": "SOLVED", "note": "Volvió a la escuela"}


def test_the_case_of_a_child_ends_only_as_it_was_approved(child, rosa, marta):
    with pytest.raises(NotApproved):
        actions.close(case=child, by=rosa, at=NOON, **ENDED)
    approval = actions.ask_closure(case=child, by=rosa, at=NOON, **ENDED)
    with pytest.raises(NotApproved):
        actions.close(case=child, by=rosa, at=NOON, **ENDED)
    actions.approve(approval=approval, remark="", by=marta, at=later(hours=1))
    with pytest.raises(NotApproved):
        actions.close(case=child, outcome="SOLVED", note="Otra cosa", by=rosa, at=later(hours=2))
    assert actions.close(case=child, by=rosa, at=later(hours=2), **ENDED).outcome == "SOLVED"
    approval.refresh_from_db()
    assert approval.state == ApprovalState.USED
    verbs = Event.objects.filter(thread=child.pk).order_by("seq").values_list("verb", flat=True)
    assert [verb for verb in verbs if verb.startswith("approval.")] == ["approval.asked", "approval.given"]


def test_an_approval_is_used_once(child, rosa, marta):
    approval = actions.ask_closure(case=child, by=rosa, at=NOON, **ENDED)
    actions.approve(approval=approval, remark="", by=marta, at=NOON)
    actions.close(case=child, by=rosa, at=NOON, **ENDED)
    actions.reopen(case=child, reason="Hay más", by=rosa, at=NOON)
    with pytest.raises(NotApproved):
        actions.close(case=child, by=rosa, at=NOON, **ENDED)


def test_nobody_approves_what_they_asked_not_even_with_two_roles(child, rosa):
    MembershipFactory(user=rosa, role=Role.SUPERVISOR)
    both = again(rosa)
    approval = actions.ask_closure(case=child, by=both, at=NOON, **ENDED)
    with pytest.raises(CannotApprove):
        actions.approve(approval=approval, remark="", by=both, at=NOON)
    assert not queries.for_approver(both, NOON).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=approval.pk).update(decided_by=both, decided_at=NOON, state="APPROVED")


def test_whoever_keeps_the_case_does_not_approve_it_when_a_colleague_asked(child, rosa, julio, marta):
    MembershipFactory(user=rosa, role=Role.SUPERVISOR)
    approval = actions.ask_closure(case=child, by=julio, at=NOON, **ENDED)
    with pytest.raises(CannotApprove):
        actions.approve(approval=approval, remark="", by=again(rosa), at=NOON)
    actions.approve(approval=approval, remark="", by=marta, at=NOON)


@pytest.mark.parametrize("who", ["julio", "vera", "ada", "lia"])
def test_without_the_role_nobody_approves(world, child, rosa, who):
    approval = actions.ask_closure(case=child, by=rosa, at=NOON, **ENDED)
    with pytest.raises(CannotApprove):
        actions.approve(approval=approval, remark="", by=getattr(world, who), at=NOON)


def test_a_restricted_case_is_approved_in_its_team_and_no_supervisor_of_the_office_learns_of_it(world, rosa, marta):
    case = settled(open_case(rosa, "VP-TRATA"), rosa)
    colleague = UserFactory(organisation=world.uim, office=world.sede_central)
    MembershipFactory(user=colleague, role=Role.CASEWORKER, team=world.trata)
    approval = actions.ask_closure(case=case, by=rosa, at=NOON, **ENDED)
    assert not queries.for_approver(marta, NOON).exists()
    # In Python, because the addresses are encrypted: the database would find none.
    assert marta.email not in {message.to for message in Message.objects.all()}
    assert [one.pk for one in queries.for_approver(colleague, NOON)] == [approval.pk]
    assert [to for to in Message.objects.values_list("to", flat=True) if to == colleague.email]
    lead = UserFactory(organisation=world.uim, office=world.sede_central)
    MembershipFactory(user=lead, role=Role.SUPERVISOR, team=world.trata)
    assert not queries.for_approver(again(colleague), NOON).exists(), "a team with a lead is led"
    actions.approve(approval=approval, remark="", by=lead, at=NOON)


def test_what_is_sent_back_says_why_and_is_asked_anew(child, rosa, marta):
    approval = actions.ask_closure(case=child, by=rosa, at=NOON, **ENDED)
    with pytest.raises(CannotApprove):
        actions.send_back(approval=approval, remark=" ", by=marta, at=NOON)
    actions.send_back(approval=approval, remark="Falta hablar con la escuela", by=marta, at=NOON)
    with pytest.raises(CannotApprove):
        actions.approve(approval=approval, remark="", by=marta, at=NOON)
    assert actions.ask_closure(case=child, by=rosa, at=NOON, **ENDED).state == ApprovalState.ASKED


def test_what_waits_is_not_asked_twice_and_can_be_withdrawn(child, rosa, marta):
    approval = actions.ask_closure(case=child, by=rosa, at=NOON, **ENDED)
    with pytest.raises(CannotApprove):
        actions.ask_closure(case=child, by=rosa, at=NOON, **ENDED)
    with pytest.raises(CannotApprove):
        actions.withdraw_approval(approval=approval, by=marta, at=NOON)
    actions.withdraw_approval(approval=approval, by=rosa, at=NOON)
    with pytest.raises(CannotApprove):
        actions.approve(approval=approval, remark="", by=marta, at=NOON)


def test_a_plan_that_changed_after_it_was_asked_is_not_approved_and_after_it_was_approved_stands_no_more(
    world, rosa, marta
):
    case = open_case(rosa, "VP-NNA-RD")
    approval = actions.ask_plan(case=case, by=rosa, at=NOON)
    add = {"case": case, "organisation": world.uim, "due_at": None, "by": rosa, "at": NOON}
    actions.add_task(title="Visitar", **add)
    with pytest.raises(CannotApprove):
        actions.approve(approval=approval, remark="", by=marta, at=NOON)
    actions.send_back(approval=approval, remark="Pídalo de nuevo", by=marta, at=NOON)
    approval = actions.ask_plan(case=case, by=rosa, at=NOON)
    actions.approve(approval=approval, remark="", by=marta, at=NOON)
    approval.refresh_from_db()
    assert queries.still_stands(approval)
    first = case.tasks.order_by("order").first()
    actions.finish_task(task=first, remark="", by=rosa, at=NOON)
    assert queries.still_stands(approval), "that something was done changes no plan"
    actions.skip_task(task=case.tasks.order_by("order")[1], reason="DONE_BEFORE", remark="", by=rosa, at=NOON)
    assert not queries.still_stands(approval)


def test_an_ordinary_case_needs_none_until_the_unit_says_so(rosa, marta):
    case = settled(open_case(rosa), rosa)
    with pytest.raises(CannotApprove):
        actions.ask_closure(case=case, by=rosa, at=NOON, **ENDED)
    everything = [(kind, level) for kind, level in queries.needed()]
    actions.set_approval_rules(needed=everything, by=marta, at=NOON)
    with pytest.raises(NotApproved):
        actions.close(case=case, by=rosa, at=NOON, **ENDED)
    actions.set_approval_rules(needed=[], by=marta, at=NOON)
    assert not Case.objects.get(pk=actions.close(case=case, by=rosa, at=NOON, **ENDED).pk).is_open
    assert Event.objects.filter(verb="approval.rules_changed").count() == 2


def test_nothing_of_what_was_written_is_in_the_trail_or_in_a_mail(child, rosa, marta):
    approval = actions.ask_closure(case=child, by=rosa, at=NOON, **ENDED)
    actions.send_back(approval=approval, remark="Secreto de la madre", by=marta, at=NOON)
    told = [f"{m.subject} {m.text}" for m in Message.objects.all()]
    assert told
    for text in [*told, *(str(event.details) for event in Event.objects.all())]:
        assert "Secreto" not in text
        assert "escuela" not in text
        assert child.person.surname_1 not in text
