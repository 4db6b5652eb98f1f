from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ayni.lib.fields import EncryptedTextField

from .people import Person
from .records import Nationality
from .sources import Sourced

PERU = "PER"


class HowKnown(models.TextChoices):
    """How much of a day is known: of a month or a year, the first day is kept."""

    DAY = "day", _("Day, month and year")
    MONTH = "month", _("Only month and year")
    YEAR = "year", _("Only the year")


class EndReason(models.TextChoices):
    """Why a link no longer stands."""

    MISTAKE = "MISTAKE", _("It was recorded by mistake")
    PARTED = "PARTED", _("They are no longer together")
    REUNITED = "REUNITED", _("They found each other again")
    GUARDIANSHIP = "GUARDIANSHIP", _("The guardianship or the care ended")
    DIED = "DIED", _("Somebody died")
    OTHER = "OTHER", _("Another reason")
    MERGED = "MERGED", _("Two files became one")


CHOSEN_REASONS = [(r.value, r.label) for r in EndReason if r != EndReason.MERGED]
"""Those that somebody may choose: the last is written by a merge only."""


class Relationship(Sourced):
    """Family, and whoever came along: somebody with a file of their own, or somebody only mentioned.

    Between two files a link is two rows, one in each, of the same `link`: they say the same from both ends.
    """

    class Kind(models.TextChoices):
        """What the relative is to the person. What the person then is to the relative: `rules.families`."""

        CHILD = "CHILD", _("Son or daughter")
        MOTHER = "MOTHER", _("Mother")
        FATHER = "FATHER", _("Father")
        PARENT = "PARENT", _("Mother or father")
        PARTNER = "PARTNER", _("Partner")
        FORMER_PARTNER = "FORMER_PARTNER", _("Former partner")
        SIBLING = "SIBLING", _("Brother or sister")
        GRANDPARENT = "GRANDPARENT", _("Grandmother or grandfather")
        GRANDCHILD = "GRANDCHILD", _("Grandchild")
        AUNT_UNCLE = "AUNT_UNCLE", _("Aunt or uncle")
        NIECE_NEPHEW = "NIECE_NEPHEW", _("Niece or nephew")
        OTHER = "OTHER", _("Other relative")
        GUARDIAN = "GUARDIAN", _("Guardian by law")
        WARD = "WARD", _("Under the person’s guardianship")
        CAREGIVER = "CAREGIVER", _("Caregiver")
        CARED_FOR = "CARED_FOR", _("In the person’s care")
        TRAVELS_WITH = "TRAVELS_WITH", _("Travels with")
        SEPARATED_FROM = "SEPARATED_FROM", _("Separated from")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="relationships")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    relative = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    link = models.UUIDField(null=True, blank=True, db_index=True)
    """The same in both rows of a link between two files; empty for somebody who is only mentioned."""
    name = EncryptedTextField(default="")
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    is_told = models.BooleanField(default=True)
    """The person told of this relative: it is shown to whoever may see the person, whatever file the relative has."""
    born_in_peru = models.BooleanField(default=False)
    """A Peruvian-born child opens a route to regularisation."""
    lives_together = models.BooleanField(default=False)
    since = models.DateField(null=True, blank=True)
    since_known = models.CharField(max_length=5, choices=HowKnown.choices, default=HowKnown.DAY)
    until = models.DateField(null=True, blank=True)
    until_known = models.CharField(max_length=5, choices=HowKnown.choices, default=HowKnown.DAY)
    ended_at = models.DateTimeField(null=True, blank=True)
    """When it was recorded that this no longer stands."""
    end_reason = models.CharField(max_length=12, choices=EndReason.choices, blank=True)

    class Privacy:
        personal: ClassVar = {"relative", "link", "name", "birth_year"}
        open: ClassVar = {
            "id", "person", "kind", "is_told", "born_in_peru", "lives_together", "since", "since_known", "until",
            "until_known", "ended_at", "end_reason",
        } | Sourced.SOURCED  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "relative", "kind"],
                condition=Q(ended_at__isnull=True, relative__isnull=False),
                name="a_relative_is_listed_once_in_each_kind",
            ),
            models.CheckConstraint(
                # Of two files that became one, what linked them stays behind, ended.
                condition=Q(relative__isnull=True) | ~Q(relative=F("person")) | Q(end_reason="MERGED"),
                name="nobody_is_their_own_relative",
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="a_link_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"Relationship {self.pk}"


def has_peruvian_born_child_q(visible: QuerySet[Person] | None = None) -> Exists:
    """Whether somebody has a standing link to a child who was born in Peru or is Peruvian, as a condition on people.

    Over all links, for statistics; or over those that whoever sees these people is shown.
    """
    peruvian = Exists(
        Nationality.objects.filter(person=OuterRef("relative"), country__code=PERU, ended_at__isnull=True)
    )
    links = Relationship.objects.filter(person=OuterRef("pk"), kind=Relationship.Kind.CHILD, ended_at__isnull=True)
    born_here = Q(born_in_peru=True)
    if visible is None:
        return Exists(links.filter(born_here | peruvian))
    seen = Exists(visible.filter(pk=OuterRef("relative")))
    return Exists(links.filter((born_here & (Q(is_told=True) | seen)) | (seen & peruvian)))
