from typing import Any

from allauth.account import forms as allauth
from allauth.mfa.base import forms as mfa
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_credentials
from django import forms
from django.contrib.auth import authenticate, password_validation
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ayni.access import actions, second_factor
from ayni.access.lockout import account_of, unlock
from ayni.access.models import User
from ayni.access.permissions import SignedIn
from ayni.design.base_form import BaseForm

CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false", "autocapitalize": "off"}


def password_input(autocomplete: str) -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": autocomplete, "spellcheck": "false", "autocapitalize": "off"})


class _Login(allauth.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {"autocomplete": "username", "spellcheck": "false", "autocapitalize": "off"}
        self.fields["login"] = forms.CharField(
            label=_("Username or e-mail"), max_length=254, widget=forms.TextInput(attrs=names)
        )
        self.fields["password"] = forms.CharField(
            label=_("Password"), max_length=200, strip=False, widget=password_input("current-password")
        )
        self.order_fields(["login", "password"])


class LoginForm(BaseForm, _Login):
    pass


class AuthenticateForm(BaseForm, mfa.AuthenticateForm):  # type: ignore[misc]
    """The code of the app, or one recovery code. Wrong codes count as wrong passwords do."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=20, widget=forms.TextInput(attrs=CODE))

    def clean_code(self) -> str:
        request = mfa.context.request
        credentials = get_credentials(username=self.user.username)
        if not AxesProxyHandler.is_allowed(request, credentials):
            # The page says how long this account is locked: nobody typed its name here.
            request.axes_locked_out, request.axes_credentials = True, credentials
            raise forms.ValidationError(_("There were too many wrong codes. Wait a while."))
        code = str(self.cleaned_data["code"]).replace(" ", "").replace("-", "")
        for authenticator in Authenticator.objects.filter(user=self.user).order_by("pk"):
            if self._is_good(authenticator, code):
                authenticator.user = self.user
                self.authenticator = authenticator
                return code
        self._emit_authentication_failed(Authenticator(user=self.user))
        raise forms.ValidationError(
            _("That code is not good. Wait until the app shows the next one, or use a recovery code.")
        )

    @staticmethod
    def _is_good(authenticator: Authenticator, code: str) -> bool:
        if authenticator.type == Authenticator.Type.TOTP:
            return actions.use_totp(authenticator, code=code, at=timezone.now())
        return authenticator.type == Authenticator.Type.RECOVERY_CODES and bool(
            authenticator.wrap().validate_code(code)
        )

    def save(self) -> None:
        post_authentication(mfa.context.request, self.authenticator)


class ResetPasswordForm(BaseForm, forms.Form):
    """Whatever address is typed, the answer is the same, and so is the work."""

    email = forms.EmailField(
        label=pgettext_lazy("users", "E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        user = account_of(self.cleaned_data["email"])
        with transaction.atomic():
            known = user is not None and user.is_active and user.email.lower() == self.cleaned_data["email"].lower()
            whom = user if user is not None and known else _nobody()
            allauth.flows.password_reset.request_password_reset(
                request, whom.email, [whom], allauth.default_token_generator
            )
            transaction.set_rollback(not known)
        return str(self.cleaned_data["email"])


def _nobody() -> User:
    return User(pk=0, username="nadie", email="nadie@example.invalid", password="!")  # noqa: S106


class _TwicePassword(BaseForm, forms.Form):
    password1 = forms.CharField(
        label=gettext_lazy("New password"), max_length=200, strip=False, widget=password_input("new-password")
    )
    password2 = forms.CharField(
        label=gettext_lazy("The same password again"),
        max_length=200,
        strip=False,
        widget=password_input("new-password"),
    )
    user: User | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, again = cleaned.get("password1"), cleaned.get("password2")
        if first and again and first != again:
            self.add_error("password2", _("The two passwords are not the same. Type them again."))
        elif first:
            try:
                password_validation.validate_password(first, self.user)
            except forms.ValidationError as weak:
                self.add_error("password1", weak)
        return cleaned


class ResetPasswordKeyForm(_TwicePassword):
    def __init__(self, *args: Any, user: User | None = None, temp_key: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def save(self) -> None:
        if self.user is not None:
            actions.change_password(user=self.user, password=self.cleaned_data["password1"], at=timezone.now())
            unlock(self.user)


class ChangePasswordForm(_TwicePassword):
    oldpassword = forms.CharField(
        label=gettext_lazy("Your password of now"),
        max_length=200,
        strip=False,
        widget=password_input("current-password"),
    )
    field_order = ("oldpassword", "password1", "password2")

    def __init__(self, *args: Any, request: SignedIn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.user = request, request.user

    def clean_oldpassword(self) -> str:
        return _right_password(self.request, self.cleaned_data["oldpassword"])


class ConfirmForm(BaseForm, forms.Form):
    """The password again, before something that a borrowed screen must not do."""

    password = forms.CharField(
        label=gettext_lazy("Password"), max_length=200, strip=False, widget=password_input("current-password")
    )

    def __init__(self, *args: Any, request: SignedIn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self) -> str:
        return _right_password(self.request, self.cleaned_data["password"])


def _right_password(request: SignedIn, password: str) -> str:
    """A wrong one counts towards the lock, as at the door."""
    if authenticate(request, username=request.user.username, password=password) != request.user:
        raise forms.ValidationError(_("That is not your password. Type it again."))
    return password


class EnrolForm(BaseForm, forms.Form):
    """The first code of a new authenticator app."""

    code = forms.CharField(label=gettext_lazy("Code of six digits"), max_length=12, widget=forms.TextInput(attrs=CODE))

    def __init__(self, *args: Any, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret = secret

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if second_factor.matching_counter(self.secret, code, seconds=timezone.now().timestamp()) is None:
            raise forms.ValidationError(
                _("That code does not fit. See that the telephone's clock is set automatically, and type the next one.")
            )
        return code


class AcceptForm(_TwicePassword):
    first_name = forms.CharField(
        label=gettext_lazy("Given names"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=gettext_lazy("Surnames"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    phone = forms.CharField(
        label=gettext_lazy("Work telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    field_order = ("first_name", "last_name", "phone", "password1", "password2")

    @property
    def values(self) -> dict[str, str]:
        """What goes to the verb."""
        values = dict(self.cleaned_data)
        password = values.pop("password1")
        del values["password2"]
        return {**values, "password": password}
