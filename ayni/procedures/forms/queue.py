"""What is asked in the queue: of whoever receives, of whoever attends, and at the kiosk."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import Office
from ayni.design.fields import BaseForm

from ..models import Group, Procedure, ScreenKind, Series, Window
from ..queries.queue import letters
from ..rules.booking import CLAIMED_BY_ONESELF
from .appointments import current_procedures, now_called

NO_GROUP = ("", pgettext_lazy("group", "None of these"))


class _ProcedureField(forms.ModelChoiceField[Procedure]):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label_es)


class ArriveForm(BaseForm, forms.Form):
    """A reader of QR codes types into it, and then presses Enter."""

    q = forms.CharField(
        label=_("Slip, number or name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off", "spellcheck": "false"}),
    )


class WalkInForm(BaseForm, forms.Form):
    procedure = _ProcedureField(
        Procedure.objects.none(), required=False, empty_label=_("To be found out at the window"), label=_("What for")
    )
    series = forms.ModelChoiceField(
        Series.objects.none(), required=False, empty_label=_("The one that fits"), label=_("Letter")
    )
    group = forms.ChoiceField(
        label=_("Preferential attention"), required=False, choices=[NO_GROUP, *Group.choices], widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["procedure"].queryset = current_procedures()  # type: ignore[attr-defined]
        self.fields["series"].queryset = letters(office)  # type: ignore[attr-defined]


class AppointmentTypedForm(BaseForm, forms.Form):
    q = forms.CharField(
        label=_("Pass the code of your appointment under the reader, or type its number"),
        max_length=60,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off", "spellcheck": "false"}),
    )


class KioskForm(BaseForm, forms.Form):
    """What whoever has no appointment says of themselves. That the unit referred them, the counter says."""

    series = forms.ModelChoiceField(Series.objects.none(), required=False, label=_("What for"))
    group = forms.ChoiceField(
        label=_("Is one of these your situation? Then you go first, by law."),
        required=False,
        choices=[NO_GROUP, *((group.value, group.label) for group in CLAIMED_BY_ONESELF)],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series"].queryset = letters(office)  # type: ignore[attr-defined]


class TransferForm(BaseForm, forms.Form):
    to = forms.ModelChoiceField(Window.objects.none(), label=_("Send on to window"))

    def __init__(self, *args: Any, window: Window, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Window.objects.filter(office=window.office_id, is_open=True).exclude(pk=window.pk).order_by("number")
        self.fields["to"].queryset = others  # type: ignore[attr-defined]


class SeriesForm(BaseForm, forms.Form):
    letter = forms.CharField(label=_("Letter"), max_length=1)
    name = forms.CharField(label=_("What it is for, as the kiosk says it"), max_length=60)
    procedures = forms.ModelMultipleChoiceField(
        Procedure.objects.none(),
        required=False,
        label=_("Procedures. None: whoever fits no other letter"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["procedures"].queryset = current_procedures()  # type: ignore[attr-defined]

    def clean_letter(self) -> str:
        return str(self.cleaned_data["letter"]).upper()

    def say_what_stands(self, letters: Iterable[Series]) -> None:
        """`letters`: of the office. What the one that was typed means now stands beside what was typed."""
        if now := {one.letter: one for one in letters}.get(self.cleaned_data["letter"]):
            self.initial = {"letter": now.letter, "name": now.name, "procedures": now_called(now.procedures)}


class ScreenForm(BaseForm, forms.Form):
    kind = forms.ChoiceField(label=_("What"), choices=ScreenKind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=pgettext_lazy("screen", "Where it stands"), max_length=60)
