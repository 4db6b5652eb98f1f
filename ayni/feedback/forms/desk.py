"""What is asked of whoever sees to a report."""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Office, User
from ayni.design.fields import BaseForm
from ayni.lib.errors import RuleBroken

from .. import queries
from ..actions import Teller, Told
from ..models import Category, Channel, DiscardReason, Kind, Language, Report, Way
from .own import check_reachable
from .words import text_field


class CategoryField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Category) -> str:
        return obj.label_es


class UserField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: User) -> str:
        return obj.display_name


class WriteDownForm(BaseForm, forms.Form):
    """What somebody says at a desk or by telephone."""

    channel = forms.ChoiceField(
        label=_("How it reached you"),
        choices=[(one.value, one.label) for one in (Channel.IN_PERSON, Channel.PHONE, Channel.FIELD)],
    )
    kind = forms.ChoiceField(label=_("What the person tells"), choices=Kind.choices, widget=forms.RadioSelect)
    category = CategoryField(Category._default_manager.none(), label=_("What it is about"), empty_label=_("Choose"))
    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Which office is it about?"), required=False,
        empty_label=_("None, or I do not know"),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the person"), choices=Language.choices)
    text = text_field(_("In their own words"), rows=6)
    name = forms.CharField(label=_("Name, if the person wants to say it"), max_length=200, required=False)
    way = forms.ChoiceField(
        label=_("How may we tell the person that there is an answer?"), required=False,
        choices=[("", _("In no way: they look with number and code")), *Way.choices],
    )  # fmt: skip
    contact = forms.CharField(label=_("The number or the address"), max_length=200, required=False)
    may_join = forms.BooleanField(label=_("The person agrees that it is joined to their case"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = queries.all_categories()  # type: ignore[attr-defined]
        self.fields["office"].queryset = queries.offices_to_tell_of()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        category, kind = said.get("category"), said.get("kind")
        if category and kind and kind not in category.kinds.split("|"):
            self.add_error("category", gettext("That does not go with what the person tells. Choose another one."))
        if said.get("way"):
            try:
                check_reachable(said["way"], said.get("contact", ""))
            except RuleBroken as broken:
                self.add_error("contact", str(broken))
        elif said.get("contact"):
            self.add_error("way", gettext("Choose whether that is for an SMS or an e-mail."))
        return said

    def told(self) -> Told:
        names = ("kind", "category", "text", "language", "may_join")
        return Told(about_office=self.cleaned_data["office"], **{name: self.cleaned_data[name] for name in names})

    def teller(self, by: User) -> Teller:
        names = ("channel", "name", "way", "contact")
        return Teller(written_by=by, **{name: self.cleaned_data[name] for name in names})


class AnswerForm(BaseForm, forms.Form):
    text = text_field(
        _("Answer"), rows=6, hint=_("Plain words. It goes to everybody who told it: no names, no data of anybody.")
    )


class SortForm(BaseForm, forms.Form):
    category = CategoryField(Category._default_manager.none(), label=_("What it is about"), empty_label=None)
    about_office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Office that it is about"), required=False, empty_label=_("None")
    )

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(
            *args, initial={"category": report.category_id, "about_office": report.about_office_id}, **kwargs
        )
        self.fields["category"].queryset = queries.all_categories()  # type: ignore[attr-defined]
        self.fields["about_office"].queryset = queries.offices_to_tell_of()  # type: ignore[attr-defined]


class UserForm(BaseForm, forms.Form):
    user = UserField(User.objects.none(), label=_("Colleague"), empty_label=_("Choose"))

    def __init__(self, *args: Any, users: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = users  # type: ignore[attr-defined]


class StepBackForm(BaseForm, forms.Form):
    why = text_field(_("Why, in a sentence"), rows=2)


class DiscardForm(BaseForm, forms.Form):
    reason = forms.ChoiceField(label=_("Why it is set aside"), choices=DiscardReason.choices, widget=forms.RadioSelect)


class JoinForm(BaseForm, forms.Form):
    number = forms.CharField(label=_("Number of the case"), max_length=20)


class BoardForm(BaseForm, forms.Form):
    """What of the board to see. It lives in the address."""

    marks_optional = False
    estado = forms.ChoiceField(label=_("State"), required=False)
    oficina = forms.ChoiceField(label=_("Office that sees to it"), required=False)
    tema = forms.ChoiceField(label=_("About"), required=False)

    def __init__(self, *args: Any, offices: Any, categories: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = pgettext("feminine", "All")
        for name, choices in {
            "estado": [
                ("abiertos", pgettext("reports", "Open")),
                ("tarde", pgettext("reports", "Late")),
                ("respondidos", pgettext("reports", "Answered")),
                ("terminados", pgettext("reports", "Ended")),
            ],
            "oficina": [("", everything), *offices],
            "tema": [("", pgettext("masculine", "All")), *categories],
        }.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, str]:
        """What was chosen; what was chosen wrongly counts as not chosen."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        return {
            "state": given.get("estado") or "abiertos", "office": given.get("oficina", ""),
            "category": given.get("tema", ""),
        }  # fmt: skip
