"""The doors of allauth that this house needs, under Spanish addresses. No sign-up."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from django.urls import path, re_path

from .pace import even
from .password_link import new_password
from .permissions import before_second_factor, public
from .state_sign_in import begin, cancelled, come_back

urlpatterns = [
    path("ingresar/", public(account.login), name="account_login"),
    path("salir/", public(before_second_factor(account.logout)), name="account_logout"),
    path("codigo/", public(mfa.authenticate), name="mfa_authenticate"),
    path("suspendida/", public(account.account_inactive), name="account_inactive"),
    path("clave/olvidada/", public(even(account.password_reset)), name="account_reset_password"),
    path("clave/olvidada/enviada/", public(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^clave/nueva/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(new_password),
        name="account_reset_password_from_key",
    ),
    # With an account of the State, where an installation is configured for it.
    path("estado/sin-terminar/", cancelled, name="socialaccount_login_cancelled"),
    path("estado/<slug:provider_id>/", begin, name="openid_connect_login"),
    path("estado/<slug:provider_id>/vuelta/", come_back, name="openid_connect_callback"),
    path("clave/lista/", public(account.password_reset_from_key_done), name="account_reset_password_from_key_done"),
]
