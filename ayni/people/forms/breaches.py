"""Forms of the register of data breaches."""

from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _

from ayni.design.fields import BaseForm, DayField
from ayni.people.models import Breach

LONGEST = 20_000


def _area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _people() -> forms.IntegerField:
    return forms.IntegerField(label=_("How many people are concerned, about?"), required=False, min_value=0)


class RecordForm(BaseForm, forms.Form):
    kind = forms.ChoiceField(label=_("What happened?"), choices=Breach.Kind.choices, widget=forms.RadioSelect)
    day = DayField(label=_("On which day was it noticed?"), past=True)
    hour = forms.TimeField(
        label=_("At what time?"), help_text=_("Such as 14:30. The clock runs from then."),
        widget=forms.TextInput(attrs={"size": 5}), input_formats=["%H:%M", "%H.%M"],
    )  # fmt: skip
    what = forms.CharField(
        label=_("What is known of it"), widget=_area(5), max_length=LONGEST,
        help_text=_("Which data, in whose hands, how it was noticed. Do not write names of people."),
    )  # fmt: skip
    people = _people()

    @property
    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        hour: time = data["hour"]
        noticed = datetime.combine(data["day"], hour, tzinfo=localtime(now()).tzinfo).astimezone(UTC)
        return {"kind": data["kind"], "noticed_at": noticed, "what": data["what"], "people": data["people"]}


class AssessForm(BaseForm, forms.Form):
    harm = forms.ChoiceField(
        label=_("What may it do to the people concerned?"), choices=Breach.Harm.choices, widget=forms.RadioSelect
    )
    assessment = forms.CharField(label=_("Why"), widget=_area(), max_length=LONGEST)
    people = _people()


class ContainForm(BaseForm, forms.Form):
    containment = forms.CharField(label=_("What was done so that it stops?"), widget=_area(), max_length=LONGEST)


class AuthorityForm(BaseForm, forms.Form):
    reference = forms.CharField(label=_("Number of the notification to the authority"), required=False, max_length=60)
    why_not = forms.CharField(label=_("If it is not told: why"), widget=_area(3), max_length=LONGEST, required=False)


class PeopleForm(BaseForm, forms.Form):
    were_told = forms.TypedChoiceField(
        label=_("Were the people concerned told?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("How, or why not"), widget=_area(), max_length=LONGEST)


class CloseForm(BaseForm, forms.Form):
    lessons = forms.CharField(
        label=_("What is done so that it does not happen again?"), widget=_area(), max_length=LONGEST
    )


def as_written(breach: Breach) -> dict[str, Any]:
    """What stands of each step, so that whoever corrects it sees it. Whether the people were told, once it is said."""
    told = ("yes" if breach.people_told_at else "no") if breach.people_told else None
    return {
        "harm": breach.harm, "assessment": breach.assessment, "people": breach.people,
        "containment": breach.containment, "reference": breach.authority_reference, "why_not": breach.no_notice,
        "were_told": told, "words": breach.people_told,
    }  # fmt: skip
