"""The calls that named people have to make: by when, how, and what came of each."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.audit import actions as audit
from ayni.lib.doors import try_verb
from ayni.lib.paging import paginate

from ..actions import calls as verbs
from ..forms.calls import AttemptForm, CloseForm
from ..models import CallRequest
from ..queries import calls as queries
from ..rules import calls as rules

MOST_OTHERS = 10


@require_safe
@requires(Permission.FEEDBACK_SENSITIVE)
def calls(request: SignedIn) -> HttpResponse:
    """What can be called now, what has to wait for its hour, what is to be closed; each with pages of its own."""
    at = now()
    if request.GET.get("estado") == "cerradas":
        page = paginate(request, queries.ended(request.user), order=("-closed_at", "-id"))
        return render(request, "feedback/call/ended.html", {"page": page})
    groups = {
        name: paginate(request, rows, order=queries.ORDERS[name], prefix=f"{name}-")
        for name, rows in queries.to_call(request.user, at).items()
    }
    return render(request, "feedback/call/list.html", {"groups": groups, "at": at})


@require_http_methods(["GET", "POST"])
@requires(Permission.FEEDBACK_SENSITIVE)
@once
def call(request: SignedIn, call_id: UUID) -> HttpResponse:
    """One request. The number comes after the instruction was read, and each time that is recorded."""
    found, at = get_object_or_404(queries.one(request.user), pk=call_id), now()
    data, do = sent(request), request.POST.get("do", "")
    attempt = AttemptForm(data if do == "attempt" else None, prefix="attempt")
    close = CloseForm(data if do == "close" else None, user=request.user, at=at, prefix="close")
    if request.method == "POST" and do in DOINGS and DOINGS[do](request, found, attempt, close):
        return redirect("feedback:calls") if do in {"leave", "close"} else redirect("feedback:call", found.pk)
    if request.method == "GET":
        audit.record_reading(subject=found, by=request.user, at=at, purpose="call")
    found = get_object_or_404(queries.one(request.user), pk=call_id)
    page = {
        "call": found, "attempt": attempt, "close": close, "at": at, **_number(request, found, at),
        "attempts": list(found.attempts.select_related("by").order_by("at", "pk")),
        "named": queries.named_for(found), "sees_file": queries.sees_file(request.user, found),
        "windows": _ahead(found, at), "others": _others(request, found, at),
    }  # fmt: skip
    return render(request, "feedback/call/call.html", page, status=400 if attempt.errors or close.errors else 200)


def _number(request: SignedIn, found: CallRequest, at: Any) -> dict[str, bool]:
    """Whether the number stands there, or may be asked for; and who looked at it may note what happened at any hour."""
    is_safe = rules.is_safe_now(call_from=found.call_from, call_until=found.call_until, at=at)
    is_mine = found.is_open and found.caller_id == request.user.pk
    is_held = is_mine and is_safe and rules.holds(since=found.caller_since, at=at)
    shows = is_held and not queries.was_just_called(found, at)
    return {"is_safe": is_safe, "may_note": is_mine, "shows_number": shows}


def _others(request: SignedIn, found: CallRequest, at: Any) -> list[tuple[CallRequest, list[Any]]]:
    """What else is open for this telephone, each with its hours."""
    if not found.is_open:
        return []
    return [(other, _ahead(other, at)) for other in queries.others_for_phone(request.user, found)[:MOST_OTHERS]]


def _ahead(found: CallRequest, at: Any) -> list[Any]:
    """The next safe times, as far as a page needs them."""
    return [window for window, _n in zip(rules.windows(verbs.safe_of(found), at), range(3), strict=False)]


def _show(request: SignedIn, found: CallRequest, attempt: AttemptForm, close: CloseForm) -> bool:
    return try_verb(request, None, lambda: verbs.show_number(call=found, by=request.user, at=now()), "")


def _attempted(request: SignedIn, found: CallRequest, attempt: AttemptForm, close: CloseForm) -> bool:
    if not attempt.is_valid():
        return False
    verb = lambda: verbs.note_attempt(call=found, by=request.user, at=now(), **attempt.cleaned_data)  # noqa: E731
    return try_verb(request, attempt, verb, _("The attempt is noted."))


def _closed(request: SignedIn, found: CallRequest, attempt: AttemptForm, close: CloseForm) -> bool:
    if not close.is_valid():
        return False
    verb = lambda: verbs.close_call(call=found, ending=close.ending, by=request.user, at=now())  # noqa: E731
    return try_verb(request, close, verb, _("The request is closed."))


def _left(request: SignedIn, found: CallRequest, attempt: AttemptForm, close: CloseForm) -> bool:
    verb = lambda: verbs.leave_call(call=found, by=request.user, at=now())  # noqa: E731
    return try_verb(request, None, verb, _("You do not see that request any more. The others see to it."))


DOINGS = {"show": _show, "attempt": _attempted, "close": _closed, "leave": _left}
