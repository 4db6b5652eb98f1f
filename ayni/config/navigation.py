"""The frame around every staff page: which links, which search box, who is signed in, as what."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User
from ayni.access.permissions import Permission


@dataclass(frozen=True)
class Entry:
    """A link of the main navigation, for whoever has the permission. It is marked on all pages below its address."""

    label: str | Promise
    url_name: str
    permission: Permission
    unless: Permission | None = None
    """Whoever has this one too finds it on another page."""
    is_rare: bool = False
    """Stands under "More" for whoever has many links: seldom gone to, or from another page."""


ENTRIES = (
    Entry(_("Home"), "desk:home", Permission.DESK_VIEW),
    Entry(_("People"), "desk:people", Permission.PERSON_SEARCH),
    Entry(_("Duplicates"), "desk:duplicates", Permission.PERSON_ADJUDICATE, is_rare=True),
    Entry(_("Cases"), "desk:cases", Permission.CASE_VIEW),
    Entry(_("Alerts"), "referrals:alerts", Permission.TRIAGE_WORK),
    Entry(_("Supervision"), "desk:supervision", Permission.CASE_ASSIGN),
    Entry(_("Voice of people"), "feedback:board", Permission.FEEDBACK_WORK),
    Entry(_("Voice of people"), "feedback:write-down", Permission.FEEDBACK_RECEIVE, unless=Permission.FEEDBACK_WORK),
    Entry(_("My alerts"), "referrals:my-alerts", Permission.ALERT_SEND, unless=Permission.TRIAGE_WORK),
    Entry(_("Inbox"), "referrals:inbox", Permission.REFERRAL_ANSWER),
    Entry(_("Front desk"), "procedures:front", Permission.DIRECTORY_VIEW),
    Entry(_("Directory"), "directory:list", Permission.DIRECTORY_VIEW),
    Entry(_("Protocols"), "governance:protocols", Permission.DIRECTORY_VIEW, is_rare=True),
    Entry(_("Guides"), "portal:guides", Permission.GUIDE_EDIT, is_rare=True),
    Entry(_("Sessions"), "outreach:sessions", Permission.SESSION_KEEP, is_rare=True),
    Entry(_("Campaigns"), "outreach:campaigns", Permission.CAMPAIGN_KEEP, is_rare=True),
    Entry(
        _("To make known"),
        "outreach:requests",
        Permission.COMMUNICATION_ASK,
        unless=Permission.CAMPAIGN_KEEP,
        is_rare=True,
    ),
    Entry(_("Gaps"), "governance:gaps", Permission.GAP_VIEW, is_rare=True),
    Entry(_("Compliance"), "results:compliance", Permission.COMPLIANCE_VIEW),
    Entry(_("Results"), "results:indicators", Permission.COMPLIANCE_VIEW, is_rare=True),
    Entry(_("Observatory releases"), "observatory:releases", Permission.OBSERVATORY_PREPARE, is_rare=True),
    Entry(_("Studies of the observatory"), "observatory:library", Permission.OBSERVATORY_PREPARE, is_rare=True),
    Entry(_("Use of the observatory"), "observatory:use", Permission.COMPLIANCE_VIEW, is_rare=True),
    Entry(_("How we answer"), "results:scorecard", Permission.SCORECARD_VIEW, unless=Permission.COMPLIANCE_VIEW),
    Entry(_("Users"), "access:users", Permission.USERS_MANAGE),
)

MOST_IN_A_LINE = 9
"""So many links fit beside each other on a screen of 1280 px; of more, the rare ones stand under "More"."""
SEARCH = ("desk:people", Permission.PERSON_SEARCH)
ACCOUNT = "access:account"


@dataclass(frozen=True)
class Link:
    label: str | Promise
    href: str
    current: str
    """For aria-current: "page" on the very page, "true" elsewhere in its part of the product, else ""."""


@dataclass(frozen=True)
class Frame:
    home: str
    search: str
    account: str
    role: str
    links: list[Link]
    more: list[Link] = field(default_factory=list)
    """Those that are seldom gone to, of whoever has many."""
    emergency: str = ""
    """Address of what the user opened by breaking the glass, while something is open."""

    @property
    def inside_more(self) -> Link | None:
        """Where one is, if that stands under "More"."""
        return next((link for link in self.more if link.current), None)


def navigation(request: HttpRequest) -> dict[str, Callable[[], Frame] | Any]:
    """Context processor. Lazy, so that a public page asks nothing about anybody."""

    def frame() -> Frame:
        cached: Frame | None = getattr(request, "_ayni_frame", None)
        if cached is None:
            cached = request._ayni_frame = frame_of(request)  # type: ignore[attr-defined]
        return cached

    return {"frame": frame}


def frame_of(request: HttpRequest) -> Frame:
    user = request.user
    if not isinstance(user, User):
        return Frame(home="/", search="", account="", role="", links=[])
    may = user.permissions
    entries = [entry for entry in ENTRIES if entry.permission in may and entry.unless not in may]
    is_long = len(entries) > MOST_IN_A_LINE
    links = [_link(entry, request) for entry in entries if not (is_long and entry.is_rare)]
    return Frame(
        home=links[0].href if links else "/",
        search=_address(SEARCH[0]) if SEARCH[1] in may else "",
        account=_address(ACCOUNT),
        role=_role(user),
        links=links,
        more=[_link(entry, request) for entry in entries if is_long and entry.is_rare],
        emergency=_address("desk:glass") if user.opened_by_glass else "",
    )


@cache
def _address(url_name: str) -> str:
    """Kept: every page of staff asks for the same ten."""
    return reverse(url_name)


def _link(entry: Entry, request: HttpRequest) -> Link:
    href = _address(entry.url_name)
    inside = request.path.startswith(href)
    return Link(entry.label, href, "page" if request.path == href else "true" if inside else "")


def _role(user: User) -> str:
    """Such as "Gestora de casos · Lima": the roles that count at this moment, and the office."""
    roles = ", ".join(str(role.label) for role in sorted(user.active_roles))
    offices = sorted({m.office.name for m in user.active_memberships if m.office})
    return " · ".join(part for part in (roles, ", ".join(offices)) if part)
