"""The door: who signed up and is here, who just walked in, and the room that was counted."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.lib.doors import answer, try_verb
from ayni.lib.ids import is_uuid

from .. import actions
from ..actions import attending as verbs
from ..forms.attending import CodeForm, HeadsForm, WalkInForm
from ..models import Attendance, Session, SignUp, State, Way
from ..queries import attending as queries
from .fetching import part_of, session_of

Forms = dict[str, Any]


@require_http_methods(["GET", "POST"])
@requires(Permission.SESSION_KEEP)
@once
def door(request: SignedIn, session_id: UUID) -> HttpResponse:
    """One press a person; a code that was read; somebody who walked in."""
    found, do = session_of(request, session_id), request.POST.get("do", "")
    forms: Forms = {
        "code": CodeForm(request.POST if do == "code" else None),
        "walk_in": WalkInForm(request.POST if do == "walk_in" else None, user=request.user),
    }
    if do in WAYS and WAYS[do](request, found, forms):
        return redirect("outreach:door", found.pk)
    page = {
        **forms, "session": found, "expected": queries.expected(found), "present": queries.present(found, request.user),
        "came": queries.came(found), "is_ended": found.state in {State.CLOSED, State.CANCELLED},
    }  # fmt: skip
    bad = any(form.errors for form in forms.values())
    return render(request, "outreach/door.html", page, status=400 if bad else 200)


def _code(request: SignedIn, found: Session, forms: Forms) -> bool:
    form = forms["code"]
    if not form.is_valid():
        return False
    sign_up = queries.sign_up_by_number(found, form.cleaned_data["code"])
    if sign_up is None:
        form.add_error("code", _("No slip of this session has that number. Look at the session on the slip."))
        return False
    verb = lambda: verbs.note_sign_up(sign_up=sign_up, way=Way.CODE, by=request.user, at=now())  # noqa: E731
    return try_verb(request, form, verb, _("%(number)s is here.") % {"number": sign_up.number})


def _press(request: SignedIn, found: Session, forms: Forms) -> bool:
    typed = request.POST.get("sign_up", "")
    sign_up = part_of(SignUp.objects.filter(session=found), request, typed if is_uuid(typed) else None)
    verb = lambda: verbs.note_sign_up(sign_up=sign_up, way=Way.LIST, by=request.user, at=now())  # noqa: E731
    try_verb(request, None, verb, _("%(number)s is here.") % {"number": sign_up.number})
    return True


def _walk_in(request: SignedIn, found: Session, forms: Forms) -> bool:
    form = forms["walk_in"]
    if not form.is_valid():
        return False

    def verb() -> str:
        n = len(verbs.note_walk_in(session=found, walk_in=form.walk_in(), by=request.user, at=now()))
        return ngettext("%(n)d person is counted.", "%(n)d people are counted.", n) % {"n": n}

    return try_verb(request, form, verb)


def _take_back(request: SignedIn, found: Session, forms: Forms) -> bool:
    typed = request.POST.get("attendance", "")
    one = part_of(Attendance.objects.visible_to(request.user).filter(session=found), request,
                  typed if is_uuid(typed) else None)  # fmt: skip
    try_verb(request, None, lambda: verbs.take_back(attendance=one, by=request.user, at=now()), _("It is taken back."))
    return True


WAYS: dict[str, Callable[[SignedIn, Session, Forms], bool]] = {
    "code": _code, "press": _press, "walk_in": _walk_in, "back": _take_back,
}  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires(Permission.SESSION_KEEP)
@once
def heads(request: SignedIn, session_id: UUID) -> HttpResponse:
    """The room was counted."""
    found = session_of(request, session_id)
    form = HeadsForm(request.POST if request.method == "POST" else None, counted=_counted(found))
    return answer(
        request, form, ("outreach/heads.html", {"session": found}),
        verb=lambda: actions.count_heads(session=found, heads=form.heads(), by=request.user, at=now()),
        done=_("The room is counted."), to=found_page(found),
    )  # fmt: skip


def found_page(found: Session) -> str:
    return redirect("outreach:kept", found.pk).url


def _counted(found: Session) -> dict[str, int]:
    sides = {"TOTAL": "total", "SEX": "sex", "AGE": "age_band", "NATIONALITY": "nationality"}
    rows = found.headcounts.order_by("pk").values_list("dimension", "code", "people")
    return {f"{sides[side]}_{code}" if code else sides[side]: n for side, code, n in rows}
