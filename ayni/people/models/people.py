from functools import reduce
from operator import or_
from typing import ClassVar, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Office, User
from ayni.access.scope import Scope, scope_of
from ayni.codelists.models import EducationLevel, Language, SexGender, Territory
from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7


class Birth(models.TextChoices):
    """How well the birth date is known."""

    EXACT = "EXACT", _("Exact date")
    MONTH = "MONTH", _("Only month and year")
    YEAR = "YEAR", _("Only the year")
    ESTIMATED = "ESTIMATED", _("Estimated from the age")
    UNKNOWN = "UNKNOWN", _("Not known")


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: User) -> Self:
        """The people whose file this user may open. What was erased has no file any more."""
        return self.filter(erased_at__isnull=True).within(scope_of(user))

    def held_by(self, user: User) -> Self:
        """The same, without what is open to them for a while because they broke the glass: they help, and hand over or
        erase nothing."""
        return self.filter(erased_at__isnull=True).within(scope_of(user)._replace(opened=()))

    def within(self, scope: Scope) -> Self:
        """Somebody with compartments is seen through any compartment of the scope; somebody with none, by the office
        that registered them and up its territory."""
        return self.filter(is_within(scope))


def is_within(scope: Scope) -> Q:
    """The same as a condition, for a query that has to know whom it does not show."""
    # Through the model registry, because the compartment points at the person.
    # Said twice, because PostgreSQL would otherwise read all compartments of the country to show a page of people: what
    # is compared by more than being equal is looked up row by row.
    of_them = Q(person=OuterRef("pk")) & Q(person__gte=OuterRef("pk"))
    compartments = apps.get_model("people", "Compartment").objects.filter(of_them)
    seen = Exists(compartments.within(scope))
    return seen | (~Exists(compartments) & is_within_reach(scope, "office"))


def is_within_reach(scope: Scope, office: str) -> Q:
    """Which offices a scope reaches, as a condition on the office named `office`."""
    parts = [Q(**{f"{office}__in": scope.offices})]
    for organisation, department in scope.departments:
        parts.append(Q(**{f"{office}__organisation": organisation, f"{office}__department": department}))
    if scope.organisations:
        parts.append(Q(**{f"{office}__organisation__in": scope.organisations}))
    return reduce(or_, parts)


class Person(models.Model):
    """Somebody who was received: of any nationality and status, with or without a document."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    given_name_1 = models.CharField(max_length=200)
    given_name_2 = models.CharField(max_length=200, blank=True)
    surname_1 = models.CharField(max_length=200, blank=True)
    """May be empty: some people have one name only, and it is a given name."""
    surname_2 = models.CharField(max_length=200, blank=True)
    known_as = models.CharField(max_length=200, blank=True)
    """The name the person goes by."""
    birth_date = models.DateField(null=True, blank=True)
    """For MONTH the first of the month, for YEAR and ESTIMATED the first of the year."""
    birth_precision = models.CharField(max_length=10, choices=Birth.choices, default=Birth.EXACT)
    sex = models.ForeignKey(SexGender, on_delete=models.PROTECT, related_name="+", db_index=False)
    gender = EncryptedTextField(default="")
    """Code of `SexGender`, only if the person wished to say."""
    language = models.ForeignKey(
        Language, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    needs_interpreter = models.BooleanField(default=False)
    education = models.ForeignKey(
        EducationLevel, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    district = models.ForeignKey(
        Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """Where the person lives now; the history is in Residence."""
    in_transit = models.BooleanField(default=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    registered_at = models.DateTimeField()
    is_fictitious = models.BooleanField(default=False)
    """Of the demo world."""
    erased_at = models.DateTimeField(null=True, blank=True)
    """Since when this is an empty shell: what is counted, and the trail, still need its id."""

    objects = PersonQuerySet.as_manager()

    class Privacy:
        personal: ClassVar = {
            "given_name_1", "given_name_2", "surname_1", "surname_2", "known_as", "birth_date", "gender", "district",
        }  # fmt: skip
        open: ClassVar = {
            "id", "birth_precision", "sex", "language", "needs_interpreter", "education", "in_transit", "office",
            "registered_by", "registered_at", "is_fictitious", "erased_at",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [models.Index(fields=["office", "-registered_at", "-id"], name="person_by_office")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(birth_date__isnull=True, birth_precision=Birth.UNKNOWN)
                | (Q(birth_date__isnull=False) & ~Q(birth_precision=Birth.UNKNOWN)),
                name="a_birth_date_is_known_or_said_to_be_unknown",
            ),
            models.CheckConstraint(
                condition=~Q(given_name_1="") | Q(erased_at__isnull=False), name="a_person_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return f"Person {self.pk}"

    @property
    def full_name(self) -> str:
        """As written on the document: given names, then surnames."""
        if self.erased_at:
            return str(_("Erased file"))
        return " ".join(filter(None, [self.given_name_1, self.given_name_2, self.surname_1, self.surname_2]))

    @property
    def listed_name(self) -> str:
        """As lists show it: surnames first."""
        if self.erased_at:
            return str(_("Erased file"))
        surnames = " ".join(filter(None, [self.surname_1, self.surname_2]))
        given = " ".join(filter(None, [self.given_name_1, self.given_name_2]))
        return f"{surnames}, {given}" if surnames else given
