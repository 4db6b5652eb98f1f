"""Whoever plans sessions: one screen to plan and publish, and who signed up."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.lib.doors import try_verb
from ayni.lib.ids import is_uuid

from .. import actions
from ..forms.sessions import CancelForm, SessionForm, as_typed
from ..models import Session, State
from ..queries import attending
from .fetching import session_of


def _copied(request: SignedIn) -> dict[str, Any]:
    """What is said of the session that is copied; its day is asked anew."""
    asked = request.GET.get("de", "")
    if not is_uuid(asked):
        return {}
    said = as_typed(session_of(request, UUID(asked)))
    del said["day"]
    return said


@require_http_methods(["GET", "POST"])
@requires(Permission.SESSION_KEEP)
@once
def new_session(request: SignedIn) -> HttpResponse:
    form = SessionForm(sent(request), user=request.user, today=localdate(), initial=_copied(request))
    if request.method == "POST" and form.is_valid():
        made: list[Session] = []
        publish = request.POST.get("do") == "publish"

        def verb() -> None:
            made.append(actions.plan_session(planned=form.planned(), publish=publish, by=request.user, at=now()))

        done = _("It is in the calendar.") if publish else _("It is kept, and not published.")
        if try_verb(request, form, verb, done):
            return redirect("outreach:kept", made[0].pk)
    return render(request, "outreach/write.html", {"form": form}, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.SESSION_KEEP)
@once
def change(request: SignedIn, session_id: UUID) -> HttpResponse:
    found = session_of(request, session_id)
    form = SessionForm(sent(request), user=request.user, today=localdate(), session=found)
    if request.method == "POST" and form.is_valid():
        verb = lambda: actions.change_session(session=found, planned=form.planned(), by=request.user, at=now())  # noqa: E731
        if try_verb(request, form, verb, _("It is changed. Whoever signed up is told what matters to them.")):
            return redirect("outreach:kept", found.pk)
    page = {"form": form, "session": found}
    return render(request, "outreach/write.html", page, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.SESSION_KEEP)
@once
def kept(request: SignedIn, session_id: UUID) -> HttpResponse:
    """One session: what became of it, what can be done, and who signed up."""
    found, do, by, at = session_of(request, session_id), request.POST.get("do", ""), request.user, now()
    form = CancelForm(sent(request) if do == "cancel" else None)
    verbs: dict[str, Any] = {
        "open": lambda: actions.open_session(session=found, by=by, at=at),
        "hold": lambda: actions.hold_session(session=found, by=by, at=at),
        "cancel": lambda: actions.cancel_session(session=found, by=by, at=at, **form.cleaned_data),
    }
    is_right = do in verbs and (do != "cancel" or form.is_valid())
    if is_right and try_verb(request, form if do == "cancel" else None, verbs[do], _("It is done.")):
        return redirect("outreach:kept", found.pk)
    page = {
        "session": found, "form": form, "partners": list(found.partners.order_by("name", "pk")),
        "sign_ups": actions.read_list(session=found, by=by, at=at),
        "is_planned": found.state == State.PLANNED, "is_open": found.state == State.OPEN,
        "has_begun": found.starts_at <= at, "is_held": found.state == State.HELD, "came": attending.came(found),
        "parted": attending.parted(found), "is_closed": found.state == State.CLOSED,
    }  # fmt: skip
    return render(request, "outreach/kept.html", page, status=400 if form.errors else 200)
