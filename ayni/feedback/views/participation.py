"""What comes back to people: what was done, consultations and their results, one question after an attention."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.going_back import comes_back
from ayni.access.pace import even, limited
from ayni.access.permissions import public, sent
from ayni.lib.errors import RuleBroken
from ayni.lib.ids import is_uuid
from ayni.lib.paging import paginate
from ayni.lib.tongues import asked_as

from .. import actions
from ..forms.participation import OpinionForm, TakePartForm
from ..models import Consultation, ConsultationState
from ..queries import participation as queries
from .speaking import page_in, spoken

READS = {"most": 600, "seconds": 3600}


@require_safe
@public
@limited("feedback-told", **READS)
@spoken
def told(request: HttpRequest, *, language: str) -> HttpResponse:
    """«Ustedes dijeron, hicimos», by month and office; how many told us something, and how soon we answered."""
    rows, office = queries.published(), request.GET.get("oficina", "")
    offices = sorted({(one.office_id, str(one.office)) for one in rows if one.office}, key=lambda pair: pair[1])
    if office in {str(pk) for pk, _name in offices}:
        rows = rows.filter(office=int(office))
    page = paginate(request, rows, order=("-month", "-published_at", "-pk"))
    shown: dict[str, Any] = {
        "page": page,
        "offices": offices,
        "office": office,
        "months": queries.told_by_month(localdate()),
    }
    return page_in(request, "public/told", language, **shown)


@require_safe
@public
@limited("feedback-told", **READS)
@spoken
def consultations(request: HttpRequest, *, language: str) -> HttpResponse:
    page = paginate(request, queries.public_consultations(), order=("-closes_on", "-pk"))
    return page_in(request, "public/consultations", language, page=page, today=localdate())


@never_cache
@require_http_methods(["GET", "POST"])
@public
@limited("feedback-part", most=60, seconds=3600)
@comes_back
@spoken
def consultation(request: HttpRequest, consultation_id: UUID, *, language: str) -> HttpResponse:
    """What is asked, and the answer of whoever takes part; afterwards the result."""
    found = get_object_or_404(queries.public_consultations(), pk=consultation_id)
    is_open = found.state == ConsultationState.OPEN and localdate() <= found.closes_on
    form = TakePartForm(sent(request), initial={"language": language})
    if request.method == "POST" and form.is_valid() and _took_part(request, found, form):
        return redirect(reverse("feedback:took-part") + asked_as(language))
    page = {
        "consultation": found, "is_open": is_open, "form": form,
        "outcome": queries.outcome(found) if found.state == ConsultationState.PUBLISHED else None,
    }  # fmt: skip
    return page_in(request, "public/consultation", language, 400 if form.errors else 200, **page)


def _took_part(request: HttpRequest, found: Consultation, form: TakePartForm) -> bool:
    key = request.POST.get("once", "")
    try:
        actions.take_part(
            consultation=found, said=form.said(), submission=UUID(key) if is_uuid(key) else None, at=now()
        )
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return False
    return True


@require_safe
@public
@spoken
def took_part(request: HttpRequest, *, language: str) -> HttpResponse:
    return page_in(request, "public/thanks", language, title=_("Thank you for taking part"))


@never_cache
@require_http_methods(["GET", "POST"])
@public
@limited("feedback-opinion", most=60, seconds=3600)
@even
@comes_back
@spoken
def opinion(request: HttpRequest, token: str, *, language: str) -> HttpResponse:
    """One question, once. What is over and what never was look alike."""
    invitation = queries.survey_of(token, now())
    if invitation is None:
        return _over(request, language)
    form = OpinionForm(sent(request))
    if request.method == "POST" and form.is_valid():
        if not actions.answer_survey(invitation=invitation, at=now(), **form.cleaned_data):
            return _over(request, language)
        return redirect(reverse("feedback:opinion-thanks") + asked_as(language))
    return page_in(request, "public/opinion", language, 400 if form.errors else 200, form=form)


def _over(request: HttpRequest, language: str) -> HttpResponse:
    """The same whatever was asked for: no way to itself in other languages, which would say it again."""
    return page_in(request, "public/over", language, 404, ways=[])


@require_safe
@public
@spoken
def opinion_thanks(request: HttpRequest, *, language: str) -> HttpResponse:
    return page_in(request, "public/thanks", language, title=_("Thank you"))
