"""Whom an account of the State opens: an account that somebody was invited to, with the same verified e-mail."""

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from .models import User


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """The account is found by the e-mail, anew each time: who changed it here is no longer who they are there. Of
        what the provider says, nothing is kept. The second factor is asked for after this, as after a password."""
        claims = sociallogin.account.extra_data.get("userinfo") or {}
        sociallogin.account.extra_data = {}
        email = str(claims.get("email") or "").strip()
        if claims.get("email_verified") is not True or not email:
            _refuse(request, _("The identity service did not confirm your e-mail address. Sign in with your password."))
        found = list(User.objects.filter(email__iexact=email, is_active=True).order_by("pk")[:2])
        if len(found) != 1:
            _refuse(request, _("There is no account for that person here. Accounts are given by invitation."))
        sociallogin.user = found[0]

    def on_authentication_error(self, request: HttpRequest, provider: Any, **why: Any) -> None:
        _refuse(request, _("The identity service did not say who you are. Try again, or sign in with your password."))


def _refuse(request: HttpRequest, why: str) -> NoReturn:
    messages.error(request, why)
    raise ImmediateHttpResponse(redirect("account_login"))
