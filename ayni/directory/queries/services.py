from django.db.models import QuerySet

from ayni.access.models import Office, Organisation

from ..models import InstitutionEntry, Location, Service


def services_accepting_referrals() -> QuerySet[Service]:
    """What can be referred to, by institution and name."""
    return Service.objects.filter(accepts_referrals=True).select_related("organisation", "category")


def described_services() -> QuerySet[Service]:
    """What institutions really described, and of what kind it is: not what stands for one as a whole."""
    return Service.objects.filter(is_generic=False, category__isnull=False)


def services_of(organisation: Organisation) -> QuerySet[Service]:
    """All that an institution offers, what it really described before its generic service."""
    return organisation.services.select_related("category").order_by("is_generic", "name", "pk")


def locations_of(organisation: Organisation) -> QuerySet[Location]:
    """The service points of an institution that are still there."""
    return organisation.locations.filter(is_closed=False).select_related("district").order_by("name", "pk")


def offices_of(organisation: Organisation) -> QuerySet[Office]:
    return organisation.offices.select_related("department").order_by("name", "pk")


def entry_of(organisation: Organisation) -> QuerySet[InstitutionEntry]:
    """What an institution publishes of itself: one row, if it has said so."""
    return InstitutionEntry.objects.filter(organisation=organisation)
