"""Commitments of institutions: begun, agreed, shown, verified by a second colleague, fulfilled."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.files.serving import served
from ayni.lib.doors import try_verb
from ayni.lib.paging import paginate

from ..actions import assisting as verbs
from ..forms.assisting import AgreeForm, BeginForm, EvidenceForm, LookForm, ResultForm, StepForm, WhyForm
from ..models import Assistance, AssistanceState, Milestone
from ..queries import aims
from ..queries import assisting as queries
from .tables import as_csv


@require_safe
@requires(Permission.SESSION_KEEP)
def assistances(request: SignedIn) -> HttpResponse:
    """The commitments of one's offices, and what waits to be verified."""
    rows = queries.narrowed(request.user, request.GET.dict())
    page = {
        "page": paginate(request, rows, order=("-made_at", "-pk")), "query": request.GET.urlencode(),
        "form": LookForm(request.GET, sectors=queries.sectors_of_institutions(request.user)),
        "to_verify": queries.to_verify(request.user)[:50], "delivered": queries.by_sector(rows),
    }  # fmt: skip
    return render(request, "outreach/assistances.html", page)


@require_safe
@requires(Permission.SESSION_KEEP)
def assistances_csv(request: SignedIn) -> HttpResponse:
    rows = queries.narrowed(request.user, request.GET.dict())
    return as_csv(queries.lines(rows), "asistencia-tecnica")


@require_http_methods(["GET", "POST"])
@requires(Permission.SESSION_KEEP)
@once
def begin(request: SignedIn) -> HttpResponse:
    form = BeginForm(sent(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        made: list[Assistance] = []

        def verb() -> None:
            made.append(verbs.begin(wanted=form.wanted(), steps=form.steps(), by=request.user, at=now()))

        if try_verb(request, form, verb, _("It is written down. Say when the institution agreed.")):
            return redirect("outreach:assistance", made[0].pk)
    return render(request, "outreach/begin_assistance.html", {"form": form}, status=400 if form.errors else 200)


def _fetch(request: SignedIn, assistance_id: UUID) -> Assistance:
    rows = Assistance.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("institution", "service", "territory", "office"), pk=assistance_id)


def _step(request: SignedIn, milestone_id: UUID) -> Milestone:
    rows = Milestone.objects.filter(assistance__in=Assistance.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("assistance", "file"), pk=milestone_id)


@require_http_methods(["GET", "POST"])
@requires(Permission.SESSION_KEEP)
@once
def assistance(request: SignedIn, assistance_id: UUID) -> HttpResponse:
    """Baseline, steps, sessions, effort; and what can be done with it now."""
    found, do = _fetch(request, assistance_id), request.POST.get("do", "")
    starts = {"fulfil": aims.of_assistance(found)}
    forms: dict[str, Any] = {
        name: form(request.POST if do == name else None, prefix=name, initial=starts.get(name))
        for name, form in FORMS.items()
    }
    form = forms.get(do)
    if form is not None and form.is_valid():
        verb = lambda: VERBS[do](found, form, {"by": request.user, "at": now()})  # noqa: E731
        if try_verb(request, form, verb, _("It is done.")):
            return redirect("outreach:assistance", found.pk)
    page = {
        "assistance": found, "forms": forms, "bound": form or AgreeForm(), "hours": queries.hours_of(found),
        "steps": queries.steps(found, request.user, localdate()), "sessions": queries.sessions_of(found),
        "is_asked": found.state == AssistanceState.ASKED, "is_agreed": found.state == AssistanceState.AGREED,
    }  # fmt: skip
    return render(request, "outreach/assistance.html", page, status=400 if form and form.errors else 200)


Who = dict[str, Any]
FORMS: dict[str, type[Form]] = {
    "agree": AgreeForm, "step": StepForm, "fulfil": ResultForm, "drop": WhyForm,
}  # fmt: skip
VERBS: dict[str, Callable[[Assistance, Any, Who], None]] = {
    "agree": lambda found, form, who: verbs.agree(assistance=found, **form.cleaned_data, **who),
    "step": lambda found, form, who: verbs.add_step(assistance=found, step=form.step(), **who),
    "fulfil": lambda found, form, who: verbs.fulfil(assistance=found, **form.cleaned_data, **who),
    "drop": lambda found, form, who: verbs.drop(assistance=found, **form.cleaned_data, **who),
}


@require_http_methods(["GET", "POST"])
@requires(Permission.SESSION_KEEP)
@once
def milestone(request: SignedIn, milestone_id: UUID) -> HttpResponse:
    """What shows that a step was reached; and the second colleague who verifies it or sends it back."""
    found, do = _step(request, milestone_id), request.POST.get("do", "")
    files = request.FILES if do == "show" else None
    shown = EvidenceForm(request.POST if do == "show" else None, files, initial={"words": found.evidence})
    why = WhyForm(request.POST if do == "back" else None)
    who: Who = {"by": request.user, "at": now()}
    ways: dict[str, tuple[Any, Callable[[], None]]] = {
        "show": (shown, lambda: verbs.show(milestone=found, evidence=shown.evidence(), **who)),
        "back": (why, lambda: verbs.send_back(milestone=found, **why.cleaned_data, **who)),
        "verify": (None, lambda: verbs.verify(milestone=found, **who)),
    }
    if do in ways:
        form, verb = ways[do]
        if (form is None or form.is_valid()) and try_verb(request, form, verb, _("It is done.")):
            return redirect("outreach:assistance", found.assistance_id)
    page = {"milestone": found, "assistance": found.assistance, "shown": shown, "why": why,
            "is_mine": found.shown_by_id == request.user.pk}  # fmt: skip
    return render(request, "outreach/milestone.html", page, status=400 if shown.errors or why.errors else 200)


@require_safe
@requires(Permission.SESSION_KEEP)
def evidence(request: SignedIn, milestone_id: UUID) -> HttpResponse:
    found = _step(request, milestone_id)
    if found.file is None:
        raise Http404
    return served(found.file, of=found.pk)
