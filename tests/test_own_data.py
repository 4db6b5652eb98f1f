"""A copy of one's own data holds whatever the models call personal, or says why not."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import timezone, translation

from ayni.people import actions
from ayni.people.queries import own_data
from tests.test_architecture import personal_models
from tests.test_erasure import NO_PERSON, planted, texts
from tests.whole_file import whole_file

REACHED = [m for m in personal_models() if m._meta.label in own_data.labels() and m._meta.label not in NO_PERSON]


@pytest.mark.django_db
def test_every_planted_value_is_in_the_copy_or_withheld_with_a_reason(world):
    person = whole_file(world)
    values = {name: value for name, value in planted(person).items() if is_handed_over(name)}
    made = actions.hand_over(person=person, recipient="PERSON", identity="DOCUMENT", by=world.rosa, at=timezone.now())
    person.refresh_from_db()
    copy = json.dumps(own_data.as_json(own_data.copy_of(person, world.rosa), made), ensure_ascii=False)
    missing = [name for name, value in values.items() for text in texts(value) if text != "campo" and text not in copy]
    assert len(values) > 20
    assert not missing, f"A copy leaves these out without a word; see hooks.OwnData: {missing}"


def is_handed_over(name: str) -> bool:
    label, _dot, field = name.rpartition(".")
    withheld = own_data.told_of(label).withheld
    # The answers are told question by question: a value that no question asks for is not in the form.
    return "*" not in withheld and field not in withheld and name != "instruments.AnswerSet.answers"


@pytest.mark.parametrize("model", REACHED, ids=lambda model: model._meta.label)
def test_what_is_personal_has_a_word_on_the_paper(model: Any):
    told = own_data.told_of(model._meta.label)
    missing = sorted(set(model.Privacy.personal) - set(told.labels) - set(told.withheld))
    if not told.title and model.Privacy.personal:
        missing.insert(0, "a title")
    assert not missing, (
        f"Add to the OwnData of {model._meta.label}, in its app's own_words.py, which ready() hands to "
        f"hooks.tell_own_data: labels, or reasons in `withheld`, for {missing}"
    )


def test_reasons_are_given_for_tables_and_fields_that_exist():
    for part in own_data.withheld():
        model = apps.get_model(part.model)
        assert not part.field or model._meta.get_field(part.field)
        assert part.why


def test_the_page_says_what_a_copy_holds():
    with translation.override("es"):
        said = own_data.document()
    written = (settings.BASE_DIR / "docs" / "own-data.md").read_text()
    assert written == said, "Type `ayni people document`: docs/own-data.md is not what a copy holds any more."
