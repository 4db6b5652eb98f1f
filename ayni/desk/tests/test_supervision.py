"""The pages of supervisors, as the cast uses them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from ayni.access.actions import record_absence
from ayni.access.models import Absence
from ayni.access.permissions import Role
from ayni.access.tests.factories import MembershipFactory, UserFactory
from ayni.cases import actions
from ayni.cases.models import Approval, Case, Conference, Task, Transfer
from ayni.cases.tests.factories import open_case, sought
from ayni.directory.tests.factories import ServiceFactory
from ayni.notices.models import Message
from ayni.referrals.actions.telling import tell_senders
from ayni.referrals.tests.factories import send

from .test_cases import page, statements

pytestmark = pytest.mark.django_db


def day_parts(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


@pytest.fixture
def child(rosa, marta):
    case = open_case(rosa, "VP-NNA-RD", at=now())
    for task in case.tasks.all():
        actions.finish_task(task=task, remark="", by=rosa, at=now())
    return case


@pytest.fixture
def lead_of_sede(world):
    return UserFactory(organisation=world.uim, office=world.sede_central, roles=[Role.SUPERVISOR])


def test_the_end_of_a_childs_case_is_asked_approved_and_done_in_the_same_words(client, child, rosa, marta):
    address, words = reverse("desk:case-close", args=[child.pk]), {"outcome": "SOLVED", "note": "Volvió a la escuela"}
    client.force_login(rosa)
    assert "Pedir aprobación" in client.get(address).content.decode()
    client.post(address, words)
    assert Case.objects.get().is_open
    assert "espera aprobación" in client.get(address).content.decode()
    client.force_login(marta)
    approval = Approval.objects.get()
    assert child.person.listed_name in page(client, "desk:approvals")
    shown = page(client, "desk:approval", approval.pk)
    assert "Volvió a la escuela" in shown
    client.post(reverse("desk:approval", args=[approval.pk]), {"answer": "approve", "remark": ""})
    client.force_login(rosa)
    shown = client.get(address).content.decode()
    assert "Volvió a la escuela" in shown
    refused = client.post(address, {**words, "note": "Otra cosa"}).content.decode()
    assert "con estas palabras, no ha sido aprobado" in refused
    assert "Otra cosa" in refused, "nothing typed is lost"
    client.post(address, words)
    assert not Case.objects.get().is_open


def test_a_remark_that_is_missing_loses_nothing(client, child, rosa, marta):
    approval = actions.ask_closure(case=child, outcome="SOLVED", note="x", by=rosa, at=now())
    client.force_login(marta)
    address = reverse("desk:approval", args=[approval.pk])
    assert "Escriba qué tiene que cambiar" in client.post(address, {"answer": "send_back"}).content.decode()
    client.post(address, {"answer": "send_back", "remark": "Hable con la escuela"})
    client.force_login(rosa)
    assert "Hable con la escuela" in page(client, "desk:case-coordination", child.pk)
    assert "Hable con la escuela" in page(client, "desk:case-close", child.pk)


def test_deciding_is_offered_to_whoever_may_decide_and_while_it_waits(client, child, rosa, marta, lead_of_sede):
    approval = actions.ask_closure(case=child, outcome="SOLVED", note="Volvió a la escuela", by=rosa, at=now())
    address = reverse("desk:approval", args=[approval.pk])
    client.force_login(rosa)
    shown = client.get(address).content.decode()
    assert "Volvió a la escuela" in shown
    assert "Nadie aprueba su propio trabajo" in shown
    assert 'name="answer"' not in shown
    client.force_login(marta)
    assert 'name="answer"' in client.get(address).content.decode()
    actions.approve(approval=approval, remark="Bien hecho", by=lead_of_sede, at=now())
    shown = client.get(address).content.decode()
    assert 'name="answer"' not in shown
    assert "Bien hecho" in shown
    late = client.post(address, {"answer": "send_back", "remark": "Falta la escuela"}).content.decode()
    assert "Un colega fue más rápido" in late
    assert "Falta la escuela" in late, "nothing typed is lost"


def test_an_approval_is_still_shown_when_the_time_of_its_words_is_over(client, child, rosa, marta):
    approval = actions.ask_closure(case=child, outcome="SOLVED", note="Volvió a la escuela", by=rosa, at=now())
    actions.approve(approval=approval, remark="", by=marta, at=now())
    Approval.objects.update(what={}, remark="")
    client.force_login(marta)
    assert child.number in page(client, "desk:approval", approval.pk)


def test_a_plan_is_asked_for_from_its_case_and_withdrawn(client, rosa):
    case = open_case(rosa, "VP-NNA-RD", at=now())
    client.force_login(rosa)
    client.post(reverse("desk:approval-ask", args=[case.pk]))
    assert "El plan espera aprobación" in page(client, "desk:case-coordination", case.pk)
    client.post(reverse("desk:approval-withdraw", args=[Approval.objects.get().pk]))
    assert Approval.objects.get().state == "WITHDRAWN"


def test_what_waits_for_nobody_says_so_until_there_is_somebody(client, world, rosa):
    case = open_case(rosa, "VP-NNA-RD", at=now())
    actions.ask_plan(case=case, by=rosa, at=now())
    client.force_login(rosa)
    assert "Nadie puede aprobar" in page(client, "desk:case-coordination", case.pk)
    world.marta  # noqa: B018
    assert "Nadie puede aprobar" not in page(client, "desk:case-coordination", case.pk)


def test_cases_of_somebody_who_leaves_are_handed_on_together(client, rosa, julio, marta):
    cases = [open_case(rosa, at=now()) for _n in range(3)]
    hidden = open_case(rosa, "VP-TRATA", at=now())
    client.force_login(marta)
    address = reverse("desk:hand-over", args=[rosa.pk])
    shown = client.get(address).content.decode()
    assert hidden.number not in shown
    sent = {"cases": [str(case.pk) for case in cases[:2]], "to": str(julio.pk), "note": "Rosa se va"}
    client.post(address, sent)
    assert Case.objects.filter(caseworker=julio).count() == 2
    altered = client.post(address, {**sent, "cases": [str(hidden.pk)]})
    assert altered.status_code == 200
    assert Case.objects.get(pk=hidden.pk).caseworker == rosa


def test_a_conference_is_written_down_with_its_agreements(client, child, rosa, julio):
    client.force_login(rosa)
    address = reverse("desk:conference-new", args=[child.pk])
    sent = {"participants": [str(rosa.pk)], "minutes": "Se habló de la escuela", "guests": "La tía"}
    sent |= day_parts("held_on", localdate()) | {"title_1": "Visitar la escuela", "owner_1": str(rosa.pk)}
    assert "las tres cosas" in client.post(address, sent).content.decode()
    client.post(address, sent | day_parts("due_1", localdate() + timedelta(days=4)))
    assert Conference.objects.get().participants.get() == rosa
    assert Task.objects.get(assignee=rosa, state="TODO").title == "Visitar la escuela"
    assert "Se habló de la escuela" in page(client, "desk:case-coordination", child.pk)
    client.force_login(julio)
    assert client.get(address).status_code == 404


def test_another_office_takes_a_case_over(client, world, rosa):
    case = open_case(rosa, at=now())
    head = UserFactory(organisation=world.uim, office=world.jz_tum, roles=[Role.SUPERVISOR])
    world.vera  # noqa: B018
    client.force_login(rosa)
    sent = {"office": world.jz_tum.pk, "basis": "PUBLIC_FUNCTION", "reason": "Se muda", "summary": "Una familia"}
    client.post(reverse("desk:case-transfer", args=[case.pk]), sent)
    transfer = Transfer.objects.get()
    client.force_login(head)
    assert world.sede_central.name in page(client, "desk:transfers")
    shown = page(client, "desk:transfer", transfer.pk)
    assert case.person.surname_1 not in shown
    address = reverse("desk:transfer", args=[transfer.pk])
    client.post(address, {"decision": "accept", "caseworker": str(world.vera.pk), "team": "", "answer": ""})
    assert Case.objects.get().caseworker == world.vera
    client.force_login(rosa)
    assert client.get(reverse("desk:case", args=[case.pk])).status_code == 404


def test_an_absence_is_recorded_and_ended(client, rosa, julio):
    client.force_login(rosa)
    sent = {"substitutes": [str(julio.pk)]} | day_parts("starts", localdate())
    client.post(reverse("desk:absences"), sent | day_parts("ends", localdate() + timedelta(days=3)))
    assert Absence.objects.get().substitute == julio
    assert julio.display_name in page(client, "desk:absences")
    client.post(reverse("desk:absence-end", args=[rosa.pk]))
    assert not Absence.objects.active(now()).exists()


def test_of_two_absences_the_one_that_was_pressed_ends(client, rosa, julio):
    client.force_login(rosa)
    said = {"substitutes": [str(julio.pk)]}
    for first in (0, 40):
        days = day_parts("starts", localdate() + timedelta(days=first))
        client.post(reverse("desk:absences"), said | days | day_parts("ends", localdate() + timedelta(days=first + 3)))
    today, later = Absence.objects.order_by("starts_at")
    assert f'name="absence" value="{later.pk}"' in page(client, "desk:absences")
    client.post(reverse("desk:absence-end", args=[rosa.pk]), {"absence": str(today.pk)})
    assert list(Absence.objects.filter(ends_at__gt=now())) == [later], "holidays to come are still to come"
    client.post(reverse("desk:absence-end", args=[rosa.pk]), {"absence": str(later.pk)})
    assert not Absence.objects.filter(ends_at__gt=now()).exists()


def test_a_case_on_its_way_is_offered_to_no_second_office(client, world, rosa):
    case = open_case(rosa, at=now())
    UserFactory(organisation=world.uim, office=world.jz_tum, roles=[Role.SUPERVISOR])
    client.force_login(rosa)
    address = reverse("desk:case-transfer", args=[case.pk])
    assert address in page(client, "desk:case-coordination", case.pk)
    sent = {"office": world.jz_tum.pk, "basis": "PUBLIC_FUNCTION", "reason": "Se muda", "summary": "Una familia"}
    client.post(address, sent)
    shown = page(client, "desk:case-coordination", case.pk)
    assert f'"{address}"' not in shown
    assert reverse("desk:transfer-withdraw", args=[case.pk]) in shown


def test_what_needs_approval_is_the_units_to_say(client, child, rosa, marta):
    client.force_login(marta)
    client.post(reverse("desk:approval-rules"), {"plan": ["RESTRICTED"], "transfer": ["RESTRICTED"]})
    client.force_login(rosa)
    client.post(reverse("desk:case-close", args=[child.pk]), {"outcome": "SOLVED", "note": ""})
    assert not Case.objects.get().is_open


def test_what_the_pages_cost(client, world, rosa, julio, marta, child):
    MembershipFactory(user=marta, role=Role.SUPERVISOR, team=world.trata)
    for _n in range(3):
        open_case(julio, at=now())
    case = open_case(rosa, "VP-NNA-RD", at=now())
    actions.ask_plan(case=case, by=rosa, at=now())
    tracing = actions.begin_tracing(case=case, sought=sought(), by=rosa, at=now())
    client.force_login(marta)
    for name in ("supervision", "supervision-cases", "approvals", "transfers", "absences", "glass-reviews", "tracings",
                 "protected"):  # fmt: skip
        statements(client, reverse(f"desk:{name}"))
    statements(client, reverse("desk:supervision-cases") + "?overdue=on&urgency=IMMEDIATE")
    statements(client, reverse("desk:case-coordination", args=[case.pk]))
    statements(client, reverse("desk:tracing", args=[tracing.pk]))
    statements(client, reverse("desk:hand-over", args=[julio.pk]))
    statements(client, reverse("desk:home"))
    statements(client, reverse("people:breaches"))


@pytest.mark.parametrize(("profile", "reaches"), [("VP-INDOC", "julio"), ("VP-TRATA", "rosa")])
def test_what_an_institution_says_reaches_whoever_stands_in_and_of_a_restricted_case_only_its_team(
    world, rosa, julio, profile, reaches
):
    """Rosa is alone in her team: while she is away nobody else may learn of what is restricted, and it is not lost."""
    referral = send(open_case(rosa, profile, at=now()), ServiceFactory(organisation=world.cem))
    record_absence(
        user=rosa, substitutes=[julio], starts_at=now(), ends_at=now() + timedelta(days=2), by=rosa, at=now()
    )
    Message.objects.all().delete()
    tell_senders(referral, "Respuesta", at=now())
    to = {message.to for message in Message.objects.all()}
    assert to == {getattr(world, reaches).email}
