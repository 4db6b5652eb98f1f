"""Answers to a study that were collected elsewhere: uploaded, looked at, taken in; what is wrong goes out again."""

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

from ..actions import answers as verbs
from ..forms.studies import AnswersForm
from ..models import AnswerFile
from ..queries import answers as queries
from .studies import study_of
from .tables import as_csv


@require_http_methods(["GET", "POST"])
@requires(Permission.SESSION_KEEP)
def files(request: SignedIn, study_id: UUID) -> HttpResponse:
    """The files of a study, and one more. The same file twice is one: nothing else has to hold a second POST back, and
    ten thousand rows are read while others write."""
    found, sent = study_of(request, study_id), request.method == "POST"
    form = AnswersForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid():
        try:
            content = form.cleaned_data["answers_file"]
            file = verbs.read_file(study=found, content=content, by=request.user, at=now())
            return redirect("outreach:answer-file", found.pk, file.pk)
        except RuleBroken as broken:
            form.add_error("answers_file", str(broken))
    page = {"study": found, "form": form, "files": queries.files(found)}
    return render(request, "outreach/answer_files.html", page, status=400 if form.errors else 200)


def _fetch(request: SignedIn, study_id: UUID, file_id: UUID) -> AnswerFile:
    return get_object_or_404(queries.files(study_of(request, study_id)), pk=file_id)


@require_http_methods(["GET", "POST"])
@requires(Permission.SESSION_KEEP)
@once
def file(request: SignedIn, study_id: UUID, file_id: UUID) -> HttpResponse:
    """How much of it is new, here already, or wrong and why."""
    found, do = _fetch(request, study_id, file_id), request.POST.get("do", "")
    if do == "take":
        try_verb(request, None, lambda: _take(request, found))
    elif do == "drop":
        try_verb(request, None, lambda: _drop(request, found))
    if do:
        return redirect("outreach:answer-file", study_id, found.pk)
    page: dict[str, Any] = {
        "file": found, "study": found.study, "numbers": queries.numbers(found.counts),
        "new": found.counts.get("NEW", 0), "page": paginate(request, queries.wrong(found), order=("number", "pk")),
    }  # fmt: skip
    return render(request, "outreach/answer_file.html", page)


def _take(request: SignedIn, found: AnswerFile) -> str:
    n = verbs.take_in(file=found, by=request.user, at=now())
    return ngettext("%(n)d answer came in.", "%(n)d answers came in.", n) % {"n": n}


def _drop(request: SignedIn, found: AnswerFile) -> str:
    verbs.drop_file(file=found, by=request.user, at=now())
    return _("It is thrown away: nothing of it is kept.")


@require_safe
@requires(Permission.SESSION_KEEP)
def to_mend(request: SignedIn, study_id: UUID, file_id: UUID) -> HttpResponse:
    """The rows that stayed out, each with what is wrong: mended, they come in as any file."""
    return as_csv(queries.to_mend(_fetch(request, study_id, file_id)), "por-corregir")
