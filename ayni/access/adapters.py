"""How allauth is bent to this house: no public sign-up, e-mails through the outbox, secrets encrypted."""

from base64 import b64decode, b64encode
from typing import Any
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ayni.lib.keys import keyring

from . import post
from .addresses import address_of
from .models import User

_CONTEXT = "mfa.Authenticator.data"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The username or the password is not right. Type both again."),
        "too_many_login_attempts": _("There were too many attempts. Wait a while."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("access:account")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Under our own address, whatever host the request named."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.PUBLIC_URL + path.replace("UID-KEY", quote(key))

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        post.send("password_reset", to=user.email, at=timezone.now(), link=context["password_reset_url"])

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Our verbs tell the user themselves."""

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what happened where it happened."""


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def encrypt(self, text: str) -> str:
        return b64encode(keyring(settings.AYNI_HOME).encrypt(text.encode(), context=_CONTEXT)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return keyring(settings.AYNI_HOME).decrypt(b64decode(encrypted_text), context=_CONTEXT).decode()

    def get_totp_label(self, user: User) -> str:
        return user.username

    def get_totp_issuer(self) -> str:
        return "Ayni"
