"""What the public reads. A version is never changed: whoever has a printed one can be told what became of it."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import User
from ayni.lib.tongues import Tongue


class Service(models.TextChoices):
    """What a person looks for. The start page shows them in this order."""

    REGULARISATION = "REGULARISATION", pgettext_lazy("service", "Regularise my stay")
    DOCUMENTS = "DOCUMENTS", pgettext_lazy("service", "Documents")
    HEALTH = "HEALTH", pgettext_lazy("service", "Health")
    EDUCATION = "EDUCATION", pgettext_lazy("service", "Education")
    WORK = "WORK", pgettext_lazy("service", "Work")
    HOUSING = "HOUSING", pgettext_lazy("service", "Housing")
    PROTECTION = "PROTECTION", pgettext_lazy("service", "Protection and violence")
    JUSTICE = "JUSTICE", pgettext_lazy("service", "Justice and police")
    MONEY = "MONEY", pgettext_lazy("service", "Money and banks")
    DISCRIMINATION = "DISCRIMINATION", pgettext_lazy("service", "Discrimination")
    RETURN = "RETURN", pgettext_lazy("service", "Return to my country")
    PERUVIAN_FAMILIES = "PERUVIAN_FAMILIES", pgettext_lazy("service", "Families of Peruvians")

    @property
    def slug(self) -> str:
        return SERVICE_SLUGS[self]

    @classmethod
    def of_slug(cls, slug: str) -> "Service | None":
        return next((service for service, said in SERVICE_SLUGS.items() if said == slug), None)


SERVICE_SLUGS = {
    Service.REGULARISATION: "regularizacion",
    Service.DOCUMENTS: "documentos",
    Service.HEALTH: "salud",
    Service.EDUCATION: "educacion",
    Service.WORK: "trabajo",
    Service.HOUSING: "vivienda",
    Service.PROTECTION: "proteccion",
    Service.JUSTICE: "justicia",
    Service.MONEY: "dinero",
    Service.DISCRIMINATION: "discriminacion",
    Service.RETURN: "retorno",
    Service.PERUVIAN_FAMILIES: "familias-de-peruanos",
}
"""In addresses, in every language: an address that was printed is not translated away."""


class Confidence(models.TextChoices):
    """How sure we are of the least sure thing that a guide rests on."""

    HIGH = "high", _("Confirmed with the source")
    MEDIUM = "medium", _("To be confirmed in part")
    LOW = "low", _("To be confirmed")


PARTS = ("who", "need", "cost", "time", "steps", "where", "refused", "rights", "doubts")
"""Of the text of a guide, in the order of its page."""


class GuideQuerySet(models.QuerySet["Guide"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


class Guide(models.Model):
    """One subject under one address, whatever is said of it at the moment."""

    slug = models.SlugField(max_length=60, unique=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects = GuideQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["slug"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""), name="a_withdrawn_guide_says_why"
            )
        ]

    def __str__(self) -> str:
        return self.slug


class GuideVersionQuerySet(models.QuerySet["GuideVersion"]):
    def begun(self, today: date) -> Self:
        return self.filter(published_on__lte=today)


class GuideVersion(models.Model):
    """What a guide says in one language, from a day on, until the next one begins."""

    guide = models.ForeignKey(Guide, on_delete=models.PROTECT, related_name="versions")
    language = models.CharField(max_length=2, choices=Tongue.choices, default=Tongue.ES)
    number = models.PositiveSmallIntegerField()
    published_on = models.DateField()
    made_at = models.DateTimeField()
    text = models.JSONField(default=dict)
    """Title, summary, text to share, and the `PARTS`."""
    facts = models.JSONField(default=dict)
    """Of the Spanish text only: service, order, procedures, norms, needs, sources. The same in every language."""
    meaning = models.PositiveSmallIntegerField(default=1)
    """Of the Spanish text: one more whenever it came to say something else, and not at every comma. Of a translation:
    that of the Spanish text that it translates. When that is older, the translation is outdated."""
    digest = models.CharField(max_length=64)
    written_by_hand = models.BooleanField(default=False)
    """Approved on a page. A load of the data leaves it alone."""
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confidence = models.CharField(max_length=6, choices=Confidence.choices, default=Confidence.LOW)
    checked_on = models.DateField()
    """When somebody last held it against its sources."""
    checked_by = models.CharField(max_length=200)
    """Who, in words for whoever reads it."""
    check_by = models.DateField()
    """When it is due to be checked again."""

    objects = GuideVersionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["guide", "language", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["guide", "language", "number"], name="a_version_of_a_guide_has_its_number"),
            models.CheckConstraint(condition=Q(check_by__gt=F("checked_on")), name="a_guide_is_checked_again_later"),
            models.CheckConstraint(
                condition=Q(written_by_hand=False) | Q(approved_by__isnull=False),
                name="a_guide_of_hand_was_approved_by_somebody",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["language", "published_on"], name="guide_version_begun")]

    def __str__(self) -> str:
        return f"{self.guide_id} {self.language} {self.number}"

    @property
    def title(self) -> str:
        return str(self.text.get("title", ""))

    @property
    def service(self) -> Service:
        return Service(self.facts["service"])

    def fact(self, name: str, otherwise: Any = None) -> Any:
        return self.facts.get(name, otherwise)
