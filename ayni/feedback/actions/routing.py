"""Which way a report takes: never to whoever it is about. Called by the verbs, inside their transaction."""

from datetime import datetime

from ayni.access.models import User

from .. import queries
from ..models import Named, Report, Route


def send_on_its_way(report: Report, *, at: datetime) -> Report:
    """By its category. Where nobody could see to it without being part of it, it goes to named people."""
    report.route = report.category.route
    report.save(update_fields=["route"])
    if report.route != Route.NAMED and not queries.who_sees_to(report):
        report.route = Route.NAMED
        report.save(update_fields=["route"])
    if report.route == Route.NAMED:
        name_all(report, by=None, at=at)
    return report


def name_all(report: Report, *, by: User | None, at: datetime) -> list[User]:
    """Everybody who may receive it. Whoever stepped back stays out."""
    asked = set(report.named.order_by().values_list("user", flat=True))
    found = queries.confidants(about_office=report.about_office, concerned=queries.concerned_by(report))
    new = [user for user in found if user.pk not in asked]
    Named.objects.bulk_create(Named(report=report, user=user, named_by=by, at=at) for user in new)
    return new
