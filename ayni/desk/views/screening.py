"""The screening: one family of questions a page, then a suggestion and a decision."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.cases import actions, queries
from ayni.cases.models import Case, Screening
from ayni.cases.queries import Step
from ayni.cases.rules import seen as marks
from ayni.desk.queries import conversation
from ayni.instruments import rules as asking
from ayni.instruments.forms import AnswerForm
from ayni.lib.doors import refuse, seen_mark
from ayni.lib.errors import RuleBroken
from ayni.lib.written import CannotOverwrite
from ayni.people.models import Person

LATER, SKIP = "later", "skip"


def fetch(request: SignedIn, screening_id: UUID) -> Screening:
    rows = Screening.objects.visible_to(request.user).select_related("person", "office", "decided_by", "started_by")
    rows = rows.annotate(has_case=Exists(Case.objects.filter(screening=OuterRef("pk"))))
    return get_object_or_404(rows, pk=screening_id)


def while_it_lasts(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a page with a form, which gets the screening. If that has ended, it leads to what came of it; what is sent
    reaches the verb, which says why not, so that nothing typed is lost."""

    @wraps(view)
    def guarded(request: SignedIn, screening_id: UUID, **more: Any) -> HttpResponse:
        found = fetch(request, screening_id)
        if request.method != "POST" and (found.oriented_at or found.has_case):  # type: ignore[attr-defined]
            return redirect("desk:screening", screening_id=screening_id)
        return view(request, found, **more)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
def start(request: SignedIn, person_id: UUID) -> HttpResponse:
    """How to make the room safe; the conversation begins with a button."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    if request.method == "POST":
        try:
            screening = actions.start_screening(person=person, by=request.user, at=now())
            return redirect("desk:screening", screening_id=screening.pk)
        except RuleBroken as refused:
            messages.error(request, str(refused))
    return render(request, "desk/screening_start.html", {"person": person, "guidance": conversation.guidance(now())})


@require_safe
@requires(Permission.CASE_WORK)
def screening(request: SignedIn, screening_id: UUID) -> HttpResponse:
    """Wherever the conversation stands: the next form, the decision, or what came of it."""
    found = fetch(request, screening_id)
    if (case := found.cases.order_by("pk").first()) is not None:
        return redirect("desk:case", case_id=case.pk)
    if found.oriented_at is not None:
        return redirect("desk:screening-answers", screening_id=found.pk)
    if found.decided_at is not None:
        return redirect("desk:screening-open", screening_id=found.pk)
    return _onward(found, "")


def _onward(found: Screening, after: str) -> HttpResponse:
    step = queries.next_step(queries.steps(found), after)
    if step is None:
        return redirect("desk:screening-result", screening_id=found.pk)
    return redirect("desk:screening-form", screening_id=found.pk, code=step.form.code)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
@while_it_lasts
def form(request: SignedIn, found: Screening, code: str) -> HttpResponse:
    """One family of questions. Nothing is lost: every button keeps what was answered so far."""
    steps = queries.steps(found)
    step = queries.step_of(steps, code)
    if step is None:
        raise Http404
    if request.method == "POST":
        return _answer(request, found, steps, step)
    given = step.given.answers if step.given else conversation.known_beforehand(found, step, request.user)
    return _page(request, found, steps, step, AnswerForm(step.questions, given=given))


def _page(request: SignedIn, found: Screening, steps: list[Step], step: Step, answers: AnswerForm) -> HttpResponse:
    place = steps.index(step)
    context = {
        "screening": found,
        "person": found.person,
        "step": step,
        "steps": steps,
        "place": place + 1,
        "before": steps[place - 1] if place else None,
        "form": answers,
        "has_more": "more" in request.GET,
        "seen": marks.of_answers(step.given),
    }
    return render(request, "desk/screening_form.html", context)


def _answer(request: SignedIn, found: Screening, steps: list[Step], step: Step) -> HttpResponse:
    go, questions = request.POST.get("go", ""), conversation.asked(step, request.POST.getlist("asked"))
    form = AnswerForm(questions, {} if go == SKIP else request.POST)
    if not form.is_valid():
        return _page(request, found, steps, step, form)
    answers = {} if go == SKIP else {**(step.given.answers if step.given else {}), **form.answers}
    try:
        seen = seen_mark(request)
        actions.answer(screening=found, instrument=step.form, answers=answers, by=request.user, at=now(), seen=seen)
    except CannotOverwrite as refused:
        refuse(form, refused)
        return _page(request, found, steps, step, form)
    except RuleBroken as refused:
        messages.error(request, str(refused))
        return redirect("desk:screening", screening_id=found.pk)
    if go == LATER:
        messages.success(request, _("Everything is kept. You find it on your desk under “screenings to finish”."))
        return redirect("desk:home")
    keys = [question.key for question in questions]
    if go != SKIP and asking.newly_called_for(list(step.form.questions.all()), keys, answers):
        page = redirect("desk:screening-form", screening_id=found.pk, code=step.form.code)
        page["Location"] += "?more=1"
        return page
    return _onward(found, step.form.code)
