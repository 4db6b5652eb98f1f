"""Commitments of institutions: which there are, and what waits."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from ayni.access.models import User

from ..models import OVER, Assistance, Milestone, MilestoneState, Session, with_came


def assistances(user: User) -> QuerySet[Assistance]:
    """Each with how many of its steps are verified."""
    verified = Count("milestones", filter=Q(milestones__state=MilestoneState.VERIFIED))
    rows = Assistance.objects.visible_to(user).select_related("institution", "territory", "office", "service")
    return rows.annotate(steps=Count("milestones"), verified=verified)


def to_verify(user: User) -> QuerySet[Milestone]:
    """Steps that wait for a second colleague, and not for this one."""
    rows = Milestone.objects.filter(assistance__in=Assistance.objects.visible_to(user), state=MilestoneState.SHOWN)
    return rows.exclude(shown_by=user).select_related("assistance__institution").order_by("shown_at", "pk")


@dataclass(frozen=True)
class StepShown:
    milestone: Milestone
    is_late: bool
    may_judge: bool
    """This user did not give the evidence."""


def steps(assistance: Assistance, user: User, today: date) -> list[StepShown]:
    rows = Milestone.objects.filter(assistance=assistance).select_related("file", "shown_by", "verified_by")
    return [
        StepShown(
            one, one.state == MilestoneState.PENDING and one.due_on < today,
            one.state == MilestoneState.SHOWN and one.shown_by_id != user.pk,
        )
        for one in rows.order_by("order", "pk")
    ]  # fmt: skip


def sessions_of(assistance: Assistance) -> QuerySet[Any]:
    return with_came(Session.objects.filter(assistance=assistance)).select_related("kind").order_by("starts_at", "pk")


def hours_of(assistance: Assistance) -> object:
    """Of staff, in its sessions that took place: effort per result."""
    held = Session.objects.filter(assistance=assistance, state__in=OVER)
    return held.aggregate(n=Sum("staff_hours"))["n"]
