from django.db.models import QuerySet

from ayni.access.models import Organisation

from ..models import Service


def services_accepting_referrals() -> QuerySet[Service]:
    """What can be referred to, by institution and name."""
    return Service.objects.filter(accepts_referrals=True).select_related("organisation", "category")


def services_of(organisation: Organisation) -> QuerySet[Service]:
    """All that an institution offers, what it really described before its generic service."""
    return organisation.services.select_related("category").order_by("is_generic", "name", "pk")
