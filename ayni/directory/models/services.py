from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Organisation
from ayni.codelists.models import ServiceCategory

from .entries import Entry


class Standing(models.TextChoices):
    """Whether a service is given at present (HSDS: status)."""

    ACTIVE = "active", _("Given")
    INACTIVE = "inactive", _("Not given at present")
    DEFUNCT = "defunct", _("Given no more")
    CLOSED = "temporarily closed", _("Closed for a time")


class Admits(models.TextChoices):
    """What migratory situation or document somebody needs to be attended."""

    UNKNOWN = "UNKNOWN", _("Not known")
    ANYONE = "ANYONE", _("Anyone, with or without documents")
    DOCUMENT = "DOCUMENT", _("Anyone with an identity document, whatever their migratory situation")
    REGULAR = "REGULAR", _("Only those in a regular migratory situation")


class Population(models.TextChoices):
    """For whom a service may be suitable, or not."""

    CHILDREN = "CHILDREN", _("Children")
    ADOLESCENTS = "ADOLESCENTS", _("Adolescents")
    ALONE = "ALONE", _("Children and adolescents without their family")
    WOMEN = "WOMEN", _("Women")
    PREGNANT = "PREGNANT", _("Pregnant women and mothers with babies")
    MEN = "MEN", _("Men")
    FAMILIES = "FAMILIES", _("Families")
    OLDER = "OLDER", _("Older people")
    DISABILITY = "DISABILITY", _("People with a disability")
    LGBTIQ = "LGBTIQ", _("LGBTIQ+ people")
    SURVIVORS = "SURVIVORS", _("Survivors of violence")
    TRAFFICKED = "TRAFFICKED", _("Survivors of trafficking")
    REFUGEES = "REFUGEES", _("Refugees and asylum seekers")


class NationalityVariable(models.TextChoices):
    """Whether the records of a municipal or health service say of what nationality people are (R28)."""

    UNKNOWN = "UNKNOWN", _("Not known")
    ABSENT = "ABSENT", _("Not in its records")
    PARTIAL = "PARTIAL", _("In some of its records")
    PRESENT = "PRESENT", _("In all its records")


class Service(Entry):
    """Something an organisation offers (Open Referral: service)."""

    code = models.CharField(max_length=40, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="services")
    name = models.CharField(max_length=200)
    category = models.ForeignKey(ServiceCategory, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_generic = models.BooleanField(default=False)
    """Stands for the institution as a whole, until it describes what it really offers."""
    accepts_referrals = models.BooleanField(default=True)
    note = models.TextField(blank=True)
    """What it is, in a few sentences (HSDS: description)."""
    digest = models.CharField(max_length=64, blank=True)
    """Of the row of the data that a generic service came from: what somebody changed since stays changed."""
    alternate_name = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=20, choices=Standing.choices, default=Standing.ACTIVE)
    url = models.URLField(max_length=300, blank=True)
    email = models.EmailField(blank=True)
    alert = models.CharField(max_length=500, blank=True)
    application_process = models.TextField(blank=True)
    fees_description = models.TextField(blank=True)
    interpretation_services = models.TextField(blank=True)
    eligibility_description = models.TextField(blank=True)
    ineligibility = models.TextField(blank=True)
    """Who is not attended: HSDS has no place for it."""
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    admits = models.CharField(max_length=8, choices=Admits.choices, default=Admits.UNKNOWN)
    by_appointment = models.BooleanField(default=False)
    """Nobody is attended without an appointment, also while it is open."""
    nationality_variable = models.CharField(
        max_length=8, choices=NationalityVariable.choices, default=NationalityVariable.UNKNOWN
    )

    class Meta:
        ordering: ClassVar = ["organisation__name", "name", "pk"]
        indexes: ClassVar = [models.Index(fields=["name", "id"], name="service_by_name")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(minimum_age__isnull=True)
                | Q(maximum_age__isnull=True)
                | Q(maximum_age__gte=F("minimum_age")),
                name="the_oldest_is_not_younger_than_the_youngest",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Taxonomy(models.TextChoices):
    """The lists of ours that a service is found by, beside its category."""

    NEED = "need", _("Need")
    PROFILE = "profile", _("Profile")
    POPULATION = "population", _("Population")


class ServiceTerm(models.Model):
    """A need, a profile or a population that a service is for, or that it is expressly not for."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="terms")
    taxonomy = models.CharField(max_length=10, choices=Taxonomy.choices)
    code = models.CharField(max_length=24)
    suits = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["taxonomy", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "taxonomy", "code"], name="a_term_is_said_once_of_a_service")
        ]
        indexes: ClassVar = [models.Index(fields=["taxonomy", "code", "service"], name="services_by_term")]

    def __str__(self) -> str:
        return f"{self.taxonomy}:{self.code}"
