from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from ayni.design.fields import BaseForm
from ayni.facts.builds import Build

from .. import attended, attention, regularisation, voice, words
from ..rules import DIMENSIONS, Choice

FEMININE = frozenset({"institution", "office", "age_group", "nationality"})
"""In Spanish, where “All” agrees with what it stands for."""
FILTERS = ("protocol", "step", "institution", "family", "department", "office")


class _ViewForm(BaseForm, forms.Form):
    """What to see. It lives in the address, so that a view can be kept, sent and opened again."""

    marks_optional = False

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def _offer_all(self, offered: dict[str, list[tuple[str, Any]]], months: list[tuple[str, Any]]) -> None:
        """What there is to choose from, and the months between which to look, the last one first."""
        shown = [(iso, words.month(iso)) for iso, _word in reversed(months)]
        since, until = [("", _("The beginning")), *shown], [("", _("The end")), *shown]
        for name, choices in {**offered, "since": since, "until": until}.items():
            self._offer(name, choices)


def _every(name: str, choices: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """What a filter offers: all of it first."""
    return [("", pgettext("feminine", "All") if name in FEMININE else pgettext("masculine", "All")), *choices]


def _span(given: dict[str, Any]) -> dict[str, Any]:
    """The first and the last month that were chosen."""
    return {name: date.fromisoformat(given[name]) if given.get(name) else None for name in ("since", "until")}


class ChoiceForm(_ViewForm):
    """What of compliance to see."""

    by = forms.ChoiceField(
        label=gettext_lazy("Group by"), required=False, choices=[(name, words.DIMENSIONS[name]) for name in DIMENSIONS]
    )
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
            self._offer(name, _every(name, [(code, words.group(build, name, code)) for code, _word in options[name]]))
        months = [(iso, words.month(iso)) for iso, _word in options["month"]]
        self._offer("since", [("", _("The beginning")), *months])
        self._offer("until", [("", _("The end")), *months])

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
        return Choice(by=str(by), **_span(given), **{name: given.get(name, "") for name in FILTERS})


class ScoreForm(_ViewForm):
    """What of the answers of institutions to see. A partner has no institution to choose: it is its own."""

    by = forms.ChoiceField(label=gettext_lazy("Group by"), required=False)
    institution = forms.ChoiceField(label=words.DIMENSIONS["institution"], required=False)
    department = forms.ChoiceField(label=words.DIMENSIONS["department"], required=False)
    since = forms.ChoiceField(label=pgettext_lazy("months", "From"), required=False)
    until = forms.ChoiceField(label=pgettext_lazy("months", "To"), required=False)

    def __init__(self, *args: Any, options: dict[str, list[tuple[str, Any]]], own: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own
        by = ("department", "month") if own else ("institution", "department", "month")
        offered = {
            "by": [(name, words.DIMENSIONS[name]) for name in by],
            **{name: _every(name, options[name]) for name in ("institution", "department")},
        }
        self._offer_all(offered, options["month"])
        if own:
            del self.fields["institution"]

    def choice(self) -> Choice:
        """What was chosen; what was chosen wrongly counts as not chosen."""
        given = getattr(self, "cleaned_data", {})
        by = given.get("by") or ("month" if self.own else "institution")
        institution = self.own or given.get("institution", "")
        return Choice(by=by, institution=institution, department=given.get("department", ""), **_span(given))


class CapacityForm(_ViewForm):
    """Of whom, where and when to see who can respond."""

    family = forms.ChoiceField(label=gettext_lazy("Kind of situation"), required=False)
    department = forms.ChoiceField(label=words.DIMENSIONS["department"], required=False)
    since = forms.ChoiceField(label=pgettext_lazy("months", "From"), required=False)
    until = forms.ChoiceField(label=pgettext_lazy("months", "To"), required=False)

    def __init__(self, *args: Any, places: list[tuple[str, Any]], options: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {"family": _every("family", words.FAMILIES.items()), "department": _every("department", places)}
        self._offer_all(offered, options["month"])

    def choice(self) -> Choice:
        """What was chosen; what was chosen wrongly counts as not chosen."""
        self.is_valid()
        given = self.cleaned_data
        family, department = given.get("family", ""), given.get("department", "")
        return Choice(by="institution", family=family, department=department, **_span(given))


class _GroupedForm(_ViewForm):
    """Rows by one dimension, narrowed by others, between two months."""

    BY: ClassVar[tuple[str, ...]]
    """The first of them unless another was chosen."""
    NARROWED_BY: ClassVar[tuple[str, ...]]

    def __init__(self, *args: Any, options: dict[str, list[tuple[str, Any]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {name: _every(name, options[name]) for name in self.NARROWED_BY}
        self._offer_all({"by": self.groups(), **offered}, options["month"])

    def groups(self) -> list[tuple[str, Any]]:
        return [(name, words.DIMENSIONS[name]) for name in self.BY]

    def choice(self) -> Choice:
        """What was chosen; what was chosen wrongly counts as not chosen."""
        self.is_valid()
        given = self.cleaned_data
        chosen = {name: given.get(name, "") for name in self.NARROWED_BY}
        return Choice(by=given.get("by") or self.groups()[0][0], **_span(given), **chosen)


class FlowForm(_GroupedForm):
    """What of regularisation to see."""

    BY, NARROWED_BY = regularisation.BY, regularisation.FILTERS
    by = forms.ChoiceField(label=gettext_lazy("Group by"), required=False)
    procedure = forms.ChoiceField(label=words.DIMENSIONS["procedure"], required=False)
    department = forms.ChoiceField(label=words.DIMENSIONS["department"], required=False)
    office = forms.ChoiceField(label=words.DIMENSIONS["office"], required=False)
    since = forms.ChoiceField(label=pgettext_lazy("months", "From"), required=False)
    until = forms.ChoiceField(label=pgettext_lazy("months", "To"), required=False)


class RowsForm(FlowForm):
    """The question behind a number of regularisation or of the counter, as its address asks it."""

    requirement = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, requirements: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("requirement", [("", ""), *((code, code) for code in requirements)])

    def choice(self) -> Choice:
        return replace(super().choice(), requirement=self.cleaned_data.get("requirement", ""))


class AttendedForm(_GroupedForm):
    """Whom, of those who were attended, to see."""

    NARROWED_BY = attended.FILTERS
    what = forms.ChoiceField(
        label=gettext_lazy("What to count"), required=False,
        choices=[
            (attended.CASES, gettext_lazy("Cases opened")), (attended.SERVICES, gettext_lazy("Services given")),
            (attended.SERVED, gettext_lazy("Referrals served")),
        ],
    )  # fmt: skip
    by = forms.ChoiceField(label=gettext_lazy("Group by"), required=False)
    profile = forms.ChoiceField(label=words.DIMENSIONS["profile"], required=False)
    category = forms.ChoiceField(label=words.SERVICE, required=False)
    institution = forms.ChoiceField(label=words.DIMENSIONS["institution"], required=False)
    sex = forms.ChoiceField(label=words.DIMENSIONS["sex"], required=False)
    age_group = forms.ChoiceField(label=words.DIMENSIONS["age_group"], required=False)
    nationality = forms.ChoiceField(label=words.DIMENSIONS["nationality"], required=False)
    department = forms.ChoiceField(label=words.DIMENSIONS["department"], required=False)
    office = forms.ChoiceField(label=words.DIMENSIONS["office"], required=False)
    since = forms.ChoiceField(label=pgettext_lazy("months", "From"), required=False)
    until = forms.ChoiceField(label=pgettext_lazy("months", "To"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.counted == attended.CASES:
            for name in attended.ONLY_OF_SERVICES:
                del self.fields[name]

    @property
    def counted(self) -> str:
        """Which table."""
        what = str(self.data.get("what", ""))
        return what if what in attended.BY else attended.CASES

    def groups(self) -> list[tuple[str, Any]]:
        names = {**words.DIMENSIONS, "category": words.SERVICE}
        return [(name, names[name]) for name in attended.BY[self.counted]]


class VoiceForm(_GroupedForm):
    """What of the reports to see."""

    BY, NARROWED_BY = voice.BY, voice.FILTERS
    by = forms.ChoiceField(label=gettext_lazy("Group by"), required=False)
    department = forms.ChoiceField(label=words.DIMENSIONS["department"], required=False)
    office = forms.ChoiceField(label=words.DIMENSIONS["office"], required=False)
    since = forms.ChoiceField(label=pgettext_lazy("months", "From"), required=False)
    until = forms.ChoiceField(label=pgettext_lazy("months", "To"), required=False)


class AttentionForm(_ViewForm):
    """What of the counter to see, and which month beside the one before it. Nothing: the newest."""

    month = forms.ChoiceField(label=words.DIMENSIONS["month"], required=False)
    procedure = forms.ChoiceField(label=words.DIMENSIONS["procedure"], required=False)
    department = forms.ChoiceField(label=words.DIMENSIONS["department"], required=False)
    office = forms.ChoiceField(label=words.DIMENSIONS["office"], required=False)

    def __init__(self, *args: Any, options: dict[str, list[tuple[str, Any]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "month": [("", _("The newest")), *((iso, words.month(iso)) for iso, _word in reversed(options["month"]))],
            **{name: _every(name, options[name]) for name in attention.FILTERS},
        }
        for name, choices in offered.items():
            self._offer(name, choices)

    def choice(self) -> Choice:
        """What was chosen; what was chosen wrongly counts as not chosen."""
        self.is_valid()
        given = self.cleaned_data
        month = date.fromisoformat(given["month"]) if given.get("month") else None
        return Choice(by="office", until=month, **{name: given.get(name, "") for name in attention.FILTERS})
