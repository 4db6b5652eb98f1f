"""Mothers and fathers of children born in Peru: the first whom the unit was for, and a route of their own (R36)."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from ayni.access.models import User
from ayni.access.scope import scope_of
from ayni.people.models import Nationality, Person, Relationship

PERU = "PER"


def has_peruvian_born_child_q(visible: QuerySet[Person] | None = None) -> Exists:
    """The same as a condition on people: over all links, for statistics; or as whoever sees those people is shown."""
    peruvian = Exists(Nationality.objects.filter(person=OuterRef("relative"), country__code=PERU))
    links = Relationship.objects.filter(person=OuterRef("pk"), kind=Relationship.Kind.CHILD, ended_at__isnull=True)
    born_here = Q(born_in_peru=True)
    if visible is None:
        return Exists(links.filter(born_here | peruvian))
    seen = Exists(visible.filter(pk=OuterRef("relative")))
    return Exists(links.filter((born_here & (Q(is_told=True) | seen)) | (seen & peruvian)))


def mothers_of_peruvian_born_children(user: User) -> QuerySet[Person]:
    """Women whose file this user may open, with a standing link that this user is shown to a child born in Peru."""
    visible = Person.objects.within(scope_of(user))
    return visible.filter(has_peruvian_born_child_q(visible), sex__code="SEX-F").order_by("-registered_at", "-pk")
