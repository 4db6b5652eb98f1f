"""One row of a list: what it says, who it may be, and what is decided of it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.lib.errors import RuleBroken
from ayni.people.actions import imports as actions
from ayni.people.forms.imports import RowForm
from ayni.people.models import Person, RowState, StagedRow
from ayni.people.queries import imports as queries
from ayni.people.queries import staged as looking
from ayni.people.queries.calling import whom_to_call
from ayni.people.rules.imports.judging import FAULTS, judge, sought
from ayni.people.rules.imports.mapping import from_json
from ayni.people.rules.imports.states import OF_ONE, ROW_NEXT, CannotImport

from .imports import fetch


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_IMPORT)
@once
def show(request: SignedIn, batch_id: UUID, number: int) -> HttpResponse:
    """The row as it was typed. Sending it mends it: it is judged and compared anew."""
    row = _row(request, batch_id, number)
    fields = from_json(row.batch.plan).fields
    form = RowForm(request.POST or None, typed=row.typed, fields=fields)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.fix_row(row=row, typed=form.cleaned_data, by=request.user, at=now())
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("Row %(number)s is now: %(state)s.") % {
                "number": row.number, "state": OF_ONE[row.state]})  # fmt: skip
            return redirect("people:import-row", batch_id=row.batch_id, number=row.number)
    if request.method == "GET":
        _say_what_is_wrong(form, row)
    return render(request, "people/imports/row.html", _page(request, row, form))


def _say_what_is_wrong(form: RowForm, row: StagedRow) -> None:
    form.is_bound, form.data = bool(row.faults), row.typed
    for field, code in row.faults:
        form.add_error(field if field in form.fields else None, str(FAULTS[code]))


def _page(request: SignedIn, row: StagedRow, form: RowForm) -> dict[str, object]:
    nexts = ROW_NEXT[row.state]
    judged = judge(row.typed, order=row.batch.plan.get("dates", "DMY"), codes=queries.codes(), today=localdate())
    asked = row.state in {RowState.DOUBTFUL, RowState.HELD, RowState.KNOWN}
    who = sought(judged)
    hits, hidden = looking.whom_it_may_be(row, who, request.user) if asked and not who.is_empty else ([], False)
    person = Person.objects.visible_to(request.user).filter(pk=row.person_id).first() if row.person_id else None
    hidden = hidden or row.state == RowState.HELD
    return {
        "batch": row.batch, "row": row, "form": form, "hits": hits, "hidden": hidden,
        "call": whom_to_call(request.user) if hidden else None,
        "person": person, "may_fix": row.state == RowState.BROKEN, "may_take": RowState.ACCEPTED in nexts,
        "may_link": RowState.LINKED in nexts, "may_reject": RowState.REJECTED in nexts,
        "words": looking.words_of(row), "like": looking.like_an_earlier_row(row), "label": OF_ONE[row.state],
    }  # fmt: skip


@require_POST
@requires(Permission.PERSON_IMPORT)
@once
def decide(request: SignedIn, batch_id: UUID, number: int) -> HttpResponse:
    """Somebody new, the same person, or nobody."""
    row = _row(request, batch_id, number)
    try:
        _decide(request, row)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _("Row %(number)s is decided.") % {"number": row.number})
    return redirect("people:import-row", batch_id=row.batch_id, number=row.number)


def _decide(request: SignedIn, row: StagedRow) -> None:
    what = request.POST.get("what", "")
    if what == "same":
        people = Person.objects.visible_to(request.user)
        person = get_object_or_404(people, pk=_uuid(request.POST.get("person", "")))
        actions.take_as_same(row=row, person=person, by=request.user, at=now())
    elif what == "new":
        actions.take_as_new(row=row, by=request.user, at=now())
    elif what == "reject":
        actions.reject_row(row=row, by=request.user, at=now())
    else:
        raise CannotImport(_("Choose what is to become of this row."))


def _row(request: SignedIn, batch_id: UUID, number: int) -> StagedRow:
    batch = fetch(request, batch_id)
    return get_object_or_404(batch.staged.select_related("batch__office", "batch__by"), number=number)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
