from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.timezone import make_aware
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ayni.design.fields import BaseForm, DayField

from ..models import Attended, DeclineReason, MessageKind, Result
from .words import text_field


class _SayFields(forms.Form):
    labels: ClassVar[dict[str, Any]] = {
        MessageKind.ACKNOWLEDGED: _("Note for whoever sent it"),
        MessageKind.ACCEPTED: _("Note: when and where the person can come, whom to ask for"),
        MessageKind.DECLINED: _("Why you decline"),
        MessageKind.QUESTION: _("What you need to know or to receive"),
        MessageKind.REPLY: _("Your reply"),
        MessageKind.OUTCOME: _("Note about the outcome"),
        MessageKind.WITHDRAWN: _("Why you withdraw it"),
        MessageKind.CLOSED: _("Note on closing it"),
    }
    titles: ClassVar[dict[str, Any]] = {
        MessageKind.ACKNOWLEDGED: _("Confirm that it arrived"),
        MessageKind.ACCEPTED: _("Accept"),
        MessageKind.DECLINED: _("Decline"),
        MessageKind.QUESTION: _("Ask for something"),
        MessageKind.OUTCOME: _("Report the outcome"),
    }
    must_say: ClassVar = {MessageKind.DECLINED, MessageKind.QUESTION, MessageKind.REPLY, MessageKind.WITHDRAWN}

    def __init__(self, kind: str, data: QueryDict | None = None, *, signed: bool = False) -> None:
        super().__init__(data, prefix=kind.lower())
        self.kind = kind
        self.title = self.titles.get(kind, "")
        self.draft = "" if signed else kind.lower()
        """A tab keeps what a user types; behind a link nothing is kept, because nobody is signed in there."""
        self.tone = "secondary" if kind == MessageKind.QUESTION else "primary"
        if kind == MessageKind.OUTCOME:
            self.fields["result"] = forms.ChoiceField(
                label=_("What came of it"), choices=Result.choices, widget=forms.RadioSelect
            )
        if kind == MessageKind.DECLINED:
            self.fields["reason"] = forms.ChoiceField(
                label=_("Reason"), choices=DeclineReason.choices, widget=forms.RadioSelect
            )
        if kind == MessageKind.ACCEPTED:
            self.fields["day"] = DayField(label=_("Day of the appointment, if there is one"), required=False)
            self.fields["hour"] = forms.TimeField(
                label=_("Hour of the appointment"), required=False, help_text=_("For example, 9:30 or 15:00"),
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            )  # fmt: skip
        self.fields["text"] = text_field(self.labels[kind], required=kind in self.must_say, rows=4)
        if signed:
            self.fields["signature"] = forms.CharField(label=_("Your name and position"), max_length=120)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.kind == MessageKind.ACCEPTED:
            cleaned["appointment"] = self._appointment(cleaned.pop("day", None), cleaned.pop("hour", None))
        return cleaned

    def _appointment(self, day: date | None, hour: time | None) -> datetime | None:
        """When the person is received: a day and an hour, or neither."""
        if day is None and hour is None:
            return None
        if day is None or hour is None:
            if not self.errors.keys() & {"day", "hour"}:
                missing = "hour" if hour is None else "day"
                self.add_error(missing, gettext("Write both the day and the hour, or leave both empty."))
            return None
        return make_aware(datetime.combine(day, hour))


class SayForm(BaseForm, _SayFields):
    """One thing that one side says to the other. Each kind is a form of its own on the page."""


class ByPhoneForm(BaseForm, forms.Form):
    """What the institution said by another way, written down by the sender."""

    kind = forms.ChoiceField(
        label=_("What the institution said"),
        choices=[
            (MessageKind.ACKNOWLEDGED, _("It received the referral")),
            (MessageKind.ACCEPTED, _("It accepts")),
            (MessageKind.DECLINED, _("It declines")),
            (MessageKind.OUTCOME, _("What came of it")),
        ],
        widget=forms.RadioSelect,
    )
    result = forms.ChoiceField(label=_("What came of it"), choices=Result.choices, required=False)
    reason = forms.ChoiceField(label=_("Reason"), choices=DeclineReason.choices, required=False)
    text = text_field(_("Who said it, when and how"), rows=3)

    reveals: ClassVar[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
        "kind": {MessageKind.OUTCOME: ("result",), MessageKind.DECLINED: ("reason",)}
    }


class CodeForm(BaseForm, forms.Form):
    code = forms.CharField(
        label=_("Code of six digits"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class FeedbackForm(BaseForm, forms.Form):
    """What the person says, written down by whoever asked them."""

    attended = forms.ChoiceField(
        label=_("Was the person attended?"), choices=Attended.choices, widget=forms.RadioSelect
    )
    treated_well = forms.ChoiceField(
        label=_("Were they treated well?"),
        choices=[("YES", _("Yes")), ("NO", _("No")), ("", _("Prefers not to say"))],
        widget=forms.RadioSelect,
        required=False,
    )
    text = text_field(_("What they tell, in their own words"), required=False, rows=3)
