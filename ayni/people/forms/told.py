"""Where a value comes from: two short questions under every form that changes a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ayni.people.models import Confidence, Source
from ayni.people.rules.sources import STRENGTH, Provenance, Told

from .parts import Fields
from .register import FieldsOfItsOwn

SOURCE_FIELDS = ("source", "confidence", "reference", "confirmed")


def source_fields() -> Fields:
    """The strongest first. Whoever says nothing writes what the person said."""
    strongest = sorted(Source, key=lambda source: -STRENGTH[source])
    return {
        "source": forms.ChoiceField(
            label=_("Where this comes from"),
            choices=[(source.value, source.label) for source in strongest],
            initial=Source.STATED,
            required=False,
        ),
        "confidence": forms.ChoiceField(
            label=_("How sure you are"), choices=Confidence.choices, initial=Confidence.HIGH, required=False
        ),
        "reference": forms.CharField(
            label=_("Number of the letter, list or register"),
            help_text=_("A number or a code, never a name."),
            max_length=80,
            required=False,
        ),
        "confirmed": forms.BooleanField(
            label=_("The new value is right, although its source is weaker"), required=False
        ),
    }


class TellingForm(FieldsOfItsOwn):
    """A form whose values have a source. The confirmation is asked for once somebody has to give it."""

    is_weaker = False

    @property
    def top_fields(self) -> list[forms.BoundField]:
        """The fields of the form itself."""
        return [field for field in super().top_fields if field.name not in SOURCE_FIELDS]

    @property
    def source_rows(self) -> list[forms.BoundField]:
        names = SOURCE_FIELDS if self.is_weaker else SOURCE_FIELDS[:-1]
        return [self[name] for name in names]

    def ask_to_confirm(self, sentence: str) -> None:
        self.is_weaker = True
        self.add_error("confirmed", sentence)

    def told(self) -> Told:
        data = self.cleaned_data
        provenance = Provenance(
            data["source"] or Source.STATED.value, data["confidence"] or Confidence.HIGH.value, data["reference"]
        )
        return Told(provenance, data["confirmed"])

    def values(self) -> dict[str, Any]:
        """The verb's parameters, without where they come from."""
        return {name: value for name, value in self.cleaned_data.items() if name not in SOURCE_FIELDS}
