from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q, QuerySet

from ayni.access import queries as access
from ayni.access.models import Organisation
from ayni.directory.models import Agreement, Service


def agreements() -> QuerySet[Agreement]:
    """All of them, by the other party, the newest first."""
    rows = Agreement.objects.select_related("ours", "theirs", "watched_by")
    return rows.order_by("theirs__name", "-valid_from", "pk")


def agreements_with(organisation: Organisation, everybody: Iterable[Organisation]) -> QuerySet[Agreement]:
    """Those of an institution, and of what it belongs to: a ministry signs for its centres."""
    parents = {row.pk: row.parent_id for row in everybody}
    return agreements().filter(theirs__in=access.above(organisation.pk, parents))


def covering(service: Service, profiles: Collection[int], *, ours: Organisation) -> list[Agreement]:
    """The agreements of this house, in force or not, that are about this service and people of these profiles; the one
    that ends last comes first."""
    parents = access.parents_of_all()
    house = {*access.above(ours.pk, parents), *access.units_of(ours.pk, parents)}
    lines = {"theirs__in": access.above(service.organisation_id, parents), "ours__in": house}
    rows = Agreement.objects.filter(**lines)
    of_service = Q(services__isnull=True) | Q(services=service)
    of_profile = Q(profiles__isnull=True) | Q(profiles__in=profiles)
    found = rows.filter(of_service).filter(of_profile).select_related("theirs").distinct().order_by("pk")
    return sorted(found, key=lambda row: row.valid_to or date.max, reverse=True)


def ending_soon(today: date) -> list[Agreement]:
    """What ends within the days that its own watch asks for, and nobody was told of."""
    rows = Agreement.objects.filter(ended_on__isnull=True, valid_to__isnull=False, alerted_on__isnull=True)
    rows = rows.select_related("watched_by", "theirs").order_by("valid_to", "pk")
    return [row for row in rows if row.alert_on is not None and row.alert_on <= today]
