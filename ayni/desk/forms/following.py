from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.timezone import make_aware
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ayni.cases.models import AttemptResult, Channel, RiskAssessment
from ayni.codelists.models import RiskLevel
from ayni.design.fields import BaseForm, DayField
from ayni.design.words import moment
from ayni.people.models import ContactPoint

from .cases import LONGEST


class RiskForm(BaseForm, forms.Form):
    level = forms.ModelChoiceField(
        RiskLevel.objects.current().order_by("order", "code"),
        label=_("How high is the risk today?"),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("What you saw or heard. Whoever may open this case reads it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
    )

    def __init__(self, *args: Any, current: RiskAssessment | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.current = current
        field = self.fields["level"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        rows = list(field.queryset)  # type: ignore[arg-type]
        self.option_hints = {  # type: ignore[misc]
            "level": {
                str(row.pk): _("Contact at least every %(days)d days.") % {"days": row.every_days} for row in rows
            }
        }

    @property
    def stands(self) -> list[tuple[str, str]]:
        if not self.is_overwritten or self.current is None:
            return []
        who = f"{self.current.assessed_by.display_name}, {moment(self.current.assessed_at)}"
        return [
            (gettext("Risk"), self.current.level.label_es),
            (gettext("Why?"), self.current.reason),
            (gettext("Written"), who),
        ]


class PlanForm(BaseForm, forms.Form):
    due = DayField(label=_("When is the person contacted next?"), future=True)
    channel = forms.ChoiceField(label=_("How?"), choices=Channel.choices, widget=forms.RadioSelect)


class AttemptForm(BaseForm, forms.Form):
    """How it was tried, and what came of it. Only contacts that the person called safe are there to choose."""

    channel = forms.ChoiceField(label=_("How did you try?"), choices=Channel.choices, widget=forms.RadioSelect)
    contact = forms.TypedChoiceField(label=_("With which contact?"), required=False, coerce=int, empty_value=None)
    result = forms.ChoiceField(label=_("What came of it?"), choices=AttemptResult.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("What was said?"), widget=forms.Textarea(attrs={"rows": 4}), max_length=LONGEST, required=False
    )

    day = DayField(label=_("Day, if it was not now"), required=False)
    hour = forms.TimeField(
        label=_("Hour, if it was not now"), required=False, help_text=_("For example, 9:30 or 15:00"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip

    def __init__(self, *args: Any, contacts: Sequence[ContactPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {contact.pk: contact for contact in contacts}
        said = [(str(pk), _said(contact)) for pk, contact in self.known.items()]
        self.fields["contact"].choices = [("", _("None: a visit, or at the office")), *said]  # type: ignore[attr-defined]

    def clean_contact(self) -> ContactPoint | None:
        return self.known.get(self.cleaned_data["contact"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        day, hour = cleaned.pop("day", None), cleaned.pop("hour", None)
        cleaned["tried_at"] = make_aware(datetime.combine(day, hour)) if day and hour else None
        if (day is None) != (hour is None) and not self.errors.keys() & {"day", "hour"}:
            self.add_error("day" if day is None else "hour", gettext("Write both day and hour, or leave both empty."))
        return cleaned


def _said(contact: ContactPoint) -> str:
    return " · ".join(filter(None, [contact.get_kind_display(), str(contact.value), str(contact.instructions)]))
