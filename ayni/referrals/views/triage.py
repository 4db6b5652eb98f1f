"""The queue of what comes in, and one alert in it, for whoever sees to it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.audit import actions as audit
from ayni.lib.errors import RuleBroken
from ayni.lib.paging import count_up_to, paginate
from ayni.people import actions as people
from ayni.people import queries as files
from ayni.people.models import Person
from ayni.people.rules import asking

from .. import actions, queries
from ..forms import AlertFilterForm, AlertLinkForm, FindForm, OrientForm, RejectForm, SendOnForm, WordsForm
from ..models import Alert

Typed = dict[str, Any]


@require_safe
@requires(Permission.TRIAGE_WORK)
def alerts(request: SignedIn) -> HttpResponse:
    """What waits, by its clock; what ended. Filters live in the address."""
    form = AlertFilterForm(request.GET)
    is_ended = request.GET.get("state") == "ended"
    rows = queries.ended_alerts(request.user) if is_ended else queries.queue(request.user)
    order = ("-received_at", "-id") if is_ended else queries.QUEUE_ORDER
    rows = form.filters.of(rows)
    found, is_all = count_up_to(rows)
    page = {
        "page": paginate(request, rows, order=order),
        "is_ended": is_ended,
        "form": form,
        "is_narrowed": form.filters != queries.AlertFilters(),
        "found": found,
        "is_all": is_all,
    }
    return render(request, "referrals/alerts.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.TRIAGE_WORK)
@once
def alert(request: SignedIn, alert_id: UUID) -> HttpResponse:
    """One alert: what was told, and what to do with it."""
    rows = queries.whole_alert(Alert.objects.visible_to(request.user))
    asked = get_object_or_404(rows, pk=alert_id)
    forms = _forms(request, asked)
    do = request.POST.get("do", "")
    if do == "find":
        return _page(request, asked, {**forms, **_found(request, forms["find"])})
    if request.method == "POST":
        if answer := _do(request, asked, do, forms):
            return answer
        asked = get_object_or_404(rows, pk=alert_id)
    else:
        audit.record_reading(subject=asked, by=request.user, at=now(), purpose="triage")
    return _page(request, asked, forms)


def _forms(request: SignedIn, asked: Alert) -> dict[str, Any]:
    do = request.POST.get("do", "")

    def data(name: str) -> Any:
        return request.POST if do == name else None

    return {
        "ask": WordsForm(data("ask"), prefix="ask"),
        "find": FindForm(data("find"), prefix="find"),
        "send_on": SendOnForm(data("send_on"), prefix="on", offices=queries.offices_to_send_on(asked)),
        "orient": OrientForm(data("orient"), prefix="orient"),
        "reject": RejectForm(data("reject"), prefix="reject"),
    }


def _page(request: SignedIn, asked: Alert, page: dict[str, Any]) -> HttpResponse:
    is_mine = asked.taken_by_id == request.user.pk
    sees_person = asked.person is not None and _sees(request, asked.person)
    return render(
        request,
        "referrals/alert.html",
        {
            **page,
            "alert": asked,
            "is_mine": is_mine and asked.is_waiting,
            "sees_person": sees_person,
            "may_take_over": queries.may_take_over(asked, request.user, now()),
        },  # fmt: skip
    )


def _sees(request: SignedIn, person: Person) -> bool:
    return Person.objects.visible_to(request.user).filter(pk=person.pk).exists()


def _found(request: SignedIn, form: FindForm) -> dict[str, Any]:
    """Who may be meant. What was typed is in no address."""
    if not form.is_valid():
        return {}
    typed, at = form.cleaned_data["q"], now()
    try:
        found = people.search(text=typed, by=request.user, at=at)
    except asking.NothingToSearch as nothing:
        form.add_error("q", str(nothing))
        return {}
    return {"found": found, "searched": files.seal(typed, by=request.user.pk, at=at)}


def _do(request: SignedIn, asked: Alert, do: str, forms: dict[str, Any]) -> HttpResponse | None:
    """Do what was asked and go on, or None if it has to be mended first."""
    form = forms.get(do)
    if do not in VERBS:
        return redirect("referrals:alert", asked.pk)
    if form is not None and not form.is_valid():
        return None
    try:
        answer = VERBS[do](request, asked, form.cleaned_data if form is not None else {})
    except RuleBroken as broken:
        if form is None:
            messages.error(request, str(broken))
            return redirect("referrals:alert", asked.pk)
        form.add_error(None, str(broken))
        return None
    return answer or _back(request, asked)


def _back(request: SignedIn, asked: Alert) -> HttpResponse:
    """To the alert, unless it is now for others to see."""
    if Alert.objects.visible_to(request.user).filter(pk=asked.pk).exists():
        return redirect("referrals:alert", asked.pk)
    return redirect("referrals:alerts")


def _take(request: SignedIn, asked: Alert, _typed: Typed) -> None:
    actions.take_alert(alert=asked, by=request.user, at=now())


def _give_back(request: SignedIn, asked: Alert, _typed: Typed) -> None:
    actions.give_back_alert(alert=asked, by=request.user, at=now())
    messages.success(request, _("The alert is in the queue again."))


def _ask(request: SignedIn, asked: Alert, typed: Typed) -> None:
    actions.ask_back(alert=asked, by=request.user, at=now(), **typed)


def _match(request: SignedIn, asked: Alert, _typed: Typed) -> None:
    try:
        pk = UUID(request.POST.get("person", ""))
    except ValueError:
        return
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    actions.match_alert(alert=asked, person=person, by=request.user, at=now())


def _screen(request: SignedIn, asked: Alert, _typed: Typed) -> HttpResponse:
    screening = actions.screen_alert(alert=asked, by=request.user, at=now())
    return redirect("desk:screening", screening.pk)


def _send_on(request: SignedIn, asked: Alert, typed: Typed) -> None:
    actions.send_alert_on(alert=asked, by=request.user, at=now(), **typed)
    messages.success(request, _("The alert is in the queue of the other office."))


def _orient(request: SignedIn, asked: Alert, typed: Typed) -> None:
    actions.orient_alert(alert=asked, by=request.user, at=now(), **typed)


def _reject(request: SignedIn, asked: Alert, typed: Typed) -> None:
    actions.reject_alert(alert=asked, by=request.user, at=now(), **typed)


VERBS: dict[str, Callable[[SignedIn, Alert, Typed], HttpResponse | None]] = {
    "take": _take, "ask": _ask, "match": _match, "screen": _screen, "send_on": _send_on, "orient": _orient,
    "reject": _reject, "give_back": _give_back,
}  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires(Permission.TRIAGE_WORK)
@once
def make_alert_link(request: SignedIn) -> HttpResponse:
    """Send an institution without users a page by which it tells us of somebody, once."""
    form = AlertLinkForm(sent(request))
    if request.method == "POST" and form.is_valid():
        actions.make_alert_link(by=request.user, at=now(), **form.cleaned_data)
        messages.success(request, _("The page was sent. It opens for one alert, within a week."))
        return redirect("referrals:alerts")
    return render(request, "referrals/make_alert_link.html", {"form": form})
