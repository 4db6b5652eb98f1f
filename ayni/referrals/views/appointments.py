"""The appointment that an institution gave, as a file for a calendar. It names a number, and nobody."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ayni.access.pace import limited
from ayni.access.permissions import Permission, SignedIn, public, requires
from ayni.lib.ics import Appointment, calendar
from ayni.people.models import Sensitivity

from .. import queries
from ..models import Referral, Status
from .links import looked_at

OFF = frozenset({Status.WITHDRAWN, Status.DECLINED, Status.EXPIRED})
"""Nobody is waited for any more: a calendar that has the appointment strikes it out."""


@never_cache
@require_safe
@requires(Permission.REFERRAL_SEND)
def sent_appointment(request: SignedIn, referral_id: UUID) -> HttpResponse:
    rows = Referral.objects.visible_to(request.user).select_related("organisation", "case")
    return _file(get_object_or_404(rows, pk=referral_id))


@never_cache
@require_safe
@requires(Permission.REFERRAL_ANSWER)
def appointment(request: SignedIn, referral_id: UUID) -> HttpResponse:
    rows = Referral.objects.addressed_to(request.user).select_related("organisation", "case")
    return _file(get_object_or_404(rows, pk=referral_id))


@never_cache
@require_safe
@public
@limited("link", most=60, seconds=600)
def link_appointment(request: HttpRequest) -> HttpResponse:
    """For an institution without users, in the browser in which the code was typed."""
    pk, secret = looked_at(request)
    found = queries.link_of_browser(pk, secret, now())
    if found is None:
        raise Http404
    return _file(Referral.objects.select_related("organisation", "case").get(pk=found.referral_id))


def _file(referral: Referral) -> HttpResponse:
    if referral.appointment_at is None:
        raise Http404
    # A calendar is often shared: of a restricted case it does not even say with whom.
    is_restricted = referral.case.sensitivity == Sensitivity.RESTRICTED
    said = Appointment(
        uid=f"{referral.number}@ayni",
        starts_at=referral.appointment_at,
        summary=_("Appointment") if is_restricted else _("Appointment %(number)s") % {"number": referral.number},
        location="" if is_restricted else referral.organisation.name,
        is_cancelled=referral.status in OFF,
        sequence=referral.history.count(),
    )
    answer = HttpResponse(calendar(said, made_at=now()), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{referral.number}.ics"'
    return answer
