"""The register of gaps: what narrows it, and what is written of one."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Organisation, User
from ayni.codelists import queries as codelists
from ayni.codelists.models import HumanRight, LegalNorm, NeedSector, Profile, Territory
from ayni.design.fields import BaseForm

from ..models import Gap, GapClosing, GapKind, GapState
from ..queries import GapFilters
from ..rules.gaps import NEXT, GapFields

ANY = ("", _("Any"))


def listed_choices(model: Any) -> list[tuple[str, str]]:
    rows = codelists.current(model).order_by("label_es", "code")
    return [(row.code, row.label_es) for row in rows]


def norm_choices() -> list[tuple[str, str]]:
    rows = codelists.current(LegalNorm).order_by("topic", "number")
    return [(row.code, f"{row.number}, {row.label_es}"[:120]) for row in rows]


def department_choices() -> list[tuple[str, str]]:
    return codelists.kept_departments()


def institution_choices() -> list[tuple[str, str]]:
    return list(Organisation.objects.order_by("name", "pk").values_list("code", "name"))


def choose(form: forms.Form, name: str, empty: Any, choices: list[tuple[str, str]]) -> None:
    form.fields[name].choices = [("", empty), *choices]  # type: ignore[attr-defined]


class GapFilterForm(BaseForm, forms.Form):
    """It lives in the address, so that a list can be kept and sent."""

    marks_optional = False

    state = forms.ChoiceField(label=_("State"), choices=[ANY, *GapState.choices], required=False)
    kind = forms.ChoiceField(label=_("What fails"), choices=[ANY, *GapKind.choices], required=False)
    profile = forms.ChoiceField(label=_("Whom it hits"), required=False)
    department = forms.ChoiceField(label=_("Where"), required=False)
    institution = forms.ChoiceField(label=_("Institution"), required=False)
    right = forms.ChoiceField(label=_("Right"), required=False)
    open = forms.BooleanField(label=_("Not closed yet"), required=False)
    mine = forms.BooleanField(label=_("Those that I see to"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "profile", ANY[1], listed_choices(Profile))
        choose(self, "department", ANY[1], department_choices())
        choose(self, "right", ANY[1], codelists.kept_choices(HumanRight))
        # Only those that some gap names: a list of all institutions would be longer than the page.
        named = Organisation.objects.filter(pk__in=Gap.objects.order_by().values("institution"))
        choose(self, "institution", ANY[1], list(named.order_by("name").values_list("code", "name")))

    @property
    def filters(self) -> GapFilters:
        self.is_valid()
        return GapFilters(**{name: value for name, value in self.cleaned_data.items() if value})


class GapForm(BaseForm, forms.Form):
    title = forms.CharField(max_length=160, label=_("The gap in one line"))
    kind = forms.ChoiceField(choices=GapKind.choices, widget=forms.RadioSelect, label=_("What fails"))
    what_fails = forms.CharField(
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        label=_("What is not done, and should be"),
        help_text=_("About the rule or the service. All staff read it: nothing by which a person could be recognised."),
    )
    profile = forms.ChoiceField(required=False, label=_("Whom it hits"))
    department = forms.ChoiceField(required=False, label=_("Where"))
    institution = forms.ChoiceField(required=False, label=_("Institution that it is about"))
    need = forms.ChoiceField(required=False, label=_("Need that is not met"))
    right = forms.ChoiceField(required=False, label=_("Right that is not made real"))
    norm = forms.ChoiceField(required=False, label=_("Norm that fails, or is not followed"))
    missing_norm = forms.CharField(
        required=False, max_length=300, label=_("What a norm would have to say, if there is none")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "profile", _("Anybody"), listed_choices(Profile))
        choose(self, "department", _("In the whole country"), department_choices())
        choose(self, "institution", _("None in particular"), institution_choices())
        choose(self, "need", _("None in particular"), listed_choices(NeedSector))
        choose(self, "norm", _("There is none"), norm_choices())
        # Kept in words: a gap that was written before there was a list keeps its own.
        before = str(self.initial.get("right", ""))
        labels = dict.fromkeys([*(label for _code, label in codelists.kept_choices(HumanRight)), before])
        choose(self, "right", _("None in particular"), [(label, label) for label in labels if label])

    def written(self) -> GapFields:
        said = dict(self.cleaned_data)
        place = said.pop("department")
        found: dict[str, Any] = {
            "territory": codelists.departments().filter(code=place).first(),
            "institution": Organisation.objects.filter(code=said["institution"]).first(),
        }
        listed: dict[str, Any] = {"profile": Profile, "need": NeedSector, "norm": LegalNorm}
        found |= {name: codelists.current(model).filter(code=said[name]).first() for name, model in listed.items()}
        return GapFields(**said | found)


def as_written(gap: Gap) -> dict[str, Any]:
    """What the form starts with."""
    codes = {
        name: getattr(gap, name) and getattr(gap, name).code for name in ("profile", "institution", "need", "norm")
    }
    place: Territory | None = gap.territory
    plain = {name: getattr(gap, name) for name in ("title", "kind", "what_fails", "right", "missing_norm")}
    return {**plain, **codes, "department": place.department_code if place else ""}


class CarryOnForm(BaseForm, forms.Form):
    state = forms.ChoiceField(label=_("State"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, gap: Gap, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = [(state.value, state.label) for state in GapState if state in NEXT[gap.state] and state != GapState.CLOSED]
        self.fields["state"].choices = to  # type: ignore[attr-defined]


class OwnerForm(BaseForm, forms.Form):
    owner = forms.TypedChoiceField(label=_("Who sees to it"), coerce=int)

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {user.pk: user for user in colleagues}
        choices = [(str(pk), user.display_name) for pk, user in self.colleagues.items()]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]

    def clean_owner(self) -> User:
        return self.colleagues[self.cleaned_data["owner"]]


class CloseGapForm(BaseForm, forms.Form):
    closing = forms.ChoiceField(choices=GapClosing.choices, widget=forms.RadioSelect, label=_("How was it closed?"))
    same_as = forms.ModelChoiceField(
        Gap.objects.none(), to_field_name="code", label=_("The gap that counts"), empty_label=_("Choose one")
    )
    note = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), label=_("What should be known of it")
    )

    reveals: ClassVar = {"closing": {GapClosing.DUPLICATE: ("same_as",)}}

    def __init__(self, *args: Any, gap: Gap, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Gap.objects.visible_to(user).exclude(pk=gap.pk).order_by("-opened_at", "-pk")
        self.fields["same_as"].queryset = rows  # type: ignore[attr-defined]
        self.fields["same_as"].label_from_instance = lambda row: f"{row.code} · {row.title}"  # type: ignore[attr-defined]
