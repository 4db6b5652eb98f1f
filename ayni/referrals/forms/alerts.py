"""What is asked of whoever tells us of somebody, and of whoever sees to it."""

from datetime import datetime
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Office, Organisation
from ayni.codelists import queries as codelists
from ayni.codelists.models import Territory
from ayni.design.fields import BaseForm
from ayni.governance.models import Urgency

from .. import rules
from ..actions import Told
from ..models import Channel, RejectReason, SenderKind, Topic
from ..queries import AlertFilters
from .words import text_field

_SALT = "referrals.alert-form"


ANY = ("", _("Any"))


class AlertFilterForm(BaseForm, forms.Form):
    """What narrows the queue: by what it is about, who told it and by which way it came (R74, R92)."""

    marks_optional = False

    topic = forms.ChoiceField(label=_("About"), choices=[ANY, *Topic.choices], required=False)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=[ANY, *Urgency.choices], required=False)
    sender_kind = forms.ChoiceField(label=_("Who tells it"), choices=[ANY, *SenderKind.choices], required=False)
    channel = forms.ChoiceField(label=_("How it reached us"), choices=[ANY, *Channel.choices], required=False)

    @property
    def filters(self) -> AlertFilters:
        """What was asked for. What makes no sense narrows nothing."""
        self.is_valid()
        return AlertFilters(**{name: value for name, value in self.cleaned_data.items() if value})


class _AlertFields(forms.Form):
    topic = forms.ChoiceField(label=_("What is it about?"), choices=Topic.choices, widget=forms.RadioSelect)
    danger_now = forms.ChoiceField(
        label=_("Is somebody in danger at this moment?"),
        choices=[("yes", _("Yes")), ("no", _("No, or I do not know"))],
        widget=forms.RadioSelect,
    )
    department = forms.ModelChoiceField(
        Territory._default_manager.none(), to_field_name="code", required=False, label=_("Where is it?")
    )
    text = text_field(_("What happens and what is needed"), rows=5)
    who = forms.CharField(label=_("Whom it is about, if you know and want to say it"), max_length=300, required=False)
    safety = forms.CharField(
        label=_("How can the person be reached without putting them in danger?"), max_length=300, required=False
    )
    sender_name = forms.CharField(label=_("Your name"), max_length=120, required=False)
    sender_contact = forms.CharField(
        label=_("Your telephone or e-mail, if we may ask you something"), max_length=120, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        department: Any = self.fields["department"]
        department.queryset = codelists.departments()
        department.choices = [("", _("I do not know")), *codelists.kept_departments()]

    def told(self) -> Told:
        names = ("topic", "text", "who", "safety", "department", "sender_name", "sender_contact")
        said: dict[str, Any] = {name: self.cleaned_data.get(name) or "" for name in names}
        said["department"] = said["department"] or None
        return Told(**said, danger_now=self.cleaned_data["danger_now"] == "yes")


class AlertForm(BaseForm, _AlertFields):
    """For whoever has an account. Staff write down what reached them by another way, and who told it."""

    def __init__(self, *args: Any, is_staff: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_staff:
            by_hand = [c for c in Channel if c not in {Channel.WEB, Channel.LINK, Channel.ACCOUNT}]
            self.fields["channel"] = forms.ChoiceField(
                label=_("How it reached you"), choices=[(channel.value, channel.label) for channel in by_hand]
            )
            self.fields["sender_kind"] = forms.ChoiceField(label=_("Who tells it"), choices=SenderKind.choices)
        else:
            del self.fields["sender_name"], self.fields["sender_contact"]


class OpenAlertForm(BaseForm, _AlertFields):
    """For anybody. It is guarded against what fills in forms by itself; nothing that a person typed is lost by it."""

    website = forms.CharField(
        label=_("Leave this box empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    began = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, at: datetime, names_sender: bool = True, **kwargs: Any) -> None:
        self.at = at
        super().__init__(*args, initial={"began": signing.dumps(at.timestamp(), salt=_SALT)}, **kwargs)
        if names_sender:
            self.fields["sender_kind"] = forms.ChoiceField(
                label=_("Who are you?"), choices=SenderKind.choices, widget=forms.RadioSelect
            )
            self.order_fields(["sender_kind"])

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(gettext("Leave that box empty: it is there for machines. Then send it again."))
        return ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        open_for = self._open_for()
        if open_for is None or open_for > rules.FORM_LASTS.total_seconds():
            # A page from yesterday, or one that came back altered: it gets a new time, or it could never be sent.
            self.data = data = self.data.copy()  # type: ignore[attr-defined]
            data["began"] = signing.dumps(self.at.timestamp(), salt=_SALT)
        if open_for is None or not rules.SOONEST.total_seconds() <= open_for <= rules.FORM_LASTS.total_seconds():
            self.add_error(None, gettext("Read it once more and press the button again: nothing was lost."))
        return cleaned

    def _open_for(self) -> float | None:
        """Seconds since the form was opened; nothing if what says so is not ours."""
        try:
            began = float(signing.loads(self.cleaned_data.get("began", ""), salt=_SALT))
        except (signing.BadSignature, TypeError, ValueError):
            return None
        return self.at.timestamp() - began


class ReceiptForm(BaseForm, forms.Form):
    receipt = forms.CharField(label=_("Code of your receipt"), max_length=20)


class WordsForm(BaseForm, forms.Form):
    text = text_field(_("What you want to say"), rows=3)


class FindForm(BaseForm, forms.Form):
    q = forms.CharField(label=_("Name, document, telephone or birth date"), max_length=120)


class SendOnForm(BaseForm, forms.Form):
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Office"))

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]


class OrientForm(BaseForm, forms.Form):
    organisation = forms.ModelChoiceField(
        Organisation.objects.order_by("name", "pk"), label=_("Institution that it concerns")
    )
    text = text_field(_("What you told whoever sent it"), rows=3)


class RejectForm(BaseForm, forms.Form):
    reason = forms.ChoiceField(label=_("Why it is closed"), choices=RejectReason.choices, widget=forms.RadioSelect)
    text = text_field(_("Note"), required=False, rows=3)


class AlertLinkForm(BaseForm, forms.Form):
    organisation = forms.ModelChoiceField(Organisation.objects.order_by("name", "pk"), label=_("Institution"))
    email = forms.EmailField(label=_("E-mail of the institution"))
