from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.lib.bars import between_bars


class Confidence(models.TextChoices):
    """How well a fact of the reference data is known."""

    STATED = "stated", _("Stated by the source")
    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium: to be confirmed")
    LOW = "low", _("Low: to be confirmed")
    UNKNOWN = "unknown", _("Unknown: to be confirmed")


class Family(models.TextChoices):
    """The parts of the screening: which questions lead to a profile."""

    CHILDHOOD = "childhood", _("Childhood and adolescence")
    VIOLENCE = "violence", _("Violence")
    TRAFFICKING = "trafficking", _("Trafficking, smuggling and exploitation")
    HEALTH = "health", _("Health")
    DISABILITY = "disability", _("Disability and older age")
    DOCUMENTS = "documents", _("Documents and family in Peru")
    ASYLUM = "asylum", _("International protection")
    DETENTION = "detention", _("Detention and expulsion")
    DISCRIMINATION = "discrimination", _("Discrimination")
    NEEDS = "needs", _("Basic needs, emergency and return")
    DIVERSITY = "diversity", _("Sexual and gender diversity")


class Approach(models.TextChoices):
    """Differential approaches: what work with these people must keep in view."""

    CHILDHOOD = "childhood", _("Childhood and adolescence")
    GENDER = "gender", _("Gender")
    RIGHTS = "human_rights", _("Human rights")
    DISABILITY = "disability", _("Disability")
    AGEING = "ageing", _("Older age")
    DIVERSITY = "diversity", _("Sexual and gender diversity")
    INTERCULTURAL = "intercultural", _("Intercultural")


def approach_labels(codes: str) -> list[str]:
    """Several of them, separated by |, in words."""
    return [str(Approach(code).label) for code in between_bars(codes) if code in Approach.values]


class ListedQuerySet(models.QuerySet[Any]):
    def current(self) -> Self:
        return self.filter(valid_to__isnull=True)

    def in_force(self, on: date) -> Self:
        """The versions of that day: from their first day, until the day before they were closed."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)


class Listed(models.Model):
    """One version of one entry of a code list. A changed row of the data makes a new version; the old one keeps its
    id, so that yesterday's case keeps what it was held to."""

    code = models.CharField(max_length=24)
    version = models.PositiveSmallIntegerField(default=1)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    label_es = models.CharField(max_length=300)
    label_en = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)
    confidence = models.CharField(max_length=60, default="unknown")
    digest = models.CharField(max_length=64, blank=True)
    """Of the row of the data that this came from: how the loader sees that nothing changed."""

    objects = ListedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar = ["code", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "version"], name="%(class)s_code_and_version_are_unique"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to__isnull=True), name="%(class)s_has_one_current_version"
            ),
        ]

    def __str__(self) -> str:
        return self.label_es


class Territory(Listed):
    """INEI's ubigeo: 25 departments, 196 provinces, 1 891 districts. Never RENIEC's codes of the same name."""

    class Level(models.TextChoices):
        DEPARTMENT = "DEPARTMENT"
        PROVINCE = "PROVINCE"
        DISTRICT = "DISTRICT"

    level = models.CharField(max_length=10, choices=Level.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    department_code = models.CharField(max_length=2, db_index=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    @property
    def full_name(self) -> str:
        """ "Miraflores, Lima, Lima". Fetch `parent__parent` with it."""
        return self.label_es if self.parent is None else f"{self.label_es}, {self.parent.full_name}"


class Country(Listed):
    """ISO 3166-1 alpha-3, and the three codes of ICAO 9303 that say what is not a country: stateless (XXA), refugee
    (XXB), unspecified (XXX)."""

    alpha2 = models.CharField(max_length=2, blank=True)


class Language(Listed):
    """ISO 639-3, the ones spoken here first."""

    order = models.PositiveSmallIntegerField(default=100)


class DocumentType(Listed):
    pattern = models.CharField(max_length=120, blank=True)
    """A shape that the number usually has: a warning when it does not fit, never a refusal."""
    example = models.CharField(max_length=120, blank=True)
    check_rule = models.CharField(max_length=120, blank=True)
    issuer = models.CharField(max_length=120, blank=True)
    expires = models.CharField(max_length=20, blank=True)
    identity_document = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True)


class MigratoryStatus(Listed):
    group = models.CharField(max_length=20)
    regularity = models.CharField(max_length=12)
    """regular, irregular, national or unknown: the split that statistics ask for."""
    protection = models.CharField(max_length=12, blank=True)
    """refugee, applicant or asylee, when the status says so (R27)."""
    legal_basis = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)


class Profile(Listed):
    """A situation of vulnerability."""

    family = models.CharField(max_length=20, choices=Family.choices)
    """Which part of the screening leads to it."""
    default_urgency = models.CharField(max_length=12)
    sensitivity = models.CharField(max_length=12)
    """ordinary, protected or restricted: what a case of this profile becomes."""
    mandatory_notification = models.CharField(max_length=120, blank=True)
    lead_institution = models.CharField(max_length=20, blank=True)
    pathway_code = models.CharField(max_length=24, blank=True)
    """Of a profile written by hand: the protocol it follows. For those of the data, the protocol names its profiles."""
    approaches = models.CharField(max_length=120, blank=True)
    """Differential approaches (`Approach`), separated by |."""
    note = models.TextField(blank=True)
    added_by_hand = models.BooleanField(default=False)
    """Written on a page. A load of the data leaves it alone."""

    @property
    def approach_labels(self) -> list[str]:
        return approach_labels(self.approaches)


class NeedSector(Listed):
    parent_code = models.CharField(max_length=24, blank=True)


class ServiceCategory(Listed):
    parent_code = models.CharField(max_length=24, blank=True)
    need_sector = models.CharField(max_length=24, blank=True)
    right_es = models.CharField(max_length=120, blank=True)
    """The human right that services of this kind make real."""


class EducationLevel(Listed):
    order = models.PositiveSmallIntegerField()
    isced = models.CharField(max_length=4, blank=True)


class SexGender(Listed):
    dimension = models.CharField(max_length=20)
    """sex, gender_identity or sexual_orientation. The last is never asked for by a form of ours."""
    public = models.BooleanField(default=False)


class AgeBand(Listed):
    scheme = models.CharField(max_length=20)
    min_age = models.PositiveSmallIntegerField()
    max_age = models.PositiveSmallIntegerField(null=True)


class LegalNorm(Listed):
    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField(null=True)
    topic = models.CharField(max_length=40)
    status = models.CharField(max_length=60)
    note = models.TextField(blank=True)
    added_by_hand = models.BooleanField(default=False)
    """Approved and entered on a page. A load of the data leaves it alone."""


class Holiday(Listed):
    """A day on which the public sector does not work. Its code is the day."""

    day = models.DateField(db_index=True)
    kind = models.CharField(max_length=20)
    """national, or non_working: a compensable day of the public sector."""


class Ordered(Listed):
    """A short list in the order of a form."""

    order = models.PositiveSmallIntegerField(default=100)

    class Meta(Listed.Meta):
        abstract = True


class Occupation(Ordered):
    """The groups that the sources count by, and the rest of ISCO-08."""

    isco = models.CharField(max_length=1, blank=True)
    """Major group of ISCO-08; empty for what is no occupation there, such as a student."""


class MobilityProfile(Ordered):
    """What brought somebody here, as the published statistics divide people."""


class RegistrySource(Ordered):
    """Where the State knows somebody from: those only at the Ministry of Foreign Affairs are counted apart."""


class ReturnType(Ordered):
    """How a Peruvian came back."""


class EntryKind(Ordered):
    """Whether an entry into the country was recorded."""


class PreregistrationOutcome(Ordered):
    """How far a pre-registration went."""


class FunctionalDifficulty(Ordered):
    """Answers of the Washington Group short set, and that somebody prefers not to say."""

    counts = models.BooleanField(default=False)
    """One such answer is a disability by the rule of the Washington Group."""


class Barrier(Listed):
    """What keeps a person from a right or a service."""

    category = models.CharField(max_length=20)
    guidance_es = models.TextField(blank=True)
    """What the law says about it, and what to do: shown to whoever notes a denial."""
    norms = models.CharField(max_length=200, blank=True)
    """Codes of `LegalNorm`, separated by |: what usually is breached."""


class HumanRight(Ordered):
    """A right of every person: which services make it real, and which barriers stand against it (R104)."""

    basis = models.CharField(max_length=200, blank=True)
    """Articles of the treaties that it stands in."""
    categories = models.CharField(max_length=300, blank=True)
    """Codes of `ServiceCategory`, separated by |. A category makes one right real, or none."""
    barriers = models.CharField(max_length=300, blank=True)
    """Codes of `Barrier`, separated by |. A barrier may stand against several."""

    @property
    def category_codes(self) -> list[str]:
        return between_bars(self.categories)

    @property
    def barrier_codes(self) -> list[str]:
        return between_bars(self.barriers)


class RiskLevel(Ordered):
    """How much a person is at risk, and how often they are contacted because of it."""

    every_days = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=8)
    """How to contact them unless something speaks against it: of `cases.Channel`, which this app cannot see."""
    attempts = models.PositiveSmallIntegerField()
    """Attempts in vain after which another way is proposed."""
    may_close = models.BooleanField(default=True)
    """Whether a case may be closed as solved at this level."""
