"""How what somebody left when they signed up ends: what they are called, and how they are reached."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from ayni.audit import actions as audit
from ayni.people.hooks import Sweeper

from ..models import SignUp


def _over(before: datetime) -> QuerySet[Any]:
    return SignUp.objects.filter(session__ends_at__lt=before, forgotten_at__isnull=True)


def _forget(one: SignUp, at: datetime, rule: str) -> None:
    """That somebody signed up stays countable."""
    one.name, one.contact, one.forgotten_at = "", "", at
    one.save(update_fields=["name", "contact", "forgotten_at"])
    audit.record("session.forgotten", subject=one, by=audit.SYSTEM, at=at, rule=rule)


SWEEPERS = [Sweeper("SIGN_UP", _over, _forget)]
