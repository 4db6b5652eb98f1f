from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ayni.access.permissions import Permission, SignedIn, requires
from ayni.facts.builds import Build
from ayni.facts.queries import current
from ayni.governance.models import Protocol

from . import actions, changes, queries, scorecard, words
from .forms import ChoiceForm, ScoreForm
from .indicators import INDICATORS, MEASURES, STACKED
from .table import table_of


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
    }
    return render(request, "results/institutions.html", page)


def _line_name(build: Build, by: str, group: str) -> str:
    return words.month(group) if by == "month" else words.group(build, by, group)


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
