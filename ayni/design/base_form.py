"""The mixin of every form: errors that say what is missing and how to mend it."""

from collections.abc import Mapping, Set
from copy import copy
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _

from .standing import what_stands


class BaseForm:
    """Mix in before `forms.Form` or `forms.ModelForm`.

    `option_hints`: field → choice → hint under that radio or checkbox.
    `reveals`: field → choice → names of the fields shown once it is chosen (without a script too).
        What several choices reveal stands once, below them all. Whatever stands in a field whose choice is not
        chosen is not judged and comes out empty: nobody can mend what they do not see. The control keeps it.
    `marks_optional`: whether fields that may stay empty say so.
    """

    option_hints: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    reveals: ClassVar[Mapping[str, Mapping[str, tuple[str, ...]]]] = {}
    marks_optional: ClassVar[bool] = True
    use_required_attribute = False
    is_overwritten = False
    """Whether it was refused because what it was shown for changed meanwhile."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            _say_how_to_mend(field, str(field.label or name.replace("_", " ").capitalize()))

    @property
    def top_fields(self) -> list[forms.BoundField]:
        """The visible fields that no option reveals: what a page that prints them all goes through."""
        inside = {name for by_choice in self.reveals.values() for names in by_choice.values() for name in names}
        return [self[name] for name in self.fields if name not in inside and not self[name].is_hidden]  # type: ignore[index]

    @property
    def stands(self) -> list[tuple[str, str]]:
        """After such a refusal, what is kept now of each field that says something else: label and words."""
        return what_stands(self) if self.is_overwritten else []

    def is_asked(self, name: str) -> bool:
        """Whether this field stands outside all branches, or in one that is chosen."""
        openings = [
            (chooser, choice)
            for chooser, by_choice in self.reveals.items()
            for choice, names in by_choice.items()
            if chooser in self.fields and name in names
        ]
        return not openings or any(str(one) in self._chosen(by) and self.is_asked(by) for by, one in openings)

    def _chosen(self, chooser: str) -> Set[str]:
        data = self[chooser].data  # type: ignore[index]
        return {str(one) for one in (data if isinstance(data, list | tuple) else [data])}

    def _clean_fields(self) -> None:
        """Django's, for the fields that are asked. The others are as if they had been left empty."""
        every = self.fields
        asked = {name: field for name, field in every.items() if self.is_asked(name)}
        self.cleaned_data |= {name: _left_empty(field) for name, field in every.items() if name not in asked}
        self.fields = asked
        try:
            super()._clean_fields()  # type: ignore[misc]
        finally:
            self.fields = every


def _left_empty(field: forms.Field) -> Any:
    """What this field gives when nothing is in it, even if an answer is required where it is asked."""
    may_stay_empty = copy(field)
    may_stay_empty.required = False
    return may_stay_empty.clean(None)


def _say_how_to_mend(field: forms.Field, label: str) -> None:
    """Replace Django's own sentences. A sentence that the form itself chose stays."""
    for code, sentence in _sentences(field, label).items():
        if field.error_messages.get(code) in {None, _django_says(field, code)}:
            field.error_messages[code] = sentence


def _django_says(field: forms.Field, code: str) -> Any:
    """Django's sentence for this kind of field; something that equals nothing where a field of ours says it."""
    for cls in type(field).__mro__:
        said = vars(cls).get("default_error_messages", {})
        if code in said:
            return said[code] if cls.__module__.startswith("django.") else object()
    return None


def _sentences(field: forms.Field, label: str) -> dict[str, str]:
    """Sentences by code. Some are formatted once more by Django, so a % of the label is doubled there."""
    named, again = {"label": label}, {"label": label.replace("%", "%%")}
    sentences = {"required": _required(field) % named}
    if isinstance(field, forms.CharField):
        sentences |= {
            "max_length": _("“%(label)s” is too long: it has %%(show_value)s characters, use at most %%(limit_value)s.")
            % again,
            "min_length": _("“%(label)s” is too short: use at least %%(limit_value)s characters.") % again,
            "null_characters_not_allowed": _("“%(label)s” has a character that cannot be kept. Type it again.") % named,
        }
    if isinstance(field, forms.EmailField):
        sentences["invalid"] = _("Type an e-mail address such as nombre@ejemplo.pe.")
    elif isinstance(field, forms.IntegerField):
        sentences |= {
            "invalid": _("Type “%(label)s” as a number, in digits.") % named,
            "min_value": _("“%(label)s” has to be %%(limit_value)s or more.") % again,
            "max_value": _("“%(label)s” has to be %%(limit_value)s or less.") % again,
        }
    elif isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        sentences |= {
            "invalid_choice": _("That choice is not in “%(label)s” any more. Choose again.") % again,
            "invalid_list": _("Choose again in “%(label)s”.") % named,
            "invalid_pk_value": _("Choose again in “%(label)s”.") % again,
        }
    elif isinstance(field, forms.FileField):
        sentences["empty"] = _("The file is empty. Choose another one.")
    return sentences


def _required(field: forms.Field) -> str:
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return _("Mark at least one option in “%(label)s”.")
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return _("Choose an option in “%(label)s”.")
    if isinstance(field, forms.FileField):
        return _("Choose a file for “%(label)s”.")
    if isinstance(field, forms.BooleanField):
        return _("Mark “%(label)s” to go on.")
    return _("Type an answer in “%(label)s”.")
