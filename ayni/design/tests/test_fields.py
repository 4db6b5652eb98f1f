from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar

import pytest
from django import forms
from django.http import QueryDict
from django.utils.timezone import localdate

from ayni.design.fields import AmountField, BaseForm, DayField, PartialDate, PartialDateField, SuggestField
from ayni.design.months import month_number

PLACES = {"150122": "Miraflores, Lima", "040110": "Miraflores, Arequipa", "240101": "Tumbes, Tumbes"}


def places_like(text):
    return [(code, name) for code, name in PLACES.items() if text.casefold() in name.casefold()]


class BirthForm(BaseForm, forms.Form):
    born = PartialDateField(label="Fecha de nacimiento", past=True)


class VisitForm(BaseForm, forms.Form):
    day = DayField(label="Fecha", future=True)


class PlaceForm(BaseForm, forms.Form):
    place = SuggestField(label="Distrito", url="/x/", search=places_like, label_of=PLACES.get)


def born(day, month, year):
    return BirthForm({"born_day": day, "born_month": month, "born_year": year})


@pytest.mark.parametrize(
    ("typed", "value", "precision"),
    [
        (("27", "3", "1987"), date(1987, 3, 27), "day"),
        (("", "3", "1987"), date(1987, 3, 1), "month"),
        (("", "", "1987"), date(1987, 1, 1), "year"),
        ((" 27 ", "marzo", "1987"), date(1987, 3, 27), "day"),
        (("29", "2", "2024"), date(2024, 2, 29), "day"),
    ],
)
def test_a_birth_date_may_be_known_in_part(typed, value, precision):
    form = born(*typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == PartialDate(value, precision)


@pytest.mark.parametrize(
    ("typed", "sentence", "parts"),
    [
        (("31", "2", "1990"), "Ese día no existe", {"day", "month"}),
        (("29", "2", "2023"), "Ese día no existe", {"day", "month"}),
        (("32", "1", "1990"), "número del 1 al 31", {"day"}),
        (("x", "1", "1990"), "número del 1 al 31", {"day"}),
        (("1", "13", "1990"), "número del 1 al 12", {"month"}),
        (("1", "🙂", "1990"), "número del 1 al 12", {"month"}),
        (("1", "", "1990"), "Falta el mes", {"month"}),
        (("1", "1", ""), "Falta el año", {"year"}),
        (("1", "1", "87"), "cuatro cifras", {"year"}),
        (("1", "1", "١٩٨٧"), "cuatro cifras", {"year"}),
        (("1", "1", "1899"), "anterior a 1900", {"year"}),
        (("1", "1", "2999"), "no ha llegado", {"year"}),
        (("", "", ""), "Si no sabe el día", {"day", "month", "year"}),
    ],
)
def test_a_wrong_date_says_which_part_and_how_to_mend_it(typed, sentence, parts):
    form = born(*typed)
    assert not form.is_valid()
    assert sentence in form.errors["born"][0]
    assert form.fields["born"].wrong_parts == parts


def test_a_date_shown_again_keeps_what_was_typed():
    widget = born("31", "2", "1990")["born"]
    assert widget.value() == ("31", "2", "1990")


def test_a_partial_date_goes_back_into_its_boxes():
    assert PartialDate(date(1987, 1, 1), "year").parts == ("", "", "1987")
    assert not BirthForm(
        {"born_day": "", "born_month": "3", "born_year": "1987"},
        initial={"born": PartialDate(date(1987, 3, 1), "month")},
    ).has_changed()


def test_a_day_is_whole_and_of_the_future_when_that_is_asked():
    tomorrow = localdate() + timedelta(days=1)
    form = VisitForm({"day_day": tomorrow.day, "day_month": tomorrow.month, "day_year": tomorrow.year})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == tomorrow
    assert "ya pasó" in VisitForm({"day_day": "1", "day_month": "1", "day_year": "2020"}).errors["day"][0]
    assert "Falta el día" in VisitForm({"day_day": "", "day_month": "1", "day_year": "2030"}).errors["day"][0]


@pytest.mark.parametrize(
    ("text", "number"), [("11", 11), ("0", None), ("nov", 11), ("Setiembre", 9), ("ene.", 1), ("no", None)]
)
def test_a_month_may_be_written_in_words(text, number):
    assert month_number(text) == number


@pytest.mark.parametrize(
    ("typed", "code"),
    [("tumbes", "240101"), ("Miraflores, Lima", "150122"), ("miraflores,  lima", "150122"), ("150122", "150122")],
)
def test_a_place_is_found_by_what_was_typed(typed, code):
    form = PlaceForm({"place": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["place"] == code


def test_a_place_that_may_be_several_is_asked_again_with_the_possibilities():
    form = PlaceForm({"place": "Miraflores"})
    assert not form.is_valid()
    assert form.fields["place"].did_you_mean == [("150122", "Miraflores, Lima"), ("040110", "Miraflores, Arequipa")]
    assert PlaceForm({"place": "Miraflores", "place_pick": "040110"}).is_valid()


def test_a_place_that_does_not_exist_is_named_back():
    assert "«Macondo»" in PlaceForm({"place": "Macondo"}).errors["place"][0]


class MendForm(BaseForm, forms.Form):
    name = forms.CharField(label="100 % nombre", max_length=3)
    kind = forms.ChoiceField(label="Tipo", choices=[("A", "Uno")])
    own = forms.CharField(error_messages={"required": "La mía."})
    age = forms.IntegerField(label="Edad", min_value=1)
    mail = forms.EmailField(label="Correo")

    reveals: ClassVar = {"kind": {"A": ("own",)}}


def test_errors_say_in_spanish_what_to_do():
    empty = MendForm({}).errors
    assert empty["name"] == ["Escriba una respuesta en «100 % nombre»."]
    assert empty["kind"] == ["Elija una opción en «Tipo»."]
    assert MendForm({"kind": "A"}).errors["own"] == ["La mía."]
    wrong = MendForm({"name": "largo", "kind": "Z", "own": "x", "age": "0", "mail": "no"}).errors
    assert wrong["name"] == ["«100 % nombre» es muy largo: tiene 5 caracteres; use como máximo 3."]
    assert wrong["kind"] == ["Esa opción ya no está en «Tipo». Elija de nuevo."]
    assert wrong["age"] == ["«Edad» debe ser 1 o más."]
    assert wrong["mail"] == ["Escriba un correo como nombre@ejemplo.pe."]
    assert MendForm({"age": "x"}).errors["age"] == ["Escriba «Edad» como número, en cifras."]


class BranchForm(BaseForm, forms.Form):
    """`how` is itself in a branch, and opens another."""

    kind = forms.ChoiceField(choices=[("A", "Uno"), ("B", "Dos")])
    place = SuggestField(url="/", search=lambda text: [], label_of=lambda code: None)
    how = forms.MultipleChoiceField(choices=[("X", "Así"), ("Y", "Asá")])
    age = forms.IntegerField(required=False)

    reveals: ClassVar = {"kind": {"A": ("place", "how")}, "how": {"X": ("age",), "Y": ("age",)}}


def test_what_stands_in_a_branch_that_is_not_chosen_is_neither_judged_nor_taken():
    typed = QueryDict("kind=B&place=Macondo&how=X&how=Z&age=muchos")
    form = BranchForm(typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"kind": "B", "place": None, "how": [], "age": None}
    assert (form["place"].value(), form["age"].value()) == ("Macondo", "muchos")


def test_in_the_branch_that_is_chosen_everything_is_judged():
    assert set(BranchForm(QueryDict("kind=A&place=Macondo&how=Y&age=muchos")).errors) == {"place", "age"}
    assert set(BranchForm(QueryDict("kind=A")).errors) == {"place", "how"}
    assert set(BranchForm(QueryDict("place=Macondo")).errors) == {"kind"}


def test_a_field_that_a_choice_reveals_is_not_printed_twice():
    assert "own" not in [field.name for field in MendForm().top_fields]


class Amount(BaseForm, forms.Form):
    hours = AmountField(label="Horas", decimal_places=1, max_digits=6)


@pytest.mark.parametrize("typed", ["3,5", "3.5", " 3,5 "])
def test_a_decimal_is_read_as_it_is_written_here_and_as_a_browser_sends_it(typed):
    form = Amount({"hours": typed})
    assert form.is_valid(), form.errors
    assert str(form.cleaned_data["hours"]) == "3.5"
    assert 'value="3.5"' in str(Amount(initial={"hours": Decimal("3.5")})["hours"])
