"""Who of ours is told of what. A notice says the number of a case and where to read more: never who, what or why."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.access import covering
from ayni.access.models import User
from ayni.access.permissions import Role
from ayni.notices import actions as notices
from ayni.people.models import Sensitivity

from ..models import Case, Transfer


def tell(users: Iterable[User], subject: str, page: str, *args: object, at: datetime, but: User | None = None) -> None:
    """An e-mail to each of them, but not to whoever did it."""
    text = _("Sign in to read it: %(url)s") % {"url": settings.PUBLIC_URL + reverse(page, args=args)}
    for user in users:
        if user.email and (but is None or user.pk != but.pk):
            notices.queue_email(to=user.email, subject=subject, text=text, about=None, at=at)


def caseworker_of(case: Case, at: datetime) -> list[User]:
    """The caseworker, or whoever stands in for them; in a restricted case only somebody of its team."""
    team = case.team if case.sensitivity == Sensitivity.RESTRICTED else None
    return covering.in_place_of(case.caseworker, at, team=team)


def tell_receivers(transfer: Transfer, *, at: datetime) -> None:
    """The supervisors of the office that is asked to take a case over."""
    supervisors = list(covering.active_staff(at, office=transfer.to_office_id, role=Role.SUPERVISOR))
    subject = _("A case waits for your office to accept it")
    tell(covering.reached(supervisors, at), subject, "desk:transfer", transfer.pk, at=at)
