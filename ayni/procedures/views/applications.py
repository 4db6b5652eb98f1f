"""At the counter: an application is begun, put together, handed in, withdrawn; where it stands and what it was."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.models import User
from ayni.access.once import once
from ayni.access.permissions import Permission, Role, SignedIn, requires, sent
from ayni.audit import actions as audit
from ayni.cases.models import Case
from ayni.files.serving import served
from ayni.lib.doors import try_verb
from ayni.lib.errors import RuleBroken
from ayni.lib.ids import is_uuid
from ayni.lib.paging import count_up_to, paginate
from ayni.people.models import Person

from .. import actions, queries, rules
from ..forms.applications import BeginForm, NamingForm, PaperForm
from ..models import Application, Item, State

ORDERS: dict[str, tuple[str, str]] = {
    "mine": ("due_on", "pk"),
    "queue": ("due_on", "pk"),
    "decide": ("due_on", "pk"),
    "appeals": ("due_on", "pk"),
    "gathering": ("-begun_at", "-pk"),
    "observed": ("due_on", "pk"),
    "approved": ("-decided_at", "-pk"),
    "rejected": ("-decided_at", "-pk"),
}


@require_safe
@requires(Permission.APPLICATION_VIEW)
def applications(request: SignedIn) -> HttpResponse:
    """What waits for this user, what is due first on top."""
    tabs = _tabs(request.user)
    which = request.GET.get("lista", "")
    which = which if which in tabs else next(iter(tabs))
    label, rows = tabs[which]
    found, is_all = count_up_to(rows)
    page = {
        "page": paginate(request, rows, order=ORDERS[which]),
        "tabs": [
            {"href": f"?lista={code}", "label": name, "current": code == which} for code, (name, _rows) in tabs.items()
        ],
        "which": which,
        "label": label,
        "count": (found, is_all),
        "may_evaluate": request.user.may(Permission.APPLICATION_EVALUATE),
        "may_decide": request.user.may(Permission.APPLICATION_DECIDE),
        "today": localdate(),
    }  # fmt: skip
    return render(request, "procedures/applications/list.html", page)


def _tabs(user: User) -> dict[str, tuple[str, Any]]:
    """Which lists this user works through, the first one first."""
    tabs: dict[str, tuple[str, Any]] = {}
    if user.may(Permission.APPLICATION_EVALUATE):
        tabs["mine"] = (_("In my hands"), queries.mine(user))
    if user.may(Permission.APPLICATION_DECIDE):
        tabs["decide"] = (_("To be decided"), queries.to_decide(user))
    if user.may(Permission.APPLICATION_RECEIVE):
        tabs["gathering"] = (_("Being put together"), queries.listed(user, State.GATHERING))
    if user.may(Permission.APPLICATION_DECIDE) or user.may(Permission.APPLICATION_RECEIVE):
        tabs["appeals"] = (_("Appeals"), queries.appeals_to_decide(user))
    tabs["queue"] = (_("Waiting for an evaluator"), queries.to_evaluate(user))
    tabs["observed"] = (_("Correction asked for"), queries.listed(user, State.OBSERVED))
    tabs["approved"] = (str(State.APPROVED.label), queries.listed(user, State.APPROVED))
    tabs["rejected"] = (str(State.REJECTED.label), queries.listed(user, State.REJECTED))
    return tabs


def fetch(request: SignedIn, application_id: UUID) -> Application:
    """A stranger learns nothing, not even that there is such an application."""
    return get_object_or_404(queries.whole(Application.objects.visible_to(request.user)), pk=application_id)


def fetch_item(request: SignedIn, application_id: UUID, item_id: UUID) -> tuple[Application, Item]:
    application = fetch(request, application_id)
    return application, get_object_or_404(queries.items_of(application), pk=item_id)


@require_safe
@requires(Permission.APPLICATION_VIEW)
def application(request: SignedIn, application_id: UUID) -> HttpResponse:
    """Where it stands, its checklist, its history. The opening is recorded."""
    shown = fetch(request, application_id)
    audit.record_reading(subject=shown, by=request.user, at=now(), purpose="procedure", thread=shown.person_id)
    return render(request, "procedures/applications/application.html", queries.page_of(shown, request.user, now()))


@require_http_methods(["GET", "POST"])
@requires(Permission.APPLICATION_RECEIVE)
@once
def begin_application(request: SignedIn, person_id: UUID) -> HttpResponse:
    """For a person whose file one sees; from their case, if one works on it."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    case = _case_of(request, person)
    reserved = sorted(rules.RESERVED) if case is not None else []
    form = BeginForm(
        sent(request), procedures=queries.received_by_us(localdate()),
        circumstances=[*rules.ASKED_AT_THE_DESK, *reserved],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            begun = actions.begin(person=person, asked=_asked(request, form, case), by=request.user, at=now())
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("The application is begun. Add what the checklist asks for."))
            return redirect("procedures:application", begun.pk)
    return render(request, "procedures/applications/begin.html", {"person": person, "case": case, "form": form})


def _asked(request: SignedIn, form: BeginForm, case: Case | None) -> actions.Asked:
    office = rules.own_office(request.user.office)
    return actions.Asked(office=office, case=case, channel="CASE" if case else "COUNTER", **form.cleaned_data)


def _case_of(request: SignedIn, person: Person) -> Case | None:
    pk = request.GET.get("caso", "")
    if not is_uuid(pk):
        return None
    return get_object_or_404(Case.objects.visible_to(request.user).open(), pk=pk, person=person)


@require_http_methods(["GET", "POST"])
@requires(Permission.APPLICATION_RECEIVE)
def present_item(request: SignedIn, application_id: UUID, item_id: UUID) -> HttpResponse:
    """A paper for one line of the checklist."""
    shown, item = fetch_item(request, application_id, item_id)
    form = PaperForm(sent(request), request.FILES or None)
    # Judged before `once` begins its transaction: drawing anew takes a second, and nobody else waits for it.
    form.is_valid()
    return _present(request, shown, item, form)


@once
def _present(request: SignedIn, shown: Application, item: Item, form: PaperForm) -> HttpResponse:
    if form.is_valid() and try_verb(
        request, form, lambda: actions.present(item=item, drawn=form.paper(), by=request.user, at=now()),
        _("It is with the application."),
    ):  # fmt: skip
        return redirect("procedures:application", shown.pk)
    page = {"application": shown, "item": item, "form": form}
    return render(request, "procedures/applications/present.html", page)


@require_POST
@requires(Permission.APPLICATION_RECEIVE)
@once
def hand_in(request: SignedIn, application_id: UUID) -> HttpResponse:
    """For the first time, or with what was corrected."""
    shown = fetch(request, application_id)
    verb = actions.correct if shown.state == State.OBSERVED else actions.submit
    try_verb(request, None, lambda: verb(application=shown, by=request.user, at=now()), _("It is handed in."))
    return redirect("procedures:application", shown.pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.APPLICATION_RECEIVE)
@once
def withdraw_application(request: SignedIn, application_id: UUID) -> HttpResponse:
    """The person desists: asked once more before it is done."""
    shown = fetch(request, application_id)
    if request.method == "POST":
        verb = lambda: actions.withdraw(application=shown, by=request.user, at=now())  # noqa: E731
        try_verb(request, None, verb, _("It is withdrawn."))
        return redirect("procedures:application", shown.pk)
    return render(request, "procedures/applications/withdraw.html", {"application": shown})


@require_http_methods(["GET", "POST"])
@requires(Permission.APPLICATION_RECEIVE)
@once
def name_evaluator(request: SignedIn, application_id: UUID) -> HttpResponse:
    """Of somebody with a hidden case nobody comes upon the application: who sees it says who evaluates or decides."""
    shown = fetch(request, application_id)
    decides = shown.state == State.EVALUATED or queries.appeal_waits(shown)
    named, verb, role, label = (
        ("approver", actions.name_approver, Role.APPROVER, _("Who decides about it"))
        if decides
        else ("evaluator", actions.name_evaluator, Role.EVALUATOR, _("Who evaluates it"))
    )
    form = NamingForm(sent(request), named=named, label=label, users=queries.to_name(shown, role, now()))
    if request.method == "POST" and form.is_valid():
        done = _("Whoever was named finds it among theirs.")
        common: dict[str, Any] = {"application": shown, "by": request.user, "at": now()}
        if try_verb(request, form, lambda: verb(**common, **form.cleaned_data), done):
            return redirect("procedures:application", shown.pk)
    return render(request, "procedures/applications/name_evaluator.html", {"application": shown, "form": form})


@require_safe
@requires(Permission.APPLICATION_VIEW)
def paper(request: SignedIn, application_id: UUID, item_id: UUID) -> HttpResponse:
    """The paper itself: only through an application that this user sees. Looking at it is a reading."""
    shown, item = fetch_item(request, application_id, item_id)
    if item.attachment is None or item.attachment.file is None:
        raise Http404
    answer = served(item.attachment.file, of=item)
    audit.record_reading(subject=item, by=request.user, at=now(), purpose="procedure", thread=shown.person_id)
    return answer


@require_safe
@requires(Permission.APPLICATION_VIEW)
def expiries(request: SignedIn) -> HttpResponse:
    """What was granted and ends within ninety days; who could not be told comes to nobody's mind otherwise."""
    page = paginate(request, queries.expiring(request.user, localdate()), order=("expires_on", "pk"))
    return render(request, "procedures/applications/expiries.html", {"page": page, "today": localdate()})
