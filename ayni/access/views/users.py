"""The users of an institution: list, page, and one page for each thing that is done with them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access import actions, queries, rules, second_factor, words
from ayni.access.forms.users import FilterForm, GrantForm, MoveForm, PlainForm, ReasonForm, UntilForm, UserForm
from ayni.access.models import User
from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.access.recent import recent_sign_in
from ayni.audit import queries as audit
from ayni.audit.words import say
from ayni.lib.errors import RuleBroken
from ayni.lib.paging import paginate

ORDER = ("last_name", "first_name", "pk")


@require_safe
@requires(Permission.USERS_MANAGE)
def users(request: SignedIn) -> HttpResponse:
    form = FilterForm(request.GET, by=request.user)
    found = queries.listed_users(request.user, form.wanted, at=now())
    page = paginate(request, found, order=ORDER)
    context = {"form": form, "page": page, "is_narrowed": form.is_narrowed, "soon": now() + queries.EXPIRES_SOON}
    return render(request, "access/users.html", context)


@require_safe
@requires(Permission.USERS_MANAGE)
def user(request: SignedIn, user_id: int) -> HttpResponse:
    at = now()
    shown = get_object_or_404(queries.managed_users(request.user), pk=user_id)
    events = audit.about({User: [shown.pk]}, limit=30)
    names = queries.names_of({event.by for event in events})
    context = {
        "shown": shown,
        "is_oneself": shown.pk == request.user.pk,
        "memberships": queries.current_memberships(shown, at),
        "past": queries.past_memberships(shown, at),
        "factor": second_factor.state_of(shown),
        "sessions": [(s, words.browser(s.agent)) for s in queries.sessions_of(shown, at)],
        "events": [(event, say(event), names.get(event.by, event.by)) for event in events],
    }
    return render(request, "access/user.html", context)


@require_safe
@requires(Permission.USERS_MANAGE)
def register(request: SignedIn) -> HttpResponse:
    """What was done with users lately. No person of ours is in it, only colleagues."""
    events = queries.management_events(request.user)
    names = queries.names_of({e.by for e in events} | {e.subject_id for e in events if words.is_of_user(e)})
    rows = [(e, say(e), names.get(e.by, e.by), words.subject(e, names), words.details(e)) for e in events]
    return render(request, "access/register.html", {"rows": rows})


Verb = Callable[..., Any]


def _change(request: SignedIn, shown: User, form: UserForm, verb: Verb, *, title: str, done: str) -> HttpResponse:
    """One page, one form, one verb. No form where it would always be refused: for oneself."""
    try:
        rules.check_not_oneself(user=shown.pk, by=request.user.pk)
    except RuleBroken as broken:
        context = {"shown": shown, "title": title, "why": str(broken)}
        return render(request, "access/not_oneself.html", context, status=403)
    if request.method == "POST" and form.is_valid():
        try:
            verb(by=request.user, at=now(), **form.values)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, done)
            return redirect("access:user", user_id=shown.pk)
    return render(request, "access/change.html", {"form": form, "shown": shown, "title": title})


def guarded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For administrators who gave their password lately; the same form counts once."""
    return require_http_methods(["GET", "POST"])(requires(Permission.USERS_MANAGE)(recent_sign_in(once(view))))


@guarded
def grant(request: SignedIn, user_id: int) -> HttpResponse:
    shown = get_object_or_404(queries.managed_users(request.user), pk=user_id)
    form = GrantForm(sent(request), by=request.user, shown=shown)
    title, done = _("Give a role"), _("Role given. It counts from the next sign-in.")
    return _change(request, shown, form, actions.grant_role, title=title, done=done)


@guarded
def move(request: SignedIn, user_id: int) -> HttpResponse:
    shown = get_object_or_404(queries.managed_users(request.user), pk=user_id)
    form = MoveForm(sent(request), by=request.user, shown=shown)
    title, done = _("Move to another office"), _("Moved. The roles went along.")
    return _change(request, shown, form, actions.move, title=title, done=done)


@guarded
def suspend(request: SignedIn, user_id: int) -> HttpResponse:
    shown = get_object_or_404(queries.managed_users(request.user), pk=user_id)
    form = ReasonForm(sent(request), by=request.user, shown=shown)
    title, done = _("Suspend the account"), _("Suspended. Every session of this person has ended.")
    return _change(request, shown, form, actions.suspend, title=title, done=done)


@guarded
def reactivate(request: SignedIn, user_id: int) -> HttpResponse:
    shown = get_object_or_404(queries.managed_users(request.user), pk=user_id)
    form = PlainForm(sent(request), by=request.user, shown=shown)
    title, done = _("Reactivate the account"), _("Reactivated. The roles that have not ended count again.")
    return _change(request, shown, form, actions.reactivate, title=title, done=done)


@guarded
def reset_second_factor(request: SignedIn, user_id: int) -> HttpResponse:
    shown = get_object_or_404(queries.managed_users(request.user), pk=user_id)
    form = ReasonForm(sent(request), by=request.user, shown=shown)
    title, done = _("Reset the second factor"), _("Reset. At the next sign-in this person sets up a new one.")
    return _change(request, shown, form, actions.reset_second_factor, title=title, done=done)


@guarded
def end_sessions(request: SignedIn, user_id: int) -> HttpResponse:
    shown = get_object_or_404(queries.managed_users(request.user), pk=user_id)
    form = PlainForm(sent(request), by=request.user, shown=shown)
    title, done = _("End all sessions"), _("Every session of this person has ended.")
    return _change(request, shown, form, actions.end_sessions, title=title, done=done)


@guarded
def extend(request: SignedIn, membership_id: int) -> HttpResponse:
    membership = get_object_or_404(queries.managed_memberships(request.user), pk=membership_id)
    form = UntilForm(sent(request), by=request.user, shown=membership.user, membership=membership)
    title, done = _("Change until when a role counts"), _("The role counts until the day you chose.")
    return _change(request, membership.user, form, actions.extend_role, title=title, done=done)


@guarded
def end_role(request: SignedIn, membership_id: int) -> HttpResponse:
    membership = get_object_or_404(queries.managed_memberships(request.user), pk=membership_id)
    form = PlainForm(sent(request), by=request.user, shown=membership.user, membership=membership)
    title, done = _("End a role today"), _("The role has ended.")
    return _change(request, membership.user, form, actions.end_role, title=title, done=done)
