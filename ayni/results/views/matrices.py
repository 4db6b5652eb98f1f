"""The results matrix of a project (R223), and its way through the stages (R224)."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.design.pdf import pdf_response
from ayni.lib.doors import answer, seen_mark, seen_revision, try_verb

from .. import actions, matrix_sheet, project_matrix
from ..forms.matrices import RowForm, WritingForm
from ..models import MatrixRow, Project, Rung, WritingKind
from ..sheets import XLSX
from ..stages import BELOW


def _fetch(code: str) -> Project:
    return get_object_or_404(Project.objects.select_related("owner"), code=code)


def _row(code: str, row_id: int) -> MatrixRow:
    return get_object_or_404(MatrixRow.objects.select_related("project", "indicator"), pk=row_id, project__code=code)


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def matrix(request: SignedIn, code: str) -> HttpResponse:
    one = _fetch(code)
    page = {
        "project": one, "lines": project_matrix.matrix(one),
        "may_edit": request.user.may(Permission.RESULTS_EDIT) and one.ended_on is None,
    }  # fmt: skip
    return render(request, "results/project_matrix.html", page)


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def paper(request: SignedIn, code: str, kind: str) -> HttpResponse:
    """The matrix as a sheet or a PDF, in the columns of the Project Handbook."""
    one = _fetch(code)
    lines, name = project_matrix.matrix(one), f"{one.code}-matriz"
    if kind == "pdf":
        page = {"project": one, "titles": project_matrix.titles(), "rows": [project_matrix.cells(x) for x in lines]}
        return pdf_response("results/project_matrix_print.html", page, name=name, paper="@page { size: A4 landscape }")
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return HttpResponse(matrix_sheet.as_xlsx(one, lines), content_type=XLSX, headers=headers)


@require_http_methods(["GET", "POST"])
@requires(Permission.RESULTS_EDIT)
@once
def add(request: SignedIn, code: str, row_id: int = 0) -> HttpResponse:
    """A line below that one; below nothing, the objective."""
    one, form = _fetch(code), RowForm(sent(request))
    above = _row(code, row_id) if row_id else None
    if above is not None and above.rung == Rung.ACTIVITY:
        raise Http404
    rung = BELOW[Rung(above.rung)] if above else Rung.OBJECTIVE
    page = {"project": one, "title": rung.label, "above": above}
    return answer(
        request, form, ("results/matrix_row.html", page),
        verb=lambda: actions.add_row(project=one, above=above, said=form.row_said(), by=request.user, at=now()),
        done=_("The matrix has another line."), to=reverse("results:project-matrix", args=[code]),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires(Permission.RESULTS_EDIT)
@once
def change(request: SignedIn, code: str, row_id: int) -> HttpResponse:
    row = _row(code, row_id)
    form = RowForm(sent(request), row=row)
    seen = seen_revision(request) if request.method == "POST" else row.revision
    page = {"project": row.project, "title": row.get_rung_display(), "above": row.above, "row": row, "seen": seen}
    return answer(
        request, form, ("results/matrix_row.html", page),
        verb=lambda: actions.change_row(row=row, said=form.row_said(), seen=seen, by=request.user, at=now()),
        done=_("The line is changed."), to=reverse("results:project-matrix", args=[code]),
    )  # fmt: skip


@require_POST
@requires(Permission.RESULTS_EDIT)
@once
def remove(request: SignedIn, code: str, row_id: int) -> HttpResponse:
    row = _row(code, row_id)
    verb = lambda: actions.remove_row(row=row, by=request.user, at=now())  # noqa: E731
    try_verb(request, None, verb, _("The line is gone."))
    return redirect("results:project-matrix", code)


@require_POST
@requires(Permission.RESULTS_EDIT)
@once
def go_on(request: SignedIn, code: str) -> HttpResponse:
    """To the next stage; what is missing is said instead, if something is."""
    one = _fetch(code)
    verb = lambda: actions.go_on(project=one, seen=seen_mark(request), by=request.user, at=now())  # noqa: E731
    try_verb(request, None, verb, _("The project is at its next stage."))
    return redirect("results:project", code)


@require_http_methods(["GET", "POST"])
@requires(Permission.RESULTS_EDIT)
@once
def write(request: SignedIn, code: str, kind: str) -> HttpResponse:
    """A report, an evaluation or lessons of the project."""
    one, wanted = _fetch(code), kind.upper()
    if wanted not in WritingKind.values:
        raise Http404
    form = WritingForm(sent(request), kind=wanted)
    page = {"project": one, "title": WritingKind(wanted).label}
    return answer(
        request, form, ("results/project_form.html", page),
        verb=lambda: actions.write_down(project=one, kind=wanted, by=request.user, at=now(), **form.cleaned_data),
        done=_("It is kept."), to=reverse("results:project", args=[code]),
    )  # fmt: skip
