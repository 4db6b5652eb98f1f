"""Emergency access: with the number, for hours, told at once, reviewed; and what it does not open."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from ayni.access.models import BrokenGlass, User
from ayni.access.permissions import Role
from ayni.access.rules import CannotBreakGlass
from ayni.access.tests.factories import MembershipFactory, UserFactory
from ayni.audit.models import Event
from ayni.cases import actions
from ayni.cases.models import Case
from ayni.cases.queries import glass as queries
from ayni.cases.queries.known import known_to
from ayni.cases.rules.approvals import CannotApprove
from ayni.cases.rules.glass import CannotOpenByGlass
from ayni.notices.models import Message
from ayni.people.models import Person

from .factories import open_case

pytestmark = pytest.mark.django_db

WHY = "La están buscando ahora mismo en la puerta"


def again(user):
    return User.objects.get(pk=user.pk)


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()


@pytest.fixture
def case(rosa):
    return open_case(rosa, "VP-TRATA", at=timezone.now())


@pytest.fixture
def lead(world):
    user = UserFactory(organisation=world.uim, office=world.sede_central)
    MembershipFactory(user=user, role=Role.SUPERVISOR, team=world.trata)
    return user


def broken(case, by, why=WHY):
    return actions.break_glass(number=case.number, why=why, by=by, at=timezone.now())


def test_it_opens_the_case_for_hours_its_team_is_told_and_it_closes_by_itself(case, julio, lead, marta):
    marta  # noqa: B018
    glass = broken(case, julio)
    assert Case.objects.visible_to(again(julio)).filter(pk=case.pk).exists()
    assert Person.objects.visible_to(again(julio)).filter(pk=case.person_id).exists()
    told = {message.to for message in Message.objects.all()}
    assert {lead.email, case.caseworker.email} <= told
    assert marta.email not in told, "the supervisor of the office learns of no restricted case"
    assert Event.objects.get(verb="glass.broken").thread == case.pk
    assert all(WHY not in f"{m.subject}{m.text}" for m in Message.objects.all())
    with time_machine.travel(glass.until + timedelta(seconds=1)):
        assert not Case.objects.visible_to(again(julio)).exists()
        assert not Person.objects.visible_to(again(julio)).filter(pk=case.person_id).exists()


def test_a_page_opened_that_way_says_so_until_it_is_given_back(client, case, julio):
    client.force_login(julio)
    assert client.get(reverse("desk:case", args=[case.pk])).status_code == 404
    client.post(reverse("desk:glass"), {"number": case.number, "why": WHY})
    shown = client.get(reverse("desk:case", args=[case.pk])).content.decode()
    assert "acceso de emergencia a un caso" in shown
    assert "acceso de emergencia a un caso" in client.get(reverse("desk:home")).content.decode()
    client.post(reverse("desk:glass-mend", args=[BrokenGlass.objects.get().pk]))
    assert client.get(reverse("desk:case", args=[case.pk])).status_code == 404
    assert "acceso de emergencia a un caso" not in client.get(reverse("desk:home")).content.decode()


@pytest.mark.parametrize("page", ["case-close", "case-transfer", "conference-new"])
def test_who_helps_in_an_emergency_does_not_end_or_hand_on_the_case(client, case, julio, page):
    broken(case, julio)
    client.force_login(julio)
    assert client.get(reverse(f"desk:{page}", args=[case.pk])).status_code == 404


def test_a_supervisor_who_broke_the_glass_hands_nothing_on_approves_nothing_and_merges_nothing(
    client, case, rosa, marta
):
    approval = actions.ask_plan(case=case, by=rosa, at=timezone.now())
    broken(case, marta)
    client.force_login(marta)
    assert client.get(reverse("desk:case", args=[case.pk])).status_code == 200
    assert client.get(reverse("desk:case-assign", args=[case.pk])).status_code == 404
    assert client.get(reverse("desk:approval", args=[approval.pk])).status_code == 404
    with pytest.raises(CannotApprove):
        actions.approve(approval=approval, remark="", by=again(marta), at=timezone.now())
    assert client.get(reverse("desk:erase", args=[case.person_id])).status_code == 404


def test_a_number_that_nobody_has_and_one_of_another_institution_are_refused_in_the_same_words(world, case, julio):
    partner = UserFactory(organisation=world.cem, office=None)
    MembershipFactory(user=partner, role=Role.CASEWORKER, office=None)
    said = set()
    for who, number in ((julio, "C-0000-0000-0"), (julio, "abc"), (partner, case.number)):
        with pytest.raises(CannotOpenByGlass) as refused:
            actions.break_glass(number=number, why=WHY, by=who, at=timezone.now())
        said.add(str(refused.value))
    assert len(said) == 1
    assert Event.objects.filter(verb="glass.refused").count() == 3


def test_nobody_browses_numbers(case, julio):
    for _n in range(5):
        with pytest.raises(CannotOpenByGlass):
            actions.break_glass(number="C-0000-0000-0", why=WHY, by=julio, at=timezone.now())
    with pytest.raises(CannotOpenByGlass):
        broken(case, julio)
    assert not BrokenGlass.objects.exists()


@pytest.mark.parametrize("other", [Role.ADMINISTRATOR, Role.ANALYST, Role.PARTNER])
def test_incompatible_roles_never_break_it_however_they_came_to_be_held(case, julio, other):
    MembershipFactory(user=julio, role=other)
    with pytest.raises(CannotBreakGlass):
        broken(case, again(julio))


def test_a_reason_is_a_sentence(case, julio):
    with pytest.raises(CannotBreakGlass):
        broken(case, julio, why="urgente")
    assert not BrokenGlass.objects.exists()


def test_its_team_reviews_it_and_what_had_no_reason_ends_at_once(case, julio, lead, marta):
    glass = broken(case, julio)
    at = timezone.now()
    assert not queries.to_review(again(julio), at).exists()
    assert not queries.to_review(marta, at).exists()
    assert [one.pk for one in queries.to_review(lead, at)] == [glass.pk]
    verdict = {"verdict": "NOT_JUSTIFIED", "review": "Nadie la buscaba"}
    with pytest.raises(CannotApprove):
        actions.review_glass(glass=glass, by=marta, at=at, **verdict)
    actions.review_glass(glass=glass, by=lead, at=at, **verdict)
    assert not Case.objects.visible_to(again(julio)).exists()
    with pytest.raises(CannotBreakGlass):
        actions.review_glass(glass=glass, by=lead, at=at, **verdict)


def test_protected_cases_are_known_by_number_and_initials_and_restricted_ones_not_at_all(client, world, rosa, julio):
    at = timezone.now()
    child, hidden = open_case(rosa, "VP-NNA-RD", at=at), open_case(rosa, "VP-TRATA", at=at)
    client.force_login(julio)
    shown = client.get(reverse("desk:protected")).content.decode()
    assert child.number in shown
    assert "G. R. Y. C." in shown
    assert child.person.surname_1 not in shown
    assert hidden.number not in shown
    assert not known_to(rosa).exists(), "what opens to her stands in her own list"
    assert not known_to(world.vera).exists()
