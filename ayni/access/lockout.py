"""Too many wrong tries: who is locked out, for how long, and the page that says so (django-axes counts)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username, get_credentials
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db.models import Max, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from . import actions
from .models import User

LIMIT = 5
"""Of one account from one address. Enough for a bad day, too few to guess."""
ACCOUNT_LIMIT = 20
"""Of one account from anywhere: many addresses guess no better than one."""
ADDRESS_LIMIT = 50
"""Of one address, whatever the account. An office shares an address, so it is not five."""
COOL_OFF = timedelta(minutes=15)


def account_of(login: str) -> User | None:
    """Whom a username or an e-mail means."""
    login = login.strip()
    return User.objects.filter(Q(username__iexact=login) | Q(email__iexact=login)).order_by("pk").first()


def username_of(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """What counts as one account: the username, also if the e-mail was typed; else what was typed."""
    given = credentials or {}
    typed = given.get("username") or given.get("email") or request.POST.get("login") or ""
    user = account_of(str(typed)) if typed else None
    return (user.username if user else str(typed)).strip().lower()[:255]


class Handler(AxesDatabaseHandler):  # type: ignore[misc]
    def get_failures(self, request: Any, credentials: dict[str, Any] | None = None) -> int:
        """The failures of this account from this address; the limit, where account or address had enough."""
        counted = Counted.of(request, credentials)
        if counted.account >= ACCOUNT_LIMIT or counted.address >= ADDRESS_LIMIT:
            return max(LIMIT, counted.pair)
        return counted.pair


@dataclass(frozen=True)
class Counted:
    """The failures of the last quarter of an hour."""

    mine: Q
    here: Q
    pair: int
    account: int
    address: int

    @classmethod
    def of(cls, request: Any, credentials: dict[str, Any] | None) -> "Counted":
        mine, here = Q(username=get_client_username(request, credentials)), Q(ip_address=request.axes_ip_address)
        sums = _lately().aggregate(
            pair=Sum("failures_since_start", filter=mine & here, default=0),
            account=Sum("failures_since_start", filter=mine, default=0),
            address=Sum("failures_since_start", filter=here, default=0),
        )
        return cls(mine, here, **{name: int(count) for name, count in sums.items()})

    @property
    def is_whole_address(self) -> bool:
        """Everybody at this address is locked out, and not one account alone."""
        return self.address >= ADDRESS_LIMIT

    @property
    def last(self) -> datetime | None:
        """The last failure that keeps this lock shut."""
        locked = self.mine if self.account >= ACCOUNT_LIMIT else self.mine & self.here
        rows = _lately().filter(locked | self.here if self.is_whole_address else locked)
        found: datetime | None = rows.aggregate(at=Max("attempt_time"))["at"]
        return found


def page(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """How long to wait, and whom to call. The same page for an account that does not exist."""
    counted, now = Counted.of(request, credentials), timezone.now()
    left = (counted.last or now) + COOL_OFF - now
    context = {
        "minutes": max(1, ceil(left.total_seconds() / 60)),
        "is_whole_address": counted.is_whole_address,
        "help_contact": settings.HELP_CONTACT,
    }
    return render(request, "access/locked.html", context, status=429)


def tell_the_trail(sender: object, username: str = "", **_: object) -> None:
    """An account was locked: a line in the trail, if it exists."""
    user = account_of(username) if username else None
    if user is not None:
        actions.record_lockout(user, at=timezone.now())


def count_wrong_code(sender: object, user: User, request: HttpRequest, **_: object) -> None:
    """A wrong second factor counts as a wrong password does."""
    Handler().user_login_failed(sender, get_credentials(username=user.username), request)


def unlock(user: User) -> None:
    """After the second factor was reset, or the password changed by its owner."""
    reset(username=user.username)


def _lately() -> Any:
    return AccessAttempt.objects.filter(attempt_time__gte=timezone.now() - COOL_OFF)
