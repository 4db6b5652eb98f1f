"""Signing in with an account of the State, over OpenID Connect, where an installation is configured for it."""

from allauth.socialaccount.providers.openid_connect import views as openid
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from .permissions import public


@require_POST
@public
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider. One that does not answer is said so; the password still opens."""
    try:
        answer: HttpResponse = openid.login(request, provider_id)
    except RequestException:
        messages.error(request, _("The identity service does not answer. Sign in with your password."))
        return redirect("account_login")
    return answer


@require_safe
@public
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """From the provider, with a code that is exchanged for who it is."""
    answer: HttpResponse = openid.callback(request, provider_id)
    return answer


@require_safe
@public
def cancelled(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("You did not finish signing in there. Try again, or sign in with your password."))
    return redirect("account_login")
