from django.db.models import F, Q, QuerySet

from ayni.access.models import Organisation

from .models import FocalPoint, Service


def services_accepting_referrals() -> QuerySet[Service]:
    """What can be referred to, by institution and name."""
    return Service.objects.filter(accepts_referrals=True).select_related("organisation", "category")


def services_of(organisation: Organisation) -> QuerySet[Service]:
    """All that an institution offers, what it really described before its generic service."""
    return organisation.services.select_related("category").order_by("is_generic", "name", "pk")


def focal_point(organisation: Organisation, department_code: str) -> FocalPoint | None:
    """Who answers for the institution in that department; otherwise, in the whole country."""
    return (
        FocalPoint.objects.filter(Q(department__code=department_code) | Q(department__isnull=True))
        .filter(organisation=organisation, ended_at__isnull=True)
        .select_related("department", "organisation", "user")
        .order_by(F("department").asc(nulls_last=True), "pk")
        .first()
    )
