"""A sheet of who came: printed empty, uploaded full, looked at, taken in, taken back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.lib.doors import try_verb
from ayni.lib.errors import RuleBroken
from ayni.lib.paging import paginate

from .. import papers
from ..actions import sheets as verbs
from ..forms.around import SheetForm
from ..models import RowState, Sheet
from ..queries import sheets as queries
from .fetching import session_of

TO = {"yes": RowState.KNOWN, "no": RowState.COUNTED, "twice": RowState.REPEATED}


@require_http_methods(["GET", "POST"])
@requires(Permission.SESSION_KEEP)
@once
def sheets(request: SignedIn, session_id: UUID) -> HttpResponse:
    """The sheets of a session, and one more."""
    found = session_of(request, session_id)
    sent = request.method == "POST"
    form = SheetForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid():
        try:
            content = form.cleaned_data["sheet_file"]
            sheet = verbs.read_sheet(session=found, content=content, by=request.user, at=now())
            return redirect("outreach:sheet", sheet.pk)
        except RuleBroken as broken:
            form.add_error("sheet_file", str(broken))
    page = {"session": found, "form": form, "sheets": queries.sheets(found)}
    return render(request, "outreach/sheets.html", page, status=400 if form.errors else 200)


def _fetch(request: SignedIn, sheet_id: UUID) -> Sheet:
    return get_object_or_404(Sheet.objects.visible_to(request.user).select_related("session"), pk=sheet_id)


@require_http_methods(["GET", "POST"])
@requires(Permission.SESSION_KEEP)
@once
def sheet(request: SignedIn, sheet_id: UUID) -> HttpResponse:
    """What is in it, by state; those that are doubtful are asked about one by one, or counted together."""
    found, do = _fetch(request, sheet_id), request.POST.get("do", "")
    if do in DOES:
        try_verb(request, None, lambda: DOES[do](request, found))
        return redirect("outreach:sheet", found.pk)
    asked = request.GET.get("estado", RowState.DOUBTFUL)
    state = asked if asked in RowState.values else RowState.DOUBTFUL
    rows = paginate(request, queries.rows_of(found, state), order=("number", "pk"))
    page: dict[str, Any] = {
        "sheet": found, "session": found.session, "numbers": queries.numbers(found), "state": RowState(state),
        "page": rows, "lines": queries.shown(list(rows), request.user),
    }  # fmt: skip
    return render(request, "outreach/sheet.html", page)


def _row(request: SignedIn, found: Sheet) -> str:
    typed = request.POST.get("row", "")
    row = get_object_or_404(found.rows, pk=int(typed) if typed.isascii() and typed.isdecimal() else 0)
    state = TO.get(request.POST.get("to", ""), RowState.COUNTED)
    verbs.decide_row(row=row, state=state, by=request.user, at=now())
    return _("Line %(number)d: %(state)s.") % {"number": row.number, "state": RowState(row.state).label}


def _take(request: SignedIn, found: Sheet) -> str:
    n = verbs.take_in(sheet=found, by=request.user, at=now())
    return ngettext("%(n)d person came by this sheet.", "%(n)d people came by this sheet.", n) % {"n": n}


def _count(request: SignedIn, found: Sheet) -> str:
    n = verbs.count_the_doubtful(sheet=found, by=request.user, at=now())
    return ngettext("%(n)d line is only counted.", "%(n)d lines are only counted.", n) % {"n": n}


def _drop(request: SignedIn, found: Sheet) -> str:
    verbs.drop_sheet(sheet=found, by=request.user, at=now())
    return _("It is thrown away: nothing of it is kept.")


def _undo(request: SignedIn, found: Sheet) -> str:
    n = verbs.undo_sheet(sheet=found, by=request.user, at=now())
    return ngettext("%(n)d person is taken out again.", "%(n)d people are taken out again.", n) % {"n": n}


DOES: dict[str, Callable[[SignedIn, Sheet], str]] = {
    "row": _row, "take": _take, "count": _count, "drop": _drop, "undo": _undo,
}  # fmt: skip


@require_safe
@requires(Permission.SESSION_KEEP)
def empty_sheet(request: SignedIn, session_id: UUID) -> HttpResponse:
    """To be filled in on a computer where there is no signal, and uploaded afterwards."""
    found = session_of(request, session_id)
    headers = {"Content-Disposition": 'attachment; filename="hoja-de-asistencia.xlsx"'}
    return HttpResponse(papers.empty_sheet(found), content_type=papers.XLSX, headers=headers)
