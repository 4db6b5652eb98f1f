"""The notes of a case, and the draft of the one that is being written."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.cases import actions, queries
from ayni.cases.models import Case
from ayni.desk.forms.cases import LONGEST, NoteForm
from ayni.lib.doors import try_verb
from ayni.lib.paging import paginate

from .doors import fetch_case, open_file, tabs

PER_PAGE = 20


@require_safe
@requires(Permission.CASE_VIEW)
def notes(request: SignedIn, case_id: UUID) -> HttpResponse:
    case = open_file(request, case_id)
    draft = queries.draft(case, request.user)
    form = NoteForm(initial={"text": draft.text if draft else ""})
    return _page(request, case, form, saved_at=draft.saved_at if draft else None)


def _page(request: SignedIn, case: Case, form: NoteForm, **context: object) -> HttpResponse:
    page = paginate(request, queries.notes(case), order=("-written_at", "-pk"), size=PER_PAGE)
    shown = {"case": case, "tabs": tabs(case, "case-notes"), "form": form, "page": page, **context}
    return render(request, "desk/case_notes.html", shown)


@require_POST
@requires(Permission.CASE_WORK)
@once
def write(request: SignedIn, case_id: UUID) -> HttpResponse:
    case = fetch_case(request.user, case_id)
    form = NoteForm(request.POST)

    def verb() -> object:
        return actions.write_note(case=case, by=request.user, at=now(), **form.cleaned_data)

    if form.is_valid() and try_verb(request, form, verb, _("The note is written.")):
        return redirect("desk:case-notes", case_id=case.pk)
    return _page(request, case, form)


@require_POST
@requires(Permission.CASE_WORK)
def save_draft(request: SignedIn, case_id: UUID) -> HttpResponse:
    """Keep what is being written. htmx asks for this while somebody types; a button does without it."""
    case = fetch_case(request.user, case_id)
    at = now()
    actions.save_draft(case=case, text=request.POST.get("text", "")[:LONGEST], by=request.user, at=at)
    if request.headers.get("HX-Request"):
        return render(request, "desk/note_saved.html", {"saved_at": at})
    messages.success(request, _("The draft is kept. Only you see it."))
    return redirect("desk:case-notes", case_id=case.pk)
