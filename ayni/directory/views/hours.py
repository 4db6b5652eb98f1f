from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.lib.doors import answer, seen_mark

from .. import actions, queries
from ..forms import OfficeHoursForm
from ..rules import mark_of_hours
from .keeping import kept_by


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
@once
def set_office_hours(request: SignedIn, code: str) -> HttpResponse:
    """When the institution reads what it is sent."""
    organisation = kept_by(request, code)
    hours = queries.office_hours(organisation)
    initial = {"days": hours.days, "opens": hours.opens, "closes": hours.closes} if hours else {}
    form = OfficeHoursForm(sent(request), initial=initial)

    def verb() -> object:
        said, seen = form.cleaned_data, seen_mark(request)
        return actions.set_office_hours(organisation=organisation, by=request.user, at=now(), seen=seen, **said)

    page = {"organisation": organisation, "seen": mark_of_hours(hours)}
    done = _("The hours are set. What is urgent still goes out at once.")
    to = reverse("directory:institution", args=[organisation.code])
    return answer(request, form, ("directory/hours.html", page), verb=verb, done=done, to=to)
