from datetime import date, timedelta
from typing import Any

import factory
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.utils import timezone

from ayni.access.models import Membership, Office, Organisation, Reach, Team, User
from ayni.access.permissions import Role
from ayni.codelists.models import Territory

PASSWORD = "tejido-andino-7"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""Of the second factor of every user of the tests."""


class DepartmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Territory
        django_get_or_create = ("code", "version")

    code = "15"
    version = 1
    valid_from = date(2020, 1, 1)
    label_es = "Lima"
    level = Territory.Level.DEPARTMENT
    department_code = factory.SelfAttribute("code")


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"ORG-{n}")
    name = factory.Sequence(lambda n: f"Institución {n}")
    kind = "state"
    sector = "Interior"
    level = "national"


class OfficeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Office
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"OF-{n}")
    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Oficina {n}")
    kind = "jefatura_zonal"
    department = factory.SubFactory(DepartmentFactory)
    is_open = True


class TeamFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Team
        django_get_or_create = ("office", "name")

    office = factory.SubFactory(OfficeFactory)
    name = factory.Sequence(lambda n: f"Equipo {n}")


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    role = Role.CASEWORKER
    office = factory.SelfAttribute("user.office")
    reach = Reach.OFFICE
    starts_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=30))
    ends_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=180))


class UserFactory(factory.django.DjangoModelFactory):
    """Somebody with an account, a password and a second factor. `roles=[Role.CASEWORKER]` gives memberships."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"persona{n}")
    first_name = "Persona"
    last_name = factory.Sequence(lambda n: f"Apellido {n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.pe")
    password = factory.django.Password(PASSWORD)
    organisation = factory.SubFactory(OrganisationFactory)

    @factory.post_generation
    def roles(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        for role in extracted or []:
            MembershipFactory(user=self, role=role, **kwargs)

    @factory.post_generation
    def second_factor(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create and extracted is not False:
            data = {"secret": encrypt(SECRET)}
            Authenticator.objects.create(user=self, type=Authenticator.Type.TOTP, data=data)
