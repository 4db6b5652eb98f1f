"""For whoever sends: refer, then follow through."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.audit import actions as audit
from ayni.cases.models import Case, Task
from ayni.directory.models import Service
from ayni.governance.models import ConsentRule
from ayni.lib.errors import RuleBroken
from ayni.notices import queries as notices
from ayni.people import queries as people
from ayni.people.models import Basis, Purpose
from ayni.people.rules import ages

from .. import actions, queries
from ..forms import LANGUAGES, ByPhoneForm, ReferForm, SayForm
from ..models import MessageKind, Reached, Referral, Status


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERRAL_SEND)
@once
def refer(request: SignedIn, case_id: UUID) -> HttpResponse:
    """Choose a service; say what is asked and which data leave; read what the institution will see; send."""
    visible = Case.objects.visible_to(request.user)
    case = get_object_or_404(visible.select_related("person", "office__department", "caseworker"), pk=case_id)
    task = _task(case, request.GET.get("task", ""))
    service = queries.service(request.GET.get("service", ""))
    if not case.is_open and (request.method == "GET" or service is None):
        return render(request, "referrals/closed.html", {"case": case})
    if service is None:
        return _choose(request, case, task)
    form = _form(request, case, task, service)
    obstacle = queries.obstacle(case, task, service)
    page = {"case": case, "task": task, "service": service, "form": form, "obstacle": obstacle}
    step = request.POST.get("go")
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
    page = {"case": case, "task": task, "groups": groups, "former": former}
    return render(request, "referrals/choose.html", page)


def _form(request: SignedIn, case: Case, task: Task | None, service: Service) -> ReferForm:
    rule = task.step.consent_rule if task and task.step else ConsentRule.UNKNOWN
    urgency = task.step.urgency if task and task.step else case.urgency
    former = queries.declined_before(case, request.GET.get("instead", ""))
    texts = people.texts_in_force(Purpose.REFER, localdate())
    return ReferForm(
        request.POST or None,
        initial={"urgency": urgency, "reason": former.reason if former else ""},
        shareable=people.shareable(case.person, request.user),
        standing=people.standing_consent(case.person, service.organisation),
        rule=rule,
        texts=texts,
        may_be_minor=ages.may_be_minor(case.person.birth_date, case.person.birth_precision, localdate()),
    )


def _with_consent(page: dict[str, Any]) -> dict[str, Any]:
    form: ReferForm = page["form"]
    rule = page["task"].step.consent_rule if page["task"] and page["task"].step else ConsentRule.UNKNOWN
    return {
        **page,
        "rule": ConsentRule(rule).label,
        "standing": form.standing,
        "texts": [
            {"language": text.language, "name": LANGUAGES.get(text.language, text.language), "text": text.text}
            for text in form.texts
        ],
        "groups": [form[name] for name in form.groups],
    }


def _check(request: SignedIn, page: dict[str, Any]) -> HttpResponse:
    """The very page that the institution will see, before anything leaves; not if it could not be sent."""
    form: ReferForm = page["form"]
    if page["obstacle"]:
        return _refused(request, page, page["obstacle"])
    return render(
        request,
        "referrals/check.html",
        {
            **_with_consent(page),
            "typed": _typed(request.POST),
            "reason": form.cleaned_data["reason"],
            "released": [s for s in form.shareable if s.field in form.cleaned_data["fields"]],
            "urgency": dict(form.fields["urgency"].choices)[form.cleaned_data["urgency"]],  # type: ignore[attr-defined]
            "basis": Basis(form.cleaned_data["basis"]).label if form.cleaned_data["basis"] else "",
            "grounds": form.cleaned_data["grounds"],
        },
    )


def _typed(post: QueryDict) -> list[dict[str, str]]:
    """What was typed, to be handed on through the page that shows it."""
    own = {"csrfmiddlewaretoken", "once", "go"}
    kinds = {"reason": "text", "grounds": "text", "urgency": "radio", "basis": "radio", "text": "radio"}
    return [
        {"kind": kinds.get(name, "checkbox"), "name": name, "value": str(value)}
        for name, values in post.lists()
        if name not in own
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
            **form.cleaned_data,
        )
    except RuleBroken as broken:
        return _refused(request, page, str(broken))
    _say_what_happened(request, referral)
    return redirect("referrals:sent", referral.pk)


def _refused(request: SignedIn, page: dict[str, Any], why: str) -> HttpResponse:
    """The form as it was filled in, with what stands against it."""
    page["form"].add_error(None, why)
    return render(request, "referrals/refer.html", _with_consent(page))


def _say_what_happened(request: SignedIn, referral: Referral) -> None:
    said = {"number": referral.number, "organisation": referral.organisation}
    if referral.reached == Reached.NOBODY:
        words = _("Referral %(number)s is recorded, but nobody at %(organisation)s will receive it: call them.")
        messages.warning(request, words % said)
    else:
        messages.success(request, _("Referral %(number)s sent to %(organisation)s.") % said)


SENDER_SAYS = {"reply": MessageKind.REPLY, "withdraw": MessageKind.WITHDRAWN}


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERRAL_SEND)
@once
def sent(request: SignedIn, referral_id: UUID) -> HttpResponse:
    """A referral, for whoever sent it: where it stands, what was said, and what to do when nobody answers."""
    rows = Referral.objects.visible_to(request.user)
    referral = get_object_or_404(queries.whole(rows), pk=referral_id)
    forms = {do: SayForm(kind, _if(request, do)) for do, kind in SENDER_SAYS.items()}
    phone = ByPhoneForm(_if(request, "phone"), prefix="phone")
    if request.method == "POST" and (answer := _follow_through(request, referral, forms, phone)):
        return answer
    if request.method == "GET":
        audit.record_reading(subject=referral, by=request.user, at=now(), purpose="follow-up", thread=referral.case_id)
    if request.method == "POST":
        # Something could not be done: show how it stands now, not how it stood when the page was asked for.
        referral = queries.whole(rows).get(pk=referral.pk)
    page = _whole_page(referral)
    return render(request, "referrals/sent.html", {**page, "phone": phone, **forms})


def _whole_page(referral: Referral) -> dict[str, Any]:
    stuck = notices.not_delivered(referral.pk)
    return {
        "referral": referral,
        "language": LANGUAGES.get(referral.consent.text.language) if referral.consent and referral.consent.text else "",
        "shared": [{"label": label, "value": value} for _field, label, value in referral.shared],
        "messages_said": queries.messages_of(referral),
        "clock": list(referral.clock_events.order_by("at", "pk")),
        "stuck": stuck,
        "not_reached": referral.reached == Reached.NOBODY or bool(stuck),
        "stuck_for_good": any(message.state == message.State.FAILED for message in stuck),
        "focal_point": queries.focal_point_of(referral) if referral.reached == Reached.FOCAL_POINT else None,
    }


def _if(request: SignedIn, do: str) -> QueryDict | None:
    """The form that was sent, and only that one."""
    return request.POST if request.POST.get("do") == do else None


def _follow_through(
    request: SignedIn, referral: Referral, forms: dict[str, SayForm], phone: ByPhoneForm
) -> HttpResponse | None:
    """Do what was asked and go back to the page, or None if it has to be mended first."""
    do = request.POST.get("do", "")
    form = phone if do == "phone" else forms.get(do)
    if form is not None and not form.is_valid():
        return None
    try:
        if do == "again":
            _say_what_happened(request, actions.send_again(referral=referral, by=request.user, at=now()))
        elif do == "phone":
            write_down(request, referral, **phone.cleaned_data)
        elif do == "reply":
            actions.reply(referral=referral, by=request.user, at=now(), **forms[do].cleaned_data)
        elif do == "withdraw":
            actions.withdraw(referral=referral, by=request.user, at=now(), **forms[do].cleaned_data)
    except RuleBroken as broken:
        if form is None:
            messages.error(request, str(broken))
        else:
            form.add_error(None, str(broken))
            return None
    return redirect(reverse("referrals:sent", args=[referral.pk]))


def write_down(request: SignedIn, referral: Referral, *, kind: str, result: str, text: str) -> None:
    """What the institution said by another way, as the verb that it would have used here."""
    by, at = request.user, now()
    if kind == MessageKind.OUTCOME:
        if referral.status in {Status.SENT, Status.ACKNOWLEDGED}:
            actions.accept(referral=referral, text=text, by=by, at=at)
        actions.report_outcome(referral=referral, result=result, text=text, by=by, at=at)
        return
    verbs = {
        MessageKind.ACKNOWLEDGED: actions.acknowledge,
        MessageKind.ACCEPTED: actions.accept,
        MessageKind.DECLINED: actions.decline,
    }
    verbs[MessageKind(kind)](referral=referral, text=text, by=by, at=at)
