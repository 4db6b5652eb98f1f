"""Who answers is named, confirmed, away, stood in for, and ended."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from ayni.access.models import Office, Organisation, User
from ayni.audit import actions as audit
from ayni.codelists.models import Territory
from ayni.lib.written import check_as_seen

from .. import rules
from ..models import Absence, FocalPoint, Rank, Service


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Where in the chain somebody answers, when it is not as the institution's own focal point."""

    rank: Rank = Rank.INSTITUTION
    office: Office | None = None
    service: Service | None = None


FOR_THE_INSTITUTION = Seat()


@transaction.atomic
def name_focal_point(
    *,
    organisation: Organisation,
    department: Territory | None,
    name: str,
    email: str,
    phone: str,
    seat: Seat = FOR_THE_INSTITUTION,
    by: User,
    at: datetime,
) -> FocalPoint:
    """Somebody answers for the institution in a department, an office, at a service, or in the whole country. Whoever
    names them has spoken with them: it counts as confirmed."""
    rules.check_can_be_reached(email=email, phone=phone)
    department = seat.office.department if seat.office else department
    of_another = seat.service is not None and seat.service.organisation_id != organisation.pk
    rules.check_seat(
        rank=seat.rank, has_department=department is not None, has_office=seat.office is not None,
        has_service=seat.service is not None, service_of_another=of_another,
    )  # fmt: skip
    # Locked, so that two colleagues cannot both name one for the same place.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    place = Q(department__code=department.code) if department else Q(department__isnull=True)
    seats = FocalPoint.objects.standing().filter(
        place, organisation=organisation, rank=seat.rank, office=seat.office, service=seat.service
    )
    rules.check_place_is_free(taken=seats.exists())
    focal_point = FocalPoint.objects.create(
        organisation=organisation, department=department, name=name, email=email, phone=phone, confirmed_at=at,
        rank=seat.rank, office=seat.office, service=seat.service,
    )  # fmt: skip
    code = department.code if department else ""
    audit.record(
        "focal_point.named", subject=focal_point, by=by, at=at, organisation=organisation.code, place=code,
        rank=seat.rank.value,
    )  # fmt: skip
    return focal_point


@transaction.atomic
def name_substitute(
    *, focal_point: FocalPoint, name: str, email: str, phone: str, by: User, at: datetime, seen: str = ""
) -> FocalPoint:
    """Who stands in for a focal point while it is away. There is one; a new one takes the place of the former. `seen`:
    the mark of who did, on the page."""
    rules.check_can_be_reached(email=email, phone=phone)
    principal = _standing(focal_point)
    rules.check_may_have_substitute(is_substitute=principal.stands_in_for_id is not None)
    standing = principal.substitutes.filter(ended_at__isnull=True)
    check_as_seen(seen=seen, mark=rules.mark_of_substitute(standing.first()))
    standing.update(ended_at=at)
    substitute = FocalPoint.objects.create(
        organisation=principal.organisation, rank=principal.rank, department=principal.department,
        office=principal.office, service=principal.service, stands_in_for=principal,
        name=name, email=email, phone=phone, confirmed_at=at,
    )  # fmt: skip
    audit.record("focal_point.substitute_named", subject=substitute, by=by, at=at, stands_in_for=principal.pk)
    return substitute


@transaction.atomic
def report_absence(*, focal_point: FocalPoint, starts_on: date, ends_on: date, by: User, at: datetime) -> Absence:
    """Days on which somebody does not answer: the substitute does, if there is one."""
    locked = _standing(focal_point)
    others = locked.absences.filter(cancelled_at__isnull=True, starts_on__lte=ends_on, ends_on__gte=starts_on)
    rules.check_absence(starts_on=starts_on, ends_on=ends_on, today=localdate(at), overlaps=others.exists())
    absence = Absence.objects.create(focal_point=locked, starts_on=starts_on, ends_on=ends_on)
    audit.record(
        "focal_point.away", subject=locked, by=by, at=at, starts_on=starts_on.isoformat(), ends_on=ends_on.isoformat()
    )
    return absence


@transaction.atomic
def cancel_absence(*, absence: Absence, by: User, at: datetime) -> None:
    """They are back before the day, or never left."""
    locked = Absence.objects.select_for_update(of=("self",)).select_related("focal_point").get(pk=absence.pk)
    rules.check_not_cancelled(cancelled=locked.cancelled_at is not None)
    locked.cancelled_at = at
    locked.save(update_fields=["cancelled_at"])
    audit.record("focal_point.back", subject=locked.focal_point, by=by, at=at, absence=locked.pk)


@transaction.atomic
def confirm_focal_point(*, focal_point: FocalPoint, by: User, at: datetime) -> None:
    """They were asked, and still answer there."""
    locked = _standing(focal_point)
    locked.confirmed_at = at
    locked.save(update_fields=["confirmed_at"])
    audit.record("focal_point.confirmed", subject=locked, by=by, at=at)


@transaction.atomic
def end_focal_point(*, focal_point: FocalPoint, by: User, at: datetime) -> None:
    """They answer there no more, nor does who stood in for them. What was sent to them stays theirs; nothing new goes
    there."""
    locked = _standing(focal_point)
    locked.ended_at = at
    locked.save(update_fields=["ended_at"])
    locked.substitutes.filter(ended_at__isnull=True).update(ended_at=at)
    audit.record("focal_point.ended", subject=locked, by=by, at=at)


def _standing(focal_point: FocalPoint) -> FocalPoint:
    locked = FocalPoint.objects.select_for_update(of=("self",)).get(pk=focal_point.pk)
    rules.check_not_ended(ended=locked.ended_at is not None)
    return locked
