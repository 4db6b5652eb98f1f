"""Sessions in a table of ours: each knows whose it is, from where and since when, so that a person can see and end it.

The key in the cookie opens the session; the table keeps only its hash, so that a stolen database opens none.
"""

from datetime import datetime
from hashlib import sha256
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest
from django.utils import timezone

from .addresses import address_of, agent_of
from .models import Session, User

SINCE, CONFIRMED, AGENT, ADDRESS, FACTOR = "since", "confirmed", "agent", "address", "factor"


def stored_key(key: str) -> str:
    return sha256(key.encode()).hexdigest()[:40]


class SessionStore(DatabaseStore):
    row: Session | None = None
    """As it was read at the start of this request."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        key = stored_key(self.session_key) if self.session_key else ""
        self.row = Session.objects.filter(session_key=key, expire_date__gt=timezone.now()).first()
        if self.row is None:
            self._session_key = None
        return self.row

    def exists(self, session_key: str | None) -> bool:
        return Session.objects.filter(session_key=stored_key(session_key or "")).exists()

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            Session.objects.filter(session_key=stored_key(key)).delete()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        made: Any = super().create_model_instance(data)
        now = timezone.now()
        made.session_key = stored_key(made.session_key)
        made.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        made.started_at = datetime.fromisoformat(data[SINCE]) if SINCE in data else now
        made.seen_at = now
        made.agent, made.address = data.get(AGENT, ""), data.get(ADDRESS)
        return cast(Session, made)

    @property
    def started_at(self) -> datetime | None:
        return datetime.fromisoformat(self[SINCE]) if SINCE in self else None

    @property
    def confirmed_at(self) -> datetime | None:
        return datetime.fromisoformat(self[CONFIRMED]) if CONFIRMED in self else None


def begin(request: HttpRequest, user: User, **_: object) -> None:
    """Somebody signed in: from here on the session is theirs, of this browser, from now."""
    now = timezone.now().isoformat()
    request.session.update({SINCE: now, CONFIRMED: now})
    # A session made without a browser (`force_login` in a test) is bound by its first request.
    if is_real(request):
        bind(request)


def is_real(request: HttpRequest) -> bool:
    """A request that came over HTTP, not one that was put together to sign somebody in."""
    return "REQUEST_METHOD" in request.META


def bind(request: HttpRequest) -> None:
    request.session.update({AGENT: agent_of(request), ADDRESS: address_of(request)})


def confirm(request: HttpRequest) -> None:
    """The password was asked again, and was right."""
    request.session[CONFIRMED] = timezone.now().isoformat()
