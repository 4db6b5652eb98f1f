"""The list of norms: each with its versions, what rests on it, and when it was looked at."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.codelists import queries as codelists
from ayni.codelists.models import LegalNorm
from ayni.lib.doors import try_verb

from .. import actions, queries
from ..forms.instruments import ReviewForm, topic_choices


@require_safe
@requires(Permission.GAP_VIEW)
def norms(request: SignedIn) -> HttpResponse:
    topic, kind = request.GET.get("tema", "")[:40], request.GET.get("tipo", "")[:20]
    page = {
        "norms": queries.norms(topic, kind),
        "topic": topic,
        "kind": kind,
        "topics": topic_choices(),
        "kinds": queries.kinds_of_norm(),
    }
    return render(request, "governance/norms.html", page)


@require_safe
@requires(Permission.GAP_VIEW)
def norm(request: SignedIn, norm_code: str) -> HttpResponse:
    versions = list(LegalNorm._default_manager.filter(code=norm_code).order_by("-version"))
    if not versions:
        raise Http404
    page = {
        "norm": versions[0],
        "versions": versions,
        "steps": queries.steps_resting_on(norm_code, localdate()),
        "instruments": queries.instruments_about([norm_code]),
        "reviews": queries.follow_ups_of(norm_code),
        "may_edit": request.user.may(Permission.NORM_EDIT),
    }
    return render(request, "governance/norm.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.NORM_EDIT)
@once
def review(request: SignedIn, norm_code: str) -> HttpResponse:
    found = get_object_or_404(codelists.current(LegalNorm), code=norm_code)
    form = ReviewForm(sent(request))

    def verb() -> object:
        return actions.review_norm(norm=found, what=form.written(), by=request.user, at=now())

    if request.method == "POST" and form.is_valid() and try_verb(request, form, verb, _("The review is kept.")):
        return redirect("governance:norm", norm_code)
    return render(request, "governance/norm_review.html", {"form": form, "norm": found})
