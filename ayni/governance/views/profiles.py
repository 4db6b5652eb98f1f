"""The profiles of vulnerability: read by everybody, written by whoever keeps the lists."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.codelists import queries as codelists
from ayni.codelists.models import Profile
from ayni.lib.errors import RuleBroken

from .. import actions, queries
from ..forms.profiles import NewProfileForm, ProfileForm


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def profiles(request: SignedIn) -> HttpResponse:
    families = queries.profiles_by_family(localdate())
    return render(
        request, "governance/profiles.html", {"families": families, "may_edit": queries.may_edit(request.user)}
    )


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def profile(request: SignedIn, code: str) -> HttpResponse:
    rows = list(Profile._default_manager.filter(code=code).order_by("-version"))
    if not rows:
        raise Http404
    page = {
        "profile": rows[0],
        "versions": rows,
        "protocols": queries.protocols_for(rows[:1], localdate()),
        "may_edit": queries.may_edit(request.user),
    }
    return render(request, "governance/profile.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
@once
def add_profile(request: SignedIn) -> HttpResponse:
    check_keeps_lists(request)
    form = NewProfileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_profile(code=form.cleaned_data["code"], fields=form.written(), by=request.user, at=now())
        except RuleBroken as broken:
            form.add_error("code", str(broken))
        else:
            messages.success(request, _("The profile %(code)s is in force from today.") % {"code": made.code})
            return redirect("governance:profile", made.code)
    return render(request, "governance/write_profile.html", {"form": form, "profile": None})


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
@once
def change_profile(request: SignedIn, code: str) -> HttpResponse:
    check_keeps_lists(request)
    there = _profile_being_changed(request, code)
    form = ProfileForm(request.POST or None, initial=_as_written(there))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.change_profile(profile=there, fields=form.written(), by=request.user, at=now())
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("Version %(version)s is in force from today.") % {"version": made.version})
            return redirect("governance:profile", code)
    return render(request, "governance/write_profile.html", {"form": form, "profile": there})


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
@once
def close_profile(request: SignedIn, code: str) -> HttpResponse:
    check_keeps_lists(request)
    there = get_object_or_404(codelists.current(Profile), code=code)
    if request.method == "POST":
        try:
            actions.close_profile(profile=there, by=request.user, at=now())
        except RuleBroken as broken:
            messages.error(request, str(broken))
        else:
            messages.success(request, _("The profile is closed: no new case takes it."))
        return redirect("governance:profile", code)
    return render(request, "governance/close_profile.html", {"profile": there})


def check_keeps_lists(request: SignedIn) -> None:
    """An administrator of another institution keeps its own focal points, not the lists of everybody."""
    if not queries.may_edit(request.user):
        raise PermissionDenied


def _profile_being_changed(request: SignedIn, code: str) -> Profile:
    """The version that the form was shown for: if another came meanwhile, the verb says so."""
    version = request.POST.get("version", "")
    rows = Profile._default_manager.filter(code=code)
    rows = rows.filter(version=version) if version.isdecimal() else rows.filter(valid_to__isnull=True)
    there: Profile = get_object_or_404(rows)
    return there


def _as_written(profile: Profile) -> dict[str, object]:
    """What the form starts with: for the protocol, the one that a case takes today."""
    own = [protocol.code for protocol in queries.protocols_for([profile], localdate()) if not protocol.is_general]
    pathway = next(iter(own), "")
    return {**vars(profile), "approaches": profile.approaches.split("|"), "pathway_code": pathway}
