"""The public pages in French, Portuguese and Haitian Creole. English is what the pages are written in."""

import csv

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, pgettext

from ayni.feedback.forms.own import CategoryForm, KindForm

from .factories import CategoryFactory

LOCALE = settings.BASE_DIR / "ayni" / "feedback" / "locale"
LANGUAGES = ["fr", "pt", "ht"]


def said(language):
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return {(one.context, one.id): one.string for one in read_po(file) if one.id}


def of_the_list():
    with (settings.BASE_DIR / "data" / "feedback_categories.csv").open(newline="") as file:
        return {(None, row["label_en"]) for row in csv.DictReader(file)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_says_the_same_things_and_all_categories(language):
    found, spanish = said(language), said("es")
    assert found.keys() == said("fr").keys()
    assert all(found.values())
    assert of_the_list() <= found.keys()
    vanished = found.keys() - spanish.keys() - of_the_list()
    assert vanished <= {(None, "Choose what it is about.")}, f"Nothing says these any more: {vanished}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_by_a_name_is_kept(language):
    for (_context, id_), string in said(language).items():
        assert id_.count("%(") == string.count("%("), id_


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"), [("fr", "J'ai attendu"), ("ht", "Mwen tann"), ("en", "I waited"), ("es", "Esperé")]
)
def test_the_themes_are_offered_in_the_language_of_the_page(language, words):
    CategoryFactory(
        code="VZ-ESPERA", label_es="Esperé demasiado", label_en="I waited too long or there was no appointment"
    )
    with translation.override(language):
        form = CategoryForm(answers={"kind": ["COMPLAINT"]})
        assert form.fields["category"].choices[0][1].startswith(words)


def test_the_kinds_are_offered_in_the_language_of_the_page():
    with translation.override("ht"):
        assert "Yon plent" in str(KindForm(answers={}))
        assert gettext("Your voice") == "Vwa ou"
        assert pgettext("satisfied", "Yes") == "Wi"
