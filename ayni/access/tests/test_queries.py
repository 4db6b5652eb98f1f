from datetime import timedelta

from django.utils import timezone

from ayni.access import queries
from ayni.access.permissions import Role
from ayni.access.tests.factories import MembershipFactory, UserFactory


def test_the_supervisors_of_an_office_are_those_of_today(world, marta, rosa):
    late = UserFactory(organisation=world.uim, office=world.sede_central)
    now = timezone.now()
    MembershipFactory(user=late, role=Role.SUPERVISOR, ends_at=now - timedelta(minutes=1))
    assert queries.supervisors_of(world.sede_central) == [marta]
    assert queries.supervisors_of(world.jz_tum) == []


def test_whoever_is_suspended_is_not_written_to(world, ines):
    assert queries.staff_of(world.cem) == [ines]
    ines.is_active = False
    ines.save()
    assert queries.staff_of(world.cem) == []
    assert not queries.has_users(world.cem)


def test_analysts_and_administrators_do_not_answer_referrals(world, rosa, tomas, ada):
    assert queries.staff_of(world.uim) == [rosa]


def test_a_role_in_two_teams_names_its_holder_once(world, rosa):
    assert rosa.team_ids == {world.trata.pk}
    assert queries.staff_of(world.uim) == [rosa]
