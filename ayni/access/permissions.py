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
    EVALUATOR = "EVALUATOR", pgettext_lazy("role", "Evaluator of applications")
    APPROVER = "APPROVER", pgettext_lazy("role", "Approver of applications")
    CARD_KEEPER = "CARD_KEEPER", pgettext_lazy("role", "Keeper of cards")
    CONFIDANT = "CONFIDANT", pgettext_lazy("role", "Receives sensitive reports")


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
    RESULTS_EDIT = auto()
    """Write indicators, targets, values, frameworks and reports of results."""
    RESULTS_APPROVE = auto()
    """Approve values and reports that a colleague wrote; never one's own."""
    OBSERVATORY_PREPARE = auto()
    """Announce the releases of the observatory, prepare them, and see what each gate did; write of studies."""
    OBSERVATORY_RELEASE = auto()
    """Sign releases, publish and withdraw them. Two different people sign, and neither of them prepared it. Publish
    what a colleague wrote of a study."""
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
    PROCEDURE_EDIT = auto()
    """Write the next version of a regime, a procedure or a rule of the route finder."""
    PROCEDURE_APPROVE = auto()
    """Approve what a colleague wrote; never one's own."""
    GUIDE_EDIT = auto()
    """Write the guides of the public site, and say that one was checked."""
    GUIDE_APPROVE = auto()
    """Publish what a colleague wrote, never one's own; withdraw a guide."""
    APPLICATION_VIEW = auto()
    """How an application stands, and its checklist."""
    APPLICATION_RECEIVE = auto()
    """Begin an application with the person, take their papers, submit it."""
    APPLICATION_EVALUATE = auto()
    """Accept, observe or reject each paper."""
    APPLICATION_DECIDE = auto()
    """Approve or reject what a colleague evaluated; never what one evaluated oneself."""
    STATE_SERVICE_ASK = auto()
    """Ask the State's services about the person of an application, with a purpose and a legal basis."""
    STATE_SERVICE_LOG = auto()
    """Read who asked them what for."""
    APPOINTMENT_BOOK = auto()
    """Book, move and cancel for the person in front of one."""
    CALENDAR_KEEP = auto()
    """Windows, opening days, capacity, quotas, releases, campaign days."""
    QUEUE_WORK = auto()
    """Receive who arrives, call the next one, end the attention."""
    QUEUE_BOARD = auto()
    """How the queue goes: now, by window, over the day."""
    ENROLMENT_WORK = auto()
    """Take photo, signature and fingerprints. Looking at what was taken is not part of it."""
    BIOMETRIC_COMPARE = auto()
    """Have a finger compared with the one that was enrolled. The answer is yes or no; no picture is shown."""
    CARD_MAKE = auto()
    """Batches, printing, checking, revoking."""
    CARD_CARRY = auto()
    """Box, send, receive, return, destroy."""
    CARD_HAND_OVER = auto()
    """Give a card to its holder or to their proxy."""
    SESSION_KEEP = auto()
    """Plan the sessions of one's office, publish them, and see who signed up."""
    CAMPAIGN_KEEP = auto()
    """Plan the campaigns of one's office, answer what units ask for, keep strategies and what companies promise."""
    COMMUNICATION_ASK = auto()
    """Ask for something to be made known, and read what became of it."""
    FEEDBACK_RECEIVE = auto()
    """Write down what somebody says of the unit: a complaint, a suggestion, thanks."""
    FEEDBACK_WORK = auto()
    """See to what people say of the unit, and tell them what was done."""
    FEEDBACK_SENSITIVE = auto()
    """Be named for reports of misconduct, exploitation or corruption. Each is seen only by whoever is named for it."""


_RECEPTION = frozenset(
    {
        Permission.DESK_VIEW,
        Permission.DIRECTORY_VIEW,
        Permission.PERSON_SEARCH,
        Permission.PERSON_REGISTER,
        Permission.PERSON_VIEW,
        Permission.PERSON_EDIT,
        Permission.ALERT_SEND,
        Permission.APPLICATION_VIEW,
        Permission.APPLICATION_RECEIVE,
        Permission.APPOINTMENT_BOOK,
        Permission.QUEUE_WORK,
        Permission.ENROLMENT_WORK,
        Permission.CARD_CARRY,
        Permission.CARD_HAND_OVER,
        Permission.FEEDBACK_RECEIVE,
        Permission.COMMUNICATION_ASK,
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
    Permission.GUIDE_EDIT,
    Permission.SESSION_KEEP,
    Permission.CAMPAIGN_KEEP,
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
        Permission.RESULTS_EDIT,
        Permission.RESULTS_APPROVE,
        Permission.OBSERVATORY_PREPARE,
        Permission.OBSERVATORY_RELEASE,
        Permission.CLOCK_EDIT,
        Permission.REFERENCE_EDIT,
        Permission.NORM_EDIT,
        Permission.PROTOCOL_EDIT,
        Permission.PROTOCOL_APPROVE,
        Permission.PROCEDURE_EDIT,
        Permission.PROCEDURE_APPROVE,
        Permission.GUIDE_APPROVE,
        Permission.STATE_SERVICE_LOG,
        Permission.CALENDAR_KEEP,
        Permission.QUEUE_BOARD,
        Permission.BIOMETRIC_COMPARE,
        Permission.FEEDBACK_WORK,
    },
    Role.PARTNER: frozenset(
        {Permission.DIRECTORY_VIEW, Permission.REFERRAL_ANSWER, Permission.ALERT_SEND, Permission.SCORECARD_VIEW}
    ),
    Role.ANALYST: frozenset(
        {
            Permission.DIRECTORY_VIEW,
            Permission.COMPLIANCE_VIEW,
            Permission.SCORECARD_VIEW,
            Permission.RESULTS_EDIT,
            Permission.OBSERVATORY_PREPARE,
            Permission.GAP_VIEW,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.DIRECTORY_VIEW,
            Permission.USERS_MANAGE,
            Permission.REFERENCE_EDIT,
            Permission.BREACH_KEEP,
            Permission.STATE_SERVICE_LOG,
        }
    ),
    # Whoever decides about applications has nothing to do with cases: a file of protection is no evidence against
    # anybody.
    Role.EVALUATOR: frozenset(
        {
            Permission.DIRECTORY_VIEW,
            Permission.APPLICATION_VIEW,
            Permission.APPLICATION_EVALUATE,
            Permission.STATE_SERVICE_ASK,
            Permission.QUEUE_WORK,
        }
    ),
    Role.APPROVER: frozenset(
        {
            Permission.DIRECTORY_VIEW,
            Permission.APPLICATION_VIEW,
            Permission.APPLICATION_DECIDE,
            Permission.QUEUE_BOARD,
        }
    ),
    Role.CARD_KEEPER: frozenset(
        {Permission.DIRECTORY_VIEW, Permission.CARD_MAKE, Permission.CARD_CARRY, Permission.BIOMETRIC_COMPARE}
    ),
    # A person, not a post: the role opens nothing by itself and comes with no office.
    Role.CONFIDANT: frozenset({Permission.DIRECTORY_VIEW, Permission.FEEDBACK_WORK, Permission.FEEDBACK_SENSITIVE}),
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
