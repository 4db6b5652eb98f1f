"""Reports: the list, one of them on a page and on paper, and what may be done with it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.design.pdf import pdf_response
from ayni.facts.queries import current
from ayni.lib.doors import answer, seen_revision, try_verb
from ayni.lib.paging import paginate

from .. import actions, catalogue, report_page, sheets
from ..forms.reports import CorrectForm, NarrativeForm, NewReportForm
from ..models import Report

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _fetch(request: SignedIn, report_id: UUID) -> Report:
    seen = Report.objects.visible_to(request.user).select_related("framework", "corrects", "made_by", "approved_by")
    return get_object_or_404(seen, pk=report_id)


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def listing(request: SignedIn) -> HttpResponse:
    rows = Report.objects.visible_to(request.user).select_related("framework").defer("contents")
    page = {
        "page": paginate(request, rows, order=("-until", "-pk")),
        "may_edit": request.user.may(Permission.RESULTS_EDIT),
    }
    return render(request, "results/reports.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.RESULTS_EDIT)
@once
def new(request: SignedIn) -> HttpResponse:
    build = current(settings.AYNI_HOME)
    if build is None:
        return render(request, "results/nothing.html", {"build": None})
    today = localtime(build.as_of).date()
    form = NewReportForm(sent(request), today=today, departments=catalogue.departments())
    if request.method == "POST" and form.is_valid():
        made: list[Report] = []
        words = {name: form.cleaned_data[name] for name in ("title", "donor")}
        verb = lambda: made.append(  # noqa: E731
            actions.draft_report(asked=form.asked(), build=build, by=request.user, at=now(), **words)
        )
        if try_verb(request, form, verb, _("The report is drafted: its numbers are there.")):
            return redirect("results:report", made[0].pk)
    page = {"form": form, "said": None, "framework": None, "title": _("A new report"), "hint": ""}
    return render(request, "results/small_form.html", page, status=400 if form.errors else 200)


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def report(request: SignedIn, report_id: UUID) -> HttpResponse:
    one = _fetch(request, report_id)
    page = report_page.shown(one) | report_page.doings(one, request.user) | {"form": CorrectForm()}
    return render(request, "results/report.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.RESULTS_EDIT)
@once
def write(request: SignedIn, report_id: UUID) -> HttpResponse:
    one = _fetch(request, report_id)
    form = NarrativeForm(sent(request), report=one)
    page = {"report": one, "edition": request.POST.get("revision", one.edition)}
    return answer(
        request, form, ("results/write_report.html", page),
        verb=lambda: actions.write_report(
            report=one, seen=seen_revision(request), words=form.cleaned_data, by=request.user, at=now()
        ),
        done=_("The report is kept."), to=reverse("results:report", args=[one.pk]),
    )  # fmt: skip


@require_http_methods(["POST"])
@requires(Permission.RESULTS_EDIT)
@once
def work(request: SignedIn, report_id: UUID) -> HttpResponse:
    """What whoever writes does with it: send it on, count it again."""
    one, by, at, seen = _fetch(request, report_id), request.user, now(), seen_revision(request)
    build = current(settings.AYNI_HOME)
    verbs: dict[str, tuple[Callable[[], Any], str]] = {
        "submit": (lambda: actions.submit_report(report=one, seen=seen, by=by, at=at), _("It waits for a colleague.")),
    }
    if build is not None:
        again = lambda: actions.count_again(report=one, seen=seen, build=build, by=by, at=at)  # noqa: E731
        verbs["count"] = (again, _("All its numbers are counted again."))
    if chosen := verbs.get(request.POST.get("do", "")):
        try_verb(request, None, *chosen)
    return redirect("results:report", one.pk)


@require_http_methods(["POST"])
@requires(Permission.RESULTS_APPROVE)
@once
def approve(request: SignedIn, report_id: UUID) -> HttpResponse:
    """What whoever did not write it does: approve it, or send it back."""
    one, by, at, seen = _fetch(request, report_id), request.user, now(), seen_revision(request)
    verbs: dict[str, tuple[Callable[[], Any], str]] = {
        "approve": (
            lambda: actions.approve_report(report=one, seen=seen, by=by, at=at),
            _("It is approved and frozen."),
        ),
        "back": (lambda: actions.send_back(report=one, seen=seen, by=by, at=at), _("It went back.")),
    }
    if chosen := verbs.get(request.POST.get("do", "")):
        try_verb(request, None, *chosen)
    return redirect("results:report", one.pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.RESULTS_EDIT)
@once
def correct(request: SignedIn, report_id: UUID) -> HttpResponse:
    one, build = _fetch(request, report_id), current(settings.AYNI_HOME)
    if build is None:
        return render(request, "results/nothing.html", {"build": None})
    form, made = CorrectForm(sent(request)), []
    if request.method == "POST" and form.is_valid():
        verb = lambda: made.append(  # noqa: E731
            actions.correct_report(report=one, build=build, by=request.user, at=now(), **form.cleaned_data)
        )
        if try_verb(request, form, verb, _("There is a new revision, with the numbers of today.")):
            return redirect("results:report", made[0].pk)
    page = {"form": form, "said": None, "framework": None, "title": _("Correct the report"), "hint": one.title}
    return render(request, "results/small_form.html", page, status=400 if form.errors else 200)


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def paper(request: SignedIn, report_id: UUID, kind: str) -> HttpResponse:
    """The report as a file: PDF, document or sheet, all drawn from the same contents."""
    one = _fetch(request, report_id)
    name = f"{one.number}-r{one.revision}"
    if kind == "pdf":
        return pdf_response("results/report_print.html", report_page.shown(one), name=name)
    draw, media = {"xlsx": (sheets.as_xlsx, sheets.XLSX), "docx": (sheets.as_docx, DOCX)}[kind]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return HttpResponse(draw(one), content_type=media, headers=headers)
