"""Fields for needs, goals, services and denials; their names are the parameters of the verbs."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Organisation
from ayni.cases.actions import NewDenial, NewService
from ayni.cases.models import Complaint, DenialOutcome, GoalState, Harm, Need, NeedState
from ayni.cases.queries.services import DenialFilters
from ayni.codelists import queries as codelists
from ayni.codelists.models import Barrier, HumanRight, LegalNorm, NeedSector, ServiceCategory, Territory
from ayni.design.fields import AmountField, BaseForm, DayField, SuggestField
from ayni.governance.models import Urgency

from .cases import ANY, LONGEST

if TYPE_CHECKING:
    Choice = forms.ModelChoiceField[Any]
else:
    Choice = forms.ModelChoiceField

CHOOSE = _("Choose one")
SHORT = 2000


def _districts(text: str) -> list[tuple[str, str]]:
    return [(place.code, place.full_name) for place in codelists.districts_like(text)]


def _district(code: str) -> str | None:
    rows = codelists.current(Territory).filter(code=code, level=Territory.Level.DISTRICT)
    place = rows.select_related("parent__parent").first() if code.isdigit() else None
    return place.full_name if place else None


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _listed(model: Any, label: Any, **more: Any) -> Choice:
    """One entry of a code list, as it is in force."""
    return forms.ModelChoiceField(
        model.objects.current().order_by("label_es", "code"), label=label, empty_label=CHOOSE, **more
    )


def _institution(label: Any, **more: Any) -> Choice:
    return forms.ModelChoiceField(Organisation.objects.order_by("name", "pk"), label=label, empty_label=CHOOSE, **more)


class NeedChoice(Choice):
    def label_from_instance(self, obj: Any) -> str:
        """The sector and the beginning of the person's words, so that two needs of a sector are told apart."""
        words = str(obj.words)
        return f"{obj.sector.label_es}: {words[:60]}{'…' if len(words) > 60 else ''}"


class NeedForm(BaseForm, forms.Form):
    words = forms.CharField(
        label=_("What does the person need?"), help_text=_("In their own words."), widget=_area(3), max_length=SHORT
    )
    sector = _listed(NeedSector, _("Sector"))
    urgency = forms.ChoiceField(label=_("How soon must help begin?"), choices=Urgency.choices, widget=forms.RadioSelect)


class NeedStateForm(BaseForm, forms.Form):
    state = forms.ChoiceField(label=_("What became of it?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, states: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Of a page that is older than what became of it meanwhile: what it offered is not there any more.
        self.fields["state"].error_messages["invalid_choice"] = _(
            "This need is in another state by now: a colleague was quicker. Look at it again before you go on."
        )
        named = dict(NeedState.choices)
        self.fields["state"].choices = [(state, named[state]) for state in states]  # type: ignore[attr-defined]


class GoalForm(BaseForm, forms.Form):
    words = forms.CharField(
        label=_("What does the person want to reach?"),
        help_text=_("In their own words."),
        widget=_area(3),
        max_length=SHORT,
    )
    first_step = forms.CharField(
        label=_("What will they do first, themselves?"),
        help_text=_("Only if they want to say."),
        widget=_area(2),
        max_length=SHORT,
        required=False,
    )


class GoalStateForm(BaseForm, forms.Form):
    state = forms.ChoiceField(label=_("How does it stand?"), choices=GoalState.choices)


class _OfCase(BaseForm, forms.Form):
    """A form with a need of the case in it."""

    def __init__(self, *args: Any, needs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["need"].queryset = needs  # type: ignore[attr-defined]


class ServiceForm(_OfCase):
    category = _listed(ServiceCategory, _("What was done?"))
    organisation = _institution(_("By whom?"))
    given_on = DayField(label=_("When?"), past=True)
    need = NeedChoice(
        Need.objects.none(), label=_("For which need?"), required=False, empty_label=_("None in particular")
    )
    hours = AmountField(label=_("Hours"), required=False, max_digits=6, decimal_places=2)
    amount = AmountField(label=_("Amount in soles"), required=False, max_digits=12, decimal_places=2)
    remark = forms.CharField(label=_("Remark"), widget=_area(3), max_length=LONGEST, required=False)

    @property
    def service(self) -> NewService:
        return NewService(**self.cleaned_data)


class DenialForm(_OfCase):
    """Who, what, where, when, why; then what came of it."""

    category = _listed(ServiceCategory, _("What was asked for?"))
    barrier = _listed(Barrier, _("Why was it denied?"))
    organisation = _institution(
        _("Which institution?"), required=False, help_text=_("Leave it empty if it is none of the list.")
    )
    place = forms.CharField(
        label=_("Which place?"),
        help_text=_("The school, the hospital, the police station, the counter."),
        max_length=300,
        required=False,
    )
    district = SuggestField(
        label=_("District"),
        url=reverse_lazy("people:places"),
        search=_districts,
        label_of=_district,
        required=False,
    )
    happened_on = DayField(label=_("When?"), past=True)
    late_only = forms.BooleanField(label=_("It was given, too late"), required=False)
    words = forms.CharField(
        label=_("What happened?"), help_text=_("As the person tells it."), widget=_area(4), max_length=LONGEST
    )
    norm = _listed(LegalNorm, _("Which norm was not followed?"), required=False)
    harm = forms.ChoiceField(
        label=_("What came of it for the person?"), choices=Harm.choices, initial=Harm.UNKNOWN, widget=forms.RadioSelect
    )
    consequences = forms.CharField(
        label=_("In more words, if it helps"), widget=_area(2), max_length=LONGEST, required=False
    )
    need = NeedChoice(
        Need.objects.none(), label=_("For which need?"), required=False, empty_label=_("None in particular")
    )
    done = forms.CharField(label=_("What did we do about it?"), widget=_area(2), max_length=LONGEST, required=False)
    complaint = forms.ChoiceField(
        label=_("Does the person agree that a complaint is filed?"),
        choices=Complaint.choices,
        initial=Complaint.NOT_ASKED,
        widget=forms.RadioSelect,
    )

    def clean_district(self) -> Territory | None:
        code = self.cleaned_data["district"]
        return codelists.by_code(Territory, code) if code else None

    @property
    def denial(self) -> NewDenial:
        return NewDenial(**self.cleaned_data)


class SettleForm(BaseForm, forms.Form):
    outcome = forms.ChoiceField(label=_("What came of it?"), choices=DenialOutcome.choices, widget=forms.RadioSelect)
    complaint = forms.ChoiceField(
        label=_("Does the person agree that a complaint is filed?"), choices=Complaint.choices, widget=forms.RadioSelect
    )
    done = forms.CharField(label=_("What did we do about it?"), widget=_area(3), max_length=LONGEST, required=False)


class DenialFilterForm(BaseForm, forms.Form):
    """What narrows the list of denials. It lives in the address."""

    marks_optional = False

    barrier = forms.ChoiceField(label=_("Barrier"), required=False)
    category = forms.ChoiceField(label=_("Service"), required=False)
    right = forms.ChoiceField(label=_("Right"), required=False)
    institution = forms.ChoiceField(label=_("Who denied it"), required=False)
    case_department = forms.ChoiceField(label=_("Department of the case"), required=False)
    outcome = forms.ChoiceField(label=_("What came of it"), choices=[ANY, *DenialOutcome.choices], required=False)
    since = DayField(label=_("Since"), required=False)
    without_gap = forms.BooleanField(label=_("Of no gap yet"), required=False)

    def __init__(self, *args: Any, institutions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].choices = [ANY, *institutions]  # type: ignore[attr-defined]
        self.fields["case_department"].choices = [ANY, *codelists.kept_departments()]  # type: ignore[attr-defined]
        self.fields["barrier"].choices = [ANY, *codelists.kept_choices(Barrier)]  # type: ignore[attr-defined]
        self.fields["category"].choices = [ANY, *codelists.kept_choices(ServiceCategory)]  # type: ignore[attr-defined]
        self.fields["right"].choices = [ANY, *codelists.kept_choices(HumanRight)]  # type: ignore[attr-defined]

    @property
    def is_narrowed(self) -> bool:
        return self.filters != DenialFilters()

    @property
    def filters(self) -> DenialFilters:
        self.is_valid()
        return DenialFilters(**{name: value for name, value in self.cleaned_data.items() if value})
