"""What whoever plans a campaign types, and what is added to it while it runs."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import Office, User
from ayni.design.fields import BaseForm, DayField

from .. import queries
from ..actions import Asked, Counted, Meant, Spread
from ..models import (
    Campaign,
    CampaignAudience,
    CampaignChannel,
    CampaignKind,
    CampaignMaterial,
    CampaignTheme,
    CommunicationRequest,
    How,
    Moment,
    Strategy,
)
from ..rules.campaigns import MOST_PEOPLE

CHOOSE = _("Choose")
WHOLE_COUNTRY = _("The whole country")
MOST_COPIES = 10_000_000


def pick(label: Any, *, required: bool = True, empty: Any = CHOOSE, hint: Any = "") -> forms.ModelChoiceField[Any]:
    """A choice of one row; the form says of which."""
    return forms.ModelChoiceField(
        Office.objects.none(), label=label, empty_label=empty, required=required, help_text=hint
    )


def picks(label: Any, *, required: bool = True, hint: Any = "") -> forms.ModelMultipleChoiceField[Any]:
    return forms.ModelMultipleChoiceField(
        Office.objects.none(), label=label, required=required, help_text=hint, widget=forms.CheckboxSelectMultiple
    )


def offer(form: forms.Form, **rows: Any) -> None:
    for name, queryset in rows.items():
        form.fields[name].queryset = queryset  # type: ignore[attr-defined]


def whole(label: Any, *, least: int = 0, most: int, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=required)


class CampaignForm(BaseForm, forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)
    kind = pick(_("Kind of campaign"))
    objective = forms.CharField(label=_("What it is for"), max_length=600, widget=forms.Textarea({"rows": 3}))
    audiences = picks(pgettext_lazy("campaign", "To whom it speaks"))
    channels = picks(pgettext_lazy("campaign", "By which channels"))
    themes = picks(pgettext_lazy("campaign", "What it carries"), required=False)
    department = pick(pgettext_lazy("campaign", "Where"), required=False, empty=WHOLE_COUNTRY)
    begins_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    office = pick(_("Office"))
    strategy = pick(_("Strategy that it follows"), required=False, empty=pgettext_lazy("strategy", "None"))
    request = pick(
        _("Which unit asked for it"), required=False, empty=_("None: it is our own"),
        hint=_("Only requests that were accepted."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, today: date, campaign: Campaign | None = None, **kwargs: Any) -> None:
        if campaign is not None:
            kwargs["initial"] = _as_typed(campaign)
        super().__init__(*args, **kwargs)
        lists = {"kind": CampaignKind, "audiences": CampaignAudience, "channels": CampaignChannel,
                 "themes": CampaignTheme}  # fmt: skip
        offer(
            self, **{name: _with_kept(model, today, campaign, name) for name, model in lists.items()},
            department=queries.departments(), office=queries.offices_of(user), strategy=queries.strategies(),
            request=queries.requests_to_answer(user),
        )  # fmt: skip
        self.fields["strategy"].label_from_instance = _strategy_in_words  # type: ignore[attr-defined]
        self.fields["request"].label_from_instance = _request_in_words  # type: ignore[attr-defined]
        if campaign is None and user.office:
            self.initial["office"] = user.office_id

    def meant(self) -> Meant:
        said = self.cleaned_data
        return Meant(**{name: said[name] for name in Meant.__dataclass_fields__})


def _with_kept(model: Any, today: date, campaign: Campaign | None, name: str) -> Any:
    """What is in force, and what this campaign has already although the list moved on."""
    rows = queries.terms(model, today)
    if campaign is None:
        return rows
    kept = [campaign.kind_id] if name == "kind" else [one.pk for one in getattr(campaign, name).all()]
    return (rows | model.objects.filter(pk__in=kept)).order_by("order", "code", "pk")


def _as_typed(campaign: Campaign) -> dict[str, Any]:
    names = ("title", "kind", "objective", "department", "begins_on", "ends_on", "office", "strategy", "request")
    lists = {name: [one.pk for one in getattr(campaign, name).all()] for name in ("audiences", "channels", "themes")}
    return {name: getattr(campaign, name) for name in names} | lists


def _strategy_in_words(one: Strategy) -> str:
    return f"{one.title} ({one.first_year}–{one.last_year})"


def _request_in_words(one: CommunicationRequest) -> str:
    return f"{one.office}: {one.title}"


class CancelForm(BaseForm, forms.Form):
    reason = forms.CharField(label=_("Why it is cancelled"), max_length=300)


class MaterialForm(BaseForm, forms.Form):
    title = forms.CharField(label=pgettext_lazy("material", "What it is"), max_length=120)
    where = forms.CharField(
        label=pgettext_lazy("material", "Where it is"), max_length=300,
        help_text=_("A guide or a poster of ours, such as /guias/carne/; or an address of others with https://."),
    )  # fmt: skip

    def clean_where(self) -> str:
        typed = str(self.cleaned_data["where"]).strip()
        if typed.startswith("/"):
            return _own(typed)
        parts = urlsplit(typed)
        if parts.scheme not in {"http", "https"} or "." not in parts.netloc:
            raise ValidationError(_g("Type an address that begins with https://, or one of ours with /."))
        return str(forms.URLField(max_length=300, assume_scheme="https").clean(typed))

    def said(self) -> dict[str, str]:
        where = self.cleaned_data["where"]
        is_ours = where.startswith("/")
        return {
            "title": self.cleaned_data["title"], "address": "" if is_ours else where,
            "reference": where if is_ours else "",
        }  # fmt: skip


def _own(typed: str) -> str:
    """An address of this site that leads somewhere."""
    try:
        resolve(typed.partition("?")[0].partition("#")[0])
    except (Resolver404, ValueError) as nowhere:
        raise ValidationError(_g("There is no such page here. Copy its address from the browser.")) from nowhere
    if len(typed) > 120:
        raise ValidationError(_g("That address is too long: 120 letters at most."))
    return typed


class SpreadForm(BaseForm, forms.Form):
    organisation = pick(_("Organisation of the register"), required=False, empty=_("Another one"))
    name = forms.CharField(
        label=_("Name of another organisation"), max_length=160, required=False,
        help_text=_("Of a community organisation or an NGO: never of a person."),
    )  # fmt: skip
    material = pick(
        pgettext_lazy("spreading", "Material"), required=False, empty=pgettext_lazy("material", "All of it")
    )
    copies = whole(_("Copies"), least=1, most=MOST_COPIES, required=False)
    since = DayField(label=pgettext_lazy("spreading", "Since"))

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, organisation=queries.organisations(), material=CampaignMaterial.objects.filter(campaign=campaign))

    def spread(self) -> Spread:
        return Spread(**{name: self.cleaned_data[name] for name in Spread.__dataclass_fields__})


class ReachForm(BaseForm, forms.Form):
    channel = pick(pgettext_lazy("reach", "Channel"))
    how = forms.ChoiceField(label=_("How it was counted"), choices=How.choices, widget=forms.RadioSelect)
    people = whole(pgettext_lazy("reach", "People"), most=MOST_PEOPLE)
    counted_on = DayField(label=_("Day of the count"))
    method = forms.CharField(
        label=_("By what"), max_length=300,
        help_text=_("Such as: hearers of the station by its own survey; leaflets handed out. No names of people."),
    )  # fmt: skip

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, channel=campaign.channels.order_by("order", "code", "pk"))

    def counted(self) -> Counted:
        return Counted(**{name: self.cleaned_data[name] for name in Counted.__dataclass_fields__})


class PerceptionForm(BaseForm, forms.Form):
    moment = forms.ChoiceField(
        label=pgettext_lazy("perception", "When"), choices=Moment.choices, widget=forms.RadioSelect
    )
    question = forms.CharField(
        label=_("What was asked"), max_length=300,
        help_text=_("The same words before and after: so the two answers are put side by side."),
    )  # fmt: skip
    population = forms.CharField(label=_("Who was asked"), max_length=200)
    sample = whole(_("How many were asked"), least=1, most=MOST_PEOPLE)
    agree = whole(_("How many said yes"), most=MOST_PEOPLE)
    asked_on = DayField(label=_("Day of the survey"))
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("Who made the survey, and where it stands.")
    )

    def clean_question(self) -> str:
        return " ".join(str(self.cleaned_data["question"]).split())

    def asked(self) -> Asked:
        return Asked(**{name: self.cleaned_data[name] for name in Asked.__dataclass_fields__})
