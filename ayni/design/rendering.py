"""A bound field, told to the templates: what kind of control it is, and its words, ids and options."""

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .widgets import DateParts, Suggest

KINDS: dict[type[forms.Widget], str] = {
    DateParts: "date",
    Suggest: "suggest",
    forms.CheckboxSelectMultiple: "checkboxes",
    forms.RadioSelect: "radios",
    forms.CheckboxInput: "checkbox",
    forms.Textarea: "textarea",
    forms.SelectMultiple: "select",
    forms.Select: "select",
    forms.FileInput: "file",
    forms.HiddenInput: "hidden",
    forms.Widget: "input",
}
"""Looked up from the top: the first that the widget is an instance of."""

GROUPS = frozenset({"date", "radios", "checkboxes"})
"""Controls of several parts: a fieldset with a legend, not a label."""

CLASSES = {
    "input": "govuk-input",
    "suggest": "govuk-input",
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "file": "govuk-file-upload",
}


@dataclass
class Option:
    """One radio or checkbox."""

    id: str
    value: str
    label: str
    checked: bool
    hint: str = ""
    reveals: list[BoundField] = field(default_factory=list)
    shares: bool = False
    """Whether it also reveals a field that another choice reveals, which stands below them all."""

    @property
    def hint_id(self) -> str:
        return f"{self.id}_hint" if self.hint else ""

    @property
    def conditional_id(self) -> str:
        return f"{self.id}_more"


@dataclass
class FieldView:
    """All that `<c-field>` prints."""

    bound: BoundField
    kind: str
    hint: str
    width: str
    optional: bool

    @property
    def id(self) -> str:
        return str(self.bound.auto_id)

    @property
    def first_id(self) -> str:
        return first_id(self.bound)

    @property
    def hint_id(self) -> str:
        return f"{self.id}_hint" if self.hint else ""

    @property
    def error_id(self) -> str:
        return f"{self.id}_error" if self.errors else ""

    @property
    def described_by(self) -> str:
        return " ".join(part for part in (self.hint_id, self.error_id) if part)

    @property
    def errors(self) -> list[str]:
        return [str(error) for error in self.bound.errors]

    @property
    def is_group(self) -> bool:
        return self.kind in GROUPS

    @property
    def control(self) -> SafeString:
        """The widget itself, with the classes and ids of the pattern."""
        classes = CLASSES.get(self.kind, "")
        if self.errors and classes:
            classes += f" {classes}--error"
        if self.width and self.kind in {"input", "suggest", "select"}:
            classes += f" govuk-input--width-{self.width}" if self.width.isdigit() else f" govuk-!-width-{self.width}"
        attrs: dict[str, Any] = {"class": classes}
        if self.described_by:
            attrs["aria-describedby"] = self.described_by
        return self.bound.as_widget(attrs=attrs)

    @property
    def parts(self) -> list[dict[str, Any]]:
        widget = self.bound.field.widget
        assert isinstance(widget, DateParts)  # noqa: S101 - only a date has parts
        wrong = _wrong_parts(self.bound) if self.errors else set()
        return widget.parts(self.bound.html_name, self.bound.value(), self.id, wrong)

    @property
    def options(self) -> list[Option]:
        return list(options(self.bound))

    @property
    def shared(self) -> list[BoundField]:
        """What several choices reveal. Drawn once: of two controls with one name a browser sends both."""
        return [self.bound.form[name] for name in _shared(_reveals(self.bound))]

    @property
    def suggestions(self) -> list[tuple[str, str]]:
        """What a typed place may have meant, to choose from without JavaScript."""
        return getattr(self.bound.field, "did_you_mean", [])


def view(bound: BoundField, *, hint: str = "", width: str = "") -> FieldView:
    widget = bound.field.widget
    # A browser that cuts what is typed or pasted loses it without a word: the server says that it is too long.
    widget.attrs.pop("maxlength", None)
    kind = next(kind for type_, kind in KINDS.items() if isinstance(widget, type_))
    marks = getattr(bound.form, "marks_optional", True)
    # Where nothing is asked for, as in the filters of a list, saying of everything that it may stay empty is noise.
    marks = marks and any(field.required for field in bound.form.fields.values())
    optional = marks and not bound.field.required and kind not in {"checkbox", "hidden"}
    return FieldView(bound, kind, hint or str(bound.help_text or ""), width, optional)


def _wrong_parts(bound: BoundField) -> Set[str]:
    return getattr(bound.field, "wrong_parts", frozenset())


def first_id(bound: BoundField) -> str:
    """The id that a link in the error summary must lead to: the very control, and of a date the very part."""
    widget = bound.field.widget
    if isinstance(widget, DateParts):
        wrong = _wrong_parts(bound)
        part = next((name for name in widget.names if name in wrong), widget.names[0])
        return f"{bound.auto_id}_{part}"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{bound.auto_id}_0"
    return str(bound.auto_id)


def options(bound: BoundField) -> Iterator[Option]:
    """The choices of a group, each with the hint and the further fields that the form declares for it."""
    hints = getattr(bound.form, "option_hints", {}).get(bound.name, {})
    reveals = _reveals(bound)
    shared = _shared(reveals)
    for choice in bound.subwidgets:
        data = choice.data
        value = "" if data["value"] is None else str(data["value"])
        if value == "" and isinstance(bound.field.widget, forms.RadioSelect) and data["label"] == "---------":
            continue
        yield Option(
            id=data["attrs"]["id"],
            value=value,
            label=data["label"],
            checked=bool(data["selected"]),
            hint=str(hints.get(value, "")),
            reveals=[bound.form[name] for name in reveals.get(value, ()) if name not in shared],
            shares=any(name in shared for name in reveals.get(value, ())),
        )


def _reveals(bound: BoundField) -> Mapping[str, tuple[str, ...]]:
    """Choice → the names of the fields that it reveals."""
    by_choice: Mapping[str, tuple[str, ...]] = getattr(bound.form, "reveals", {}).get(bound.name, {})
    return by_choice


def _shared(reveals: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The names that stand under more than one choice."""
    counted = Counter(name for names in reveals.values() for name in names)
    return [name for name, times in counted.items() if times > 1]


def error_links(form: forms.BaseForm) -> list[tuple[str, str]]:
    """(id of the control or "", sentence) for each error, in the order of the page."""
    links = [("", str(error)) for error in form.non_field_errors()]
    for name in form.fields:
        bound = form[name]
        links += [("" if bound.is_hidden else first_id(bound), str(error)) for error in bound.errors]
    return links


def extra_attributes(attrs: dict[str, Any]) -> SafeString:
    """Attributes that a component hands on to its element, escaped."""
    html = SafeString()
    for name, value in attrs.items():
        if value is True:
            html += format_html(" {}", name)
        elif value is not False and value is not None:
            html += format_html(' {}="{}"', name, value)
    return html
