"""The calendar of sessions is for anybody; who signed up, for whoever keeps the sessions of the office."""

from typing import Any

from ayni.outreach.tests.factories import session_of

from .cast import Cast
from .page import Page, page
from .whom import CASE_STAFF, PUBLIC

READ, SENT = ("calendar", "feed", "session", "ics"), ("mine", "sign-up")
"""Each in Spanish and in another language."""

SESSION_PAGES: dict[str, Page] = {
    **{f"outreach:{name}{suffix}": page(PUBLIC, methods="GET") for name in READ for suffix in ("", "-in")},
    **{f"outreach:{name}{suffix}": page(PUBLIC) for name in SENT for suffix in ("", "-in")},
    "outreach:sessions": page(CASE_STAFF, methods="GET"),
    "outreach:new": page(CASE_STAFF),
    "outreach:kept": page(CASE_STAFF, "session"),
    "outreach:change": page(CASE_STAFF, "session"),
}


def sessions(cast: Cast) -> dict[str, Any]:
    """Of two offices."""
    return {"of sede central": session_of(cast.rosa), "of tumbes": session_of(cast.vera)}
