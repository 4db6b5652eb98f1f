"""One question for the person's own telephone. It names nobody, no institution and no matter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.pace import limited
from ayni.access.speaking import spoken
from ayni.lib.tongues import address_now

from .. import actions, queries
from ..models import Attended


@never_cache
@require_http_methods(["GET", "POST"])
@spoken
@limited("feedback", most=30, seconds=600)
def feedback(request: HttpRequest, token: str) -> HttpResponse:
    """ "¿Cómo le fue?" Whatever became of the address, the page says the same of the matter: nothing."""
    link, attended = queries.feedback_link(token, now()), request.POST.get("attended", "")
    if link is None and queries.is_said_again(token, attended, now()):
        return redirect(address_now("referrals:feedback-thanks"))
    if link is None:
        return render(request, "referrals/feedback_over.html", status=404)
    if request.method == "POST" and attended in Attended.values:
        actions.answer_feedback(link=link, attended=attended, at=now())
        return redirect(address_now("referrals:feedback-thanks"))
    page = {"choices": Attended.choices, "is_missing": request.method == "POST"}
    return render(request, "referrals/feedback.html", page)


@require_safe
@spoken
def feedback_thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "referrals/feedback_thanks.html")
