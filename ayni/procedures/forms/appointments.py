"""What is asked of whoever books an appointment, and of whoever keeps the calendars."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ayni.access.models import Office
from ayni.codelists import queries as codelists
from ayni.codelists.models import Territory
from ayni.design.fields import BaseForm, DayField
from ayni.directory.models import Location
from ayni.lib.ids import read_number
from ayni.people.rules.documents import phone_tail

from ..models import Calendar, CampaignKind, Group, Procedure, VisitOutcome
from ..queries import stops
from ..rules.booking import CLAIMED_BY_ONESELF
from ..rules.slips import PREFIX, WAIT_PREFIX, read_secret

BY_EMAIL, BY_SMS = "EMAIL", "SMS"


class GroupForm(BaseForm, forms.Form):
    """Kept in the address: whoever comes back to the page finds it as it was."""

    grupo = forms.ChoiceField(
        label=gettext_lazy("Does one of these apply to you?"),
        required=False,
        choices=[("", gettext_lazy("None of these")), *((group.value, group.label) for group in CLAIMED_BY_ONESELF)],
    )


class _Reached:
    """What a verb takes of somebody without a file."""

    cleaned_data: dict[str, Any]

    @property
    def contact(self) -> dict[str, str]:
        return {key: self.cleaned_data.get(key) or "" for key in ("name", "email", "phone")}

    @property
    def identity(self) -> dict[str, str]:
        return {key: self.cleaned_data.get(key) or "" for key in ("document", "email", "phone")}


class WayForm(_Reached, BaseForm, forms.Form):
    """How to reach somebody, and nothing that is not needed."""

    name = forms.CharField(
        label=gettext_lazy("How should we call you?"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    document = forms.CharField(
        label=gettext_lazy("Number of your document, if you have one"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Of any country. It is not kept: it only serves so that each has one appointment."),
    )
    way = forms.ChoiceField(
        label=gettext_lazy("Where do we send you the code?"),
        choices=[(BY_EMAIL, gettext_lazy("E-mail")), (BY_SMS, gettext_lazy("SMS"))],
        widget=forms.RadioSelect,
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    phone = forms.CharField(
        label=gettext_lazy("Your mobile telephone"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    website = forms.CharField(
        label=gettext_lazy("Leave this box empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    reveals: ClassVar = {"way": {BY_EMAIL: ("email",), BY_SMS: ("phone",)}}

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave that box empty: it is there for machines. Then send it again."))
        return ""

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and not phone_tail(phone):
            raise forms.ValidationError(_("That number has too few digits. Type all of them, such as 987654321."))
        return phone


class AtCounterForm(_Reached, BaseForm, forms.Form):
    """For somebody at the counter. A way to reach them helps with the reminder, and is not needed."""

    grupo = forms.ChoiceField(
        label=gettext_lazy("Priority"),
        required=False,
        choices=[("", gettext_lazy("None of these")), *Group.choices],
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    document = forms.CharField(label=gettext_lazy("Number of the document"), max_length=40, required=False)
    phone = forms.CharField(label=gettext_lazy("Mobile telephone"), max_length=30, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254, required=False)

    def __init__(self, *args: Any, has_file: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_file = has_file
        if has_file:
            del self.fields["name"], self.fields["document"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.has_file and not any(cleaned.get(key) for key in ("document", "phone", "email")):
            self.add_error(None, _("Type a document, a telephone or an e-mail: each person has one appointment."))
        return cleaned


class CodeForm(BaseForm, forms.Form):
    code = forms.CharField(
        label=gettext_lazy("The code that we sent you"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        return "".join(c for c in self.cleaned_data["code"] if c.isdigit())


class OwnForm(BaseForm, forms.Form):
    """The number and code of a slip or of the message. Whether such a number exists is not said here."""

    number = forms.CharField(
        label=gettext_lazy("Number"), max_length=24, help_text=gettext_lazy("It begins with K, or with L on the list.")
    )
    secret = forms.CharField(label=gettext_lazy("Code"), max_length=20)

    def clean_number(self) -> str:
        typed = self.cleaned_data["number"].strip()
        prefix = WAIT_PREFIX if typed[:1].upper() == WAIT_PREFIX else PREFIX
        return read_number(prefix, typed) or ""

    def clean_secret(self) -> str:
        return read_secret(self.cleaned_data["secret"])


class SlotForm(forms.Form):
    slot = forms.IntegerField(min_value=1, max_value=2**31)


def current_procedures() -> Any:
    """The versions in force, as one reads them."""
    return codelists.current(Procedure).order_by("label_es", "pk")


def now_called(chosen: Any) -> list[Procedure]:
    """What was chosen, in the versions in force, for a form that offers those: a newer version is the same thing."""
    return list(current_procedures().filter(code__in=chosen.order_by().values("code")))


class OfOfficeForm(BaseForm, forms.Form):
    """Something of an office, and what it is for. `offices`: those that may be chosen; None: it has its office. `own`:
    where whoever fills it in works, so that nobody in a hurry closes the first office of a list."""

    office = forms.ModelChoiceField(Office.objects.none(), label=gettext_lazy("Office"), empty_label=None)

    def __init__(self, *args: Any, offices: Any, own: Office | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if offices is None:
            del self.fields["office"]
        else:
            self.fields["office"].queryset = offices  # type: ignore[attr-defined]
            self.fields["office"].initial = own
        if "procedures" in self.fields:
            self.fields["procedures"].queryset = current_procedures()  # type: ignore[attr-defined]


class DayListForm(OfOfficeForm):
    """Which day of which office is looked at. Kept in the address."""

    office = forms.ModelChoiceField(
        Office.objects.none(), label=gettext_lazy("Office"), required=False, empty_label=None
    )
    day = forms.DateField(label=gettext_lazy("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    q = forms.CharField(label=gettext_lazy("Number or name"), required=False, max_length=60)


class ReleaseForm(BaseForm, forms.Form):
    first_day = DayField(label=gettext_lazy("First day"))
    last_day = DayField(label=gettext_lazy("Last day"))
    opens_on = DayField(label=gettext_lazy("Opens for booking on"))
    opens_at = forms.TimeField(
        label=gettext_lazy("At"), initial="08:00", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )


class ClosureForm(OfOfficeForm):
    first_day = DayField(label=gettext_lazy("First day"))
    last_day = DayField(label=gettext_lazy("Last day"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=160)
    calendar = forms.ModelChoiceField(
        Calendar.objects.none(),
        label=gettext_lazy("Only one of its calendars"),
        required=False,
        empty_label=gettext_lazy("No: the whole office"),
    )

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, offices=offices, **kwargs)
        rows = Calendar.objects.filter(office__in=offices, is_open=True).select_related("office")
        field: Any = self.fields["calendar"]
        field.queryset = rows.order_by("office__name", "name", "pk")
        field.label_from_instance = lambda calendar: f"{calendar.office} · {calendar.name}"

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        calendar, office = said.get("calendar"), said.get("office")
        if calendar and office and calendar.office_id != office.pk:
            self.add_error("calendar", _("This calendar is of another office. Choose one of the office above."))
        return said


class WindowForm(OfOfficeForm):
    number = forms.IntegerField(label=gettext_lazy("Number"), min_value=1, max_value=999)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60, required=False)
    procedures = forms.ModelMultipleChoiceField(
        Procedure.objects.none(),
        label=gettext_lazy("What it serves"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None: everything."),
    )
    is_open = forms.BooleanField(label=gettext_lazy("It is open"), required=False, initial=True)


class _PointField(forms.ModelChoiceField[Location]):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} · {obj.get_kind_display()}"


class CampaignForm(OfOfficeForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"), choices=CampaignKind.choices, widget=forms.RadioSelect, initial="CAMPAIGN"
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    point = _PointField(
        Location._default_manager.none(),
        label=gettext_lazy("Assistance point (PAO) or border post"),
        required=False,
        empty_label="",
        help_text=gettext_lazy("If it is held at one: what the point gives that day stands beside it."),
    )
    place = forms.CharField(
        label=gettext_lazy("Place"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Empty: name and address of the point."),
    )
    department = forms.ModelChoiceField(
        Territory._default_manager.none(), required=False, empty_label="", label=gettext_lazy("Department")
    )
    day = DayField(label=gettext_lazy("Day"), future=True)
    begins = forms.TimeField(
        label=pgettext_lazy("hour", "From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=pgettext_lazy("hour", "To"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    procedures = forms.ModelMultipleChoiceField(
        Procedure.objects.none(),
        label=gettext_lazy("What is done there"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None: everything."),
    )
    seats = forms.IntegerField(
        label=gettext_lazy("Appointments each half hour"),
        min_value=0,
        max_value=200,
        initial=0,
        help_text=gettext_lazy("0: people come without an appointment."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = codelists.departments().order_by("label_es")  # type: ignore[attr-defined]
        self.fields["point"].queryset = stops.points()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        point = cleaned.get("point")
        if not cleaned.get("place") and point is not None:
            cleaned["place"] = ", ".join(filter(None, (point.name, point.address)))[:200]
        if not cleaned.get("place") and "place" not in self.errors:
            self.add_error("place", _("Write where it is, or choose the point."))
        return cleaned


class VisitForm(BaseForm, forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Number of the appointment, if there was one"), max_length=24, required=False
    )
    procedure = forms.ModelChoiceField(
        Procedure.objects.none(), label=gettext_lazy("What they came for"), required=False
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("What was done"), choices=VisitOutcome.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["procedure"].queryset = current_procedures()  # type: ignore[attr-defined]

    def clean_number(self) -> str:
        typed = self.cleaned_data["number"].strip()
        number = read_number(PREFIX, typed) if typed else ""
        if number is None:
            raise forms.ValidationError(
                _("That is no number of an appointment. It looks like K-7K3M-Q2X9-H: check it.")
            )
        return number


class ResultsForm(BaseForm, forms.Form):
    results = forms.CharField(
        label=gettext_lazy("How the day went"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
