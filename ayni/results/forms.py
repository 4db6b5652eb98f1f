from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from ayni.design.fields import BaseForm
from ayni.facts.builds import Build

from . import words
from .rules import DIMENSIONS, Choice

FEMININE = frozenset({"institution", "office"})
"""In Spanish, where “All” agrees with what it stands for."""
FILTERS = ("protocol", "step", "institution", "family", "department", "office")


class ChoiceForm(BaseForm, forms.Form):
    """What to see. It lives in the address, so that a view can be kept, sent and opened again."""

    marks_optional = False

    by = forms.ChoiceField(label=gettext_lazy("Group by"), required=False, choices=list(words.DIMENSIONS.items()))
    protocol = forms.ChoiceField(label=words.DIMENSIONS["protocol"], required=False)
    step = forms.ChoiceField(label=words.DIMENSIONS["step"], required=False)
    institution = forms.ChoiceField(label=words.DIMENSIONS["institution"], required=False)
    family = forms.ChoiceField(label=gettext_lazy("Kind of situation"), required=False)
    department = forms.ChoiceField(label=words.DIMENSIONS["department"], required=False)
    office = forms.ChoiceField(label=words.DIMENSIONS["office"], required=False)
    since = forms.ChoiceField(label=pgettext_lazy("months", "From"), required=False)
    until = forms.ChoiceField(label=pgettext_lazy("months", "To"), required=False)

    def __init__(self, *args: Any, build: Build, options: dict[str, list[tuple[str, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FILTERS:
            named = [(code, words.group(build, name, code)) for code, _word in options[name]]
            everything = pgettext("feminine", "All") if name in FEMININE else pgettext("masculine", "All")
            self._offer(name, [("", everything), *named])
        months = [(iso, words.month(iso)) for iso, _word in options["month"]]
        self._offer("since", [("", _("The beginning")), *months])
        self._offer("until", [("", _("The end")), *months])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last month is before the first. Choose a later one."))
        return cleaned

    def choice(self) -> Choice:
        """What was chosen; what was chosen wrongly counts as not chosen."""
        given = getattr(self, "cleaned_data", {})
        by = given.get("by") if given.get("by") in DIMENSIONS else "protocol"
        since, until = (date.fromisoformat(given[name]) if given.get(name) else None for name in ("since", "until"))
        return Choice(by=str(by), since=since, until=until, **{name: given.get(name, "") for name in FILTERS})


class ScoreForm(BaseForm, forms.Form):
    """What of the answers of institutions to see. A partner has no institution to choose: it is its own."""

    marks_optional = False

    by = forms.ChoiceField(label=gettext_lazy("Group by"), required=False)
    institution = forms.ChoiceField(label=words.DIMENSIONS["institution"], required=False)
    department = forms.ChoiceField(label=words.DIMENSIONS["department"], required=False)
    since = forms.ChoiceField(label=pgettext_lazy("months", "From"), required=False)
    until = forms.ChoiceField(label=pgettext_lazy("months", "To"), required=False)

    def __init__(self, *args: Any, options: dict[str, list[tuple[str, Any]]], own: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own
        months = [(iso, words.month(iso)) for iso, _word in reversed(options["month"])]
        by = ("department", "month") if own else ("institution", "department", "month")
        offered = {
            "by": [(name, words.DIMENSIONS[name]) for name in by],
            "institution": [("", pgettext("feminine", "All")), *options["institution"]],
            "department": [("", pgettext("masculine", "All")), *options["department"]],
            "since": [("", _("The beginning")), *months],
            "until": [("", _("The end")), *months],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices
        if own:
            del self.fields["institution"]

    def choice(self) -> Choice:
        """What was chosen; what was chosen wrongly counts as not chosen."""
        given = getattr(self, "cleaned_data", {})
        by = given.get("by") or ("month" if self.own else "institution")
        since, until = (date.fromisoformat(given[name]) if given.get(name) else None for name in ("since", "until"))
        institution = self.own or given.get("institution", "")
        return Choice(by=by, institution=institution, department=given.get("department", ""), since=since, until=until)
