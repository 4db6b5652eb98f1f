"""A project as somebody types it, and how far it is done for gender equality and the rights of migrants."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import Organisation
from ayni.codelists import queries as codelists
from ayni.codelists.models import HumanRight, ServiceCategory
from ayni.design.fields import AmountField, BaseForm, DayField

from .. import catalogue
from ..actions.projects import ActivityFields, Marks, ProjectFields
from ..models import Currency, Cycle, Marker, Project
from ..projects import ENDED, OPEN, Filters

MANY = ("departments", "categories", "for_rights")
ANY = ("", _("Any"))


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


class MarksForm(BaseForm, forms.Form):
    """Neither marker has a default: whoever says nothing has not looked."""

    gender = forms.TypedChoiceField(
        choices=Marker.choices, coerce=int, widget=forms.RadioSelect, label=_("Gender equality")
    )
    gender_why = forms.CharField(max_length=500, widget=_area(2), label=_("Why this step, for gender"))
    rights = forms.TypedChoiceField(
        choices=Marker.choices, coerce=int, widget=forms.RadioSelect, label=_("Rights of migrants")
    )
    rights_why = forms.CharField(max_length=500, widget=_area(2), label=_("Why this step, for rights"))

    def marks(self) -> Marks:
        return Marks(**{name: self.cleaned_data[name] for name in Marks.__dataclass_fields__})


class MarkForm(MarksForm):
    cycle = forms.ChoiceField(choices=Cycle.choices, widget=forms.RadioSelect, label=_("When in the cycle?"))
    field_order = ("cycle",)


class ProjectForm(BaseForm, forms.Form):
    title = forms.CharField(max_length=200, label=pgettext_lazy("project", "Title"))
    donor = forms.CharField(max_length=200, label=_("Who pays for it?"))
    donor_organisation = forms.ModelChoiceField(
        Organisation.objects.none(), required=False, to_field_name="code", label=_("Institution of the directory"),
        empty_label=_("None of the directory"),
    )  # fmt: skip
    budget = AmountField(required=False, min_value=0, max_digits=14, decimal_places=2, label=_("Budget"))
    currency = forms.ChoiceField(choices=Currency.choices, label=_("Currency"))
    starts_on = DayField(label=_("It begins on"))
    ends_on = DayField(label=_("It ends on"))
    summary = forms.CharField(required=False, max_length=4000, widget=_area(3), label=_("What it is for"))
    departments = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("Where"), help_text=_("None: the whole country.")
    )
    categories = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("Kinds of service"), help_text=_("None: all.")
    )
    for_rights = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("Rights that it is for")
    )
    nodes = forms.CharField(
        required=False, max_length=300, label=_("Parts of frameworks that it works towards"),
        help_text=_("Codes, separated by spaces: “1.1.2 GCM-07”."),
    )  # fmt: skip

    def __init__(self, *args: Any, project: Project | None = None, **kwargs: Any) -> None:
        if project is not None:
            kwargs["initial"] = _as_written(project)
        super().__init__(*args, **kwargs)
        self.fields["donor_organisation"].queryset = Organisation.objects.order_by("name", "pk")  # type: ignore[attr-defined]
        for name, choices in (
            ("departments", codelists.kept_departments()),
            ("categories", codelists.kept_choices(ServiceCategory)),
            ("for_rights", codelists.kept_choices(HumanRight)),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_nodes(self) -> list[str]:
        codes = list(dict.fromkeys(self.cleaned_data["nodes"].replace(",", " ").split()))
        if unknown := [code for code in codes if code not in catalogue.nodes()]:
            raise ValidationError(
                _g("There is no %(code)s in any framework. Check it in its tree.") % {"code": unknown[0]}
            )
        return codes

    def project_said(self) -> ProjectFields:
        return ProjectFields(**{name: self.cleaned_data[name] for name in ProjectFields.__dataclass_fields__})


class NewProjectForm(ProjectForm, MarksForm):
    """Both in one: no project without its markers."""


def _as_written(project: Project) -> dict[str, Any]:
    plain = ("title", "donor", "budget", "currency", "starts_on", "ends_on", "summary")
    return {name: getattr(project, name) for name in plain} | {
        **{name: project.codes(name) for name in MANY},
        "nodes": " ".join(project.codes("nodes")),
        "donor_organisation": project.donor_organisation.code if project.donor_organisation else "",
    }


class ActivityForm(MarksForm):
    title = forms.CharField(max_length=200, label=pgettext_lazy("project", "Title"))
    starts_on = DayField(label=_("It begins on"))
    ends_on = DayField(label=_("It ends on"))
    field_order = ("title", "starts_on", "ends_on")

    def activity_said(self) -> ActivityFields:
        return ActivityFields(**{name: self.cleaned_data[name] for name in ActivityFields.__dataclass_fields__})


class DoneForm(BaseForm, forms.Form):
    done_on = DayField(past=True, label=_("Done on"))
    result = forms.CharField(max_length=500, widget=_area(3), label=pgettext_lazy("project", "What came of it"))


class EndForm(BaseForm, forms.Form):
    was_broken_off = forms.BooleanField(
        required=False, label=_("It was broken off before it went through its stages"),
        help_text=_("The money stopped, the partner left. Then its stages are not asked for."),
    )  # fmt: skip
    ended_on = DayField(past=True, label=_("Ended on"))
    outcome = forms.CharField(max_length=4000, widget=_area(5), label=pgettext_lazy("project", "What came of it"))


class ProjectFilterForm(BaseForm, forms.Form):
    """It lives in the address."""

    marks_optional = False

    gender = forms.ChoiceField(required=False, choices=[ANY, *Marker.choices], label=_("Gender equality"))
    rights = forms.ChoiceField(required=False, choices=[ANY, *Marker.choices], label=_("Rights of migrants"))
    state = forms.ChoiceField(
        required=False,
        choices=[ANY, (OPEN, _("At work")), (ENDED, pgettext_lazy("projects", "Ended"))],
        label=pgettext_lazy("project", "State"),
    )

    @property
    def filters(self) -> Filters:
        self.is_valid()
        return Filters(**{name: value for name, value in self.cleaned_data.items() if value})
