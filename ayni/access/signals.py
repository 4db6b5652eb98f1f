"""What Django, allauth and axes tell us about a sign-in. There are no signals between our own apps."""

from allauth.mfa.signals import authentication_failed
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest
from django.utils import timezone

from . import actions, lockout, sessions
from .models import User


def listen() -> None:
    user_logged_in.connect(_begin, dispatch_uid="ayni.access.begin")
    user_logged_out.connect(_end, dispatch_uid="ayni.access.end")
    user_locked_out.connect(lockout.tell_the_trail, dispatch_uid="ayni.access.locked")
    authentication_failed.connect(lockout.count_wrong_code, dispatch_uid="ayni.access.wrong_code")


def _begin(sender: object, request: HttpRequest, user: User, **_: object) -> None:
    sessions.begin(request, user)
    if sessions.is_real(request):
        actions.record_sign_in(user, at=timezone.now())


def _end(sender: object, request: HttpRequest, user: User | None, **_: object) -> None:
    if user is not None and sessions.is_real(request):
        actions.record_sign_out(user, at=timezone.now())
