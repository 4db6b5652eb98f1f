"""What happened around, communities, and what their lists are narrowed by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import Office, User
from ayni.codelists.models import Country, Territory
from ayni.codelists.queries import current
from ayni.design.fields import BaseForm, DayField

from .. import queries
from ..actions.context import Happened, Known
from ..models import Community, ContextEvent, Driver, Exposure, Hazard, Population, StudyKind
from ..queries import studies
from .sessions import departments, row
from .years import ALL

MOST_PEOPLE = 40_000_000


class EventForm(BaseForm, forms.Form):
    kind = forms.ChoiceField(label=_("What kind of event"), choices=[("", _("Choose")), *Driver.choices])
    title = forms.CharField(label=_("What happened"), max_length=160)
    began_on = DayField(label=_("Since"), past=True)
    ended_on = DayField(label=_("Until"), required=False, past=True)
    country = row(Country, _("Country, if it is not Peru"))
    territory = row(Territory, _("Department"))
    effect = forms.CharField(
        label=_("What it changes"), max_length=2000, widget=forms.Textarea({"rows": 3}),
        help_text=_("Who comes, who leaves, what they need. No data of people."),
    )  # fmt: skip
    people = forms.IntegerField(label=_("How many people"), required=False, min_value=0, max_value=MOST_PEOPLE)
    link = forms.URLField(label=_("Where it is told (link)"), max_length=400, required=False, assume_scheme="https")
    office = row(Office, _("Office"), required=True)

    def __init__(self, *args: Any, user: User, event: ContextEvent | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = {
            "country": current(Country).exclude(code="PER").order_by("label_es", "pk"), "territory": departments(),
            "office": queries.offices_of(user),
        }  # fmt: skip
        for name, queryset in rows.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        said = {name: getattr(event, name) for name in Happened.__dataclass_fields__} if event else {}
        self.initial = {"office": user.office_id, **said, **self.initial}

    def happened(self) -> Happened:
        return Happened(**self.cleaned_data)


class CommunityForm(BaseForm, forms.Form):
    name = forms.CharField(label=_("Name of the community"), max_length=160, help_text=_("With its district."))
    territory = row(Territory, _("Department"), required=True)
    population = forms.ChoiceField(label=_("Who lives there"), choices=Population.choices, widget=forms.RadioSelect)
    people = forms.IntegerField(label=_("How many people"), required=False, min_value=0, max_value=MOST_PEOPLE)
    vulnerabilities = forms.CharField(
        label=_("What makes it vulnerable"), max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    capacities = forms.CharField(
        label=_("What it can do"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("Brigades, shelters, organisations, early warning."),
    )  # fmt: skip
    assessed_on = DayField(label=_("Day on which it was looked at"), past=True)
    again_on = DayField(label=_("Day on which it is due again"), required=False)
    office = row(Office, _("Office"), required=True)

    def __init__(self, *args: Any, user: User, community: Community | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = departments()  # type: ignore[attr-defined]
        self.fields["office"].queryset = queries.offices_of(user)  # type: ignore[attr-defined]
        levels = [("", pgettext_lazy("risk", "Not looked at")), *Exposure.choices]
        for hazard in Hazard:
            label = _("Risk: %(hazard)s") % {"hazard": hazard.label}
            self.fields[f"risk_{hazard.value}"] = forms.ChoiceField(label=label, choices=levels, required=False)
        said: dict[str, Any] = {}
        if community is not None:
            said = {name: getattr(community, name) for name in Known.__dataclass_fields__ if name != "risks"}
            said |= {f"risk_{one.hazard}": one.level for one in community.risks.order_by("pk")}
        self.initial = {"office": user.office_id, **said, **self.initial}

    def known(self) -> Known:
        said = dict(self.cleaned_data)
        levels = {hazard.value: said.pop(f"risk_{hazard.value}") for hazard in Hazard}
        return Known(**said, risks={hazard: level for hazard, level in levels.items() if level})


class _Look(BaseForm, forms.Form):
    marks_optional = False
    q = forms.CharField(label=_("Words"), max_length=80, required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.offer("department", departments())

    def offer(self, name: str, rows: Any) -> None:
        self.fields[name].choices = [ALL, *rows.values_list("code", "label_es")]  # type: ignore[attr-defined]


class EventsForm(_Look):
    kind = forms.ChoiceField(label=_("What kind of event"), required=False, choices=[ALL, *Driver.choices])


class CommunitiesForm(_Look):
    population = forms.ChoiceField(label=_("Who lives there"), required=False, choices=[ALL, *Population.choices])
    hazard = forms.ChoiceField(label=_("High risk of"), required=False, choices=[ALL, *Hazard.choices])


class FindingsForm(_Look):
    kind = forms.ChoiceField(label=_("Kind of study"), required=False, choices=[ALL, *StudyKind.choices])
    population = forms.ChoiceField(label=_("Whom it concerns"), required=False, choices=[ALL, *Population.choices])
    sector = forms.ChoiceField(label=_("Need, by sector"), required=False)
    barrier = forms.ChoiceField(label=_("Or barrier"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.offer("sector", queries.sectors())
        self.offer("barrier", studies.barriers())
