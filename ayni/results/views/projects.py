"""Projects, who pays for them, and how far they are done for gender equality and the rights of migrants."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.facts.builds import current
from ayni.lib.doors import answer, seen_revision, try_verb

from .. import actions, attended, project_matrix, projects, queries
from ..forms.projects import (
    ActivityForm,
    DoneForm,
    EndForm,
    MarkForm,
    NewProjectForm,
    ProjectFilterForm,
    ProjectForm,
)
from ..models import Activity, Project


def _fetch(code: str) -> Project:
    return get_object_or_404(Project.objects.select_related("owner", "donor_organisation"), code=code)


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def listing(request: SignedIn) -> HttpResponse:
    form = ProjectFilterForm(request.GET)
    found = projects.projects(form.filters)
    page = {
        "form": form, "lines": [(one, projects.now_of(one)) for one in found], "sums": projects.sums(found),
        "may_edit": request.user.may(Permission.RESULTS_EDIT),
    }  # fmt: skip
    return render(request, "results/projects.html", page)


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def project(request: SignedIn, code: str) -> HttpResponse:
    """Its markers through the cycle, its activities, and what was counted where and when it works."""
    one = get_object_or_404(projects.with_parts(), code=code)
    build, reach = current(settings.AYNI_HOME), queries.reach_of(request.user)
    counted = None
    if build is not None and reach.areas and attended.is_counted(build):
        counted = projects.reached(build, reach, one, localdate())
    page = {
        "whole": projects.whole(one), "project": one, "counted": counted, "build": build,
        "journey": project_matrix.journey(one),
        "may_edit": request.user.may(Permission.RESULTS_EDIT),
    }  # fmt: skip
    return render(request, "results/project.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.RESULTS_EDIT)
@once
def new(request: SignedIn) -> HttpResponse:
    form, made = NewProjectForm(sent(request)), list[Project]()

    def verb() -> None:
        made.append(actions.register_project(said=form.project_said(), marks=form.marks(), by=request.user, at=now()))

    if request.method == "POST" and form.is_valid() and try_verb(request, form, verb, _("The project is registered.")):
        return redirect("results:project", made[0].code)
    page = {"form": form, "project": None, "title": _("A new project")}
    return render(request, "results/project_form.html", page, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.RESULTS_EDIT)
@once
def change(request: SignedIn, code: str) -> HttpResponse:
    one = _fetch(code)
    form = ProjectForm(sent(request), project=one)
    seen = seen_revision(request) if request.method == "POST" else one.revision
    return _answer(
        request, one, form, _("Change what is written"),
        lambda: actions.describe_project(
            project=one, said=form.project_said(), seen=seen, by=request.user, at=now()
        ),
        seen=seen,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires(Permission.RESULTS_EDIT)
@once
def mark(request: SignedIn, code: str, activity_id: int = 0) -> HttpResponse:
    """Look at the markers again: of the project, or of one activity."""
    one = _fetch(code)
    part = get_object_or_404(Activity, pk=activity_id, project=one) if activity_id else None
    form = MarkForm(sent(request))
    return _answer(
        request, one, form, _("Look at the markers again"),
        lambda: actions.mark_project(
            project=one, activity=part, cycle=form.cleaned_data["cycle"], marks=form.marks(), by=request.user, at=now()
        ),
        activity=part,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires(Permission.RESULTS_EDIT)
@once
def activity(request: SignedIn, code: str) -> HttpResponse:
    one, form = _fetch(code), ActivityForm(sent(request))
    return _answer(
        request, one, form, _("Add an activity"),
        lambda: actions.add_activity(
            project=one, said=form.activity_said(), marks=form.marks(), by=request.user, at=now()
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires(Permission.RESULTS_EDIT)
@once
def done(request: SignedIn, code: str, activity_id: int) -> HttpResponse:
    one, form = _fetch(code), DoneForm(sent(request))
    part = get_object_or_404(Activity, pk=activity_id, project=one)
    return _answer(
        request, one, form, _("The activity is done"),
        lambda: actions.finish_activity(activity=part, by=request.user, at=now(), **form.cleaned_data), activity=part,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires(Permission.RESULTS_EDIT)
@once
def end(request: SignedIn, code: str) -> HttpResponse:
    one, form = _fetch(code), EndForm(sent(request))
    return _answer(
        request, one, form, _("The project has ended"),
        lambda: actions.end_project(project=one, by=request.user, at=now(), **form.cleaned_data),
    )  # fmt: skip


def _answer(request: SignedIn, one: Project, form: Any, title: str, verb: Any, **more: Any) -> HttpResponse:
    page = {"project": one, "title": title, **more}
    to = reverse("results:project", args=[one.code])
    return answer(request, form, ("results/project_form.html", page), verb=verb, done=_("It is kept."), to=to)
