from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from ayni.access.models import BrokenGlass, User
from ayni.people.models import Sensitivity

from ..models import Case
from ..rules.glass import LASTS
from .approvals import answered_for

NEWEST = ("-opened_at", "-pk")


def to_review(user: User, at: datetime) -> QuerySet[BrokenGlass]:
    """Emergency access to cases that this user answers for, and that nobody has reviewed. Order: NEWEST."""
    return _of(user, at).filter(verdict="").exclude(user=user)


def _of(user: User, at: datetime) -> QuerySet[BrokenGlass]:
    cases = Case.objects.held_by(user).filter(answered_for(user, at), pk=OuterRef("reason"))
    return BrokenGlass.objects.filter(Exists(cases)).select_related("user__office")


def fetch_to_review(user: User, glass_id: UUID, at: datetime) -> tuple[BrokenGlass, Case] | None:
    glass = _of(user, at).filter(pk=glass_id).exclude(user=user).first()
    return (glass, Case.objects.get(pk=glass.reason)) if glass else None


def numbers_of(rows: list[BrokenGlass]) -> dict[UUID, str]:
    return dict(Case.objects.filter(pk__in=[row.reason for row in rows]).order_by().values_list("pk", "number"))


def mine(user: User, at: datetime) -> list[tuple[BrokenGlass, Case]]:
    """What this user has open by emergency access, with its case."""
    rows = list(BrokenGlass.objects.open(at).filter(user=user).order_by("until", "pk"))
    cases = Case.objects.visible_to(user).in_bulk([row.reason for row in rows])
    return [(row, cases[row.reason]) for row in rows if row.reason in cases]


def hours() -> list[tuple[str, int]]:
    """How long emergency access lasts, by sensitivity, in words."""
    return [(str(Sensitivity(level).label), int(lasts.total_seconds() // 3600)) for level, lasts in LASTS.items()]
