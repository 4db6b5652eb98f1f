"""Who lives with whom, as far as somebody may know it: whom this user may not see is not shown, and not counted."""

from dataclasses import dataclass

from django.db.models import QuerySet

from ayni.access.models import User
from ayni.people.models import Household, HouseholdMember, Person


@dataclass(frozen=True)
class Home:
    """Where the person lives now, with those members whom this user may see, and where they lived before."""

    membership: HouseholdMember | None
    members: list[HouseholdMember]
    before: list[HouseholdMember]


def home_of(person: Person, user: User) -> Home:
    rows = list(person.memberships.select_related("household").order_by("-since", "-pk"))
    now = next((row for row in rows if row.until is None), None)
    members = list(shown_members(now.household, user)) if now else []
    return Home(now, members, [row for row in rows if row.until is not None])


def current_membership(person: Person) -> HouseholdMember | None:
    return person.memberships.filter(until__isnull=True).select_related("household").first()


def shown_members(household: Household, user: User) -> QuerySet[HouseholdMember]:
    """Who lives there now, of those whom this user may see; whoever came first stands first."""
    visible = Person.objects.visible_to(user)
    members = household.members.filter(until__isnull=True, person__in=visible).select_related("person")
    return members.order_by("since", "pk")
