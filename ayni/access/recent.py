"""Asks the password again before what a borrowed screen must not do: exports, and the users of an institution."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from . import kept, rules
from .permissions import SignedIn
from .sessions import SessionStore

View = TypeVar("View", bound=Callable[..., HttpResponse])


def recent_sign_in(view: View) -> View:
    """Open only to whoever gave the password in the last 15 minutes. Asks it again, and comes back with what was typed.

    It goes under `requires`, so that whoever may not do this is not asked for a password either.
    """

    @wraps(view)
    def asked_again(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponse:
        session = cast(SessionStore, request.session)
        if rules.is_recent(confirmed_at=session.confirmed_at, at=timezone.now()):
            return view(request, *args, **kwargs)
        if request.method == "POST":
            kept.keep(request, request.user)
        query = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('access:confirm')}?{query}")

    return cast("View", asked_again)
