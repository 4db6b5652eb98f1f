"""One screen to plan a session; and what whoever wants to come types."""

import re
from datetime import date, datetime, time
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import Office, Organisation, User
from ayni.codelists.models import NeedSector, Territory
from ayni.design.fields import BaseForm, DayField
from ayni.lib.ids import is_uuid, uuid7

from .. import queries
from ..actions import Planned
from ..models import Aim, Assistance, Audience, Kind, Outcome, Session, Tongue, Topic
from ..rules.sessions import MOST_SEATS

HOUR = re.compile(r"(?P<hour>\d{1,2})(?:[:.h ](?P<minute>\d{2}))?\s*(?P<half>[ap]\.?\s?m\.?)?", re.IGNORECASE)
PLACE, ONLINE = "place", "online"


class HourField(forms.CharField):
    """An hour as people type it: 9, 9:30, 16.00, 4 pm. Gives a `time`."""

    def clean(self, value: Any) -> time | None:
        typed = super().clean(value)
        if not typed:
            return None
        found = HOUR.fullmatch(typed.strip()) if typed.isascii() else None
        hour, minute = (int(found["hour"]), int(found["minute"] or 0)) if found else (99, 0)
        if found and found["half"]:
            hour = 99 if not 1 <= hour <= 12 else hour % 12 + (12 if found["half"].lower().startswith("p") else 0)
        if hour > 23 or minute > 59:
            raise ValidationError(_g("Type the hour such as 9:30 or 16:00."), code="invalid")
        return time(hour, minute)


def _hour(label: Any) -> HourField:
    return HourField(label=label, max_length=12, widget=forms.TextInput({"autocomplete": "off"}))


CLASSED = ("audience_kind", "topic", "sector", "aim", "outcome", "institution", "partners", "assistance")
"""What sorts a session in the statistics."""


def choice(label: Any, choices: Any) -> forms.ChoiceField:
    """May be left open."""
    return forms.ChoiceField(label=label, choices=[("", _("Choose")), *choices], required=False)


def outcome_choice() -> forms.ChoiceField:
    """Which of the two results of the unit (R231)."""
    return choice(_("Result of the unit"), Outcome.choices)


def row(model: Any, label: Any, *, required: bool = False) -> "forms.ModelChoiceField[Any]":
    return forms.ModelChoiceField(
        model._default_manager.none(), label=label, required=required, empty_label=_("Choose")
    )


def departments() -> Any:
    return Territory.objects.current().filter(level=Territory.Level.DEPARTMENT).order_by("label_es", "pk")


class SessionForm(BaseForm, forms.Form):
    reveals: ClassVar = {"where": {PLACE: ("place", "department"), ONLINE: ("link",)}}

    kind = forms.ModelChoiceField(Kind.objects.none(), label=_("Kind of session"), empty_label=_("Choose"))
    title = forms.CharField(label=_("Title"), max_length=120)
    objective = forms.CharField(
        label=_("What it is for"), max_length=600, widget=forms.Textarea({"rows": 3}),
        help_text=_("As people read it in the calendar."),
    )  # fmt: skip
    audience = forms.CharField(label=_("For whom"), max_length=200, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=Tongue.choices, initial=Tongue.ES)
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Office"), empty_label=_("Choose"))
    where = forms.ChoiceField(
        label=_("Where"), choices=((PLACE, _("In a place")), (ONLINE, _("Online"))), widget=forms.RadioSelect
    )
    place = forms.CharField(label=_("Place and address"), max_length=200)
    department = forms.ModelChoiceField(Territory.objects.none(), label=_("Department"), empty_label=_("Choose"))
    link = forms.URLField(
        label=_("Link of the meeting"), max_length=300, required=False, assume_scheme="https",
        help_text=_("Only whoever signed up is told."),
    )  # fmt: skip
    day = DayField(label=_("Day"))
    begins = _hour(pgettext_lazy("hour", "From"))
    ends = _hour(pgettext_lazy("hour", "To"))
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=MOST_SEATS)
    audience_kind = choice(_("Audience, for the statistics"), Audience.choices)
    topic = choice(_("What it is about"), Topic.choices)
    sector = row(NeedSector, _("Sector"))
    aim = choice(_("Objective of the unit"), Aim.choices)
    outcome = outcome_choice()
    institution = row(Organisation, _("Institution to which it is given"))
    partners = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), label=_("Who gives it with us"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    assistance = row(Assistance, _("Commitment that it belongs to"))

    def __init__(self, *args: Any, user: User, today: date, session: Session | None = None, **kwargs: Any) -> None:
        self.session = session
        if session is not None:
            kwargs["initial"] = as_typed(session)
        super().__init__(*args, **kwargs)
        offices = queries.offices_of(user)
        rows = {
            "kind": queries.kinds(today), "office": offices,
            "department": departments(), "sector": queries.sectors(), "institution": queries.institutions(),
            "partners": queries.partners(), "assistance": queries.open_assistances(user),
        }  # fmt: skip
        for name, queryset in rows.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        if session is None and user.office:
            self.initial = {"office": user.office_id, "department": user.office.department_id, **self.initial}

    def planned(self) -> Planned:
        said, zone = self.cleaned_data, get_current_timezone()
        is_online = said["where"] == ONLINE
        return Planned(
            **{name: said[name] for name in ("kind", "title", "objective", "audience", "language", "office", "seats")},
            is_online=is_online,
            place="" if is_online else said["place"],
            department=None if is_online else said["department"],
            link=said["link"] if is_online else "",
            series=self.session.series if self.session else None,
            **{name: said[name] for name in CLASSED},
            starts_at=datetime.combine(said["day"], said["begins"], zone),
            ends_at=datetime.combine(said["day"], said["ends"], zone),
        )


def as_typed(session: Session) -> dict[str, Any]:
    names = (
        "kind", "title", "objective", "audience", "language", "office", "place", "department", "link", "seats",
        *(name for name in CLASSED if name != "partners"),
    )  # fmt: skip
    begins, ends = localtime(session.starts_at), localtime(session.ends_at)
    return {name: getattr(session, name) for name in names} | {
        "where": ONLINE if session.is_online else PLACE, "day": begins.date(),
        "begins": f"{begins:%H:%M}", "ends": f"{ends:%H:%M}",
        "partners": list(session.partners.order_by("pk").values_list("pk", flat=True)),
    }  # fmt: skip


class CancelForm(BaseForm, forms.Form):
    reason = forms.CharField(
        label=_("Why it is cancelled"), max_length=300, help_text=_("Whoever signed up is told it, and it is shown.")
    )


class SignUpForm(BaseForm, forms.Form):
    marks_optional = False
    submission = forms.CharField(widget=forms.HiddenInput, required=False)
    """An id. One that was damaged on its way is replaced: whoever signs up cannot mend what they do not see."""
    name = forms.CharField(
        label=_("What shall we call you? (you may leave it empty)"), max_length=80, required=False,
        help_text=_("A first name is enough. We ask for no document."),
        widget=forms.TextInput({"autocomplete": "given-name"}),
        error_messages={"max_length": _("That is too long: 80 letters at most.")},
    )  # fmt: skip
    contact = forms.CharField(
        label=_("E-mail or mobile number (you may leave it empty)"), max_length=120, required=False,
        help_text=_("Only to tell you if something changes. It is erased after the session."),
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"max_length": _("That is too long: 120 letters at most.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["submission"] = uuid7()

    def clean_submission(self) -> UUID:
        typed = str(self.cleaned_data.get("submission", ""))
        return UUID(typed) if is_uuid(typed) else uuid7()

    def clean_contact(self) -> str:
        typed = str(self.cleaned_data["contact"]).strip()
        digits = re.sub(r"[\s().-]", "", typed)
        if not typed or re.fullmatch(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s.,;<>]+", typed):
            return typed
        if not (digits.isascii() and re.fullmatch(r"\+?\d{7,15}", digits)):
            raise ValidationError(_g("Type an e-mail such as ana@example.org, or a mobile number in digits."))
        return digits


class FindForm(BaseForm, forms.Form):
    marks_optional = False
    number = forms.CharField(
        label=_("Your number"), max_length=20, help_text=_("Such as S-7K3M-Q2X9-H."),
        error_messages={"required": _("Type the number that you were given.")},
    )  # fmt: skip
    code = forms.CharField(
        label=pgettext_lazy("sign-up", "Your code"), max_length=20, help_text=_("Eight letters and digits."),
        error_messages={"required": _("Type the code that you were given.")},
    )  # fmt: skip
