"""Inviting somebody, and taking the invitation up."""

from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access import actions, queries
from ayni.access.forms.sign_in import AcceptForm
from ayni.access.forms.users import InviteForm
from ayni.access.models import User
from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, public, requires, sent
from ayni.access.recent import recent_sign_in
from ayni.lib.errors import RuleBroken
from ayni.lib.paging import paginate

BACKEND = "ayni.access.backends.Backend"


@require_safe
@requires(Permission.USERS_MANAGE)
def invitations(request: SignedIn) -> HttpResponse:
    page = paginate(request, queries.managed_invitations(request.user), order=("-invited_at", "-pk"))
    return render(request, "access/invitations.html", {"page": page, "now": now()})


@require_http_methods(["GET", "POST"])
@requires(Permission.USERS_MANAGE)
@recent_sign_in
@once
def invite(request: SignedIn) -> HttpResponse:
    form = InviteForm(sent(request), by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.invite(by=request.user, at=now(), **form.values)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("Invitation sent. The link works once, for 72 hours."))
            return redirect("access:invitations")
    return render(request, "access/invite.html", {"form": form})


@require_POST
@requires(Permission.USERS_MANAGE)
@recent_sign_in
@once
def revoke(request: SignedIn, invitation_id: int) -> HttpResponse:
    invitation = get_object_or_404(queries.managed_invitations(request.user), pk=invitation_id)
    try:
        actions.revoke_invitation(invitation=invitation, by=request.user, at=now())
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _("Invitation withdrawn. Its link opens nothing any more."))
    return redirect("access:invitations")


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
@public
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Name and password; then the second factor. A link that is used, expired, withdrawn or altered: one same page."""
    invitation = queries.invitation_of(token)
    if invitation is None or not queries.is_waiting(invitation, now()):
        return render(request, "access/invitation_over.html", status=410)
    form = AcceptForm(sent(request))
    form.user = User(username=invitation.email, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.accept_invitation(invitation=invitation, at=now(), **form.values)
        except RuleBroken:
            return render(request, "access/invitation_over.html", status=410)
        logout(request)
        login(request, user, backend=BACKEND)
        return redirect("access:enrol")
    return render(request, "access/accept.html", {"form": form, "invitation": invitation})
