"""What comes of a screening: a decision, and then a case or an orientation."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.audit import actions as audit
from ayni.cases import actions, queries
from ayni.cases.models import Screening, Stage
from ayni.cases.rules import cases as rules
from ayni.codelists.models import Profile
from ayni.desk.forms.screening import DecideForm, OpenForm, OrientForm
from ayni.desk.queries import conversation
from ayni.desk.queries.conversation import Chosen, Suggested
from ayni.lib.doors import try_verb
from ayni.people.models import Sensitivity

from .screening import fetch, while_it_lasts


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
@while_it_lasts
def result(request: SignedIn, found: Screening) -> HttpResponse:
    """The suggested profiles with the answers that speak for them; the caseworker decides."""
    steps, profiles = queries.steps(found), list(queries.profiles_in_use())
    suggestion = queries.weigh(steps, profiles)
    weighed = conversation.suggested(steps, suggestion, profiles)
    form = _decide_form(request, found, weighed, profiles, suggestion.urgency)

    def verb() -> object:
        return actions.decide(screening=found, by=request.user, at=now(), **form.decision)

    if request.method == "POST" and form.is_valid() and try_verb(request, form, verb, _("Your decision is kept.")):
        return redirect("desk:screening-open", screening_id=found.pk)
    shown: dict[str, object] = {"screening": found, "person": found.person, "steps": steps, "form": form}
    shown |= {"weighed": weighed, "urgency": suggestion.urgency, "open_others": not weighed}
    return render(request, "desk/screening_result.html", shown)


def _decide_form(
    request: SignedIn, found: Screening, weighed: list[Suggested], profiles: list[Profile], urgency: str
) -> DecideForm:
    strong = [one.profile.code for one in weighed if one.weighed.suggested]
    why = {one.profile.code: one.words for one in weighed}
    decided = conversation.chosen(found)
    codes = [p.code for p in decided.profiles] if decided else strong
    first = {"main": decided.main.code if decided else (strong or [""])[0]}
    first |= {"urgency": found.decided_urgency or urgency, "reason": found.departure_reason}
    return DecideForm(
        request.POST or None,
        weighed=[one.profile for one in weighed],
        others=[p for p in profiles if p.code not in why],
        why=why,
        initial={"profiles": codes, "others": codes, **first},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
@while_it_lasts
def open_case(request: SignedIn, found: Screening) -> HttpResponse:
    """What the case will be, before it is one: its protocols, its sensitivity, its team."""
    decision = conversation.chosen(found)
    if decision is None:
        return redirect("desk:screening-result", screening_id=found.pk)
    sensitivity = rules.sensitivity_of(profile.sensitivity for profile in decision.profiles)
    form = _open_form(request, found, sensitivity)
    if request.method == "POST" and form.is_valid():
        case = _opened(request, found, decision, form)
        if case is not None:
            return case
    protocols = conversation.protocols_ahead(decision.profiles, now())
    shown = {"screening": found, "person": found.person, "decision": decision, "protocols": protocols, "form": form}
    return render(request, "desk/screening_open.html", {**shown, "sensitivity": sensitivity})


def _open_form(request: SignedIn, found: Screening, sensitivity: str) -> OpenForm:
    office = request.user.office_id or found.office_id
    restricted = sensitivity == Sensitivity.RESTRICTED
    return OpenForm(
        request.POST or None,
        teams=queries.teams(office),
        restricted=restricted,
        initial={"team": queries.only_team_of(office) if restricted else None, "stage": _stage(found)},
    )


def _stage(found: Screening) -> Stage:
    return Stage.TRANSIT if found.person.in_transit else Stage.STAY


def _opened(request: SignedIn, found: Screening, decision: Chosen, form: OpenForm) -> HttpResponse | None:
    made = []

    def verb() -> None:
        case = actions.open_case(
            person=found.person, screening=found, profiles=decision.profiles, main=decision.main,
            urgency=found.decided_urgency, by=request.user, at=now(), **form.cleaned_data,
        )  # fmt: skip
        made.append(case)

    if not try_verb(request, form, verb, _("The case is open. This is its plan.")):
        return None
    return redirect("desk:case", case_id=made[0].pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
@while_it_lasts
def orient(request: SignedIn, found: Screening) -> HttpResponse:
    """The conversation ends in an orientation, without a case."""
    form = OrientForm(request.POST or None)

    def verb() -> object:
        return actions.orient(screening=found, by=request.user, at=now(), **form.cleaned_data)

    done = _("The orientation is kept in the person's file.")
    if request.method == "POST" and form.is_valid() and try_verb(request, form, verb, done):
        return redirect("desk:screening-answers", screening_id=found.pk)
    return render(request, "desk/screening_orient.html", {"screening": found, "person": found.person, "form": form})


@require_safe
@requires(Permission.CASE_VIEW)
def answers(request: SignedIn, screening_id: UUID) -> HttpResponse:
    """What was answered, for whoever reads it later. The reading is recorded."""
    found = fetch(request, screening_id)
    case = found.cases.order_by("pk").first()
    thread = case.pk if case else None
    audit.record_reading(subject=found, by=request.user, at=now(), purpose="case", thread=thread)
    steps = [(step.form, queries.said(step)) for step in queries.answered(found)]
    profiles = found.profiles.select_related("profile").order_by("-is_main", "-score", "pk")
    shown = {"screening": found, "person": found.person, "case": case, "steps": steps, "profiles": profiles}
    return render(request, "desk/screening_answers.html", shown)
