"""What a person did lately is told in words, whatever app recorded it."""

import re

from django.conf import settings

from ayni.audit.words import WORDS

# `record("x.y"`, the helpers of an app that call it (`_done("x.y"`, `_changed(one, "x.y"`), and lines written together.
RECORD = re.compile(r"""\b(?:_?record|_done|_changed|Line)\(\s*(?:\w+, )?"([a-z_]+\.[a-z_]+)\"""")


def test_every_verb_that_is_written_in_the_code_has_words():
    files = [path for path in settings.BASE_DIR.glob("ayni/**/*.py") if "tests" not in path.parts]
    found = {verb for path in files for verb in RECORD.findall(path.read_text())}
    assert len(found) > 50
    missing = sorted(found - set(WORDS))
    assert not missing, f"Give these words in ayni/desk/words.py (files) or ayni/audit/words.py (the rest): {missing}"
