"""Mothers and fathers of children born in Peru: the first whom the unit was for, and a route of their own (R36)."""

from django.db.models import QuerySet

from ayni.access.models import User
from ayni.access.scope import scope_of
from ayni.people.models import Person
from ayni.people.models.families import has_peruvian_born_child_q


def mothers_of_peruvian_born_children(user: User) -> QuerySet[Person]:
    """Women whose file this user may open, with a standing link that this user is shown to a child born in Peru."""
    visible = Person.objects.within(scope_of(user))
    return visible.filter(has_peruvian_born_child_q(visible), sex__code="SEX-F").order_by("-registered_at", "-pk")
