"""The register of devices: what stands where, what each was used for, and pairing a reader with its bridge."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.models import Office
from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.access.scope import counter_scope_of
from ayni.lib.errors import RuleBroken
from ayni.lib.paging import paginate
from ayni.people.views.parts import tried

from .. import actions
from ..forms.enrolment import DeviceForm
from ..models import Device, DeviceKind
from ..rules import devices as rules


@require_safe
@requires(Permission.ENROLMENT_WORK)
def devices(request: SignedIn) -> HttpResponse:
    rows = Device.objects.visible_to(request.user).select_related("office")
    page = paginate(request, rows, order=("code",))
    keeps = request.user.may(Permission.CALENDAR_KEEP)
    return render(request, "procedures/enrolment/devices.html", {"page": page, "keeps": keeps})


@require_http_methods(["GET", "POST"])
@requires(Permission.CALENDAR_KEEP)
@once
def device_new(request: SignedIn) -> HttpResponse:
    scope = counter_scope_of(request.user)
    offices = Office.objects.filter(pk__in=[*scope.offices]).order_by("name")
    form = DeviceForm(sent(request), offices=offices)
    if form.is_valid():
        verb = lambda: actions.register_device(**form.cleaned_data, by=request.user, at=now())  # noqa: E731
        if tried(request, form, verb, _("The device is in the register.")):
            return redirect("procedures:devices")
    return render(request, "procedures/enrolment/device_new.html", {"form": form}, status=400 if form.errors else 200)


@require_safe
@requires(Permission.ENROLMENT_WORK)
def device(request: SignedIn, device_id: UUID) -> HttpResponse:
    """What it was used for. Of whom, is not said."""
    found = _fetch(request, device_id)
    page = paginate(request, found.uses.select_related("by"), order=("-at", "-pk"))
    keeps = request.user.may(Permission.CALENDAR_KEEP) and found.retired_at is None
    uses = [(use, rules.USES[use.what]) for use in page]
    more = {"device": found, "page": page, "uses": uses, "keeps": keeps, "is_reader": found.kind == DeviceKind.READER}
    return render(request, "procedures/enrolment/device.html", more)


@require_POST
@requires(Permission.CALENDAR_KEEP)
@once
def device_retire(request: SignedIn, device_id: UUID) -> HttpResponse:
    found = _fetch(request, device_id)
    tried(
        request,
        None,
        lambda: actions.retire_device(device=found, by=request.user, at=now()),
        _("It is out of service."),
    )
    return redirect("procedures:device", device_id=found.pk)


@never_cache
@require_POST
@requires(Permission.CALENDAR_KEEP)
def device_pair(request: SignedIn, device_id: UUID) -> HttpResponse:
    """A new secret, shown once, to be typed at the computer beside the reader."""
    found, secret, problem = _fetch(request, device_id), "", ""
    try:
        secret = actions.pair_device(device=found, by=request.user, at=now())
    except RuleBroken as broken:
        problem = str(broken)
    page = {"device": found, "secret": secret, "problem": problem}
    return render(request, "procedures/enrolment/paired.html", page, status=400 if problem else 200)


def _fetch(request: SignedIn, device_id: UUID) -> Device:
    return get_object_or_404(Device.objects.visible_to(request.user).select_related("office"), pk=device_id)
