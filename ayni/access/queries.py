"""Who works where. Active means: on this day, not suspended."""

from django.db.models import QuerySet
from django.utils import timezone

from .models import Office, Organisation, User
from .permissions import Role

STAFF = frozenset({Role.RECEPTION, Role.CASEWORKER, Role.SUPERVISOR})
"""The roles that work with cases."""


def _active(users: QuerySet[User], **membership: object) -> QuerySet[User]:
    now = timezone.now()
    has = {f"memberships__{name}": value for name, value in membership.items()}
    active = users.filter(is_active=True, memberships__starts_at__lte=now, memberships__ends_at__gt=now, **has)
    return active.distinct().order_by("last_name", "first_name", "pk")


def supervisors_of(office: Office) -> list[User]:
    """Whoever is told when something of this office is late."""
    return list(_active(User.objects.all(), role=Role.SUPERVISOR, office=office))


def staff_of(organisation: Organisation) -> list[User]:
    """Whoever answers for an organisation: its partner users and its case staff, with an e-mail."""
    roles = {Role.PARTNER, *STAFF}
    return list(_active(User.objects.filter(organisation=organisation).exclude(email=""), role__in=roles))


def has_users(organisation: Organisation) -> bool:
    return bool(staff_of(organisation))
