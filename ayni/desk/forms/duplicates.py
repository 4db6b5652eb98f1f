"""What is decided about two files: they are of two people, nobody can tell yet, or they are of one."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.access.models import User
from ayni.design import words as times
from ayni.design.fields import BaseForm, DayField
from ayni.desk.queries.duplicates import NAMES, Filters
from ayni.people import queries
from ayni.people.models import FoundBy, PairStatus, Person, PossibleDuplicate
from ayni.people.queries import words
from ayni.people.queries.differing import Differing
from ayni.people.queries.merges import Added, Changed, Undoing
from ayni.people.rules import merging

from .cases import LONGEST

SIDES = ("one", "other")

LABELS = {
    "given_name_1": gettext_lazy("First given name"),
    "given_name_2": gettext_lazy("Other given names"),
    "surname_1": gettext_lazy("First surname"),
    "surname_2": gettext_lazy("Second surname"),
    "known_as": gettext_lazy("Goes by"),
    "birth_date": gettext_lazy("Birth date"),
    "sex_id": gettext_lazy("Sex"),
    "gender": gettext_lazy("Gender"),
    "language_id": gettext_lazy("Language"),
    "needs_interpreter": gettext_lazy("Needs an interpreter"),
    "education_id": gettext_lazy("Education"),
    merging.RESIDENCE: gettext_lazy("Where the person lives now"),
}


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class FilterForm(BaseForm, forms.Form):
    marks_optional = False

    status = forms.ChoiceField(
        label=gettext_lazy("Which"),
        choices=[
            ("", gettext_lazy("To decide")),
            (PairStatus.UNSURE, PairStatus.UNSURE.label),
            (PairStatus.DIFFERENT, PairStatus.DIFFERENT.label),
        ],
        required=False,
    )
    found_by = forms.ChoiceField(
        label=gettext_lazy("How it was found"), choices=[("", gettext_lazy("Any")), *FoundBy.choices], required=False
    )

    @property
    def filters(self) -> Filters:
        """What was asked for. What makes no sense narrows nothing."""
        self.is_valid()
        return Filters(**{name: value for name, value in self.cleaned_data.items() if value})

    @property
    def is_narrowed(self) -> bool:
        return self.filters != Filters()


class DifferentForm(BaseForm, forms.Form):
    note = forms.CharField(label=gettext_lazy("How do you know?"), widget=_area(3), max_length=LONGEST, required=False)


class UnsureForm(BaseForm, forms.Form):
    promised_by = forms.TypedChoiceField(label=gettext_lazy("Who finds out?"), coerce=int)
    due_on = DayField(label=gettext_lazy("By when?"), future=True)
    note = forms.CharField(
        label=gettext_lazy("What has to be found out?"), widget=_area(3), max_length=LONGEST, required=False
    )

    def __init__(self, *args: Any, colleagues: list[User], pair: PossibleDuplicate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues, self.pair = {user.pk: user for user in colleagues}, pair
        self.fields["promised_by"].choices = [(str(pk), user.display_name) for pk, user in self.colleagues.items()]  # type: ignore[attr-defined]

    def clean_promised_by(self) -> User:
        chosen = self.colleagues[self.cleaned_data["promised_by"]]
        if not queries.sees_all_of(chosen, self.pair.one_id, self.pair.other_id):
            raise forms.ValidationError(_("This colleague may not open both files. Choose somebody else."))
        return chosen


class MergeForm(BaseForm, forms.Form):
    """Which file stays, and for each thing that they say differently, whose value."""

    keep = forms.ChoiceField(label=gettext_lazy("Which file stays?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, one: Person, other: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.both = {"one": one, "other": other}
        older = "one" if one.registered_at <= other.registered_at else "other"
        self.differing = Differing(*self._in_order(older))
        keep = self.fields["keep"]
        keep.choices = [  # type: ignore[attr-defined]
            (side, f"{name}: {person.full_name} · {times.day(person.registered_at)} · {person.office.name}")
            for (side, person), name in zip(self.both.items(), NAMES, strict=True)
        ]
        keep.initial = older
        for column, usual in self.differing.usual().items():
            self.fields[column] = forms.ChoiceField(
                label=LABELS.get(column, column),
                widget=forms.RadioSelect,
                choices=[
                    (side, f"{name}: {self._value(person, column)}")
                    for (side, person), name in zip(self.both.items(), NAMES, strict=True)
                ],
                initial=older if usual == merging.KEPT else _across(older),
            )

    def _value(self, person: Person, column: str) -> str:
        return self.differing.home(person) if column == merging.RESIDENCE else value_in_words(person, column)

    def _in_order(self, keep: str) -> tuple[Person, Person]:
        return self.both[keep], self.both[_across(keep)]

    @property
    def kept(self) -> Person:
        return self._in_order(self.cleaned_data["keep"])[0]

    @property
    def absorbed(self) -> Person:
        return self._in_order(self.cleaned_data["keep"])[1]

    @property
    def choose(self) -> dict[str, str]:
        keep = self.cleaned_data["keep"]
        columns = {name: side for name, side in self.cleaned_data.items() if name != "keep"}
        return {name: merging.KEPT if side == keep else merging.ABSORBED for name, side in columns.items()}

    @property
    def what_was_chosen(self) -> list[tuple[str, str]]:
        """What the file will say, for the page that asks once more."""
        return [
            (str(self.fields[name].label), self._value(self.both[side], name))
            for name, side in self.cleaned_data.items()
            if name != "keep"
        ]


def _across(side: str) -> str:
    return SIDES[1 - SIDES.index(side)]


def value_in_words(person: Person, column: str) -> str:
    if column == "birth_date":
        return words.birth(person)
    if column == "gender":
        return queries.gender_label(person) or "–"
    value = getattr(person, column.removesuffix("_id"))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(getattr(value, "label_es", value) or "–")


class UnmergeForm(BaseForm, forms.Form):
    """Whose is what came after, and whether what was changed stays changed."""

    def __init__(self, *args: Any, undoing: Undoing, names: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sides = [(side, names[side]) for side in (merging.KEPT, merging.ABSORBED)]
        for added in undoing.asked:
            self._ask(added, sides, merging.KEPT)
        stays = [
            ("now", gettext_lazy("As it is now")),
            ("before", gettext_lazy("As it was before the files were merged")),
        ]
        for changed in undoing.changed:
            self._ask(changed, [(code, str(text)) for code, text in stays], "now")
        self.added = [self[row.field_name] for row in undoing.asked]
        self.changed = [self[row.field_name] for row in undoing.changed]

    def _ask(self, row: Added | Changed, choices: list[tuple[str, str]], usual: str) -> None:
        label = ": ".join(filter(None, [str(row.name), row.words]))
        self.fields[row.field_name] = forms.ChoiceField(
            label=label, choices=choices, initial=usual, widget=forms.RadioSelect
        )


class CompareForm(BaseForm, forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Whose file is the other one?"),
        max_length=200,
        help_text=gettext_lazy("Names in any order, a document, a telephone or a birth date."),
    )
