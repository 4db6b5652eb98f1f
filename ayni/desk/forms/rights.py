from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.design.fields import BaseForm, DayField
from ayni.people.models import IdentityCheck, Recipient
from ayni.people.rules import erasing


class HandForm(BaseForm, forms.Form):
    """To whom a copy goes, and how it was made sure who they are."""

    recipient = forms.ChoiceField(
        label=_("To whom do you hand the copy?"), choices=Recipient.choices, widget=forms.RadioSelect
    )
    identity = forms.ChoiceField(
        label=_("How did you make sure of who they are?"),
        choices=IdentityCheck.choices,
        widget=forms.RadioSelect,
        help_text=_("Somebody may pose as family. If in doubt, do not hand it over: talk to your supervisor."),
    )


class EraseForm(BaseForm, forms.Form):
    ground = forms.ChoiceField(
        label=_("Why is the file erased?"),
        choices=[(g.value, g.label) for g in erasing.BY_HAND],
        widget=forms.RadioSelect,
    )
    read = forms.BooleanField(
        label=_("I read what goes and what stays, and I know that it cannot be undone"),
        error_messages={"required": _("Read what goes and what stays, and tick that you know it cannot be undone.")},
    )


class HoldForm(BaseForm, forms.Form):
    reason = forms.CharField(
        label=_("Why must this file be kept?"),
        help_text=_("Such as a complaint, a trial or an inspection, with its number. It is kept encrypted."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    until = DayField(label=_("Until when?"), future=True, help_text=_("The hold ends by itself on that day."))
