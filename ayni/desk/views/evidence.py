"""What shows a gap: a late step of a case, a note from the field."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.cases import actions
from ayni.cases.models import EvidenceKind, GapEvidence, Task
from ayni.cases.rules import seen as marks
from ayni.desk.forms.norms import FieldNoteForm, WhichGapForm
from ayni.governance import actions as governance
from ayni.governance.models import Gap
from ayni.lib.doors import answer, seen_mark
from ayni.lib.paging import paginate

from .doors import fetch_case


def chosen_gap(form: WhichGapForm, request: SignedIn) -> Gap:
    """The one that was chosen, or a new one as it was written."""
    fields = form.new_gap
    if fields is None:
        chosen: Gap = form.cleaned_data["gap"]
        return chosen
    return governance.open_gap(fields=fields, by=request.user, at=now())


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.GAP_WORK)
@once
def of_task(request: SignedIn, case_id: UUID, task_id: UUID) -> HttpResponse:
    """This step was late, or was not done: which gap does it show?"""
    case = fetch_case(request.user, case_id)
    task = get_object_or_404(
        Task.objects.filter(case=case).select_related("step__protocol", "organisation"), pk=task_id
    )
    form = WhichGapForm(sent(request), user=request.user)

    @transaction.atomic
    def verb() -> object:
        return actions.show_late_step(task=task, gap=chosen_gap(form, request), by=request.user, at=now())

    page, to = ("desk/task_gap.html", {"case": case, "task": task}), reverse("desk:task", args=[case_id, task_id])
    return answer(request, form, page, verb=verb, done=_("It is noted with the gap."), to=to)


@require_safe
@requires(Permission.GAP_WORK)
def notes(request: SignedIn) -> HttpResponse:
    rows = GapEvidence.objects.visible_to(request.user).filter(kind=EvidenceKind.FIELD_NOTE)
    rows = rows.select_related("gap", "territory", "noted_by")
    page = paginate(request, rows, order=("-noted_at", "-pk"))
    return render(request, "desk/field_notes.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.GAP_WORK)
@once
def add_note(request: SignedIn) -> HttpResponse:
    form = FieldNoteForm(sent(request), user=request.user)

    def verb() -> object:
        said: dict[str, Any] = dict(form.cleaned_data)
        place = said.pop("department")
        return actions.note_from_field(**said, territory=place, case=None, by=request.user, at=now())

    done, to = _("The note is kept."), reverse("desk:field-notes")
    return answer(request, form, ("desk/field_note_add.html", {}), verb=verb, done=done, to=to)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.GAP_WORK)
@once
def note(request: SignedIn, evidence_id: UUID) -> HttpResponse:
    """The note, and which gap it shows."""
    rows = GapEvidence.objects.visible_to(request.user).filter(kind=EvidenceKind.FIELD_NOTE)
    found = get_object_or_404(rows.select_related("gap", "territory", "noted_by", "case"), pk=evidence_id)
    form = WhichGapForm(sent(request), user=request.user)

    @transaction.atomic
    def verb() -> object:
        gap = chosen_gap(form, request)
        return actions.link_evidence(evidence=found, gap=gap, by=request.user, at=now(), seen=seen_mark(request))

    page = ("desk/field_note.html", {"note": found, "seen": marks.of_shown_gap(found)})
    to = reverse("desk:field-note", args=[evidence_id])
    return answer(request, form, page, verb=verb, done=_("It is noted with the gap."), to=to)
