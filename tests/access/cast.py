"""The cast of the matrix: the fixed one, and whoever else it needs."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from ayni.access.models import Reach, User
from ayni.access.permissions import Role
from ayni.access.tests.factories import MembershipFactory, UserFactory
from ayni.cases.models import Case
from ayni.people.models import Person
from ayni.referrals.models import Referral
from tests.world import World

PROFILE = {"ordinary": "VP-INDOC", "protected": "VP-NNA-RD", "restricted": "VP-TRATA"}
PROFILE["mixed"] = PROFILE["ordinary"]
"""Somebody with a case that many may open, and with a restricted one that is to tell nothing to most of them."""
CANARY = {kind: f"Zafiro{kind}" for kind in ("free", *PROFILE)}
"""The surname of each person: it must be nowhere in what whoever may not see them gets."""
WISH = {kind: f"deseo-{kind}" for kind in PROFILE}
"""What each case's person wants: only in the case."""
HIDDEN_WISH = "deseo-oculto"
"""Of the other case of somebody who has two."""


@dataclass
class File:
    """Somebody, and what hangs on them."""

    person: Person
    screening: Any
    case: Case | None = None
    referral: Referral | None = None
    hidden: Case | None = None
    """Another case of theirs, which most of those who see the file may not see."""
    ids: dict[str, Any] = field(default_factory=dict)


class Cast(World):
    """The fixed cast, and whoever else the matrix needs."""

    @cached_property
    def pablo(self) -> User:
        """A caseworker of the restricted team who is nobody's assignee."""
        pablo = UserFactory(username="pablo", organisation=self.uim, office=self.sede_central)
        MembershipFactory(user=pablo, role=Role.CASEWORKER, team=self.trata)
        return pablo

    @cached_property
    def nadia(self) -> User:
        """A supervisor of another office whose role reaches the whole country."""
        nadia = UserFactory(username="nadia", organisation=self.uim, office=self.jz_tum)
        MembershipFactory(user=nadia, role=Role.SUPERVISOR, reach=Reach.NATIONAL)
        return nadia

    @cached_property
    def olga(self) -> User:
        """A partner of an institution to which nothing was sent."""
        return UserFactory(username="olga", organisation=self.oim, roles=[Role.PARTNER])

    @cached_property
    def nora(self) -> User:
        """The national administrator."""
        nora = UserFactory(username="nora", organisation=self.migraciones)
        MembershipFactory(user=nora, role=Role.ADMINISTRATOR, reach=Reach.NATIONAL)
        return nora

    @cached_property
    def carla(self) -> User:
        """The administrator of CEM."""
        return UserFactory(username="carla", organisation=self.cem, roles=[Role.ADMINISTRATOR])

    @cached_property
    def roleless(self) -> User:
        return UserFactory(username="roleless", organisation=self.uim, office=self.sede_central)

    @cached_property
    def expired(self) -> User:
        """Was a caseworker, a supervisor and in the restricted team until a minute ago."""
        expired = UserFactory(username="expired", organisation=self.uim, office=self.sede_central)
        ended = timezone.now() - timedelta(minutes=1)
        MembershipFactory(user=expired, role=Role.CASEWORKER, team=self.trata, ends_at=ended)
        MembershipFactory(user=expired, role=Role.SUPERVISOR, ends_at=ended)
        return expired

    @cached_property
    def passwordonly(self) -> User:
        """A caseworker who has not set up a second factor."""
        return UserFactory(
            username="passwordonly",
            organisation=self.uim,
            office=self.sede_central,
            roles=[Role.CASEWORKER],
            second_factor=False,
        )
