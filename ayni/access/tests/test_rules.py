from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from ayni.access import rules
from ayni.access.models import Reach
from ayni.access.permissions import ROLES, Permission, Role

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)


def test_every_role_has_a_row_in_the_table_of_pairs():
    assert set(rules.INCOMPATIBLE) == set(Role)


@pytest.mark.parametrize(("one", "other"), list(product(Role, Role)))
def test_a_pair_that_does_not_fit_does_not_fit_either_way(one, other):
    assert (other in rules.INCOMPATIBLE[one]) == (one in rules.INCOMPATIBLE[other])


def test_whoever_gives_out_access_does_not_open_files():
    with pytest.raises(rules.CannotGrant, match="no puede tener"):
        rules.check_fits(Role.CASEWORKER, {Role.ADMINISTRATOR})
    rules.check_fits(Role.SUPERVISOR, {Role.CASEWORKER})


def test_no_pair_of_roles_joins_users_and_files_or_numbers_and_files():
    files = {Permission.PERSON_VIEW, Permission.CASE_VIEW}
    for one, other in product(Role, Role):
        if other not in rules.INCOMPATIBLE[one]:
            held = ROLES[one] | ROLES[other]
            assert not (Permission.USERS_MANAGE in held and files & held), (one, other)


@pytest.mark.parametrize("days", [1, 180, 366])
def test_a_role_lasts_up_to_twelve_months(days):
    rules.check_until(ends_at=NOW + timedelta(days=days), at=NOW)


@pytest.mark.parametrize("days", [-1, 0, 367, 10_000])
def test_a_role_does_not_end_before_it_starts_nor_after_a_year(days):
    with pytest.raises(rules.CannotGrant):
        rules.check_until(ends_at=NOW + timedelta(days=days), at=NOW)


def test_the_partner_role_is_for_other_institutions():
    rules.check_place(Role.PARTNER, is_own_institution=False, has_office=False, office_fits=False)
    with pytest.raises(rules.CannotGrant, match="otras instituciones"):
        rules.check_place(Role.PARTNER, is_own_institution=True, has_office=False, office_fits=False)


def test_whoever_works_with_cases_has_an_office():
    with pytest.raises(rules.CannotGrant, match="Elija cuál"):
        rules.check_place(Role.CASEWORKER, is_own_institution=True, has_office=False, office_fits=False)
    with pytest.raises(rules.CannotGrant, match="no pertenece"):
        rules.check_place(Role.CASEWORKER, is_own_institution=True, has_office=True, office_fits=False)


def test_only_whoever_works_with_cases_is_in_a_team_and_of_the_same_office():
    rules.check_team(Role.CASEWORKER, has_team=True, team_fits=True)
    with pytest.raises(rules.CannotGrant):
        rules.check_team(Role.ANALYST, has_team=True, team_fits=True)
    with pytest.raises(rules.CannotGrant):
        rules.check_team(Role.CASEWORKER, has_team=True, team_fits=False)


@pytest.mark.parametrize("by_national", [True, False])
def test_what_is_offered_is_what_can_be_accepted(by_national):
    assert rules.roles_to_offer(kinds=[True], has_offices=True) == [role for role in Role if role != Role.PARTNER]
    assert rules.roles_to_offer(kinds=[True, False], has_offices=True) == list(Role)
    assert Role.CONFIDANT in rules.roles_to_offer(kinds=[True], has_offices=False)
    without_offices = [Role.PARTNER, Role.ANALYST, Role.ADMINISTRATOR]
    assert rules.roles_to_offer(kinds=[False], has_offices=False) == without_offices
    assert rules.reaches_to_offer([Role.PARTNER, Role.ANALYST], by_national=by_national) == [Reach.OFFICE]
    wide = list(Reach) if by_national else [Reach.OFFICE]
    assert rules.reaches_to_offer(list(Role), by_national=by_national) == wide


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("reach", [Reach.DEPARTMENT, Reach.NATIONAL])
def test_a_wide_reach_is_given_by_a_national_administrator_to_supervisors_and_administrators(role, reach):
    rules.check_reach(role, Reach.OFFICE, by_national=False)
    if role in {Role.SUPERVISOR, Role.ADMINISTRATOR}:
        rules.check_reach(role, reach, by_national=True)
    else:
        with pytest.raises(rules.CannotGrant):
            rules.check_reach(role, reach, by_national=True)
    with pytest.raises(rules.CannotGrant):
        rules.check_reach(role, reach, by_national=False)


def test_nobody_changes_their_own_access():
    with pytest.raises(rules.CannotManage, match="Nadie cambia su propio acceso"):
        rules.check_not_oneself(user=7, by=7)


@pytest.mark.parametrize(
    ("accepted", "revoked", "minutes"), [(True, False, 1), (False, True, 1), (False, False, 0), (False, False, -1)]
)
def test_an_invitation_is_good_once_and_for_a_while(accepted, revoked, minutes):
    rules.check_invitation(accepted=False, revoked=False, expires_at=NOW + timedelta(minutes=1), at=NOW)
    with pytest.raises(rules.CannotInvite):
        rules.check_invitation(accepted=accepted, revoked=revoked, expires_at=NOW + timedelta(minutes=minutes), at=NOW)


def test_a_session_idles_and_lasts():
    assert not rules.has_idled(seen_at=NOW - timedelta(minutes=45), at=NOW)
    assert rules.has_idled(seen_at=NOW - timedelta(minutes=45, seconds=1), at=NOW)
    assert rules.has_lasted(started_at=NOW - timedelta(hours=8, seconds=1), at=NOW)
    assert not rules.is_recent(confirmed_at=None, at=NOW)
    assert not rules.is_recent(confirmed_at=NOW - timedelta(minutes=16), at=NOW)
