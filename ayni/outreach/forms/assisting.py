"""Technical assistance: what an institution commits itself to, and what shows it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Office, Organisation, User
from ayni.codelists.models import Territory
from ayni.design.fields import BaseForm, DayField
from ayni.directory.models import Service
from ayni.files.fields import PAPERS, PictureForm, picture_field
from ayni.files.preparing import Kind
from ayni.governance.models import Instrument

from .. import queries
from ..actions.assisting import Evidence, Step, Wanted
from ..models import Aim, AssistanceState, Change, Outcome
from ..rules.aims import NO_OUTCOME
from .attending import aim_that_counts
from .sessions import choice, departments, outcome_choice, row
from .years import ALL

STEPS = 4


class BeginForm(BaseForm, forms.Form):
    title = forms.CharField(label=_("What the institution commits itself to"), max_length=160)
    change = forms.ChoiceField(label=_("What will be different"), choices=[("", _("Choose")), *Change.choices])
    institution = row(Organisation, _("Institution"), required=True)
    territory = row(Territory, _("Department"))
    service = row(Service, _("Service of the directory that it strengthens"))
    instrument = row(Instrument, _("Norm, plan or coordination space that it belongs to"))
    office = row(Office, _("Office"), required=True)
    aim = choice(_("Objective of the unit"), Aim.choices)
    outcome = outcome_choice()
    baseline = forms.CharField(
        label=_("Baseline: how it is before"), max_length=2000, widget=forms.Textarea({"rows": 3}),
        help_text=_("Such as: the register of the DEMUNA does not ask for nationality; 0 of 240 files have it."),
    )  # fmt: skip
    baseline_on = DayField(label=_("Day of the baseline"), past=True)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = {
            "institution": queries.institutions(), "territory": departments(), "office": queries.offices_of(user),
            "service": Service.objects.select_related("organisation").order_by("organisation__name", "name", "pk"),
            "instrument": Instrument.objects.visible_to(user).order_by("title", "pk"),
        }  # fmt: skip
        for name, queryset in rows.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        self.initial = {"office": user.office_id, **self.initial}
        for number in range(1, STEPS + 1):
            words = {"number": number}
            self.fields[f"step_{number}"] = forms.CharField(
                label=_("Step %(number)d") % words, max_length=200, required=number == 1
            )
            self.fields[f"due_{number}"] = DayField(label=_("By when, step %(number)d") % words, required=number == 1)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        for number in range(2, STEPS + 1):
            if bool(said.get(f"step_{number}")) != bool(said.get(f"due_{number}")) and not self.errors:
                self.add_error(f"due_{number}", _("A step has its day: fill in both, or none."))
        return said

    def wanted(self) -> Wanted:
        return Wanted(**{name: self.cleaned_data[name] for name in Wanted.__dataclass_fields__})

    def steps(self) -> list[Step]:
        said = self.cleaned_data
        numbers = [n for n in range(1, STEPS + 1) if said[f"step_{n}"]]
        return [Step(said[f"step_{n}"], said[f"due_{n}"]) for n in numbers]


class LookForm(BaseForm, forms.Form):
    """What the list is narrowed by, in its address."""

    marks_optional = False
    q = forms.CharField(label=_("Words, institution or code"), max_length=80, required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ALL, *AssistanceState.choices])
    sector = forms.ChoiceField(label=_("Sector of the institution"), required=False)
    change = forms.ChoiceField(label=_("What will be different"), required=False, choices=[ALL, *Change.choices])
    department = forms.ChoiceField(label=_("Department"), required=False)
    aim = forms.ChoiceField(label=_("Objective of the unit"), required=False, choices=[ALL, *Aim.choices])
    outcome = forms.ChoiceField(label=_("Result of the unit"), required=False, choices=[ALL, *Outcome.choices])

    def __init__(self, data: Any, *, sectors: list[str]) -> None:
        super().__init__(data)
        self.fields["sector"].choices = [ALL, *((one, one) for one in sectors)]  # type: ignore[attr-defined]
        self.fields["department"].choices = [  # type: ignore[attr-defined]
            ALL, *departments().values_list("code", "label_es")
        ]  # fmt: skip


class StepForm(BaseForm, forms.Form):
    title = forms.CharField(label=_("Step"), max_length=200)
    due_on = DayField(label=_("By when"))

    def step(self) -> Step:
        return Step(**self.cleaned_data)


class AgreeForm(BaseForm, forms.Form):
    on = DayField(label=_("Day on which the institution agreed"), past=True)


class EvidenceForm(PictureForm):
    drawing = Kind.SCAN
    needs_file = False
    words = forms.CharField(
        label=_("What shows it"), max_length=2000, widget=forms.Textarea({"rows": 3}),
        help_text=_("No data of people: how many, where it can be seen, since when."),
    )  # fmt: skip
    link = forms.URLField(label=_("Link"), max_length=400, required=False, assume_scheme="https")
    picture = picture_field(PAPERS, _("Or a paper: PDF of up to 20 pages, or a picture; up to 10 MB."))
    field_order = ("words", "link", "picture")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["camera"]

    def evidence(self) -> Evidence:
        return Evidence(self.cleaned_data["words"], self.cleaned_data["link"], self.drawn)


class WhyForm(BaseForm, forms.Form):
    why = forms.CharField(label=_("Why"), max_length=600, widget=forms.Textarea({"rows": 2}))


class ResultForm(BaseForm, forms.Form):
    result = forms.CharField(
        label=_("What came of it"), max_length=500, widget=forms.Textarea({"rows": 2}),
        help_text=_("It stands in the directory, beside the service."),
    )  # fmt: skip
    aim = aim_that_counts()
    outcome = forms.ChoiceField(
        label=_("Result of the unit"), choices=[("", _("Choose")), *Outcome.choices],
        error_messages={"required": NO_OUTCOME},
    )  # fmt: skip
