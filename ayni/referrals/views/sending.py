"""For whoever sends: choose a service, say what is asked, see what leaves, send."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.cases.models import Case, Task
from ayni.directory.models import Service
from ayni.governance.models import ConsentRule
from ayni.lib.errors import RuleBroken
from ayni.people import queries as people
from ayni.people.models import Basis
from ayni.people.rules import ages

from .. import actions, queries, rules
from ..forms import LANGUAGES, ReferForm
from ..models import Draft, Reached, Referral

FILE = ("person__sex", "person__language", "person__education", "person__district__parent__parent")
"""What the page says of the person, in one statement."""


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERRAL_SEND)
@once
def refer(request: SignedIn, case_id: UUID) -> HttpResponse:
    """Choose a service; say what is asked and which data leave; read what the institution will see; send."""
    visible = Case.objects.visible_to(request.user)
    case = get_object_or_404(
        visible.select_related(*FILE, "office__department", "office__organisation", "caseworker"), pk=case_id
    )
    task = _task(case, request.GET.get("task", ""))
    service = queries.service(request.GET.get("service", ""))
    if not case.is_open and (request.method == "GET" or service is None):
        return render(request, "referrals/closed.html", {"case": case})
    if service is None:
        return _choose(request, case, task)
    known = queries.before_sending(case, service, request.user, localdate())
    form = _form(request, case, task, service, known)
    obstacle = queries.obstacle(case, task, service, may_be_kept=known.may_be_kept, is_waiting=known.is_waiting)
    notifications = queries.notifications_of(known.profiles)
    page = {"case": case, "task": task, "service": service, "form": form, "obstacle": obstacle,
            "notifications": notifications}  # fmt: skip
    step = request.POST.get("go")
    if step == "save":
        return _keep(request, case, task, service)
    if step in {"check", "send"} and form.is_valid():
        return _send(request, page) if step == "send" else _check(request, page)
    return render(request, "referrals/refer.html", _with_consent(page))


def _task(case: Case, pk: str) -> Task | None:
    if not pk:
        return None
    try:
        tasks = case.tasks.select_related("step", "organisation")
        return get_object_or_404(tasks, pk=UUID(pk))
    except ValueError:
        return None


def _choose(request: SignedIn, case: Case, task: Task | None) -> HttpResponse:
    groups = queries.services_for(task)
    former = queries.declined_before(case, request.GET.get("instead", ""))
    drafts = queries.drafts_of(case, request.user)
    page = {"case": case, "task": task, "groups": groups, "former": former, "drafts": drafts}
    return render(request, "referrals/choose.html", page)


def _keep(request: SignedIn, case: Case, task: Task | None, service: Service) -> HttpResponse:
    """What was typed, as it is: a draft has no wrong answers."""
    try:
        _save(request, case, task, service)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _("The draft is kept. Nothing was sent."))
    return redirect("referrals:refer", case.pk)


def _save(request: SignedIn, case: Case, task: Task | None, service: Service) -> None:
    kept = {name: values for name, values in request.POST.lists() if name not in NOT_TYPED}
    actions.save_draft(case=case, task=task, service=service, typed=kept, by=request.user, at=now())


NOT_TYPED = {"csrfmiddlewaretoken", "once", "go"}


def _form(
    request: SignedIn, case: Case, task: Task | None, service: Service, known: queries.BeforeSending
) -> ReferForm:
    rule = task.step.consent_rule if task and task.step else ConsentRule.UNKNOWN
    urgency = task.step.urgency if task and task.step else case.urgency
    former = queries.declined_before(case, request.GET.get("instead", ""))
    agreement = queries.agreement_for(case, service, localdate(), profiles=known.profiles)
    return ReferForm(
        request.POST or None,
        initial={"urgency": urgency, "reason": former.reason if former else "", **_begun(known.drafts)},
        needs=known.needs,
        agreed=queries.agreed(agreement, localdate()) if agreement else None,
        norms=known.norms,
        shareable=people.shareable(case.person, request.user),
        standing=known.consent,
        bases=rules.bases_of(rule, is_notified=bool(queries.notifications_of(known.profiles))),
        texts=known.texts,
        may_be_minor=ages.may_be_minor(case.person.birth_date, case.person.birth_precision, localdate()),
    )


def _begun(drafts: list[Draft]) -> dict[str, Any]:
    """What was kept of the form, as it was."""
    kept: dict[str, list[str]] = drafts[0].typed if drafts else {}
    return {name: values if name.startswith("data_") else values[0] for name, values in kept.items() if values}


def _with_consent(page: dict[str, Any]) -> dict[str, Any]:
    form: ReferForm = page["form"]
    rule = page["task"].step.consent_rule if page["task"] and page["task"].step else ConsentRule.UNKNOWN
    return {
        **page,
        "may_notify": not form.relies_on_standing and Basis.LEGAL_DUTY in form.bases,
        "rule": ConsentRule(rule).label,
        "standing": form.standing,
        "agreed": form.agreed,
        "texts": [
            {"language": text.language, "name": LANGUAGES.get(text.language, text.language), "text": text.text}
            for text in form.texts
        ],
        "groups": [form[name] for name in form.groups],
    }


def _check(request: SignedIn, page: dict[str, Any]) -> HttpResponse:
    """The very page that the institution will see, before anything leaves; not if it could not be sent. What was typed
    is a draft from here on: whoever goes back to the form finds it there."""
    form: ReferForm = page["form"]
    if page["obstacle"]:
        return _refused(request, page, page["obstacle"])
    try:
        _save(request, page["case"], page["task"], page["service"])
    except RuleBroken as broken:
        return _refused(request, page, str(broken))
    return render(
        request,
        "referrals/check.html",
        {
            **_with_consent(page),
            "typed": _typed(request.POST),
            "reason": form.cleaned_data["reason"],
            "released": _preview(request, page),
            "urgency": dict(form.fields["urgency"].choices)[form.cleaned_data["urgency"]],  # type: ignore[attr-defined]
            "basis": Basis(form.cleaned_data["basis"]).label if form.cleaned_data["basis"] else "",
            "grounds": form.cleaned_data["grounds"],
        },
    )


def _preview(request: SignedIn, page: dict[str, Any]) -> list[dict[str, str]]:
    """Made by what releases it, so that what is shown is what leaves."""
    form: ReferForm = page["form"]
    fields = form.cleaned_data["fields"]
    released = queries.release(page["case"], fields, request.user, shareable=form.shareable)
    return [{"label": label, "value": value} for _field, label, value in released.as_kept()]


def _typed(post: QueryDict) -> list[dict[str, str]]:
    """What was typed, to be handed on through the page that shows it."""
    kinds = (
        {"reason": "text", "grounds": "text"}
        | dict.fromkeys(("urgency", "basis", "text", "need"), "radio")
        | {"norm": "choice"}
    )
    return [
        {"kind": kinds.get(name, "checkbox"), "name": name, "value": str(value)}
        for name, values in post.lists()
        if name not in NOT_TYPED
        for value in values
    ]


def _send(request: SignedIn, page: dict[str, Any]) -> HttpResponse:
    form: ReferForm = page["form"]
    try:
        referral = actions.refer(
            case=page["case"],
            task=page["task"],
            service=page["service"],
            by=request.user,
            at=now(),
            **form.asked(),
        )
    except RuleBroken as broken:
        return _refused(request, page, str(broken))
    say_what_happened(request, referral)
    return redirect("referrals:sent", referral.pk)


def _refused(request: SignedIn, page: dict[str, Any], why: str) -> HttpResponse:
    """The form as it was filled in, with what stands against it."""
    page["form"].add_error(None, why)
    return render(request, "referrals/refer.html", _with_consent(page))


def say_what_happened(request: SignedIn, referral: Referral) -> None:
    said = {"number": referral.number, "organisation": referral.organisation}
    if referral.reached == Reached.NOBODY:
        words = _("Referral %(number)s is recorded, but nobody at %(organisation)s will receive it: call them.")
        messages.warning(request, words % said)
    else:
        messages.success(request, _("Referral %(number)s sent to %(organisation)s.") % said)
