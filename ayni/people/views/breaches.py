"""The register of data breaches, for whoever answers for data: what happened, never to whom."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.lib.doors import seen_mark
from ayni.lib.paging import paginate
from ayni.lib.written import mark_of_row
from ayni.people import actions
from ayni.people.forms import breaches as of
from ayni.people.models import Breach
from ayni.people.queries import breaches as queries
from ayni.people.rules import breaches as rules
from ayni.people.rules.breaches import NORM

from .parts import tried


@dataclass(frozen=True)
class Step:
    title: str | Promise
    form: type[forms.Form]
    verb: Callable[..., Any]
    writes: tuple[str, ...] = ()
    """The columns that it writes, and may write anew."""


STEPS = {
    "assess": Step(gettext_lazy("Assess it"), of.AssessForm, actions.assess_breach, rules.ASSESSED),
    "contain": Step(gettext_lazy("Contain it"), of.ContainForm, actions.contain_breach, rules.CONTAINED),
    "authority": Step(gettext_lazy("Tell the authority"), of.AuthorityForm, actions.tell_authority, rules.ON_AUTHORITY),
    "people": Step(gettext_lazy("Tell the people concerned"), of.PeopleForm, actions.tell_people, rules.ON_PEOPLE),
    "close": Step(gettext_lazy("Close the breach"), of.CloseForm, actions.close_breach),
}


def _fetch(request: SignedIn, breach_id: UUID) -> Breach:
    found = queries.fetch(request.user, breach_id)
    if found is None:
        raise Http404
    return found


@require_safe
@requires(Permission.BREACH_KEEP)
def listing(request: SignedIn) -> HttpResponse:
    page = paginate(request, queries.breaches(request.user), order=queries.NEWEST)
    return render(request, "people/breaches/listing.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.BREACH_KEEP)
@once
def new(request: SignedIn) -> HttpResponse:
    form, own = of.RecordForm(sent(request)), request.user.organisation
    if own is None:
        raise Http404
    if form.is_valid() and tried(
        request,
        form,
        lambda: actions.record_breach(organisation=own, by=request.user, at=now(), **form.said),
        _("The breach is recorded. Its clock runs."),
    ):
        return redirect("people:breaches")
    return render(request, "people/breaches/new.html", {"form": form, "norm": NORM})


@require_safe
@requires(Permission.BREACH_KEEP)
def breach(request: SignedIn, breach_id: UUID) -> HttpResponse:
    found = _fetch(request, breach_id)
    steps = [(name, step.title) for name, step in STEPS.items()] if found.closed_at is None else []
    return render(request, "people/breaches/breach.html", {"breach": found, "steps": steps, "norm": NORM})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.BREACH_KEEP)
@once
def step(request: SignedIn, breach_id: UUID, step: str) -> HttpResponse:
    found, does = _fetch(request, breach_id), STEPS.get(step)
    if does is None:
        raise Http404
    form = does.form(sent(request), initial=of.as_written(found))
    seen = {"seen": seen_mark(request)} if does.writes else {}
    if form.is_valid() and tried(
        request,
        form,
        lambda: does.verb(breach=found, by=request.user, at=now(), **seen, **form.cleaned_data),
        _("It is written down."),
    ):
        return redirect("people:breach", breach_id=found.pk)
    page = {"form": form, "breach": found, "title": does.title}
    page["seen"] = mark_of_row(found, does.writes) if does.writes else ""
    return render(request, "people/breaches/step.html", page)
