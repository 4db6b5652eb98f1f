"""What a unit asks for, what a company promises, and what a strategy says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import User
from ayni.codelists.models import Listed
from ayni.design.fields import BaseForm, DayField

from .. import queries
from ..actions import Promise, Said, Wanted
from ..models import CampaignAudience, CommitmentState, Strategy
from .campaigns import WHOLE_COUNTRY, offer, pick, picks, whole

EARLIEST_YEAR, LATEST_YEAR = 2000, 2100


class AskForm(BaseForm, forms.Form):
    title = forms.CharField(label=_("What should be made known"), max_length=120)
    what_for = forms.CharField(label=_("What it is for"), max_length=600, widget=forms.Textarea({"rows": 3}))
    audiences = picks(pgettext_lazy("campaign", "To whom it speaks"))
    needed_by = DayField(label=_("By when it is needed"), future=True)
    office = pick(_("Unit that asks"))
    asked_of = pick(_("Office that is asked"))

    def __init__(self, *args: Any, user: User, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        audiences: type[Listed] = CampaignAudience
        offer(
            self, audiences=queries.terms(audiences, today), office=queries.offices_of(user),
            asked_of=queries.own_offices(),
        )  # fmt: skip
        if user.office:
            self.initial["office"] = user.office_id

    def wanted(self) -> Wanted:
        return Wanted(**{name: self.cleaned_data[name] for name in Wanted.__dataclass_fields__})


class DeclineForm(BaseForm, forms.Form):
    reason = forms.CharField(label=_("Why not"), max_length=300, help_text=_("Whoever asked reads it."))


class DeliverForm(BaseForm, forms.Form):
    note = forms.CharField(label=_("What was handed over, and where it is"), max_length=300)


class CommitmentForm(BaseForm, forms.Form):
    organisation = pick(_("Company of the register"), required=False, empty=_("Another one"))
    name = forms.CharField(label=_("Name of another company"), max_length=160, required=False)
    words = forms.CharField(
        label=_("What it promises"), max_length=600, widget=forms.Textarea({"rows": 3}),
        help_text=_("In its own words. No names of people."),
    )  # fmt: skip
    department = pick(pgettext_lazy("campaign", "Where"), required=False, empty=WHOLE_COUNTRY)
    made_on = DayField(label=_("Day on which it promised it"), past=True)
    due_on = DayField(label=_("By when"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, organisation=queries.organisations(), department=queries.departments())

    def promise(self) -> Promise:
        return Promise(**{name: self.cleaned_data[name] for name in Promise.__dataclass_fields__})


class VerifyForm(BaseForm, forms.Form):
    verdict = forms.ChoiceField(
        label=_("What became of it"), widget=forms.RadioSelect,
        choices=[one for one in CommitmentState.choices if one[0] != CommitmentState.MADE],
    )  # fmt: skip
    evidence = forms.CharField(
        label=_("What shows it"), max_length=600, widget=forms.Textarea({"rows": 3}),
        help_text=_("A document, a visit, a number: no names of people."),
    )  # fmt: skip


class ShowForm(BaseForm, forms.Form):
    agreement = forms.CharField(
        label=_("How the company agreed to be shown"), max_length=300,
        help_text=_("Which letter or message, of which day."),
    )  # fmt: skip


class StrategyForm(BaseForm, forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    owner = forms.CharField(label=_("Whose it is"), max_length=200)
    first_year = whole(_("First year"), least=EARLIEST_YEAR, most=LATEST_YEAR)
    last_year = whole(_("Last year"), least=EARLIEST_YEAR, most=LATEST_YEAR)
    objectives = forms.CharField(
        label=_("Objectives"), max_length=3000, widget=forms.Textarea({"rows": 5}), help_text=_("One a line.")
    )
    address = forms.URLField(label=_("Address"), max_length=300, required=False, assume_scheme="https")
    source = forms.CharField(label=_("Source"), max_length=300)

    def __init__(self, *args: Any, strategy: Strategy | None = None, **kwargs: Any) -> None:
        if strategy is not None:
            kwargs["initial"] = {name: getattr(strategy, name) for name in Said.__dataclass_fields__}
        super().__init__(*args, **kwargs)

    def said(self) -> Said:
        return Said(**{name: self.cleaned_data[name] for name in Said.__dataclass_fields__})
