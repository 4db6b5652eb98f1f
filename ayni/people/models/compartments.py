from functools import reduce
from operator import or_
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Office, Team, User
from ayni.access.scope import Scope, scope_of

from .people import Person, is_within_reach


class Sensitivity(models.TextChoices):
    ORDINARY = "ORDINARY", _("Ordinary")
    PROTECTED = "PROTECTED", _("Protected")
    """Children, serious health."""
    RESTRICTED = "RESTRICTED", _("Restricted")
    """Trafficking, violence, asylum."""


def seen_by(scope: Scope, *, assignee: str = "assignee", of: str = "") -> Q:
    """Who sees what carries a sensitivity, an office, a team and an assignee: compartments here, cases above.

    ordinary: the office's staff, and supervisors up their territory. protected: the assignee, the team, the office's
    supervisors. restricted: the assignee and the team, nobody else. `of`: the way to what carries them, as `case__`.
    """
    is_ordinary = Q(**{f"{of}sensitivity": Sensitivity.ORDINARY})
    parts = [Q(**{f"{of}{assignee}": scope.user}), is_within_reach(scope, f"{of}office") & is_ordinary]
    if scope.teams:
        parts.append(Q(**{f"{of}team__in": scope.teams}))
    if scope.supervised:
        parts.append(Q(**{f"{of}office__in": scope.supervised, f"{of}sensitivity": Sensitivity.PROTECTED}))
    return reduce(or_, parts)


class CompartmentQuerySet(models.QuerySet["Compartment"]):
    def visible_to(self, user: User) -> Self:
        return self.within(scope_of(user))

    def within(self, scope: Scope) -> Self:
        return self.filter(seen_by(scope))


class Compartment(models.Model):
    """Who may see the person because of one case. Written by `cases` through a verb of ours, so that this app protects
    what it cannot see."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="compartments")
    reason = models.UUIDField(unique=True)
    """The case: a plain id."""
    sensitivity = models.CharField(max_length=12, choices=Sensitivity.choices)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    assignee = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = CompartmentQuerySet.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "person", "reason", "sensitivity", "office", "team", "assignee"}

    def __str__(self) -> str:
        return f"Compartment {self.pk}"
