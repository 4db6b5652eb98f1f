"""Every step of a protocol is told in plain words, and no paper for somebody in danger says what happened."""

import csv
import re

import pytest
from django.conf import settings

from ayni.governance.models import Protocol, ProtocolStep

from .spoiling import LATER, load

DATA = settings.BASE_DIR / "data"
BETRAYS = re.compile(r"violencia|trata\b|víctima|denuncia|policía|sexual|agres|explot", re.IGNORECASE)
"""What a guide in the bag of somebody restricted may not say."""
MOST = 20
"""Words of a sentence, as in the guides of the portal."""


def plain() -> dict[str, str]:
    with (DATA / "plain_steps.csv").open() as file:
        return {row["code"]: row["plain_es"] for row in csv.DictReader(file)}


def test_sentences_are_short():
    for code, text in plain().items():
        for sentence in re.split(r"[.?:]\s*", text):
            assert len(sentence.split()) <= MOST, code


@pytest.mark.parametrize("protocol", ["PW-VBG-", "PW-TRATA-"])
def test_words_for_somebody_in_danger_say_nothing_of_what_happened(protocol):
    told = {code: text for code, text in plain().items() if code.startswith(protocol)}
    assert told
    assert not {code for code, text in told.items() if BETRAYS.search(text)}


@pytest.mark.django_db
def test_each_step_has_them_and_a_version_of_before_gets_them_without_becoming_another():
    load(DATA)
    assert not ProtocolStep.objects.filter(plain_es="").exists()
    ProtocolStep.objects.filter(protocol__code="PW-SALUD").update(plain_es="")
    ProtocolStep.objects.filter(code="PW-SALUD-1").update(plain_es="Como lo dice la oficina")
    load(DATA, on=LATER)
    [version] = Protocol.objects.filter(code="PW-SALUD")
    assert version.valid_to is None
    words = dict(version.steps.values_list("code", "plain_es"))
    assert words.pop("PW-SALUD-1") == "Como lo dice la oficina"
    assert all(words.values())
