"""What is asked of somebody who wants to be called: where, when and how; nothing else."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.design.fields import BaseForm
from ayni.lib.ids import read_number
from ayni.lib.tongues import TONGUES
from ayni.people.models import Person

from ..actions.calls import CallAsked, Ending
from ..models import Answered, CallAbout, CallOutcome, IfOther
from ..queries import calls as queries
from ..rules import calls as rules
from .words import text_field

NOW, TODAY, TOMORROW, DAYS, ANY = "NOW", "TODAY", "TOMORROW", "DAYS", "ANY"
WHEN = (
    (NOW, gettext_lazy("Now, within the hour")),
    (TODAY, gettext_lazy("Today")),
    (TOMORROW, gettext_lazy("Tomorrow")),
    (DAYS, gettext_lazy("On certain days of the week")),
    (ANY, gettext_lazy("On any day")),
)
WEEK = (
    ("1", pgettext_lazy("day of the week", "Monday")), ("2", pgettext_lazy("day of the week", "Tuesday")),
    ("3", pgettext_lazy("day of the week", "Wednesday")), ("4", pgettext_lazy("day of the week", "Thursday")),
    ("5", pgettext_lazy("day of the week", "Friday")), ("6", pgettext_lazy("day of the week", "Saturday")),
    ("7", pgettext_lazy("day of the week", "Sunday")),
)  # fmt: skip
OTHER_LANGUAGE = "other"
HOURS = [("", gettext_lazy("any hour")), *((f"{half // 2:02}:{half % 2 * 30:02}",) * 2 for half in range(48))]


class CallForm(BaseForm, forms.Form):
    reveals: ClassVar = {
        "when": {
            TODAY: ("opens", "closes"), TOMORROW: ("opens", "closes"), ANY: ("opens", "closes"),
            DAYS: ("weekdays", "opens", "closes"),
        },
        "if_other": {IfOther.SAY: ("say",)},
    }  # fmt: skip
    phone = forms.CharField(
        label=gettext_lazy("Telephone"), max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=gettext_lazy("Of any country. With + and the number of the country if it is not of Peru."),
    )  # fmt: skip
    when = forms.ChoiceField(
        label=gettext_lazy("When can we call without danger?"), choices=WHEN, widget=forms.RadioSelect
    )
    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("Which days?"), choices=WEEK, widget=forms.CheckboxSelectMultiple
    )
    opens = forms.ChoiceField(label=gettext_lazy("From which hour?"), choices=HOURS, required=False)
    closes = forms.ChoiceField(label=gettext_lazy("Until which hour?"), choices=HOURS, required=False)
    if_other = forms.ChoiceField(
        label=gettext_lazy("If somebody else answers"), choices=IfOther.choices, widget=forms.RadioSelect,
        initial=IfOther.HANG_UP,
    )  # fmt: skip
    say = forms.CharField(
        label=gettext_lazy("What should we say?"), max_length=rules.LONGEST_SAY,
        help_text=gettext_lazy("Such as: that we are from a shop, or that it is a wrong number."),
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )  # fmt: skip
    may_leave_message = forms.BooleanField(
        label=gettext_lazy("A message may be left. It says only that somebody called."), required=False
    )
    language = forms.ChoiceField(label=gettext_lazy("In which language?"))
    about = forms.ChoiceField(
        label=gettext_lazy("What it is about, if you want to say it"), required=False,
        choices=[("", gettext_lazy("I would rather say it by telephone")), *CallAbout.choices],
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("How should we call you?"), required=False, max_length=60,
        help_text=gettext_lazy("Any name or word. It need not be yours."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    website = forms.CharField(
        label=gettext_lazy("Leave this box empty"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        spoken: forms.ChoiceField = self.fields["language"]  # type: ignore[assignment]
        spoken.choices = [*TONGUES.items(), (OTHER_LANGUAGE, _("Another one"))]
        spoken.initial = next((one for one in TONGUES if (get_language() or "es").startswith(one)), "es")

    def clean_phone(self) -> str:
        typed: str = self.cleaned_data["phone"]
        return self._judged(lambda: rules.written_phone(typed))

    def clean_say(self) -> str:
        return str(self.cleaned_data["say"] or "").strip()

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave that box empty: it is there for machines. Then send it again."))
        return ""

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not self.errors:
            try:
                rules.check_safe(self.safe, self.at)
            except rules.CannotAsk as broken:
                self.add_error("closes" if said["when"] != NOW else "when", str(broken))
        return said

    def _judged(self, ask: Callable[[], str]) -> str:
        try:
            return ask()
        except rules.CannotAsk as broken:
            raise forms.ValidationError(str(broken)) from None

    @property
    def safe(self) -> rules.Safe:
        said, here = self.cleaned_data, localtime(self.at)
        if said["when"] == NOW:
            opens = here.replace(second=0, microsecond=0)
            return rules.Safe(day=here.date(), opens=opens.time(), closes=(opens + rules.NOW_LASTS).time())
        days = {TODAY: here.date(), TOMORROW: here.date() + timedelta(days=1)}
        return rules.Safe(
            day=days.get(said["when"]), weekdays="".join(sorted(set(said["weekdays"] or []))),
            opens=_hour(said["opens"]), closes=_hour(said["closes"]),
        )  # fmt: skip

    @property
    def asked(self) -> CallAsked:
        said = self.cleaned_data
        kept = {name: said[name] for name in ("phone", "if_other", "say", "may_leave_message", "language", "about")}
        return CallAsked(safe=self.safe, name=said["name"].strip(), **kept)


def _hour(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


class AttemptForm(BaseForm, forms.Form):
    answered = forms.ChoiceField(
        label=gettext_lazy("What happened?"), choices=Answered.choices, widget=forms.RadioSelect
    )
    note = text_field(gettext_lazy("Note"), required=False, rows=2)


class CloseForm(BaseForm, forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("How did it end?"), choices=CallOutcome.choices, widget=forms.RadioSelect
    )
    note = text_field(gettext_lazy("Note"), required=False, rows=2)
    agrees = forms.BooleanField(
        label=gettext_lazy("The person agreed that this is joined to their file"), required=False
    )
    number = forms.CharField(label=gettext_lazy("Number of their case, if there is one"), max_length=20, required=False)
    person = forms.ModelChoiceField(
        Person.objects.none(), label=gettext_lazy("Or whom you registered"), required=False,
        empty_label=gettext_lazy("Nobody"),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["person"].queryset = queries.registered_by(user, at)  # type: ignore[attr-defined]
        self.fields["person"].label_from_instance = lambda person: person.full_name  # type: ignore[attr-defined]
        self.case: Any = None

    def clean_number(self) -> str:
        if typed := self.cleaned_data["number"]:
            self.case = queries.cases_of(self.user).filter(number=read_number("C", typed) or "").first()
            if self.case is None:
                raise forms.ValidationError(_("You see no case with this number. Look at it again."))
        return str(typed)

    @property
    def ending(self) -> Ending:
        said = self.cleaned_data
        return Ending(
            outcome=said["outcome"], note=said["note"], agrees=said["agrees"], person=said["person"], case=self.case
        )  # fmt: skip
