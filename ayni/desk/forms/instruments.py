"""Which forms a profile has: one box a form, and the days beside it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ayni.design.fields import BaseForm
from ayni.instruments.actions import Times
from ayni.instruments.models import Instrument, ProfileForm

LONGEST = 3650


class AssignForm(BaseForm, forms.Form):
    marks_optional = False

    def __init__(self, *args: Any, every: Sequence[Instrument], now: Sequence[ProfileForm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.every = list(every)
        there = {row.instrument: row for row in now}
        self.reveals: Mapping[str, Any] = {  # type: ignore[misc]
            "forms": {form.code: (f"{form.code}-due", f"{form.code}-again") for form in self.every}
        }
        self.fields["forms"] = forms.MultipleChoiceField(
            label=_("Forms of a case of this profile"),
            choices=[(form.code, form.title_es) for form in self.every],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            initial=[form.code for form in self.every if form.code in there],
        )
        for form in self.every:
            row = there.get(form.code)
            self.fields[f"{form.code}-due"] = _days(_("Due after how many days?"), row.due_days if row else None)
            self.fields[f"{form.code}-again"] = _days(_("Again after how many days?"), row.again_days if row else None)

    @property
    def forms(self) -> dict[str, Times]:
        """As the verb takes them."""
        said = self.cleaned_data
        return {code: Times(said[f"{code}-due"], said[f"{code}-again"]) for code in said["forms"]}


def _days(label: str, initial: int | None) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=LONGEST, initial=initial)
