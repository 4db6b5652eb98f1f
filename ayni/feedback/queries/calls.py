"""Requests for a call: for the people who are named for each."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.access.permissions import Permission
from ayni.cases.models import Case
from ayni.people.models import Person
from ayni.people.rules.documents import phone_tail
from ayni.referrals.queries import token_hash

from ..models import Answered, CallAttempt, CallRequest
from ..rules import calls as rules
from .reports import confidants

REGISTERED_WITHIN = timedelta(days=7)


def phone_mark(phone: str) -> str:
    """The same for a telephone with and without the prefix of its country."""
    return token_hash("feedback-call", phone_tail(phone) or phone)


def others_for_phone(user: User, call: CallRequest) -> QuerySet[CallRequest]:
    """The other open requests for this telephone that the user is named for too."""
    rows = CallRequest.objects.visible_to(user).open().filter(phone_mark=call.phone_mark).exclude(pk=call.pk)
    return rows.defer("phone", "say", "note").order_by("asked_at", "pk")


def was_just_called(call: CallRequest, at: datetime) -> bool:
    """Whether its telephone rang lately, for whichever open request."""
    rows = CallAttempt.objects.filter(call__phone_mark=call.phone_mark, call__closed_at__isnull=True)
    return rows.filter(at__gt=at - rules.AGAIN_AFTER).exists()


def spoke(call: CallRequest) -> bool:
    """Whether the person answered once."""
    return call.attempts.filter(answered=Answered.PERSON).exists()


def who_calls() -> list[User]:
    """Everybody who is named for such requests."""
    return confidants(about_office=None, concerned=())


def named_for(call: CallRequest) -> list[User]:
    rows = call.named.filter(ended_at__isnull=True).select_related("user").order_by("pk")
    return [row.user for row in rows if row.user.is_active and row.user.may(Permission.FEEDBACK_SENSITIVE)]


BY_HOUR, BY_AGE = ("call_by", "id"), ("id",)
ORDERS = {"now": BY_HOUR, "later": BY_HOUR, "spoken": BY_AGE, "never": BY_AGE}
"""Of the groups of `to_call`: by when somebody has to have tried; where nobody has to, the oldest first."""


def to_call(user: User, at: datetime) -> dict[str, QuerySet[CallRequest]]:
    """What is open: may be called now, has to wait for its hour, was spoken with, has no safe time left."""
    rows = CallRequest.objects.visible_to(user).open().select_related("caller").defer("phone", "say", "note")
    spoken = Exists(CallAttempt.objects.filter(call=OuterRef("pk"), answered=Answered.PERSON))
    timed = rows.filter(~spoken, call_by__isnull=False)
    return {
        "now": timed.filter(call_from__lte=at, call_until__gt=at),
        "later": timed.filter(Q(call_from__gt=at) | Q(call_until__lte=at)),
        "spoken": rows.filter(spoken),
        "never": rows.filter(~spoken, call_by__isnull=True),
    }


def ended(user: User) -> QuerySet[CallRequest]:
    rows = CallRequest.objects.visible_to(user).filter(closed_at__isnull=False).defer("phone", "say", "note")
    return rows.select_related("closed_by")


def one(user: User) -> QuerySet[CallRequest]:
    return CallRequest.objects.visible_to(user).select_related("caller", "closed_by", "case", "person")


def passed(at: datetime) -> QuerySet[CallRequest]:
    """Whose safe time went by: the clock has to be set to the next one."""
    return CallRequest.objects.open().filter(call_until__lte=at).order_by("call_until", "pk")


def late(at: datetime) -> QuerySet[CallRequest]:
    rows = CallRequest.objects.open().filter(call_by__lt=at, late_told_at__isnull=True)
    return rows.order_by("call_by", "pk")


def to_remind(at: datetime) -> QuerySet[CallRequest]:
    today = localdate(at)
    rows = CallRequest.objects.open().filter(Q(reminded_on__isnull=True) | Q(reminded_on__lt=today))
    return rows.filter(asked_at__lt=at - timedelta(days=1)).order_by("asked_at", "pk")


def sees_file(user: User, call: CallRequest) -> bool:
    """Whether the file that it was joined to is this user's to know of: being named for the call opens no file."""
    if call.case_id is not None:
        return Case.objects.visible_to(user).filter(pk=call.case_id).exists()
    return call.person_id is not None and Person.objects.visible_to(user).filter(pk=call.person_id).exists()


def cases_of(user: User) -> QuerySet[Case]:
    return Case.objects.visible_to(user)


def registered_by(user: User, at: datetime) -> QuerySet[Person]:
    """Whom the user registered lately: one of them may be the person who was called."""
    rows = Person.objects.visible_to(user).filter(registered_by=user, registered_at__gte=at - REGISTERED_WITHIN)
    return rows.order_by("-registered_at", "-pk")
