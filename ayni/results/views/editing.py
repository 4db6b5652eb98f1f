"""Whoever keeps the indicators: definitions, targets, values."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.files.serving import served
from ayni.lib.doors import answer, seen_revision, try_verb

from .. import actions, catalogue, drafts, pages, profiles, territories
from ..forms.indicators import DecideForm, IndicatorForm, TargetForm, ValueForm
from ..models import Definition, Indicator, Value


def _drafted() -> str:
    return _("The definition waits for a colleague. Until then the numbers stay what they are.")


def _standing(code: str) -> Definition:
    standing = Definition.objects.standing().select_related("indicator")
    return get_object_or_404(standing, indicator__code=code)


@require_http_methods(["GET", "POST"])
@requires(Permission.RESULTS_EDIT)
@once
def new(request: SignedIn) -> HttpResponse:
    again = request.GET.get("borrador", "")
    draft = drafts.returned().filter(seen=0, pk=again).first() if again.isdecimal() else None
    form = IndicatorForm(sent(request), tables=catalogue.declared(), draft=draft)
    if request.method == "POST" and form.is_valid():
        verb = lambda: actions.draft_definition(  # noqa: E731
            code=form.cleaned_data["code"], said=form.said(), nodes=form.node_codes(), seen=0, by=request.user, at=now()
        )
        if try_verb(request, form, verb, _drafted()):
            return redirect("results:drafts")
    return render(request, "results/write_indicator.html", {"form": form}, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.RESULTS_EDIT)
@once
def change(request: SignedIn, code: str) -> HttpResponse:
    """The next version. The one before stays, with what was counted by it."""
    said = _standing(code)
    nodes = [one.node_code for one in said.indicator.contributions.order_by("node_code")]
    draft = drafts.open_of(code)
    again = draft if draft and draft.seen == said.version and draft.may_be_written_by(request.user) else None
    form = IndicatorForm(sent(request), tables=catalogue.declared(), said=said, nodes=nodes, draft=again)
    if request.method == "POST" and form.is_valid():
        verb = lambda: actions.draft_definition(  # noqa: E731
            code=code, said=form.said(), nodes=form.node_codes(), seen=seen_revision(request), by=request.user, at=now()
        )
        if try_verb(request, form, verb, _drafted()):
            return redirect("results:drafts")
    page = {"form": form, "said": said, "columns": pages.columns(said), "draft": draft, "again": again}
    return render(request, "results/write_indicator.html", page, status=400 if form.errors else 200)


@require_POST
@requires(Permission.RESULTS_EDIT)
@once
def retire(request: SignedIn, code: str) -> HttpResponse:
    said = _standing(code)
    verb = lambda: actions.retire_indicator(indicator=said.indicator, by=request.user, at=now())  # noqa: E731
    try_verb(request, None, verb, _("The indicator is retired. What was published of it stays."))
    return redirect("results:indicators")


@require_http_methods(["GET", "POST"])
@requires(Permission.RESULTS_EDIT)
@once
def target(request: SignedIn, code: str) -> HttpResponse:
    said = _standing(code)
    form = TargetForm(sent(request), dimensions=pages.dimensions(said), departments=catalogue.departments())
    page = {"said": said, "title": _("Set a target"), "hint": pages.baseline(said)}
    return answer(
        request, form, ("results/small_form.html", page),
        verb=lambda: actions.set_target(indicator=said.indicator, aimed=form.aimed(), by=request.user, at=now()),
        done=_("The target is set."), to=reverse("results:indicator", args=[code]),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires(Permission.RESULTS_EDIT)
@once
def value(request: SignedIn, code: str) -> HttpResponse:
    said = _standing(code)
    form = ValueForm(sent(request), request.FILES or None, departments=catalogue.departments())
    page = {"said": said, "title": _("Give a value"), "hint": _("A colleague looks at it before it counts.")}
    return answer(
        request, form, ("results/small_form.html", page),
        verb=lambda: actions.give_value(indicator=said.indicator, given=form.given(), by=request.user, at=now()),
        done=_("The value waits for a colleague."), to=reverse("results:indicator", args=[code]),
    )  # fmt: skip


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def evidence(request: SignedIn, value_id: int) -> HttpResponse:
    """The document that shows a value, for whoever reads the value."""
    found = get_object_or_404(Value.objects.select_related("file"), pk=value_id)
    if found.file is None:
        raise Http404
    return served(found.file, of=found)


@require_safe
@requires(Permission.RESULTS_APPROVE)
def waiting(request: SignedIn) -> HttpResponse:
    assessments = [(one, territories.territory(one.place or territories.COUNTRY)) for one in profiles.waiting()]
    return render(request, "results/waiting.html", {
        "values": pages.waiting_values(), "assessments": assessments, "drafts": drafts.waiting(),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires(Permission.RESULTS_APPROVE)
@once
def decide(request: SignedIn, value_id: int) -> HttpResponse:
    one = get_object_or_404(Value.objects.select_related("indicator", "by", "file"), pk=value_id)
    form = DecideForm(sent(request))
    if request.method == "POST" and form.is_valid():
        approve = request.POST.get("do") == "approve"
        verb = lambda: actions.decide_value(value=one, approve=approve, by=request.user, at=now(), **form.cleaned_data)  # noqa: E731
        if try_verb(request, form, verb, _("It counts now.") if approve else _("It went back.")):
            return redirect("results:waiting")
    said = Definition.objects.filter(indicator=one.indicator, valid_to__isnull=True).first()
    page = {"form": form, "value": one, "said": said, "indicator": Indicator.objects.get(pk=one.indicator_id)}
    return render(request, "results/decide.html", page, status=400 if form.errors else 200)
