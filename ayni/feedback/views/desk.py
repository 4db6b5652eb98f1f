"""The board of whoever sees to reports, and one report on it; writing one down at a desk."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.audit import actions as audit
from ayni.files.serving import served
from ayni.lib.doors import try_verb
from ayni.lib.errors import RuleBroken
from ayni.lib.paging import paginate

from .. import actions, queries
from ..forms.desk import (
    AnswerForm,
    BoardForm,
    DiscardForm,
    JoinForm,
    SortForm,
    StepBackForm,
    UserForm,
    WriteDownForm,
)
from ..models import Report
from ..queries import participation

WRITTEN = "feedback_written"
"""In the session, until the next page has shown it: number and code of what was written down."""
Forms = dict[str, Any]


@require_safe
@requires(Permission.FEEDBACK_WORK)
def board(request: SignedIn) -> HttpResponse:
    """What is open and what is late, by office and by theme; each number opens its rows."""
    at = now()
    found = queries.board(request.user, at)
    form = BoardForm(
        request.GET, offices=[row[:2] for row in found["offices"]], categories=[row[:2] for row in found["categories"]]
    )
    wanted = form.wanted()
    rows = queries.chosen(queries.on_board(request.user), at=at, **wanted)
    is_over = wanted["state"] in {"respondidos", "terminados"}
    page = paginate(request, rows, order=queries.ENDED_ORDER if is_over else queries.QUEUE_ORDER)
    shown = {
        "page": page, "form": form, "wanted": wanted, "found": found, "at": at,
        "numbers": queries.numbers(request.user, at),
    }  # fmt: skip
    return render(request, "feedback/board.html", shown)


def _fetch(request: SignedIn, report_id: UUID) -> Report:
    return get_object_or_404(queries.whole(Report.objects.visible_to(request.user)), pk=report_id)


@require_http_methods(["GET", "POST"])
@requires(Permission.FEEDBACK_WORK)
@once
def report(request: SignedIn, report_id: UUID) -> HttpResponse:
    """One report: what was told, what became of it, and what to do with it. The opening is recorded."""
    found = _fetch(request, report_id)
    forms = _forms(request, found)
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do in DOINGS and DOINGS[do](request, found, forms):
            return _on(request, report_id)
        found = _fetch(request, report_id)
    else:
        audit.record_reading(subject=found, by=request.user, at=now(), purpose="feedback")
    page = {
        "report": found, "entries": queries.entries_of(found), "receipts": list(found.receipts.all()[:20]),
        "is_mine": found.taken_by_id == request.user.pk, "sees_case": _sees_case(request, found),
        "changes": participation.changes_from(found),
        "named": [row.user for row in found.named.filter(ended_at=None).select_related("user").order_by("pk")],
        "concerned": [row.user for row in found.concerned.select_related("user").order_by("pk")], **forms,
    }  # fmt: skip
    return render(request, "feedback/report.html", page)


def _on(request: SignedIn, report_id: UUID) -> HttpResponse:
    """Back to the report; to the board if it is no longer this user's to see."""
    is_there = Report.objects.visible_to(request.user).filter(pk=report_id).exists()
    return redirect("feedback:report", report_id) if is_there else redirect("feedback:board")


def _sees_case(request: SignedIn, found: Report) -> bool:
    return found.case is not None and queries.case_of_number(found.case.number, request.user) is not None


def _forms(request: SignedIn, found: Report) -> Forms:
    data, do = sent(request), request.POST.get("do", "")
    mine = {
        name: data if do == name else None for name in ("answer", "sort", "about", "name", "back", "discard", "join")
    }
    forms: Forms = {
        "answer": AnswerForm(mine["answer"], prefix="answer"),
        "sort": SortForm(mine["sort"], prefix="sort", report=found),
        "about": UserForm(mine["about"], prefix="about", users=queries.colleagues_of(found, [request.user.pk])),
        "back": StepBackForm(mine["back"], prefix="back"),
        "discard": DiscardForm(mine["discard"], prefix="discard"),
        "join": JoinForm(mine["join"], prefix="join"),
    }
    if found.is_sensitive:
        forms["name"] = UserForm(mine["name"], prefix="name", users=queries.to_name(found))
    return forms


def _take(request: SignedIn, found: Report, forms: Forms) -> bool:
    verb = lambda: actions.take(report=found, by=request.user, at=now())  # noqa: E731
    return try_verb(request, None, verb, _("You see to this report now."))


def _verb(request: SignedIn, found: Report, forms: Forms) -> bool:
    """What a form asks for, with what it says."""
    do = request.POST["do"]
    form, (verb, said) = forms.get(do), VERBS[do]
    if form is None or not form.is_valid():
        return False
    doing = lambda: verb(report=found, by=request.user, at=now(), **form.cleaned_data)  # noqa: E731
    return try_verb(request, form, doing, str(said))


def _join(request: SignedIn, found: Report, forms: Forms) -> bool:
    form = forms["join"]
    if not form.is_valid():
        return False
    case = queries.case_of_number(form.cleaned_data["number"], request.user)
    if case is None:
        form.add_error("number", _("You see no case with this number. Look at it again."))
        return False
    verb = lambda: actions.join_to_case(report=found, case=case, by=request.user, at=now())  # noqa: E731
    return try_verb(request, form, verb, _("It is joined to the case."))


VERBS: dict[str, tuple[Callable[..., Any], Any]] = {
    "answer": (actions.answer, gettext_lazy("The answer is there for whoever told it.")),
    "sort": (actions.sort, gettext_lazy("It is sorted anew.")),
    "about": (actions.note_concerned, gettext_lazy("It is noted: that colleague sees nothing of it.")),
    "name": (actions.name_other, gettext_lazy("That person sees it from now on.")),
    "back": (actions.step_back, gettext_lazy("You stepped back: others see to it.")),
    "discard": (actions.discard, gettext_lazy("It is set aside.")),
}
DOINGS: dict[str, Callable[[SignedIn, Report, Forms], bool]] = {
    **dict.fromkeys(VERBS, _verb),
    "take": _take,
    "join": _join,
}


@require_safe
@requires(Permission.FEEDBACK_WORK)
def attached(request: SignedIn, report_id: UUID, which: str) -> HttpResponse:
    """The voice note, to be saved; the picture, to be looked at."""
    found = _fetch(request, report_id)
    file = {"voz": found.voice, "foto": found.picture}.get(which)
    if file is None:
        raise Http404
    answer = served(file, of=found.pk)
    audit.record_reading(subject=found, by=request.user, at=now(), purpose="feedback")
    return answer


@require_http_methods(["GET", "POST"])
@requires(Permission.FEEDBACK_RECEIVE)
@once
def write_down(request: SignedIn) -> HttpResponse:
    """What somebody says at the desk or by telephone. Number and code are shown once, to be given to them."""
    if request.method == "GET" and (written := request.session.pop(WRITTEN, None)):
        return render(request, "feedback/written.html", written)
    form = WriteDownForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            receipt, code = actions.receive(
                told=form.told(), teller=form.teller(request.user), submission=None, at=now()
            )
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            request.session[WRITTEN] = {"number": receipt.number, "code": code}
            return redirect("feedback:write-down")
    return render(request, "feedback/write_down.html", {"form": form}, status=400 if form.errors else 200)
