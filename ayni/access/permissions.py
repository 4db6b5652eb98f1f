"""Who may do what. One list of permissions, one table of roles, one check."""

from collections.abc import Callable
from enum import StrEnum, auto
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from .models import User


class SignedIn(HttpRequest):
    """A request that has passed the sign-in check: its user is one of ours."""

    user: "User"


class Role(models.TextChoices):
    RECEPTION = "RECEPTION", pgettext_lazy("role", "Reception")
    CASEWORKER = "CASEWORKER", pgettext_lazy("role", "Caseworker")
    SUPERVISOR = "SUPERVISOR", pgettext_lazy("role", "Supervisor")
    PARTNER = "PARTNER", pgettext_lazy("role", "Partner institution")
    ANALYST = "ANALYST", pgettext_lazy("role", "Analyst")
    ADMINISTRATOR = "ADMINISTRATOR", pgettext_lazy("role", "Administrator")


class Permission(StrEnum):
    DESK_VIEW = auto()
    """The home page of staff."""
    DIRECTORY_VIEW = auto()
    """The directory of institutions, the protocols and the lists: nothing about a person."""
    PERSON_SEARCH = auto()
    PERSON_REGISTER = auto()
    PERSON_VIEW = auto()
    PERSON_EDIT = auto()
    """Change a file, and record or withdraw consent."""
    PERSON_EXPORT = auto()
    """Print who saw a file, and hand the person their own data."""
    PERSON_ADJUDICATE = auto()
    """Decide whether two files are of one person; merge and unmerge."""
    PERSON_IMPORT = auto()
    PERSON_ERASE = auto()
    """Erase a file by rule, and see what retention would erase."""
    CASE_VIEW = auto()
    CASE_WORK = auto()
    """Screen, open, plan, note, close, reopen."""
    CASE_ASSIGN = auto()
    """Hand a case to a colleague or to another team."""
    GLASS_BREAK = auto()
    """Open for a while, with a reason, a case that no role opens."""
    BREACH_KEEP = auto()
    """The register of personal-data breaches: what happened, never to whom."""
    REFERRAL_SEND = auto()
    REFERRAL_ANSWER = auto()
    ALERT_SEND = auto()
    """Tell the unit of somebody who needs it, and read what became of one's own alerts."""
    TRIAGE_WORK = auto()
    """The queue of what comes in: take, ask back, match, send on, close."""
    SCORECARD_VIEW = auto()
    """How institutions answer: staff by their reach, a partner how its own does."""
    COMPLIANCE_VIEW = auto()
    COMPLIANCE_ROWS = auto()
    """Open the rows behind a number."""
    CLOCK_EDIT = auto()
    """Change the times within which institutions must answer."""
    USERS_MANAGE = auto()
    REFERENCE_EDIT = auto()
    """Add a profile, a service, a focal point."""
    GAP_VIEW = auto()
    """The register of gaps and of norms: rules and institutions, never people."""
    GAP_WORK = auto()
    """Open a gap, say what shows it, carry it on and close it."""
    NORM_EDIT = auto()
    """Propose norms, and keep the register of norms, policies and plans."""
    PROTOCOL_EDIT = auto()
    """Write the next version of a protocol."""
    PROTOCOL_APPROVE = auto()
    """Approve what a colleague wrote; never one's own."""


_RECEPTION = frozenset(
    {
        Permission.DESK_VIEW,
        Permission.DIRECTORY_VIEW,
        Permission.PERSON_SEARCH,
        Permission.PERSON_REGISTER,
        Permission.PERSON_VIEW,
        Permission.PERSON_EDIT,
        Permission.ALERT_SEND,
    }
)
_CASEWORKER = _RECEPTION | {
    Permission.PERSON_EXPORT,
    Permission.CASE_VIEW,
    Permission.CASE_WORK,
    Permission.GLASS_BREAK,
    Permission.REFERRAL_SEND,
    Permission.TRIAGE_WORK,
    # Our own units are asked for things too.
    Permission.REFERRAL_ANSWER,
    Permission.GAP_VIEW,
    Permission.GAP_WORK,
}

ROLES: dict[Role, frozenset[Permission]] = {
    Role.RECEPTION: _RECEPTION,
    Role.CASEWORKER: _CASEWORKER,
    Role.SUPERVISOR: _CASEWORKER
    | {
        Permission.PERSON_ADJUDICATE,
        Permission.PERSON_IMPORT,
        Permission.PERSON_ERASE,
        Permission.CASE_ASSIGN,
        Permission.BREACH_KEEP,
        Permission.COMPLIANCE_VIEW,
        Permission.COMPLIANCE_ROWS,
        Permission.SCORECARD_VIEW,
        Permission.CLOCK_EDIT,
        Permission.REFERENCE_EDIT,
        Permission.NORM_EDIT,
        Permission.PROTOCOL_EDIT,
        Permission.PROTOCOL_APPROVE,
    },
    Role.PARTNER: frozenset(
        {Permission.DIRECTORY_VIEW, Permission.REFERRAL_ANSWER, Permission.ALERT_SEND, Permission.SCORECARD_VIEW}
    ),
    Role.ANALYST: frozenset(
        {
            Permission.DIRECTORY_VIEW,
            Permission.COMPLIANCE_VIEW,
            Permission.SCORECARD_VIEW,
            Permission.GAP_VIEW,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {Permission.DIRECTORY_VIEW, Permission.USERS_MANAGE, Permission.REFERENCE_EDIT, Permission.BREACH_KEEP}
    ),
}


def sent(request: HttpRequest) -> QueryDict | None:
    """What was posted, for a form: also when nothing was filled in."""
    return request.POST if request.method == "POST" else None


View = TypeVar("View", bound=Callable[..., HttpResponse])


def requires(permission: Permission) -> Callable[[View], View]:
    """Guard a view, and mark it so the tests can see that it is guarded."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if permission not in cast("User", request.user).permissions:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return cast("View", guarded)

    return guard


def signed_in(view: View) -> View:
    """A page that anybody with an account may open, whatever their role: their own profile, for one."""
    view.permission = "signed in"  # type: ignore[attr-defined]
    return view


def before_second_factor(view: View) -> View:
    """A page of whoever gave a password but has no second factor yet: setting it up, and leaving."""
    view.before_second_factor = True  # type: ignore[attr-defined]
    return signed_in(view)


def public(view: View) -> View:
    """A page that anybody may open without signing in."""
    view.permission = "public"  # type: ignore[attr-defined]
    return login_not_required(view)
