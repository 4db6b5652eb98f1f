"""The mixin of every form: errors that say what is missing and how to mend it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _


class BaseForm:
    """Mix in before `forms.Form` or `forms.ModelForm`.

    `option_hints`: field → choice → hint under that radio or checkbox.
    `reveals`: field → choice → names of the fields shown once it is chosen (always shown without JavaScript).
    `marks_optional`: whether fields that may stay empty say so.
    """

    option_hints: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    reveals: ClassVar[Mapping[str, Mapping[str, tuple[str, ...]]]] = {}
    marks_optional: ClassVar[bool] = True
    use_required_attribute = False

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            _say_how_to_mend(field, str(field.label or name.replace("_", " ").capitalize()))


def _say_how_to_mend(field: forms.Field, label: str) -> None:
    """Replace Django's own sentences. A sentence that the form itself chose stays."""
    for code, sentence in _sentences(field, label).items():
        if field.error_messages.get(code) in {None, _django_says(field, code)}:
            field.error_messages[code] = sentence


def _django_says(field: forms.Field, code: str) -> Any:
    """Django's sentence for this kind of field; None where one of our own field classes says it."""
    for cls in type(field).__mro__:
        if code in getattr(cls, "default_error_messages", {}) and "default_error_messages" in vars(cls):
            return cls.default_error_messages[code] if cls.__module__.startswith("django.") else object()
    return None


def _sentences(field: forms.Field, label: str) -> dict[str, str]:
    named = {"label": label}
    sentences = {"required": _required(field) % named}
    if isinstance(field, forms.CharField):
        sentences |= {
            "max_length": _("“%(label)s” is too long: use at most %%(limit_value)s characters, now it has %%(show_value)s.") % named,
            "min_length": _("“%(label)s” is too short: use at least %%(limit_value)s characters.") % named,
            "null_characters_not_allowed": _("“%(label)s” has a character that cannot be stored. Type it again.") % named,
        }
    if isinstance(field, forms.EmailField):
        sentences["invalid"] = _("Type an e-mail address such as nombre@ejemplo.pe.")
    elif isinstance(field, forms.IntegerField):
        sentences |= {
            "invalid": _("Type “%(label)s” as a number, in digits.") % named,
            "min_value": _("“%(label)s” has to be %%(limit_value)s or more.") % named,
            "max_value": _("“%(label)s” has to be %%(limit_value)s or less.") % named,
        }
    elif isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        sentences |= {
            "invalid_choice": _("That choice is not in “%(label)s” any more. Choose again.") % named,
            "invalid_list": _("Choose again in “%(label)s”.") % named,
            "invalid_pk_value": _("Choose again in “%(label)s”.") % named,
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
