"""What is typed at the door, and when a room was counted."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import Office, Organisation, User
from ayni.codelists.models import NeedSector, Territory
from ayni.design.fields import AmountField, BaseForm, DayField

from .. import queries
from ..actions import Effort, Planned
from ..actions.attending import WalkIn
from ..models import Aim, Audience, Kind, Tongue, Topic
from ..queries import aims, attending
from ..rules.aims import NO_AIM, likely_outcome
from ..rules.attending import MOST_AT_ONCE, Heads, Traits
from ..rules.sessions import MOST_SEATS
from .sessions import _hour, choice, departments, outcome_choice, row

FIRST = ("VEN", "PER", "COL", "ECU", "BOL", "HTI", "CUB")
"""Nationalities that the unit counts by in a room; of whoever is left nothing is said."""


class CodeForm(BaseForm, forms.Form):
    """What a reader of codes types, or a colleague does."""

    marks_optional = False
    code = forms.CharField(
        label=_("Number of the slip"), max_length=40,
        help_text=_("Read its code with the reader, or type it: such as S-7K3M-Q2X9-H."),
        widget=forms.TextInput({"autocomplete": "off", "autofocus": "autofocus"}),
    )  # fmt: skip


class WalkInForm(BaseForm, forms.Form):
    """Nobody is asked for a name or a document."""

    marks_optional = False
    sex = choice(_("Sex"), ())
    age_band = choice(_("Age"), ())
    nationality = choice(_("Nationality"), ())
    organisation = row(Organisation, _("Institution that sent them"))
    colleague = row(User, _("Or a colleague of ours"))
    people = forms.IntegerField(label=_("How many who look alike"), min_value=1, max_value=MOST_AT_ONCE, initial=1)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, pairs in attending.lists().items():
            self.fields[name].choices = [("", _("Not said")), *pairs]  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = queries.institutions()  # type: ignore[attr-defined]
        colleagues = User.objects.filter(office__in=queries.offices_of(user), is_active=True)
        self.fields["colleague"].queryset = colleagues.order_by("last_name", "pk")  # type: ignore[attr-defined]
        self.fields["colleague"].label_from_instance = lambda one: one.display_name  # type: ignore[attr-defined]

    def walk_in(self) -> WalkIn:
        said = self.cleaned_data
        traits = Traits(**{name: said[name] for name in ("sex", "age_band", "nationality")})
        return WalkIn(traits, said["organisation"], said["colleague"], said["people"])


def aim_that_counts() -> forms.ChoiceField:
    """Without one an activity counts for no result (R239)."""
    return forms.ChoiceField(
        label=_("Objective of the unit"), choices=[("", _("Choose")), *Aim.choices], error_messages={"required": NO_AIM}
    )


class EffortForm(BaseForm, forms.Form):
    staff_hours = AmountField(
        label=_("Hours of staff, all together"), required=False, min_value=0, max_value=9999, decimal_places=1,
        help_text=_("With what it took to prepare."),
    )  # fmt: skip
    cost = AmountField(
        label=_("Cost in soles"), required=False, min_value=0, max_value=Decimal("9999999"), decimal_places=2
    )
    result = forms.CharField(
        label=_("What came of it"), required=False, max_length=600, widget=forms.Textarea({"rows": 2}),
        help_text=_("Such as what was agreed, or which improvement."),
    )  # fmt: skip

    def effort(self) -> Effort:
        return Effort(**{name: self.cleaned_data[name] for name in ("staff_hours", "cost", "result")})


class CloseForm(EffortForm):
    """What it took, what came of it, and what it served."""

    aim = aim_that_counts()
    outcome = outcome_choice()

    def effort(self) -> Effort:
        return Effort(**self.cleaned_data)


class HeadsForm(BaseForm, forms.Form):
    """A room that was counted. Only the total is needed."""

    total = forms.IntegerField(label=_("How many came, all together"), min_value=0, max_value=MOST_SEATS)

    def __init__(self, *args: Any, counted: Mapping[str, int] | None = None, **kwargs: Any) -> None:
        """`counted`: what was counted before, by the name of the field."""
        super().__init__(*args, **kwargs)
        self.names: dict[str, dict[str, str]] = {}
        lists = attending.lists()
        known = dict(lists["nationality"])
        lists["nationality"] = [(code, known[code]) for code in FIRST if code in known]
        for side, pairs in lists.items():
            self.names[side] = {f"{side}_{code}": code for code, _label in pairs}
            for code, label in pairs:
                self.fields[f"{side}_{code}"] = forms.IntegerField(
                    label=label, required=False, min_value=0, max_value=MOST_SEATS
                )
        self.initial = {**(counted or {}), **self.initial}

    def side(self, name: str) -> list[forms.BoundField]:
        return [self[field] for field in self.names[name]]

    @property
    def by_sex(self) -> list[forms.BoundField]:
        return self.side("sex")

    @property
    def by_age(self) -> list[forms.BoundField]:
        return self.side("age_band")

    @property
    def by_nationality(self) -> list[forms.BoundField]:
        return self.side("nationality")

    def heads(self) -> Heads:
        said = self.cleaned_data
        sides = {side: {code: said[f] for f, code in names.items() if said[f]} for side, names in self.names.items()}
        return Heads(said["total"], sides["sex"], sides["age_band"], sides["nationality"])


class WrittenDownForm(EffortForm, HeadsForm):
    """One screen for what took place already: a minute, and it counts."""

    kind = row(Kind, _("Kind of session"), required=True)
    title = forms.CharField(label=_("Title"), max_length=120, required=False, help_text=_("Empty: that of the kind."))
    office = row(Office, _("Office"), required=True)
    day = DayField(label=_("Day"), past=True)
    begins, ends = _hour(pgettext_lazy("hour", "From")), _hour(pgettext_lazy("hour", "To"))
    place = forms.CharField(label=_("Place"), max_length=200, help_text=_("Or: online."))
    department = row(Territory, _("Department"), required=True)
    audience_kind = choice(_("Audience, for the statistics"), Audience.choices)
    topic = choice(_("What it is about"), Topic.choices)
    sector = row(NeedSector, _("Sector"))
    aim = forms.ChoiceField(
        label=_("Objective of the unit"), required=False, help_text=_("Empty: that of the last session of this kind."),
        choices=[("", _("Choose")), *Aim.choices],
    )  # fmt: skip
    outcome = outcome_choice()
    institution = row(Organisation, _("Institution to which it is given"))

    def __init__(self, *args: Any, user: User, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience_kind"].required = True
        # Whoever writes down five in a row types at once, without a mouse.
        self.fields["kind"].widget.attrs["autofocus"] = "autofocus"
        rows = {
            "kind": queries.kinds(today), "office": queries.offices_of(user), "department": departments(),
            "sector": queries.sectors(), "institution": queries.institutions(),
        }  # fmt: skip
        for name, queryset in rows.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        mine = {"office": user.office_id, "department": user.office.department_id} if user.office else {}
        self.initial = {"begins": "9:00", "ends": "11:00", "day": today, **mine, **self.initial}

    def clean(self) -> dict[str, Any]:
        """What nobody chose is as it was the last time; and is asked for if there was none."""
        said: dict[str, Any] = super().clean() or {}
        if not said.get("aim") and said.get("kind") and said.get("office"):
            said["aim"] = aims.of_kind(said["kind"], said["office"])
        if not said.get("aim"):
            self.add_error("aim", NO_AIM)
        said["outcome"] = said.get("outcome") or likely_outcome(said.get("audience_kind", ""))
        return said

    def planned(self) -> Planned:
        said, zone = self.cleaned_data, get_current_timezone()
        names = (
            "kind", "office", "place", "department", "audience_kind", "topic", "sector", "aim", "outcome", "institution"
        )  # fmt: skip
        title = said["title"] or said["kind"].label_es
        return Planned(
            **{name: said[name] for name in names}, title=title, objective=title, audience="", language=Tongue.ES,
            is_online=False, link="", seats=max(said["total"], 1),
            starts_at=datetime.combine(said["day"], said["begins"], zone),
            ends_at=datetime.combine(said["day"], said["ends"], zone),
        )  # fmt: skip
