"""The tasks of a plan: looked at, done, skipped, added, taken back."""

from datetime import UTC, date, datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.cases import actions, queries
from ayni.cases.models import Case, Task
from ayni.desk.forms.cases import DoneForm, SkipForm, TaskForm
from ayni.lib.doors import try_verb
from ayni.lib.periods import end_of_day

from .doors import ask, fetch_case


def _fetch(request: SignedIn, case_id: UUID, task_id: UUID) -> Task:
    rows = Task.objects.filter(case__in=Case.objects.visible_to(request.user), case=case_id)
    whole = rows.select_related("step__protocol", "organisation", "assignee", "finished_by")
    return get_object_or_404(whole, pk=task_id)


@require_safe
@requires(Permission.CASE_VIEW)
def task(request: SignedIn, case_id: UUID, task_id: UUID) -> HttpResponse:
    case = fetch_case(request.user, case_id)
    found = _fetch(request, case_id, task_id)
    found.case = case
    return _page(request, found, DoneForm(prefix="done"), SkipForm(prefix="skip"))


def _page(request: SignedIn, found: Task, done: DoneForm, skip: SkipForm) -> HttpResponse:
    at = now()
    may_take_back = queries.may_take_back(found, request.user, at)
    norms = found.step.norms.all() if found.step else []
    context = {"case": found.case, "task": found, "done_form": done, "skip_form": skip, "norms": norms}
    return render(
        request,
        "desk/task.html",
        {**context, "may_take_back": may_take_back, "shows_gap": queries.may_show_gap(found, at)},
    )


@require_POST
@requires(Permission.CASE_WORK)
@once
def finish(request: SignedIn, case_id: UUID, task_id: UUID) -> HttpResponse:
    case, found = fetch_case(request.user, case_id), _fetch(request, case_id, task_id)
    form = DoneForm(request.POST, prefix="done")

    def verb() -> object:
        return actions.finish_task(task=found, by=request.user, at=now(), **form.cleaned_data)

    if form.is_valid() and try_verb(request, form, verb, _("The task is done.")):
        return redirect("desk:case", case_id=case_id)
    found = _fetch(request, case_id, task_id)
    found.case = case
    return _page(request, found, form, SkipForm(prefix="skip"))


@require_POST
@requires(Permission.CASE_WORK)
@once
def skip(request: SignedIn, case_id: UUID, task_id: UUID) -> HttpResponse:
    case, found = fetch_case(request.user, case_id), _fetch(request, case_id, task_id)
    form = SkipForm(request.POST, prefix="skip")

    def verb() -> object:
        return actions.skip_task(task=found, by=request.user, at=now(), **form.cleaned_data)

    if form.is_valid() and try_verb(request, form, verb, _("The task is skipped.")):
        return redirect("desk:case", case_id=case_id)
    found = _fetch(request, case_id, task_id)
    found.case = case
    return _page(request, found, DoneForm(prefix="done"), form)


@require_POST
@requires(Permission.CASE_WORK)
@once
def take_back(request: SignedIn, case_id: UUID, task_id: UUID) -> HttpResponse:
    found = _fetch(request, case_id, task_id)

    def verb() -> object:
        return actions.take_back(task=found, by=request.user, at=now())

    try_verb(request, None, verb, _("The task is to be done again."))
    return redirect("desk:task", case_id=case_id, task_id=task_id)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
def add(request: SignedIn, case_id: UUID) -> HttpResponse:
    case = fetch_case(request.user, case_id)
    form = TaskForm(request.POST or None)

    def verb() -> object:
        said = form.cleaned_data
        return actions.add_task(
            case=case, title=said["title"], organisation=said["organisation"], due_at=_until(said["due"]),
            by=request.user, at=now(),
        )  # fmt: skip

    return ask(request, form, "desk/task_add.html", {"case": case}, verb=verb, done=_("The task is in the plan."))


def _until(day: date | None) -> datetime | None:
    """A day lasts until its end, in Lima."""
    return end_of_day(day, like=localtime(now())).astimezone(UTC) if day else None
