from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from .lockout import account_of
from .models import User


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Username or e-mail, and a password. Whatever is wrong, one hash is computed and the answer is the same."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        password = str(credentials.get("password") or "")
        user = account_of(str(credentials.get("username") or credentials.get("email") or ""))
        if user is None or not user.has_usable_password():
            make_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None
