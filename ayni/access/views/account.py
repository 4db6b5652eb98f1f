"""What a person sees of their own account: the landing after signing in, the profile, the password."""

from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access import actions, queries, second_factor, words
from ayni.access.forms.sign_in import ChangePasswordForm, ConfirmForm
from ayni.access.models import Session
from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, sent, signed_in
from ayni.access.sessions import confirm as confirm_session
from ayni.access.sessions import stored_key
from ayni.access.without_role import without_role
from ayni.audit import queries as audit
from ayni.audit.words import say

HOMES = (
    (Permission.PERSON_SEARCH, "/desk/"),
    (Permission.REFERRAL_ANSWER, "/inbox/"),
    (Permission.USERS_MANAGE, "/equipo/"),
    (Permission.COMPLIANCE_VIEW, "/cumplimiento/"),
    (Permission.APPLICATION_VIEW, "/tramites/"),
    (Permission.CARD_MAKE, "/tramites/"),
    (Permission.FEEDBACK_SENSITIVE, "/voces/"),
)


@require_safe
@signed_in
def landing(request: SignedIn) -> HttpResponse:
    """Where work starts, by role. Without a role that counts today: whom to ask."""
    home = next((path for permission, path in HOMES if request.user.may(permission)), None)
    if home:
        return redirect(home)
    return without_role(request)


@require_safe
@signed_in
def profile(request: SignedIn) -> HttpResponse:
    at, user = now(), request.user
    mine = _own_key(request)
    sessions = [(s, words.browser(s.agent), s.session_key == mine) for s in queries.sessions_of(user, at)]
    events = [(event, say(event)) for event in audit.done_by(user, limit=25)]
    context = {
        "memberships": queries.current_memberships(user, at),
        "factor": second_factor.state_of(user),
        "sessions": sessions,
        "events": events,
    }
    return render(request, "access/account.html", context)


@require_POST
@signed_in
@once
def end_session(request: SignedIn) -> HttpResponse:
    """End one other session, or all others."""
    key = request.POST.get("session", "")
    if key:
        others = Session.objects.filter(user=request.user).exclude(session_key=_own_key(request))
        actions.end_session(session=get_object_or_404(others, session_key=key), by=request.user, at=now())
    else:
        actions.end_sessions(user=request.user, but=_own_key(request), by=request.user, at=now())
    messages.success(request, _("Ended. Whoever was there has to sign in again."))
    return redirect("access:account")


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def password(request: SignedIn) -> HttpResponse:
    form = ChangePasswordForm(sent(request), request=request)
    if request.method == "POST" and form.is_valid():
        actions.change_password(
            user=request.user, password=form.cleaned_data["password1"], session=_own_key(request), at=now()
        )
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Your password is changed. Your other sessions have ended."))
        return redirect("access:account")
    return render(request, "access/password.html", {"form": form})


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def confirm(request: SignedIn) -> HttpResponse:
    """The password again, and back to what was asked for."""
    form = ConfirmForm(sent(request), request=request)
    next_ = next_of(request)
    if request.method == "POST" and form.is_valid():
        confirm_session(request)
        return redirect(next_)
    return render(request, "access/confirm.html", {"form": form, "next": next_})


def next_of(request: HttpRequest) -> str:
    """Where to go on: a page of ours, or the landing."""
    wanted = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else "/entrar/"


def _own_key(request: HttpRequest) -> str:
    return stored_key(request.session.session_key or "")
