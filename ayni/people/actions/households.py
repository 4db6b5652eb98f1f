"""Verbs of households. Who left stays in the history of both: of the household and of the person."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.lib.errors import RuleBroken
from ayni.lib.ids import public_number
from ayni.people import queries
from ayni.people.models import Household, HouseholdMember, Person
from ayni.people.rules import households as rules
from ayni.people.rules import registering
from ayni.people.rules.families import inverse
from ayni.people.rules.sources import Noted, Provenance

from .keeping import check_may_keep
from .settling import move


class CannotMove(RuleBroken):
    """One of several people cannot be moved. `person`: which, so that the page can say it to whoever may see them."""

    def __init__(self, sentence: str, person: Person) -> None:
        super().__init__(sentence)
        self.person = person


@transaction.atomic
def form_household(
    *, members: Mapping[Person, str], since: date, source: Provenance | None = None, by: User, at: datetime
) -> Household:
    """These people live together, each with what they are in the household."""
    household = Household.objects.create(
        number=public_number("H"), office=registering.office_of(by), begun_at=at
    )  # fmt: skip
    for person in _locked(members):
        _join(household, person, members[person], since, source or Provenance(), by, at)
    audit.record("household.formed", subject=household, by=by, at=at, since=since.isoformat())
    return household


@transaction.atomic
def join_household(
    *,
    household: Household,
    person: Person,
    role: str,
    since: date,
    source: Provenance | None = None,
    by: User,
    at: datetime,
) -> HouseholdMember:
    """Somebody lives there too."""
    [person] = _locked([person])
    household = Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
    member = _join(household, person, role, since, source or Provenance(), by, at)
    audit.record("household.joined", subject=member, by=by, at=at, thread=person.pk, since=since.isoformat())
    return member


@transaction.atomic
def live_together(
    *, person: Person, other: Person, kind: str = "", role: str = "", since: date | None = None, by: User, at: datetime
) -> HouseholdMember:
    """The person lives with somebody: in their household, or in one that begins with the two.

    `kind`: what the person is to the other, where they are related; `role`: what they are in the household, where
    somebody said so.
    """
    role = role or rules.role_by(kind)
    since = since or localdate(at)
    there = queries.current_membership(other)
    if there is None:
        _locked([person, other])
        theirs = rules.role_by(inverse(kind)) if kind else rules.Role.OTHER
        first = theirs if role == rules.Role.HEAD else rules.Role.HEAD
        household = form_household(members={other: first}, since=since, by=by, at=at)
    else:
        household = there.household
    return join_household(household=household, person=person, role=role, since=since, by=by, at=at)


@transaction.atomic
def leave_household(
    *, household: Household, people: Sequence[Person], until: date, by: User, at: datetime
) -> list[HouseholdMember]:
    """These no longer live there. Whoever stays, stays; a household that nobody is left in has ended."""
    rules.check_somebody(count=len(people))
    people = _locked(people)
    left = [_leave(household, person, until, by, at) for person in people]
    _end_if_empty(household, at)
    return left


@transaction.atomic
def split_household(
    *, household: Household, members: Mapping[Person, str], since: date, by: User, at: datetime
) -> Household:
    """These go elsewhere, together. `members`: each with what they are in the new household."""
    leave_household(household=household, people=list(members), until=since, by=by, at=at)
    return form_household(members=members, since=since, by=by, at=at)


@transaction.atomic
def dissolve_household(*, household: Household, until: date, by: User, at: datetime) -> Household:
    """They no longer live together. Whom this user may not see is left as they are, and the household with them."""
    here = [member.person for member in queries.shown_members(household, by)]
    leave_household(household=household, people=here, until=until, by=by, at=at)
    audit.record("household.dissolved", subject=household, by=by, at=at, until=until.isoformat())
    household.refresh_from_db()
    return household


@transaction.atomic
def move_household(*, people: Sequence[Person], by: User, at: datetime, **place: Any) -> int:
    """They live elsewhere now: all of these, or none. `place`: what `move` takes. Raises CannotMove, which names who
    cannot."""
    rules.check_somebody(count=len(people))
    for person in _locked(people):
        try:
            move(person=person, by=by, at=at, **place)
        except RuleBroken as broken:
            raise CannotMove(str(broken), person) from broken
    return len(people)


def _join(
    household: Household, person: Person, role: str, since: date, source: Provenance, by: User, at: datetime
) -> HouseholdMember:
    check_may_keep(person)
    now = person.memberships.filter(until__isnull=True).first()
    rules.check_may_join(
        is_there=now is not None and now.household_id == household.pk, lives_elsewhere=now is not None
    )  # fmt: skip
    rules.check_days(since=since, until=None, today=localdate(at))
    before = person.memberships.order_by("-until").values_list("until", flat=True).first()
    rules.check_after(since=since, left=before)
    if household.ended_at:
        household.ended_at = None
        household.save(update_fields=["ended_at"])
    return HouseholdMember.objects.create(
        household=household,
        person=person,
        role=role,
        since=since,
        **Noted(by, at, source).columns,
    )


def _leave(household: Household, person: Person, until: date, by: User, at: datetime) -> HouseholdMember:
    member = person.memberships.filter(household=household, until__isnull=True).first()
    rules.check_is_there(is_there=member is not None)
    assert member is not None  # noqa: S101 (for the types: the rule refused)
    rules.check_days(since=member.since, until=until, today=localdate(at))
    member.until = until
    member.save(update_fields=["until"])
    audit.record("household.left", subject=member, by=by, at=at, thread=person.pk, until=until.isoformat())
    return member


def _end_if_empty(household: Household, at: datetime) -> None:
    household = Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
    if household.ended_at is None and not household.members.filter(until__isnull=True).exists():
        household.ended_at = at
        household.save(update_fields=["ended_at"])


def _locked(people: Iterable[Person]) -> list[Person]:
    """Always in the same order, so that two colleagues do not wait for each other for ever."""
    ids = {person.pk for person in people}
    rows: Any = Person.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    return list(rows)
