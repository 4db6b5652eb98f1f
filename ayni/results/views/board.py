"""All indicators, and one: its value, where it stands, its parts, its trend, and how it was counted."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ayni.access.permissions import Permission, SignedIn, requires
from ayni.facts.builds import Build
from ayni.facts.queries import current

from .. import actions, board, catalogue, measuring, pages
from ..forms.board import BoardForm, PartOfBoardForm
from ..models import Definition, Indicator, Origin


def _nothing_yet(request: SignedIn) -> HttpResponse:
    what = _("Here you will see each indicator with its value, its target, its light and its trend.")
    return render(request, "results/nothing.html", {"build": None, "heading": _("Indicators"), "what": what})


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def indicators(request: SignedIn) -> HttpResponse:
    """The dashboard: chosen by framework, territory and period, all in the address."""
    build = current(settings.AYNI_HOME)
    if build is None:
        return _nothing_yet(request)
    nodes = catalogue.nodes()
    today = localtime(build.as_of).date()
    form = BoardForm(request.GET, today=today, nodes=nodes, departments=catalogue.departments())
    codes = catalogue.below(form.node_code, nodes) if form.node_code else None
    definitions = catalogue.standing_definitions(codes)
    lines = board.lines(build, definitions, form.span, form.place)
    asked = {**form.asked, "build": build.id}
    actions.record_looking(asked=asked, by=request.user, at=timezone.now())
    page = {
        "build": build, "form": form, "groups": pages.groups(lines, form.asked), "counted": pages.lights(lines),
        "node": nodes.get(form.node_code), "may_edit": request.user.may(Permission.RESULTS_EDIT),
        "may_approve": request.user.may(Permission.RESULTS_APPROVE),
    }  # fmt: skip
    return render(request, "results/indicators.html", page)


@dataclass(frozen=True)
class Opened:
    """An indicator that somebody looks at, and the question that they ask of it."""

    build: Build
    said: Definition
    form: PartOfBoardForm


def _opened(request: SignedIn, code: str) -> Opened | None:
    """None before the first build."""
    build, said = current(settings.AYNI_HOME), catalogue.definition(code)
    if said is None:
        raise Http404
    if build is None:
        return None
    today = localtime(build.as_of).date()
    return Opened(build, said, PartOfBoardForm(request.GET, today=today, departments=catalogue.departments()))


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def indicator(request: SignedIn, code: str) -> HttpResponse:
    one = _opened(request, code)
    if one is None:
        return _nothing_yet(request)
    [line] = board.lines(one.build, [one.said], one.form.span, one.form.place)
    trend = board.trend(one.build, one.said, one.form.span.until, one.form.place)
    asked = {**one.form.asked, "indicator": code, "build": one.build.id}
    actions.record_looking(asked=asked, by=request.user, at=timezone.now())
    page: dict[str, Any] = {
        "build": one.build, "form": one.form, "said": one.said, "line": line,
        "shown": pages.shown_line(line, one.form.asked), "trend": pages.trend_of(one.said, trend, line.aim),
        "parts": pages.breakdowns(one.build, one.said, one.form.span, one.form.place),
        "nodes": pages.nodes_of(one.said), "targets": pages.targets(one.build, one.said),
        "versions": catalogue.versions(one.said.indicator), "values": pages.values(one.said),
        "query": pages.query(one.form.asked),
        "rows": pages.rows_address(request.user, one.build, one.said, one.form.asked),
        "is_counted": one.said.origin == Origin.FACTS, "may_edit": request.user.may(Permission.RESULTS_EDIT),
    }  # fmt: skip
    return render(request, "results/indicator.html", page)


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def derivation(request: SignedIn, code: str) -> HttpResponse:
    """Definition → query → counts → rows."""
    one = _opened(request, code)
    if one is None:
        return _nothing_yet(request)
    good, bad = catalogue.readable([one.said])
    if one.said.origin != Origin.FACTS:
        raise Http404
    [line] = board.lines(one.build, [one.said], one.form.span, one.form.place)
    formula = good.get(code)
    page = {
        "build": one.build, "form": one.form, "said": one.said, "line": line, "broken": bad.get(code, ""),
        "sql": measuring.derivation(one.build, formula, one.form.span.window, one.form.place) if formula else "",
        "files": pages.files(one.build, formula) if formula else [], "query": pages.query(one.form.asked),
        "shown": pages.shown_line(line, one.form.asked),
        "rows": pages.rows_address(request.user, one.build, one.said, one.form.asked),
    }  # fmt: skip
    return render(request, "results/derivation.html", page)


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def version(request: SignedIn, code: str, number: int) -> HttpResponse:
    """What an indicator said before."""
    one = get_object_or_404(Indicator, code=code)
    said = get_object_or_404(catalogue.versions(one), version=number)
    return render(request, "results/version.html", {"said": said, "versions": catalogue.versions(one)})
