"""Under every map stands that its names and boundaries imply no recognition (R210): of the observatory, the public site
and the pages of staff."""

import re
from pathlib import Path

from django.conf import settings

SAYS = "The names and boundaries on this map do not imply official recognition"
DRAWS = re.compile(r"shape\.path|drawing\.is_map")


def templates_with_outlines() -> list[Path]:
    return [path for path in (Path(settings.BASE_DIR) / "ayni").rglob("*.html") if DRAWS.search(path.read_text())]


def test_every_template_that_draws_outlines_says_under_them_that_they_imply_no_recognition():
    found = templates_with_outlines()
    assert len(found) >= 4
    for path in found:
        said = path.read_text()
        assert SAYS in said, f"{path}: write under the map what R210 asks for, as observatory/_drawing.html does."
        assert said.index(SAYS) > DRAWS.search(said).start(), path


def test_it_is_said_in_the_five_languages_of_the_public_site():
    for language in ("es", "fr", "pt", "ht"):
        words = (Path(settings.BASE_DIR) / f"ayni/portal/locale/{language}/LC_MESSAGES/django.po").read_text()
        assert re.search(rf'msgid "{SAYS}\."\nmsgstr "\S', words), language
