"""How applications are told on pages: tones, clocks in words, names of verbs."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms, template
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ayni.codelists.queries import holidays
from ayni.design import words
from ayni.design.fields import PartialDate
from ayni.lib.periods import working_days_between
from ayni.people.models import Person
from ayni.people.queries.words import birth, birth_of

from .. import rules
from ..models import Application, Item, ItemState, State

register = template.Library()

TONES: dict[str, str] = {
    State.GATHERING: "grey", State.SUBMITTED: "blue", State.EVALUATING: "blue", State.OBSERVED: "yellow",
    State.EVALUATED: "purple", State.APPROVED: "green", State.REJECTED: "red", State.WITHDRAWN: "grey",
    State.ABANDONED: "grey",
}  # fmt: skip
ITEM_TONES: dict[str, str] = {
    ItemState.MISSING: "grey", ItemState.PRESENTED: "blue", ItemState.ACCEPTED: "green", ItemState.OBSERVED: "yellow",
    ItemState.REJECTED: "red", ItemState.EXEMPT: "purple",
}  # fmt: skip


@register.filter
def tone(shown: Application | Item) -> str:
    return (ITEM_TONES if isinstance(shown, Item) else TONES)[shown.state]


@register.filter
def clock(application: Application) -> str:
    """The statutory time in words, in working days; of what was received as incomplete, the time for the rest."""
    if application.state == State.GATHERING and (received := getattr(application, "incomplete", None)):
        return _("Incomplete: %(time)s") % {"time": time_left(received.due_on, localdate())}
    if application.due_on is None or not application.is_open:
        # What was decided, taken back or abandoned is late no more.
        return ""
    if application.state == State.OBSERVED:
        return _("The time stands still while the person corrects")
    said = time_left(application.due_on, localdate())
    if application.procedure.statutory_days is None:
        return _("%(time)s (to be confirmed: the general rule)") % {"time": said}
    return said


@register.filter
def time_left_until(day: date) -> str:
    return time_left(day, localdate())


def time_left(due: date, today: date) -> str:
    said = {"day": words.day(due)}
    if due < today:
        late = working_days_between(due, today, holidays())
        late_words = ngettext(
            "Late by %(count)s working day: it was due on %(day)s",
            "Late by %(count)s working days: it was due on %(day)s",
            late,
        )
        return late_words % {"count": late, **said}
    if due == today:
        return _("Due today, %(day)s") % said
    left = working_days_between(today, due, holidays())
    left_words = ngettext(
        "Until %(day)s: %(count)s working day left", "Until %(day)s: %(count)s working days left", left
    )
    return left_words % {"count": left, **said}


@register.filter
def is_late(application: Application) -> bool:
    return bool(application.due_on and application.is_open and application.due_on < localdate())


@register.filter
def born(person: Person) -> str:
    return birth(person)


@register.filter
def iso_day(text: str) -> str:
    """A day as it was sealed, in words."""
    return words.day(date.fromisoformat(text))


@register.filter
def said(form: forms.BaseForm) -> list[str]:
    """The answers of a form in words; nothing while it is not valid."""
    if not form.is_bound or not form.is_valid():
        return []
    return [text for name, field in form.fields.items() if (text := _word(form, name, field))]


def _word(form: forms.BaseForm, name: str, field: forms.Field) -> str:
    value = form.cleaned_data.get(name)
    if value in (None, "", False, []):
        return ""
    if value is True:
        return str(field.label)
    if isinstance(value, PartialDate):
        return birth_of(value.value, rules.PRECISION[value.precision])
    if isinstance(field, forms.ChoiceField) and isinstance(value, str):
        return str(dict(_flat(field.choices)).get(value, value))
    return str(getattr(value, "label_es", value))


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label
