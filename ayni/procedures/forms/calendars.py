"""What a calendar is made of, on one page: bands of hours, one more than there are, and what is kept for whom."""

import re
from collections.abc import Iterator, Mapping
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from ..models import Calendar, Group, Procedure
from ..rules.calendars import Hours
from .appointments import OfOfficeForm, now_called

LEAST, MOST = 3, 20
"""Bands of hours: so many are offered at first, and no more than that are taken of what is sent."""
_BEGINS = re.compile(r"begins[1-9]\d?")
WEEKDAYS = [
    ("0", gettext_lazy("Monday")),
    ("1", gettext_lazy("Tuesday")),
    ("2", gettext_lazy("Wednesday")),
    ("3", gettext_lazy("Thursday")),
    ("4", gettext_lazy("Friday")),
    ("5", gettext_lazy("Saturday")),
    ("6", gettext_lazy("Sunday")),
]


def hour_field(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class CalendarForm(OfOfficeForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    procedures = forms.ModelMultipleChoiceField(
        Procedure.objects.none(),
        label=gettext_lazy("What one comes for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None: everything."),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes from one hour to the next"), min_value=5, max_value=480, initial=30
    )
    returns_hours = forms.IntegerField(
        label=gettext_lazy("Hours before, at which kept places return to everybody"),
        min_value=0,
        max_value=720,
        initial=48,
    )
    overbooks = forms.BooleanField(
        label=gettext_lazy("Add places for those who, as measured, do not come"), required=False
    )
    is_open = forms.BooleanField(label=gettext_lazy("Appointments are given"), required=False, initial=True)

    def __init__(self, *args: Any, calendar: Calendar | None = None, **kwargs: Any) -> None:
        bands = _bands(calendar) if calendar else {}
        super().__init__(*args, initial=_initial(calendar, bands) if calendar else None, **kwargs)
        self.places = range(1, 1 + _how_many(self.data, len(bands)))
        for band in self.places:
            self.fields |= {
                f"days{band}": forms.MultipleChoiceField(
                    label=_("Days"), choices=WEEKDAYS, required=False, widget=forms.CheckboxSelectMultiple
                ),
                f"begins{band}": hour_field(pgettext("hour", "From")),
                f"ends{band}": hour_field(pgettext("hour", "To")),
                f"seats{band}": forms.IntegerField(
                    label=_("People received at once"), required=False, min_value=1, max_value=500
                ),
            }
        for group in Group:
            self.fields[f"kept_{group.value}"] = forms.IntegerField(
                label=group.label, required=False, min_value=0, max_value=500
            )

    @property
    def bands(self) -> Iterator[list[forms.BoundField]]:
        for band in self.places:
            yield [self[f"{part}{band}"] for part in ("days", "begins", "ends", "seats")]

    @property
    def quotas_asked(self) -> list[forms.BoundField]:
        return [self[f"kept_{group.value}"] for group in Group]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for band in self.places:
            parts = [cleaned.get(f"{part}{band}") for part in ("days", "begins", "ends", "seats")]
            if any(parts) and not all(parts):
                self.add_error(f"begins{band}", _("Something is missing: days, from, to, or how many people."))
            elif all(parts) and parts[2] <= parts[1]:  # type: ignore[operator]
                self.add_error(f"ends{band}", _("It would end before it begins. Change one of the hours."))
        return cleaned

    @property
    def hours(self) -> list[Hours]:
        said = self.cleaned_data
        return [
            Hours(int(day), said[f"begins{band}"], said[f"ends{band}"], said[f"seats{band}"])
            for band in self.places
            for day in said[f"days{band}"]
        ]

    @property
    def quotas(self) -> dict[str, int]:
        return {group.value: self.cleaned_data[f"kept_{group.value}"] or 0 for group in Group}


def _how_many(data: Mapping[str, Any], kept: int) -> int:
    """As many bands as were sent, or as are `kept` and one to write in. None of these goes by being saved again."""
    sent = max((int(name.removeprefix("begins")) for name in data if _BEGINS.fullmatch(name)), default=0)
    return max(LEAST, kept + 1, min(sent, MOST))


Bands = dict[tuple[time, time, int], list[str]]


def _bands(calendar: Calendar) -> Bands:
    """Its weekdays by hours and people received at once."""
    bands: Bands = {}
    for opening in calendar.openings.all():
        bands.setdefault((opening.begins, opening.ends, opening.seats), []).append(str(opening.weekday))
    return bands


def _initial(calendar: Calendar, bands: Bands) -> dict[str, Any]:
    """Openings of the same hours stand in one band."""
    initial: dict[str, Any] = {
        "name": calendar.name,
        "procedures": now_called(calendar.procedures),
        "minutes": calendar.minutes,
        "returns_hours": calendar.returns_hours,
        "overbooks": calendar.overbooks,
        "is_open": calendar.is_open,
    }
    for band, ((begins, ends, seats), days) in enumerate(bands.items(), 1):
        initial |= {f"days{band}": days, f"begins{band}": begins, f"ends{band}": ends, f"seats{band}": seats}
    return initial | {f"kept_{quota.group}": quota.seats for quota in calendar.quotas.all()}
