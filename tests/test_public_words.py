"""What the public reads in five languages is in all of them. English is what pages are written in, and Spanish has its
test beside (test_words.py)."""

import re

import pytest
from babel.messages.pofile import read_po

from tests.public_words import Words, speaking_views, templates, words_shown
from tests.test_words import ROOT

LANGUAGES = ["fr", "ht", "pt"]
APPS = ["desk", "feedback", "governance", "outreach", "portal", "procedures", "referrals"]
"""Whose pages speak five languages. What they borrow of `design`, `files` and `people` is followed from there."""


def messages(language: str):
    for po in sorted((ROOT / "ayni").glob(f"*/locale/{language}/LC_MESSAGES/django.po")):
        with po.open("rb") as file:
            yield from ((po.parts[-5], message) for message in read_po(file) if message.id)


def strings(message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def ids_of(message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def known(language: str) -> set[Words]:
    return {
        (one.context, ids_of(one)[0])
        for _app, one in messages(language) if all(strings(one)) and not one.fuzzy
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("app", APPS)
def test_what_a_public_page_shows_is_said_in_every_language(app, language):
    said = known(language)
    missing = [f"{where}: {words}" for words, where in words_shown(app).items() if words not in said]
    assert not missing, (
        f"Write it into ayni/…/locale/{language}/LC_MESSAGES/django.po of the app that has the words (or, if nobody is "
        "ever shown it, say so in NOT_SHOWN of tests/public_words.py):\n" + "\n".join(missing)
    )


@pytest.mark.parametrize(
    ("app", "words"),
    [
        ("feedback", (None, "Tell us how we attend to you")),  # a template
        ("feedback", ("feedback", "A complaint")),  # the labels of a list
        ("feedback", (None, "What happened?")),  # a field of a form
        ("feedback", (None, "Nobody can receive this here at the moment. Call the nearest office.")),  # a rule
        ("feedback", ("to whoever told it", "We answered")),  # a filter
        ("procedures", (None, "A paper that the office told you of")),
        ("procedures", (None, "The file is too large: at most 10 MB. Take the picture again with a lower quality, or scan fewer pages.")),  # noqa: E501
        ("outreach", (None, "Sessions are free, and you need no document to come.")),
        ("portal", (None, "These guides are free. Nobody may charge you for them.")),
        ("portal", (None, "Skip to the content")),  # a base template
    ],
)  # fmt: skip
def test_words_are_found_wherever_a_page_has_them_from(app, words):
    assert words in words_shown(app)


def test_every_public_template_of_the_voice_is_looked_at():
    """A page that no view is seen to show would hide its words from the test above."""
    shown = set(words_shown("feedback").values())
    pages = [name for name in templates() if re.match("feedback/(own|public)/[a-z]|feedback/call/(ask|noted)", name)]
    unseen = {"feedback/public/thanks.html"}  # its words are elsewhere too
    assert {page for page in pages if "{% translate" in templates()[page].read_text()} - shown <= unseen
    assert len(speaking_views("feedback")) >= 16


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_by_a_name_is_kept(language):
    wrong = [
        ids_of(one)[0]
        for _app, one in messages(language)
        for string in strings(one)
        if sorted(re.findall(r"%\(\w+\)s", string)) != sorted(re.findall(r"%\(\w+\)s", ids_of(one)[-1]))
    ]
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_word_has_one_translation(language):
    """All apps share one catalogue at run time: of two translations of the same words, one would win by chance."""
    said: dict[Words, set[str]] = {}
    for _app, one in messages(language):
        said.setdefault((one.context, ids_of(one)[0]), set()).add(strings(one)[0])
    assert not {key: texts for key, texts in said.items() if len(texts) > 1}
