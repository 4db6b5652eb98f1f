"""The public pages in French, Portuguese and Haitian Creole. English is what the pages are written in."""

import csv
import html

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, pgettext

from ayni.feedback.forms.own import CategoryForm, KindForm
from ayni.notices.models import Message

from .factories import CategoryFactory, answered, bribe, tell

LOCALE = settings.BASE_DIR / "ayni" / "feedback" / "locale"
LANGUAGES = ["fr", "pt", "ht"]


def said(language):
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return {(one.context, one.id): one.string for one in read_po(file) if one.id}


def of_the_list():
    with (settings.BASE_DIR / "data" / "feedback_categories.csv").open(newline="") as file:
        return {(None, row["label_en"]) for row in csv.DictReader(file)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_says_all_categories(language):
    """They stand in a list and not in a page: tests/test_public_words.py does not see them."""
    found = said(language)
    assert of_the_list() <= {key for key, string in found.items() if string}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"), [("fr", "J’ai attendu"), ("ht", "Mwen tann"), ("en", "I waited"), ("es", "Esperé")]
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


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_begins_in_a_language_goes_on_in_it_to_the_end(client, language):
    with translation.override(language):
        begin, first, office = (
            gettext("Begin"),
            gettext("What do you want to tell us?"),
            gettext("None, or I do not know"),
        )
    assert begin in client.get("/voz/", {"idioma": language}).content.decode()
    assert client.cookies == {} or "sessionid" not in client.cookies
    page = client.post(f"/voz/?idioma={language}", follow=True)
    assert page.request["PATH_INFO"] == "/voz/p/tipo/"
    assert f'<html lang="{language}"' in page.content.decode()
    assert first in html.unescape(page.content.decode())
    page = client.post("/voz/p/tipo/", {"kind": "COMPLAINT"}, follow=True)
    assert page.headers["Content-Language"] == language
    assert office in html.unescape(page.content.decode())
    # Another one, chosen on the way, holds from then on.
    client.get("/voz/p/oficina/", {"idioma": "en"})
    assert client.get("/voz/revisar/").headers["Content-Language"] == "en"


@pytest.mark.django_db
def test_a_kiosk_speaks_spanish_to_the_next_person(client):
    client.post("/voz/?idioma=fr")
    session = client.session
    session["feedback_kiosk"] = 1
    session.save()
    assert client.get("/voz/salir/").url == "/voz/"
    assert client.get("/voz/").headers["Content-Language"] == "es"


@pytest.mark.django_db
def test_whoever_only_reads_keeps_their_language_in_the_address_and_gets_no_cookie(client):
    page = client.get("/voz/hicimos/", {"idioma": "ht"})
    assert page.headers["Content-Language"] == "ht"
    assert 'href="/voz/?idioma=ht"' in page.content.decode()
    assert "sessionid" not in page.cookies


@pytest.mark.django_db
def test_staff_are_told_in_spanish_whatever_the_page_spoke(world, marta, clara):
    with translation.override("fr"):
        tell(bribe(), language="fr", office=world.sede_central)
    sent = Message.objects.get()
    assert sent.to == clara.email
    assert "le espera" in sent.subject
    assert sent.text.startswith("Lea aquí")


@pytest.mark.django_db
def test_news_goes_out_in_the_language_in_which_it_was_told(world, marta):
    receipt, _code = tell(office=world.sede_central, language="fr", way="SMS", contact="+51999000111")
    answered(receipt.report, marta)
    sent = Message.objects.get(channel="SMS")
    assert "Il y a du nouveau pour vous" in sent.text
    assert sent.text.endswith("/voz/seguimiento/?idioma=fr")


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["estado", "defensoria"])
def test_whoever_has_to_show_the_code_again_is_asked_in_the_language_they_read(client, page):
    assert client.get(f"/voz/{page}/?idioma=fr").url == "/voz/seguimiento/?idioma=fr"
    assert client.get(f"/voz/{page}/").url == "/voz/seguimiento/"


@pytest.mark.django_db
def test_whoever_opens_the_receipt_of_nothing_begins_in_their_language(client):
    assert client.get("/voz/listo/?idioma=ht").url == "/voz/?idioma=ht"
