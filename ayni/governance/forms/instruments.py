"""The register of norms, policies and plans: what narrows it, and what is written of one."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Organisation
from ayni.codelists import queries as codelists
from ayni.codelists.models import Approach, LegalNorm, Territory
from ayni.design.fields import BaseForm, DayField, SuggestField

from .. import queries
from ..models import (
    Finding,
    FollowUpKind,
    Gap,
    Instrument,
    InstrumentKind,
    InstrumentState,
    Level,
    MigrationContent,
    Track,
)
from ..queries import InstrumentFilters
from ..rules.instruments import NEXT, Happened, InstrumentFields, NormFields
from ..words import topic_name
from .gaps import ANY, choose, department_choices, institution_choices, norm_choices


def topic_choices() -> list[tuple[str, str]]:
    return sorted(((topic, topic_name(topic)) for topic in queries.topics()), key=lambda pair: pair[1])


class InstrumentFilterForm(BaseForm, forms.Form):
    """It lives in the address, so that a list can be kept and sent."""

    marks_optional = False

    kind = forms.ChoiceField(label=_("Kind"), choices=[ANY, *InstrumentKind.choices], required=False)
    track = forms.ChoiceField(label=_("Proposed or existing"), choices=[ANY, *Track.choices], required=False)
    state = forms.ChoiceField(label=_("State"), choices=[ANY, *InstrumentState.choices], required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    level = forms.ChoiceField(label=_("Level"), choices=[ANY, *Level.choices], required=False)
    department = forms.ChoiceField(label=_("Where"), required=False)
    migration = forms.ChoiceField(
        label=_("Is human mobility in it?"), choices=[ANY, *MigrationContent.choices], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "topic", ANY[1], topic_choices())
        choose(self, "department", ANY[1], department_choices())

    @property
    def filters(self) -> InstrumentFilters:
        self.is_valid()
        return InstrumentFilters(**{name: value for name, value in self.cleaned_data.items() if value})


def _districts(text: str) -> list[tuple[str, str]]:
    return [(place.code, place.full_name) for place in codelists.districts_like(text)]


def _district(code: str) -> str | None:
    """Also a province, which an older entry may have."""
    places = codelists.kept_places()
    return codelists.full_place_name(places, code) if len(code) > 2 and code in places else None


def _district_of(place: Territory | None) -> str:
    return place.code if place is not None and place.level != Territory.Level.DEPARTMENT else ""


class InstrumentForm(BaseForm, forms.Form):
    kind = forms.ChoiceField(choices=InstrumentKind.choices, label=_("What is it?"))
    title = forms.CharField(max_length=300, label=_("Title"))
    summary = forms.CharField(
        required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}), label=_("What it says or would say")
    )
    topic = forms.ChoiceField(required=False, label=_("Topic"))
    level = forms.ChoiceField(choices=Level.choices, widget=forms.RadioSelect, label=_("Level"))
    department = forms.ChoiceField(required=False, label=_("Where"))
    district = SuggestField(
        required=False,
        label=_("District, if it is of a municipality"),
        help_text=_("Of a province: the district of its capital."),
        url=reverse_lazy("people:places"),
        search=_districts,
        label_of=_district,
    )
    institution = forms.ChoiceField(required=False, label=_("Who approves it, or whose it is"))
    version = forms.CharField(required=False, max_length=20, label=_("Version"))
    covers_from = DayField(required=False, label=_("Of a plan: from which day it is"))
    covers_to = DayField(required=False, label=_("Until which day"))
    reference = forms.CharField(
        required=False, max_length=300, label=_("Number, and where it can be read"),
        help_text=_("Such as “Resolución 123-2026-MIGRACIONES, El Peruano, 3 nov 2026”."),
    )  # fmt: skip
    objectives = forms.CharField(
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=_("Objectives"),
        help_text=_("One a line."),
    )
    study = forms.CharField(required=False, max_length=300, label=_("Study that it rests on"))
    migration = forms.ChoiceField(
        choices=MigrationContent.choices, widget=forms.RadioSelect, label=_("Is human mobility in it?")
    )
    migration_note = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("What it says about migrants: actions, budget, who answers"),
    )
    gap = forms.ModelChoiceField(
        Gap.objects.none(),
        required=False,
        to_field_name="code",
        label=_("Gap that it answers"),
        empty_label=_("None of these"),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "topic", _("None in particular"), topic_choices())
        choose(self, "department", _("In the whole country"), department_choices())
        choose(self, "institution", _("None in particular"), institution_choices())
        gap = self.fields["gap"]
        gap.queryset = Gap.objects.visible_to(user).order_by("-opened_at", "-pk")  # type: ignore[attr-defined]
        gap.label_from_instance = lambda row: f"{row.code} · {row.title}"  # type: ignore[attr-defined]

    def written(self) -> InstrumentFields:
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"track", "since"}}
        place = said.pop("district") or said.pop("department")
        said.pop("department", None)
        said["territory"] = codelists.current(Territory).filter(code=place).first() if place else None
        said["institution"] = Organisation.objects.filter(code=said["institution"]).first()
        return InstrumentFields(**said)


class NewInstrumentForm(InstrumentForm):
    track = forms.ChoiceField(choices=Track.choices, widget=forms.RadioSelect, label=_("How is it followed?"))
    since = DayField(past=True, label=_("Since when is it so?"), initial=localdate)
    field_order = ("kind", "track", "title", "since")


def as_written(instrument: Instrument) -> dict[str, Any]:
    """What the form starts with."""
    plain = ("kind", "title", "summary", "topic", "level", "version", "reference", "objectives", "study", "migration",
             "migration_note", "covers_from", "covers_to")  # fmt: skip
    return {name: getattr(instrument, name) for name in plain} | {
        "district": _district_of(instrument.territory),
        "department": instrument.territory.department_code if instrument.territory else "",
        "institution": instrument.institution.code if instrument.institution else "",
        "gap": instrument.gap.code if instrument.gap else "",
    }


class StateForm(BaseForm, forms.Form):
    state = forms.ChoiceField(widget=forms.RadioSelect, label=_("What happened?"))
    on = DayField(past=True, label=_("On which day?"))
    by_whom = forms.CharField(max_length=200, label=_("Which body or office did it?"))
    document = forms.CharField(
        required=False, max_length=300, label=_("Document that shows it"), help_text=_("Its number, or its address.")
    )
    note = forms.CharField(
        required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}), label=_("What should be known of it")
    )

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = NEXT[instrument.track].get(instrument.state, frozenset())
        choices = [(state.value, state.label) for state in InstrumentState if state in to]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]


class HappenedForm(BaseForm, forms.Form):
    """A review, a meeting, or something that was done."""

    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in FollowUpKind if kind != FollowUpKind.STATE],
        widget=forms.RadioSelect,
        label=_("What happened?"),
    )
    finding = forms.ChoiceField(
        choices=Finding.choices, widget=forms.RadioSelect, label=_("What did the review come to?")
    )
    approaches = forms.MultipleChoiceField(
        required=False,
        choices=Approach.choices,
        widget=forms.CheckboxSelectMultiple,
        label=_("Which differential approaches are in it?"),
    )
    on = DayField(past=True, label=_("On which day?"))
    by_whom = forms.CharField(max_length=200, label=_("Which body or office did it?"))
    note = forms.CharField(
        required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}), label=_("What came of it")
    )
    document = forms.CharField(required=False, max_length=300, label=_("Document that shows it"))
    next_on = DayField(required=False, label=_("When to look again"))

    reveals: ClassVar = {"kind": {FollowUpKind.REVIEW: ("finding", "approaches")}}

    def written(self) -> Happened:
        said = dict(self.cleaned_data)
        return Happened(**said | {"approaches": "|".join(said["approaches"] or [])})


class ReviewForm(HappenedForm):
    """Of a norm of the list, which is only reviewed here."""

    reveals: ClassVar = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["kind"]

    def written(self) -> Happened:
        self.cleaned_data["kind"] = FollowUpKind.REVIEW
        return super().written()


class NormForm(BaseForm, forms.Form):
    """How an approved instrument stands in the list of norms."""

    label_es = forms.CharField(max_length=300, label=_("Title in the list of norms"))
    number = forms.CharField(max_length=60, label=_("Number"), help_text=_("Such as 123-2026-MIGRACIONES."))
    year = forms.IntegerField(min_value=1821, max_value=2100, label=_("Year"))
    topic = forms.ChoiceField(label=_("Topic"))
    changes = forms.ChoiceField(required=False, label=_("Norm of the list that it replaces"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = topic_choices()  # type: ignore[attr-defined]
        choose(self, "changes", _("None: it is a new one"), norm_choices())

    def written(self) -> NormFields:
        said = self.cleaned_data
        return NormFields(number=said["number"], year=said["year"], label_es=said["label_es"], topic=said["topic"])

    def changed_norm(self) -> LegalNorm | None:
        found: LegalNorm | None = codelists.current(LegalNorm).filter(code=self.cleaned_data["changes"]).first()
        return found
