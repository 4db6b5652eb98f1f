"""Setting up the second factor, and its recovery codes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ayni.access import actions, second_factor
from ayni.access.forms.sign_in import EnrolForm
from ayni.access.permissions import SignedIn, before_second_factor, signed_in
from ayni.access.recent import recent_sign_in
from ayni.access.sessions import FACTOR, stored_key

from .account import next_of

SECRET = "new_second_factor"  # noqa: S105
"""In the session, the secret that is being set up: encrypted, until its first code was right."""


@never_cache
@require_http_methods(["GET", "POST"])
@before_second_factor
@recent_sign_in
def enrol(request: SignedIn) -> HttpResponse:
    """A QR for the authenticator app, the same in letters, and a code to prove that it works."""
    sealed = request.session.get(SECRET) if request.method == "POST" else None
    secret = second_factor.opened(sealed) if sealed else second_factor.new_secret()
    form = EnrolForm(request.POST if sealed else None, secret=secret)
    if form.is_valid():
        key = stored_key(request.session.session_key or "")
        codes = actions.enrol_second_factor(user=request.user, secret=secret, session=key, at=now())
        del request.session[SECRET]
        request.session[FACTOR] = True
        request.session.cycle_key()
        return _codes(request, codes)
    request.session[SECRET] = second_factor.sealed(secret)
    context = {
        "form": form,
        "qr": second_factor.qr_of(request.user, secret),
        "secret": second_factor.in_groups(secret),
        "replaces": second_factor.has_second_factor(request.user),
        "next": next_of(request),
    }
    return render(request, "access/enrol.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
@recent_sign_in
def recovery_codes(request: SignedIn) -> HttpResponse:
    """New recovery codes, shown once. The old ones end."""
    if request.method == "POST":
        return _codes(request, actions.renew_recovery_codes(user=request.user, at=now()))
    return render(request, "access/renew_codes.html", {"factor": second_factor.state_of(request.user)})


def _codes(request: SignedIn, codes: list[str]) -> HttpResponse:
    messages.success(request, _("Your second factor is ready. Keep these codes before you go on."))
    context = {"codes": [second_factor.spoken(code) for code in codes], "next": next_of(request)}
    return render(request, "access/recovery_codes.html", context)
