"""The fixed cast of the tests. Ask for somebody by name, as a fixture (`rosa`) or from the whole `world`.

Rosa is a caseworker of the UIM at its head office and of the restricted team «Trata»; Julio is her colleague, Marta
their supervisor, Lía at reception, Ada the administrator. Elsa evaluates applications, Aldo decides about them, Karin
keeps the cards; Clara is named for sensitive reports. Inés works for a partner institution, Tomás reads numbers, and
Vera is a caseworker of another office.
Nobody and no place exists until a test asks for it.
"""

from functools import cached_property
from typing import Any

import pytest

from ayni.access.models import Office, Organisation, Team, User
from ayni.access.permissions import Role
from ayni.access.tests.factories import (
    DepartmentFactory,
    MembershipFactory,
    OfficeFactory,
    OrganisationFactory,
    TeamFactory,
    UserFactory,
)


class World:
    # Organisations
    @cached_property
    def migraciones(self) -> Organisation:
        return OrganisationFactory(code="MIGRACIONES", name="Superintendencia Nacional de Migraciones")

    @cached_property
    def uim(self) -> Organisation:
        return OrganisationFactory(code="UIM", name="Unidad de Integración Migratoria", parent=self.migraciones)

    @cached_property
    def cem(self) -> Organisation:
        return OrganisationFactory(code="CEM", name="Centro Emergencia Mujer", sector="Mujer", level="local")

    @cached_property
    def oim(self) -> Organisation:
        return OrganisationFactory(code="OIM", name="OIM Perú", kind="international", sector="ONU")

    # Offices and teams
    @cached_property
    def sede_central(self) -> Office:
        return OfficeFactory(
            code="SEDE-CENTRAL",
            organisation=self.migraciones,
            name="Sede central Breña",
            kind="sede",
            department=DepartmentFactory(code="15", label_es="Lima"),
            city="Lima",
        )

    @cached_property
    def jz_tum(self) -> Office:
        return OfficeFactory(
            code="JZ-TUM",
            organisation=self.migraciones,
            name="Jefatura Zonal Tumbes",
            department=DepartmentFactory(code="24", label_es="Tumbes"),
            city="Tumbes",
        )

    @cached_property
    def trata(self) -> Team:
        """The restricted team: Rosa is in it, Julio is not."""
        return TeamFactory(office=self.sede_central, name="Trata")

    # People
    @cached_property
    def rosa(self) -> User:
        rosa = self._staff("rosa", "Rosa", "Quispe Huamán", Role.CASEWORKER)
        MembershipFactory(user=rosa, role=Role.CASEWORKER, team=self.trata)
        return rosa

    @cached_property
    def julio(self) -> User:
        return self._staff("julio", "Julio", "Ramos Tello", Role.CASEWORKER)

    @cached_property
    def marta(self) -> User:
        return self._staff("marta", "Marta", "Salas Vega", Role.SUPERVISOR)

    @cached_property
    def lia(self) -> User:
        return self._staff("lia", "Lía", "Paredes Soto", Role.RECEPTION)

    @cached_property
    def tomas(self) -> User:
        return self._staff("tomas", "Tomás", "Ibarra León", Role.ANALYST)

    @cached_property
    def ada(self) -> User:
        return self._staff("ada", "Ada", "Núñez Rojas", Role.ADMINISTRATOR)

    @cached_property
    def elsa(self) -> User:
        return self._staff("elsa", "Elsa", "Cárdenas Ruiz", Role.EVALUATOR)

    @cached_property
    def aldo(self) -> User:
        return self._staff("aldo", "Aldo", "Benites Loayza", Role.APPROVER)

    @cached_property
    def karin(self) -> User:
        return self._staff("karin", "Karin", "Mendoza Rivas", Role.CARD_KEEPER)

    @cached_property
    def clara(self) -> User:
        """She is named for sensitive reports, herself and no office."""
        clara = UserFactory(
            username="clara", first_name="Clara", last_name="Rivero Soto", organisation=self.migraciones
        )
        MembershipFactory(user=clara, role=Role.CONFIDANT)
        return clara

    @cached_property
    def vera(self) -> User:
        return self._staff("vera", "Vera", "Castillo Peña", Role.CASEWORKER, office=self.jz_tum)

    @cached_property
    def ines(self) -> User:
        ines = UserFactory(username="ines", first_name="Inés", last_name="Flores Díaz", organisation=self.cem)
        MembershipFactory(user=ines, role=Role.PARTNER)
        return ines

    def _staff(self, username: str, first: str, last: str, role: Role, **other: Any) -> User:
        kwargs = {"organisation": self.uim, "office": self.sede_central, **other}
        return UserFactory(username=username, first_name=first, last_name=last, roles=[role], **kwargs)


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.fixture
def rosa(world: World) -> User:
    return world.rosa


@pytest.fixture
def julio(world: World) -> User:
    return world.julio


@pytest.fixture
def marta(world: World) -> User:
    return world.marta


@pytest.fixture
def lia(world: World) -> User:
    return world.lia


@pytest.fixture
def tomas(world: World) -> User:
    return world.tomas


@pytest.fixture
def ada(world: World) -> User:
    return world.ada


@pytest.fixture
def elsa(world: World) -> User:
    return world.elsa


@pytest.fixture
def aldo(world: World) -> User:
    return world.aldo


@pytest.fixture
def karin(world: World) -> User:
    return world.karin


@pytest.fixture
def clara(world: World) -> User:
    return world.clara


@pytest.fixture
def vera(world: World) -> User:
    return world.vera


@pytest.fixture
def ines(world: World) -> User:
    return world.ines
