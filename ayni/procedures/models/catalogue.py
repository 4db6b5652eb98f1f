"""What the State offers, as data: regimes, their procedures, what each asks for and costs. A version is never changed:
an application keeps the one it was begun under."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Organisation
from ayni.codelists.models import LegalNorm, Listed


class Regime(Listed):
    """A set of rules under which people regularise: open from a day, until a day. What is closed says where to go."""

    norms = models.ManyToManyField(LegalNorm, blank=True, related_name="+")
    legal_basis = models.CharField(max_length=300, blank=True)
    """As the source writes it."""
    opens_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    """The last day on which an application is received."""
    leads_to = models.CharField(max_length=200, blank=True)
    """Codes of procedures for whoever comes after it closed, separated by |, the likeliest first."""
    note = models.TextField(blank=True)
    added_by_hand = models.BooleanField(default=False)
    """Approved on a page. A load of the data leaves it alone."""

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "code", "version", "valid_from", "valid_to", "label_es", "label_en", "source", "confidence",
            "digest", "norms", "legal_basis", "opens_on", "closes_on", "leads_to", "note", "added_by_hand",
        }  # fmt: skip


class Silence(models.TextChoices):
    """What it means when the statutory time passes without a decision (TUO of Ley 27444, arts. 35 to 38)."""

    POSITIVE = "POSITIVE", _("It counts as approved")
    NEGATIVE = "NEGATIVE", _("It counts as rejected: an appeal is possible")
    UNKNOWN = "UNKNOWN", _("Not known: to be confirmed")


class Procedure(Listed):
    """Something to apply for. Its requirements and fees belong to the version."""

    regime = models.ForeignKey(Regime, on_delete=models.PROTECT, null=True, blank=True, related_name="procedures")
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    """Who decides. Only what our own institution decides is applied for here; of the rest we say where to go."""
    is_open = models.BooleanField(default=True)
    opens_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    opens_text = models.CharField(max_length=60, blank=True)
    closes_text = models.CharField(max_length=60, blank=True)
    """As the source writes them, when it gives no day."""
    channel = models.CharField(max_length=60, blank=True)
    result = models.CharField(max_length=24, blank=True)
    """What the person holds at the end: a code of `DocumentType` where there is one, else a word of the source."""
    validity_days = models.PositiveSmallIntegerField(null=True, blank=True)
    grants_status = models.CharField(max_length=24, blank=True)
    """Code of the `MigratoryStatus` that an approval gives; empty: none."""
    statutory_days = models.PositiveSmallIntegerField(null=True, blank=True)
    """Working days within which it is decided. Empty: no source says so, and the general rule holds (30 working days:
    TUO of Ley 27444, art. 39), marked as to be confirmed."""
    silence = models.CharField(max_length=8, choices=Silence.choices, default=Silence.UNKNOWN)
    payment_code = models.CharField(max_length=20, blank=True)
    legal_basis = models.CharField(max_length=300, blank=True)
    norms = models.ManyToManyField(LegalNorm, blank=True, related_name="+")
    steps = models.JSONField(default=list)
    """Sentences, in their order."""
    note = models.TextField(blank=True)
    added_by_hand = models.BooleanField(default=False)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "code", "version", "valid_from", "valid_to", "label_es", "label_en", "source", "confidence",
            "digest", "regime", "authority", "is_open", "opens_on", "closes_on", "opens_text", "closes_text",
            "channel", "result", "validity_days", "grants_status", "statutory_days", "silence", "payment_code",
            "legal_basis", "norms", "steps", "note", "added_by_hand",
        }  # fmt: skip

    class Meta(Listed.Meta):
        constraints: ClassVar = [
            *Listed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True) | Q(closes_on__isnull=True) | Q(closes_on__gte=models.F("opens_on")),
                name="a_procedure_closes_after_it_opens",
            ),
        ]


class RequirementKind(models.TextChoices):
    """How a requirement is met, and so what the checklist asks for."""

    DOCUMENT = "DOCUMENT", _("A document: uploaded or scanned")
    DECLARATION = "DECLARATION", _("A declaration: signed")
    PAYMENT = "PAYMENT", _("A payment: its receipt")
    FORM = "FORM", _("A form: filled in here")
    BIOMETRICS = "BIOMETRICS", _("Photo, signature and fingerprint: at the appointment")
    CONDITION = "CONDITION", _("A fact that the evaluator checks")


class Applies(models.TextChoices):
    """Of whom a requirement or a fee is asked."""

    EVERYBODY = "EVERYBODY", _("Everybody")
    ADULTS = "ADULTS", _("Adults")
    CHILDREN = "CHILDREN", _("Children and adolescents")
    REPRESENTED = "REPRESENTED", _("Children, and adults who cannot express their will")
    TRAFFICKING = "TRAFFICKING", _("Victims of trafficking")
    HEALTH = "HEALTH", _("People with a health condition")
    FAMILY_VIOLENCE = "FAMILY_VIOLENCE", _("Victims of family violence")
    LOSS = "LOSS", _("After loss or theft")
    OTHERS = "OTHERS", _("A case that the text describes")


class Requirement(models.Model):
    """Something that a procedure asks for."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="requirements")
    order = models.PositiveSmallIntegerField()
    label_es = models.CharField(max_length=300)
    kind = models.CharField(max_length=12, choices=RequirementKind.choices, default=RequirementKind.DOCUMENT)
    document_type = models.CharField(max_length=24, blank=True)
    """Code of `DocumentType`, when it is one of the list."""
    accepts = models.CharField(max_length=60, blank=True)
    """Other documents that serve instead, as the route finder calls them, separated by |."""
    mandatory = models.BooleanField(default=True)
    applies = models.CharField(max_length=16, choices=Applies.choices, default=Applies.EVERYBODY)
    applies_text = models.CharField(max_length=60, blank=True)
    """As the source writes it."""
    exception_es = models.CharField(max_length=300, blank=True)
    """What vulnerability exempts from, in words: shown to whoever may grant it."""
    source = models.CharField(max_length=300, blank=True)
    confidence = models.CharField(max_length=60, default="unknown")

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "procedure", "order", "label_es", "kind", "document_type", "accepts", "mandatory", "applies",
            "applies_text", "exception_es", "source", "confidence",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["procedure", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["procedure", "order"], name="one_requirement_per_place_in_a_procedure")
        ]

    def __str__(self) -> str:
        return self.label_es


class Fee(models.Model):
    """What a procedure costs somebody, in soles. No row: nobody has confirmed it, which is not the same as free."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="fees")
    applies = models.CharField(max_length=16, choices=Applies.choices, default=Applies.EVERYBODY)
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    as_of = models.CharField(max_length=10, blank=True)
    """The day, month or year that the source speaks of."""
    payment_code = models.CharField(max_length=20, blank=True)
    confidence = models.CharField(max_length=60, default="unknown")

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "procedure", "applies", "amount", "as_of", "payment_code", "confidence",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["procedure", "applies"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["procedure", "applies"], name="one_fee_of_a_procedure_for_each"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_fee_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"S/ {self.amount}"
