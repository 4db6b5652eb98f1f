"""Looking for a relative, step by step, on one page."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.audit import actions as audit
from ayni.cases import actions
from ayni.cases.models import Tracing
from ayni.cases.queries import tracing as queries
from ayni.desk.forms.tracing import LookForForm, TracingForm
from ayni.desk.queries import tracing as told
from ayni.lib.doors import seen_mark, try_verb
from ayni.lib.paging import paginate
from ayni.people import actions as people
from ayni.people.models import Person
from ayni.people.rules.asking import NothingToSearch

from .acting import Act, act
from .doors import fetch_case
from .tracing_steps import STEPS


def _fetch(request: SignedIn, tracing_id: UUID) -> Tracing:
    found = queries.fetch(request.user, tracing_id)
    if found is None:
        raise Http404
    return found


@require_safe
@requires(Permission.CASE_VIEW)
def listing(request: SignedIn) -> HttpResponse:
    page = paginate(request, queries.all_of(request.user), order=queries.BEGUN)
    return render(request, "desk/tracing/listing.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
def new(request: SignedIn, case_id: UUID) -> HttpResponse:
    case = fetch_case(request.user, case_id)
    form = TracingForm(sent(request), consents=told.consents(case))
    page = Act(
        title=_("Look for a relative"),
        button=_("Begin to look"),
        back=reverse("desk:case-coordination", args=[case.pk]),
        back_words=_("Case %(number)s") % {"number": case.number},
        lead=_("What the child wants comes first. Nobody is approached before two sources say that they are family."),
    )

    def verb() -> object:
        return actions.begin_tracing(case=case, sought=form.sought, by=request.user, at=now())

    return act(request, form, page, verb=verb, done=_("The search has begun."))


@require_safe
@requires(Permission.CASE_VIEW)
def tracing(request: SignedIn, tracing_id: UUID) -> HttpResponse:
    found = _fetch(request, tracing_id)
    audit.record_reading(subject=found, by=request.user, at=now(), purpose="case", thread=found.case_id)
    context = {
        "tracing": found,
        "matches": queries.matches(found, request.user),
        "verifications": queries.verifications(found),
        "known": told.known(found),
        "goes_on": found.ended_at is None and found.case.is_open,
    }
    return render(request, "desk/tracing/tracing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
def step(request: SignedIn, tracing_id: UUID, step: str) -> HttpResponse:
    """Each of the steps is a question of its own: what the person wants, a source, the risk, the end."""
    found, does = _fetch(request, tracing_id), STEPS.get(step)
    if does is None:
        raise Http404
    form = does.form(found, request.user, sent(request))
    back = reverse("desk:tracing", args=[found.pk])
    seen = does.mark(found) if does.mark else ""
    page = Act(
        title=does.title, button=_("Keep it"), back=back, back_words=_("Family tracing"), lead=does.lead, seen=seen
    )

    def verb() -> object:
        said = form.cleaned_data | ({"seen": seen_mark(request)} if seen else {})
        return does.verb(found, said, request.user, now())

    return act(request, form, page, verb=verb, done=_("It is written down."))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
def look(request: SignedIn, tracing_id: UUID) -> HttpResponse:
    """Files that may be of whom is looked for. What is closed to the reader says only whom to call."""
    tracing = _fetch(request, tracing_id)
    form = LookForForm(sent(request), initial={"text": tracing.known.get("name", "")})
    found = None
    if form.is_bound and form.is_valid():
        try:
            found = people.search(text=form.cleaned_data["text"], by=request.user, at=now())
        except NothingToSearch as refused:
            form.add_error("text", str(refused))
    context = {"tracing": tracing, "form": form, "found": found, "linked": told.linked(tracing, request.user)}
    context["call"] = told.whom_to_call(request.user)
    return render(request, "desk/tracing/look.html", context)


@require_POST
@requires(Permission.CASE_WORK)
@once
def note(request: SignedIn, tracing_id: UUID, person_id: UUID) -> HttpResponse:
    tracing = _fetch(request, tracing_id)
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)

    def verb() -> object:
        return actions.note_match(tracing=tracing, person=person, by=request.user, at=now())

    try_verb(request, None, verb, _("The file is noted as a possible match."))
    return redirect("desk:tracing", tracing_id=tracing.pk)


@require_POST
@requires(Permission.CASE_WORK)
@once
def rule_out(request: SignedIn, tracing_id: UUID, person_id: UUID) -> HttpResponse:
    tracing = _fetch(request, tracing_id)
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    match = get_object_or_404(tracing.matches.select_related("tracing__case"), person=person)

    def verb() -> object:
        return actions.rule_out(match=match, by=request.user, at=now())

    try_verb(request, None, verb, _("The file was ruled out."))
    return redirect("desk:tracing", tracing_id=tracing.pk)
