from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ayni.access.permissions import Permission, SignedIn, requires
from ayni.codelists import shapes
from ayni.facts.builds import Build
from ayni.facts.queries import current
from ayni.governance.models import Protocol

from .. import actions, attended, attention, changes, hooks, queries, regularisation, scorecard, words
from .. import capacity as capacities
from .. import opinions as answered
from .. import voice as told
from ..attention_table import attention_table
from ..flow_table import flow_table, published_beside
from ..forms import AttendedForm, AttentionForm, CapacityForm, ChoiceForm, FlowForm, ScoreForm, VoiceForm
from ..indicators import INDICATORS, MEASURES, STACKED
from ..rules import Choice, Reach
from ..table import BARS, table_of


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def compliance(request: SignedIn) -> HttpResponse:
    build, reach = current(settings.AYNI_HOME), queries.reach_of(request.user)
    if build is None or not reach.areas:
        return render(request, "results/nothing.html", {"build": build})
    form = ChoiceForm(request.GET, build=build, options=queries.options(build, reach))
    form.is_valid()
    choice = form.choice()
    found = queries.compliance(build, reach, choice)
    actions.record_viewing(choice=choice, build=build.id, by=request.user, at=timezone.now())
    page = {
        "build": build,
        "form": form,
        "by": words.DIMENSIONS[choice.by],
        "found": table_of(build, reach, choice, found),
        "series": [MEASURES[code].name for code in STACKED],
        "definitions": INDICATORS,
        "opens_rows": reach.opens_rows,
        "counts_blocks": bool(reach.wide),
    }
    return render(request, "results/compliance.html", page)


@require_safe
@requires(Permission.SCORECARD_VIEW)
def institutions(request: SignedIn) -> HttpResponse:
    """How soon institutions answer, what they take up and what comes of it; for a partner, how its own does."""
    build, (reach, own) = current(settings.AYNI_HOME), scorecard.reach_and_own(request.user)
    if build is None or not reach.areas:
        return render(request, "results/nothing.html", {"build": build})
    form = ScoreForm(request.GET, options=scorecard.options(build, reach), own=own)
    form.is_valid()
    choice = form.choice()
    found = scorecard.scorecard(build, reach, choice)
    actions.record_viewing(choice=choice, build=build.id, by=request.user, at=timezone.now())
    page = {
        "build": build,
        "form": form,
        "own": own,
        "by": words.DIMENSIONS[choice.by],
        "lines": [(_line_name(build, choice.by, card.group), card) for card in found.cards],
        "apart": found.apart,
        "found": found,
    }
    return render(request, "results/institutions.html", page)


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def capacity(request: SignedIn) -> HttpResponse:
    """Who can respond, and where: by department, then its institutions."""
    build, reach = current(settings.AYNI_HOME), queries.reach_of(request.user)
    if build is None or not reach.areas:
        return render(request, "results/nothing.html", {"build": build})
    known, options = hooks.who_is_where(), scorecard.options(build, reach)
    every = capacities.capacity(build, reach, Choice(by="department"), known)
    places = [(place.code, place.name) for place in every.places]
    form = CapacityForm(request.GET, places=places, options=options)
    choice = form.choice()
    actions.record_viewing(choice=choice, build=build.id, by=request.user, at=timezone.now())
    page: dict[str, Any] = {"build": build, "form": form, "place": dict(places).get(choice.department, "")}
    if choice.department:
        page["answerers"], page["apart"] = capacities.answerers(build, reach, choice, known)
    else:
        page["found"] = capacities.capacity(build, reach, choice, known)
        page |= _map_of(page["found"])
    return render(request, "results/capacity.html", page)


def _map_of(found: capacities.Capacity) -> dict[str, Any]:
    drawing = shapes.departments(settings.BASE_DIR / "data")
    accepting = {place.code: len(place.accepting) for place in found.places}
    return {"drawing": drawing, "shapes": [(shape, accepting.get(shape.code, 0)) for shape in drawing.shapes]}


def _line_name(build: Build, by: str, group: str) -> str:
    return words.month(group) if by == "month" else words.group(build, by, group)


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def flow(request: SignedIn) -> HttpResponse:
    """Regularisation: what came in, was decided and waits, which requirement fails, who does not come."""
    build, reach = current(settings.AYNI_HOME), queries.reach_of(request.user)
    if build is None or not reach.areas or not regularisation.is_counted(build):
        return render(request, "results/nothing.html", {"build": build if not reach.areas else None})
    form = FlowForm(request.GET, options=regularisation.options(build, reach))
    choice = form.choice()
    found = regularisation.regularisation(build, reach, choice)
    actions.record_viewing(choice=choice, build=build.id, by=request.user, at=timezone.now())
    page = {
        "build": build,
        "form": form,
        "by": words.DIMENSIONS[choice.by],
        "table": flow_table(build, reach, choice, found),
        "numbers": regularisation.NUMBERS.values(),
        "published": published_beside(build, reach),
        "opens_rows": reach.opens_rows,
    }
    return render(request, "results/regularisation.html", page)


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def counter(request: SignedIn) -> HttpResponse:
    """The counter: minutes of waiting and of attention, a month beside the one before; cards that wait; deliveries."""
    build, reach = current(settings.AYNI_HOME), queries.reach_of(request.user)
    if build is None or not reach.areas or not attention.is_counted(build):
        return render(request, "results/nothing.html", {"build": build if not reach.areas else None})
    form = AttentionForm(request.GET, options=attention.options(build, reach))
    choice = form.choice()
    found = attention.attention(build, reach, choice)
    actions.record_viewing(choice=choice, build=build.id, by=request.user, at=timezone.now())
    page = {
        "build": build,
        "form": form,
        "table": attention_table(build, reach, choice, found),
        "opens_rows": reach.opens_rows,
        "is_running": found.month == attention.last_month(build),
    }
    return render(request, "results/attention.html", page)


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def voice(request: SignedIn) -> HttpResponse:
    """What people tell us: how soon they are answered, about what, whether the answer was good."""
    build, reach = current(settings.AYNI_HOME), queries.reach_of(request.user)
    if build is None or not reach.areas or not told.is_counted(build):
        return render(request, "results/nothing.html", {"build": build if not reach.areas else None})
    form = VoiceForm(request.GET, options=told.options(build, reach))
    choice = form.choice()
    lines = [(words.group(build, choice.by, one.group), one) for one in told.voices(build, reach, choice)]
    actions.record_viewing(choice=choice, build=build.id, by=request.user, at=timezone.now())
    page = {
        "build": build, "form": form, "by": words.DIMENSIONS[choice.by], "lines": lines,
        "asked_by": words.DIMENSIONS[answered.by_of(choice)], "answers": _answers(request, build, reach, choice),
    }  # fmt: skip
    return render(request, "results/voice.html", page)


def _answers(request: SignedIn, build: Build, reach: Reach, choice: Choice) -> list[tuple[str, answered.Opinions, str]]:
    """What was answered to the question after an attention, each with the address of its rows, if they may be read."""
    if not answered.is_counted(build):
        return []
    found, by = [], answered.by_of(choice)
    for one in answered.opinions(build, reach, choice):
        office, href = answered.office_of(choice, reach, one.group), ""
        if office and not one.is_few and request.user.may(Permission.FEEDBACK_WORK):
            since, until = answered.months_of(choice, one.group)
            asked = {"oficina": office, "desde": since or "", "hasta": until or ""}
            href = f"{reverse('feedback:opinions')}?{urlencode({name: word for name, word in asked.items() if word})}"
        found.append((words.group(build, by, one.group), one, href))
    return found


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def who(request: SignedIn) -> HttpResponse:
    """Who was attended: cases and services by profile, sex, age and nationality."""
    build, reach = current(settings.AYNI_HOME), queries.reach_of(request.user)
    if build is None or not reach.areas or not attended.is_counted(build):
        return render(request, "results/nothing.html", {"build": build if not reach.areas else None})
    form = AttendedForm(request.GET, options=attended.options(build, reach))
    choice = form.choice()
    found = attended.attended(build, reach, choice, form.counted)
    actions.record_viewing(choice=choice, build=build.id, by=request.user, at=timezone.now())
    lines = [(attended.name_of(build, choice.by, group.code), group) for group in found.groups]
    page = {
        "build": build,
        "form": form,
        "by": words.SERVICE if choice.by == "category" else words.DIMENSIONS[choice.by],
        "found": found,
        "lines": lines,
        "bars": [(name, group.rows) for name, group in lines[:BARS]],
        "what": form.counted,
    }
    return render(request, "results/attended.html", page)


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def change(request: SignedIn, code: str, version: int) -> HttpResponse:
    """What a version of a protocol changed: compliance in equal stretches of months before and after it began."""
    protocol = get_object_or_404(Protocol, code=code, version=version)
    build, reach = current(settings.AYNI_HOME), queries.reach_of(request.user)
    if build is None or not reach.areas:
        return render(request, "results/nothing.html", {"build": build})
    windows = changes.windows(protocol.valid_from, timezone.localdate(build.as_of))
    page = {"protocol": protocol, "build": build, "ready_on": changes.ready_on(protocol.valid_from)}
    if windows is None or protocol.version == 1:
        return render(request, "results/change.html", {**page, "found": None})
    before, after, found = changes.change(build, reach, code, windows)
    for choice in (before, after):
        actions.record_viewing(choice=choice, build=build.id, by=request.user, at=timezone.now())
    return render(request, "results/change.html", {**page, "found": found})
