"""Migration governance profiles: which there are, one, two beside each other, and what is in place in each."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.design.pdf import pdf_response
from ayni.facts.builds import Build
from ayni.facts.queries import current
from ayni.lib.doors import answer, try_verb

from .. import actions, hooks, profile_frame, profile_sheet, profiles, territories
from ..forms.indicators import DecideForm
from ..forms.profiles import AnswerForm, CompareForm, FindForm, ProfileForm
from ..models import Aspect, Assessment, ValueState
from ..profiles import Profile
from ..sheets import XLSX
from ..territories import Territory


def _place(slug: str) -> Territory:
    found = territories.territory(slug)
    if found is None:
        raise Http404
    return found


def _looked(request: SignedIn, build: Build, *seen: Profile) -> None:
    """Which numbers somebody looked at is written down."""
    asked = {"build": build.id}
    for number, one in enumerate(seen, start=1):
        asked |= {f"territory_{number}": one.territory.slug, f"year_{number}": one.span.code}
    actions.record_looking(asked=asked, by=request.user, at=now())


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def listing(request: SignedIn) -> HttpResponse:
    """The country, its departments, the local governments that somebody assessed; any other by its name."""
    counts, aspects = profiles.assessed(), list(Aspect.objects.order_by("order", "code"))
    form = FindForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data.get("q", "")
    assessed = [one for code in sorted(counts) if len(code) > 2 and (one := territories.territory(code))]
    rows = territories.called(asked) if asked else [territories.country(), *territories.departments(), *assessed]
    lines = [(one, counts.get(one.code, 0), profiles.asked(aspects, one)) for one in rows]
    page = {"form": form, "lines": lines, "may_approve": request.user.may(Permission.RESULTS_APPROVE)}
    return render(request, "results/profiles.html", page)


def _made(request: SignedIn, slug: str) -> tuple[Build, Profile, ProfileForm] | None:
    """None before the first build."""
    build, where = current(settings.AYNI_HOME), _place(slug)
    if build is None:
        return None
    form = ProfileForm(request.GET, today=localtime(build.as_of).date())
    known = hooks.known_of(request.user, where.code)
    made = profiles.profile(build, profile_frame.frame(), where, form.span, known)
    _looked(request, build, made)
    return build, made, form


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def profile(request: SignedIn, place: str) -> HttpResponse:
    found = _made(request, place)
    if found is None:
        return render(request, "results/nothing.html", {"build": None})
    build, made, form = found
    page = {
        "build": build, "profile": made, "form": form, "states": profiles.states(made),
        "may_edit": request.user.may(Permission.RESULTS_EDIT),
    }  # fmt: skip
    return render(request, "results/profile.html", page)


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def paper(request: SignedIn, place: str, kind: str) -> HttpResponse:
    """The profile as a sheet or a PDF."""
    found = _made(request, place)
    if found is None:
        return render(request, "results/nothing.html", {"build": None})
    build, made, _form = found
    name = f"perfil-{made.territory.slug}-{made.span.code}"
    if kind == "pdf":
        page = {"build": build, "profile": made, "states": profiles.states(made)}
        return pdf_response("results/profile_print.html", page, name=name)
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return HttpResponse(profile_sheet.as_xlsx(build, made), content_type=XLSX, headers=headers)


def _pair(request: SignedIn) -> dict[str, Any] | None:
    """Two territories, or one in two years; None before the first build."""
    build = current(settings.AYNI_HOME)
    if build is None:
        return None
    codes = sorted(code for code in profiles.assessed() if len(code) > 2)
    asked = [request.GET.get(name, "") for name in ("one", "other")]
    local = [one for slug in dict.fromkeys([*codes, *asked]) if len(slug) > 2 and (one := territories.territory(slug))]
    places = [territories.country(), *territories.departments(), *(one for one in local if one.code)]
    form = CompareForm(request.GET, today=localtime(build.as_of).date(), places=places)
    on = profile_frame.frame()
    left, right = (profiles.profile(build, on, *form.side(name)) for name in ("one", "other"))
    _looked(request, build, left, right)
    return {
        "build": build, "form": form, "one": left, "other": right, "dimensions": profiles.compared(left, right),
        "counts": profiles.states_of_both(left, right),
    }  # fmt: skip


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def compare(request: SignedIn) -> HttpResponse:
    page = _pair(request)
    return render(request, "results/profiles_compare.html" if page else "results/nothing.html", page or {"build": None})


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def comparison(request: SignedIn, kind: str) -> HttpResponse:
    """The comparison as a sheet or a PDF."""
    page = _pair(request)
    if page is None:
        return render(request, "results/nothing.html", {"build": None})
    sides = [f"{one.territory.slug}-{one.span.code}" for one in (page["one"], page["other"])]
    name = f"perfiles-{'-con-'.join(sides)}"
    if kind == "pdf":
        return pdf_response("results/profiles_compare_print.html", page, name=name)
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    made = profile_sheet.compared_as_xlsx(page["build"], page["one"], page["other"])
    return HttpResponse(made, content_type=XLSX, headers=headers)


@require_safe
@requires(Permission.COMPLIANCE_VIEW)
def aspect(request: SignedIn, place: str, code: str) -> HttpResponse:
    """Everything that was answered about an aspect of a territory."""
    where, one = _place(place), get_object_or_404(Aspect, code=code)
    history = profiles.history(one, where)
    # One answer waits at a time: whoever would write another one is not sent to a form that refuses it.
    is_open = one.is_asked and where.tier in one.tiers and not any(x.review == ValueState.WAITING for x in history)
    page: dict[str, Any] = {
        "where": where, "aspect": one, "history": history,
        "may_edit": request.user.may(Permission.RESULTS_EDIT) and is_open,
        "may_decide": request.user.may(Permission.RESULTS_APPROVE),
    }  # fmt: skip
    return render(request, "results/aspect.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.RESULTS_EDIT)
@once
def assess(request: SignedIn, place: str, code: str) -> HttpResponse:
    where, one = _place(place), get_object_or_404(Aspect, code=code)
    form = AnswerForm(sent(request), initial={"on": localdate()})
    page = {"where": where, "aspect": one, "known": hooks.known_of(request.user, where.code).get(one.dimension, [])}
    return answer(
        request, form, ("results/assess.html", page),
        verb=lambda: actions.assess(aspect=one, where=where, answer=form.answer(), by=request.user, at=now()),
        done=_("The answer waits for a colleague."), to=reverse("results:aspect", args=[place, code]),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires(Permission.RESULTS_APPROVE)
@once
def decide(request: SignedIn, assessment_id: int) -> HttpResponse:
    one = get_object_or_404(Assessment.objects.select_related("aspect", "by"), pk=assessment_id)
    form = DecideForm(sent(request))
    if request.method == "POST" and form.is_valid():
        approve = request.POST.get("do") == "approve"
        verb = lambda: actions.decide_assessment(  # noqa: E731
            assessment=one, approve=approve, by=request.user, at=now(), **form.cleaned_data
        )
        if try_verb(request, form, verb, _("It counts now.") if approve else _("It went back.")):
            return redirect("results:waiting")
    page = {"form": form, "assessment": one, "where": territories.territory(one.place or territories.COUNTRY)}
    return render(request, "results/decide_assessment.html", page, status=400 if form.errors else 200)
