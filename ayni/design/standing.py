"""What is kept now, beside what somebody typed in a form that was shown before it changed."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .words import day

NOTHING = "–"


def what_stands(form: Any) -> list[tuple[str, str]]:
    """Label and words of each field that the form fills with something else than what is kept."""
    return [(str(form[name].label), _words(form.fields[name], form[name].initial)) for name in form.changed_data]


def _words(field: forms.Field, value: Any) -> str:
    if value is None or value == "" or value == []:
        return NOTHING
    if isinstance(field, forms.ModelMultipleChoiceField | forms.MultipleChoiceField):
        return ", ".join(_one(field, one) for one in value) or NOTHING
    return _one(field, value)


def _one(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ModelChoiceField):
        return _of_list(field, value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(_flat(field.choices)).get(str(value), value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return day(value) if isinstance(value, date) else str(value)


def _of_list(field: forms.ModelChoiceField[Any], value: Any) -> str:
    model = field.queryset.model if field.queryset is not None else None
    if model is not None and isinstance(value, model):
        return str(field.label_from_instance(value))
    try:
        return str(field.label_from_instance(forms.ModelChoiceField.to_python(field, value)))
    except ValidationError:
        return str(value)


def _flat(choices: Any) -> Iterable[tuple[str, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), label
