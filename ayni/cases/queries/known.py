"""Protected cases of which somebody may know that they exist, without opening them: a number and initials."""

from django.db.models import QuerySet

from ayni.access.models import User
from ayni.access.scope import scope_of
from ayni.people.models import Sensitivity
from ayni.people.models.compartments import seen_by
from ayni.people.models.people import is_within_reach

from ..models import Case


def known_to(user: User) -> QuerySet[Case]:
    """Open protected cases of the offices where this user works, that are closed to them. What is restricted is not
    known of. Order: OPENED."""
    scope = scope_of(user)
    rows = Case.objects.open().filter(is_within_reach(scope, "office"), sensitivity=Sensitivity.PROTECTED)
    rows = rows.exclude(seen_by(scope, assignee="caseworker", reason="pk"))
    return rows.select_related("person", "caseworker", "office").defer("wishes", "closing_note")
