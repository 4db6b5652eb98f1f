from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires

from .. import actions
from ..forms import ServiceForm
from ..models import Service
from .keeping import kept_by


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
@once
def add_service(request: SignedIn, code: str) -> HttpResponse:
    there = kept_by(request, code)
    form = ServiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_service(organisation=there, by=request.user, at=now(), **form.cleaned_data)
        messages.success(request, _("The service is in the directory and takes referrals."))
        return redirect("directory:institution", code)
    return render(request, "directory/add_service.html", {"form": form, "organisation": there})


@require_POST
@requires(Permission.REFERENCE_EDIT)
@once
def take_referrals(request: SignedIn, pk: int) -> HttpResponse:
    service = get_object_or_404(Service.objects.select_related("organisation"), pk=pk)
    there = kept_by(request, service.organisation.code)
    accepts = request.POST.get("accepts") == "yes"
    actions.take_referrals(service=service, accepts=accepts, by=request.user, at=now())
    messages.success(request, _("It takes referrals again.") if accepts else _("It takes no more referrals."))
    return redirect("directory:institution", there.code)
