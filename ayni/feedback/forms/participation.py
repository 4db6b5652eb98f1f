"""What is asked of whoever publishes, consults, takes part, or says how they were attended."""

from datetime import date
from typing import Any

from django import forms
from django.utils.dateformat import format as write
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Office, User
from ayni.design.fields import BaseForm, DayField
from ayni.directory.models import Service
from ayni.governance.models import Protocol

from .. import queries
from ..actions import Asked, Said, Words
from ..models import Category, Language, Mark, Publication, Speaks, Stage, Stance
from ..queries import participation
from .desk import CategoryField
from .own import SendForm
from .words import text_field


def _last_months(today: date) -> list[tuple[str, str]]:
    """This one and the eleven before, the newest first."""
    firsts = [date(today.year - (today.month <= back), (today.month - back - 1) % 12 + 1, 1) for back in range(12)]
    return [(first.isoformat(), write(first, "F Y")) for first in firsts]


class PublicationForm(BaseForm, forms.Form):
    month = forms.ChoiceField(label=_("Month"))
    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Office"), required=False, empty_label=_("The whole unit")
    )
    category = CategoryField(Category._default_manager.none(), label=_("What it is about"), empty_label=_("Choose"))
    said = text_field(
        _("You said"), rows=4, hint=_("What people told us, in general words: nobody is to be recognised.")
    )
    done = text_field(_("We did"), rows=4, hint=_("What was decided or changed. If nothing was, say so and why."))
    numbers = forms.CharField(
        label=_("Numbers of the reports that led to it"), required=False, max_length=600,
        help_text=_("Nobody outside sees them. What is sensitive is left out."),
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, publication: Publication | None = None, **kwargs: Any) -> None:
        if publication is not None:
            said = {name: getattr(publication, name) for name in ("office", "category", "said", "done")}
            kwargs["initial"] = {**said, "month": publication.month.isoformat()}
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = _last_months(today)  # type: ignore[attr-defined]
        self.fields["office"].queryset = queries.offices_to_tell_of()  # type: ignore[attr-defined]
        self.fields["category"].queryset = queries.all_categories()  # type: ignore[attr-defined]

    def words(self, by: User) -> Words:
        said = self.cleaned_data
        return Words(
            month=date.fromisoformat(said["month"]), office=said["office"], category=said["category"],
            said=said["said"], done=said["done"], reports=participation.reports_to_publish(by, said["numbers"]),
        )  # fmt: skip


class ServiceField(forms.ModelChoiceField[Service]):
    """Many institutions offer one of the same name."""

    def label_from_instance(self, obj: Service) -> str:
        return f"{obj.organisation.name} · {obj.name}"


class ConsultationForm(BaseForm, forms.Form):
    title = forms.CharField(label=_("What people are asked about, in a line"), max_length=160)
    text = text_field(_("What is planned, and what they can change"), rows=8)
    protocol = forms.ModelChoiceField(
        Protocol._default_manager.none(), label=_("Protocol that it is about"), required=False, empty_label=_("None")
    )
    service = ServiceField(
        Service._default_manager.none(), label=_("Or service that it is about"), required=False, empty_label=_("None")
    )
    stage = forms.ChoiceField(
        label=_("At which stage are people asked?"),
        choices=Stage.choices,
        widget=forms.RadioSelect,
        initial=Stage.PLANNED,
    )
    closes_on = DayField(label=_("Last day to answer"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        protocols = Protocol._default_manager.filter(valid_to__isnull=True).order_by("code")
        self.fields["protocol"].queryset = protocols  # type: ignore[attr-defined]
        services = Service._default_manager.select_related("organisation").order_by("organisation__name", "name", "pk")
        self.fields["service"].queryset = services  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not self.errors and bool(said.get("protocol")) == bool(said.get("service")):
            self.add_error("protocol", gettext("Choose one protocol or one service that it is about."))
        return said

    def asked(self) -> Asked:
        return Asked(**self.cleaned_data)


class ResultForm(BaseForm, forms.Form):
    result = text_field(_("What people said, and what was decided because of it"), rows=8)


class TakePartForm(SendForm):
    marks_optional = False
    speaks = forms.ChoiceField(label=_("Who are you?"), choices=Speaks.choices, widget=forms.RadioSelect)
    stance = forms.ChoiceField(label=_("What do you think of it?"), choices=Stance.choices, widget=forms.RadioSelect)
    text = text_field(_("What would you change? Why?"), required=False, rows=5)
    language = forms.ChoiceField(label=_("In which language do you tell it?"), choices=Language.choices)
    field_order = ("speaks", "stance", "text", "language", "website")

    def said(self) -> Said:
        return Said(**{name: self.cleaned_data[name] for name in ("speaks", "stance", "text", "language")})


class OpinionForm(BaseForm, forms.Form):
    marks_optional = False
    mark = forms.ChoiceField(
        label=pgettext_lazy("opinion", "How were you attended?"), choices=Mark.choices, widget=forms.RadioSelect
    )
    why = text_field(pgettext_lazy("opinion", "Why? You may leave it empty"), required=False, rows=3)


class OpinionsForm(BaseForm, forms.Form):
    """Of which office and months. What was typed wrong into an address counts as not said."""

    oficina = forms.ChoiceField(label=_("Office"), required=False)
    desde = forms.DateField(required=False, widget=forms.HiddenInput)
    hasta = forms.DateField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, offices: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oficina"].choices = offices.items()  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def office(self) -> str:
        return str(self.cleaned_data.get("oficina", ""))

    def month(self, name: str) -> date | None:
        found: date | None = self.cleaned_data.get(name)
        return found
