"""The evaluator's and the approver's work: one application at a time, the checklist beside the paper."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.audit import actions as audit
from ayni.lib.doors import mark_to_show, seen_mark, try_verb
from ayni.lib.errors import RuleBroken
from ayni.lib.ids import is_uuid

from .. import actions, queries
from ..forms.applications import CorrectionForm, DecisionForm, VerdictForm
from ..models import Application, Item, ItemState
from .applications import fetch


@require_POST
@requires(Permission.APPLICATION_EVALUATE)
@once
def take_next(request: SignedIn) -> HttpResponse:
    """The one that is due first of what nobody has."""
    try:
        taken = actions.take_next(by=request.user, at=now())
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("procedures:applications")
    if taken is None:
        messages.success(request, _("Nothing waits for an evaluator at your office."))
        return redirect("procedures:applications")
    return redirect("procedures:evaluate", taken.pk)


@require_POST
@requires(Permission.APPLICATION_EVALUATE)
@once
def take(request: SignedIn, application_id: UUID) -> HttpResponse:
    shown = fetch(request, application_id)
    verb = lambda: actions.take(application=shown, by=request.user, at=now())  # noqa: E731
    if try_verb(request, None, verb, _("It is yours.")):
        return redirect("procedures:evaluate", shown.pk)
    return redirect("procedures:application", shown.pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.APPLICATION_EVALUATE)
@once
def evaluate(request: SignedIn, application_id: UUID) -> HttpResponse:
    """The checklist at the left, the paper of one line at the right. Opening it is recorded."""
    shown = fetch(request, application_id)
    items = list(queries.items_of(shown))
    item = _chosen(items, request.POST.get("item") or request.GET.get("papel", ""))
    form = VerdictForm(sent(request), initial={"verdict": request.GET.get("hallazgo", "")}, item=item)
    if request.method == "POST" and item is not None and form.is_valid() and _judged(request, item, form):
        return _to_next(shown, items, item)
    if request.method == "GET":
        audit.record_reading(subject=shown, by=request.user, at=now(), purpose="evaluation", thread=shown.person_id)
    page = {
        "application": shown, "items": items, "item": item, "form": form, "correction": CorrectionForm(),
        "is_mine": shown.evaluator_id == request.user.pk, **queries.facts_shown(shown, items),
        "seen": mark_to_show(request, form, queries.marks.of_item(item)) if item else "",
    }  # fmt: skip
    return render(request, "procedures/applications/evaluate.html", page)


def _chosen(items: list[Item], wanted: str) -> Item | None:
    """The line that was asked for; else the first that waits for a verdict, else the first."""
    if is_uuid(wanted):
        return next((item for item in items if str(item.pk) == wanted), None)
    waiting = (item for item in items if item.state in {ItemState.PRESENTED, ItemState.MISSING})
    return next(waiting, items[0] if items else None)


def _judged(request: SignedIn, item: Item, form: VerdictForm) -> bool:
    """The next line says enough that it was done."""
    seen = seen_mark(request)
    verb = partial(actions.look_at, item=item, by=request.user, at=now(), seen=seen, **form.cleaned_data)
    return try_verb(request, form, verb, "")


def _to_next(shown: Application, items: list[Item], judged: Item) -> HttpResponseRedirect:
    """To the next line that waits, or back to this one when none does."""
    after = items[items.index(judged) + 1 :] + items[: items.index(judged)]
    waiting = next((item for item in after if item.state in {ItemState.PRESENTED, ItemState.MISSING}), judged)
    return redirect(f"{reverse('procedures:evaluate', args=[shown.pk])}?papel={waiting.pk}")


@require_POST
@requires(Permission.APPLICATION_EVALUATE)
@once
def end_evaluation(request: SignedIn, application_id: UUID) -> HttpResponse:
    """It goes on: to whoever decides, back to the person, or back into the queue."""
    shown = fetch(request, application_id)
    asked = CorrectionForm(request.POST)
    days = asked.cleaned_data["days"] if asked.is_valid() else 0
    ways: dict[str, tuple[Callable[..., Any], str]] = {
        "finish": (actions.finish_evaluation, _("It goes to whoever decides.")),
        "correct": (actions.ask_for_correction, _asked_for(shown)),
        "put_back": (actions.put_back, _("It is back in the queue.")),
    }
    verb, done = ways.get(request.POST.get("do", ""), ways["finish"])
    more = {"days": days} if verb is actions.ask_for_correction else {}
    if try_verb(request, None, lambda: verb(application=shown, by=request.user, at=now(), **more), done):
        return redirect("procedures:applications")
    return redirect("procedures:evaluate", shown.pk)


def _asked_for(shown: Application) -> str:
    """Nobody is told who gave no safe way: somebody has to find one."""
    if queries.safe_contact(shown.person) is not None:
        return _("The correction is asked for, and the person is told.")
    return _("The correction is asked for. The person gave no safe way to write to them: the office has to tell them.")


@require_http_methods(["GET", "POST"])
@requires(Permission.APPLICATION_DECIDE)
@once
def decide(request: SignedIn, application_id: UUID) -> HttpResponse:
    """The second look, by another person: the same papers, the verdicts on them, and the decision."""
    shown = fetch(request, application_id)
    form = DecisionForm(sent(request))
    if request.method == "POST" and form.is_valid() and _decided(request, shown, form):
        return redirect("procedures:application", shown.pk)
    if request.method == "GET":
        audit.record_reading(subject=shown, by=request.user, at=now(), purpose="decision", thread=shown.person_id)
    items = list(queries.items_of(shown))
    seen = mark_to_show(request, form, queries.marks.of_verdicts(items))
    page = {"application": shown, "items": items, "form": form, "seen": seen, **queries.facts_shown(shown, items)}
    return render(request, "procedures/applications/decide.html", page)


def _decided(request: SignedIn, shown: Application, form: DecisionForm) -> bool:
    said = form.cleaned_data
    common: dict[str, Any] = {"application": shown, "by": request.user, "at": now()}
    of_it = {"grounds": said["grounds"], "seen": seen_mark(request)}
    ways: dict[str, tuple[Callable[[], Any], str]] = {
        "approve": (lambda: actions.approve(**of_it, **common), _("It is approved.")),
        "reject": (lambda: actions.reject(**of_it, **common), _("It is rejected.")),
        "send_back": (lambda: actions.send_back(**common), _("The evaluator looks at it again.")),
    }
    verb, done = ways[said["decision"]]
    return try_verb(request, form, verb, done)
