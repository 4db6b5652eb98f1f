from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from ayni.access import queries as access
from ayni.access.models import User
from ayni.access.permissions import Permission
from ayni.people.models import Breach
from ayni.people.rules.breaches import REMIND_BEFORE

NEWEST = ("-noticed_at", "-pk")


def breaches(user: User) -> QuerySet[Breach]:
    """Those of the user's institution and its units; of all, for the national administrator. Order: NEWEST."""
    rows = Breach.objects.select_related("organisation", "recorded_by")
    if access.is_national(user):
        return rows
    return rows.filter(organisation__in=access.units_of(user.organisation_id))


def fetch(user: User, breach_id: UUID) -> Breach | None:
    return breaches(user).filter(pk=breach_id).first()


def running_out(at: datetime) -> list[UUID]:
    """Of whom the authority has to be told within a day, or should have been, and nobody was reminded."""
    rows = Breach.objects.filter(
        closed_at__isnull=True, authority_told_at__isnull=True, reminded_at__isnull=True,
        notify_by__lte=at + REMIND_BEFORE,
    )  # fmt: skip
    return list(rows.order_by("notify_by", "pk").values_list("pk", flat=True))


def keepers(breach: Breach) -> list[User]:
    """Who answers for it: whoever keeps the register in that institution."""
    staff = User.objects.filter(organisation=breach.organisation_id, is_active=True).exclude(email="").order_by("pk")
    return [user for user in staff.prefetch_related("memberships") if user.may(Permission.BREACH_KEEP)]
