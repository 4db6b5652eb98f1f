from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.lib.errors import RuleBroken

from .. import actions, queries
from ..forms import OfficeHoursForm
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
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_office_hours(organisation=organisation, by=request.user, at=now(), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("The hours are set. What is urgent still goes out at once."))
            return redirect("directory:institution", organisation.code)
    return render(request, "directory/hours.html", {"form": form, "organisation": organisation})
