"""Forms that write a characteristic, and that end something that was so."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ayni.codelists import queries as codelists
from ayni.codelists.models import Country
from ayni.design.fields import DayField
from ayni.people.models import Kind
from ayni.people.rules.characteristics import KINDS, Domain, NewCharacteristic

from .lists import ListField, Lists
from .parts import Fields
from .register import FieldsOfItsOwn
from .told import TellingForm, source_fields


class CharacteristicForm(TellingForm):
    def __init__(self, data: Mapping[str, Any] | None = None, *, kind: str, has_value: bool) -> None:
        """`has_value`: whether the file says something of this kind now, which the new value takes the place of."""
        self.kind, self.of, self.has_value, self.lists = kind, KINDS[kind], has_value, Lists()
        super().__init__(data)

    def make_fields(self) -> Fields:
        fields = self._answers() if self.of.sensitive else {"code": self._code()}
        fields["since"] = DayField(label=_since(self.kind), required=False, past=True, help_text=self._hint())
        if not self.of.event:
            fields["until"] = DayField(
                label=_("Until when, if it is so no more"),
                required=False,
                past=True,
                help_text=_("Empty: it is so now."),
            )
        if self.has_value and not self.of.event:
            fields["instead"] = forms.BooleanField(
                label=_("What the file says now was a mistake: it was never so"), required=False
            )
        return fields | source_fields()

    def _hint(self) -> str:
        return _("Empty: the day is not known.") if self.of.event else _("Empty: it is not known since when.")

    def _code(self) -> forms.Field:
        choices = [("", _("Choose")), *codelists.kept_choices(self.of.codes)]
        if self.of.codes is Country:
            choices = self.lists.country_choices()
        return forms.ChoiceField(label=str(Kind(self.kind).label), choices=choices)

    def _answers(self) -> Fields:
        answers = codelists.kept_choices(self.of.codes)
        return {
            domain.value: forms.ChoiceField(label=str(domain.label), choices=answers, widget=forms.RadioSelect)
            for domain in Domain
        }

    def new(self) -> NewCharacteristic:
        data = self.cleaned_data
        return NewCharacteristic(
            kind=self.kind,
            code=data.get("code", ""),
            answers={domain: data[domain] for domain in Domain.values} if self.of.sensitive else None,
            since=data["since"],
            until=data.get("until"),
            instead=data.get("instead", False),
        )


def _since(kind: str) -> str:
    return {
        Kind.ENTRY: _("Day of the entry"),
        Kind.RETURN: _("Day of the return"),
        Kind.PREREGISTRATION: _("Day of the pre-registration"),
    }.get(Kind(kind), _("Since when"))


class NationalityForm(TellingForm):
    def make_fields(self) -> Fields:
        lists = Lists()
        country = ListField(lambda: lists.countries, lists.country_choices(), label=_("Nationality"))
        since = DayField(
            label=_("Since when"), required=False, past=True, help_text=_("Empty: it is not known since when.")
        )
        return {"country": country, "since": since} | source_fields()


OVER, MISTAKE = "over", "mistake"


class EndForm(FieldsOfItsOwn):
    """It was so until a day, or it never was. `mistakes`: the second answer alone, for what happened on a day."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, only_mistake: bool = False) -> None:
        self.only_mistake = only_mistake
        self.reveals = {"how": {OVER: ("until",)}}  # type: ignore[misc]
        super().__init__(data)

    def make_fields(self) -> Fields:
        how = [(OVER, _("It was so, and is so no more")), (MISTAKE, _("It was a mistake: it was never so"))]
        return {
            "how": forms.ChoiceField(
                label=_("What happened"), choices=how[1:] if self.only_mistake else how, widget=forms.RadioSelect
            ),
            "until": DayField(
                label=_("Since when it is so no more"), required=False, past=True, help_text=_("Empty: since today.")
            ),
        }

    def values(self) -> dict[str, Any]:
        return {"until": self.cleaned_data["until"], "is_mistake": self.cleaned_data["how"] == MISTAKE}
