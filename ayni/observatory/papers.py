"""Bulletins as PDF: made when somebody first asks, and kept beside what they were made of."""

import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from ayni.codelists import queries as codelists
from ayni.design.pdf import render_one_sheet
from ayni.lib.qr import qr_image

from . import bulletin, words
from .addresses import address, whole
from .bulletin import COUNTRY, Bulletin, Part
from .names import name_of
from .published import Release
from .quarters import Quarter

PAGES = 2
TEMPLATE = "observatory/bulletin_print.html"
MOST_ROWS = 140
"""Rows that two pages hold, in two columns and in letters that one can read."""


def made(release: Release, code: str, language: str) -> Bulletin | None:
    make = bulletin.of_theme if code in words.THEMES else bulletin.of_place
    return make(settings.AYNI_HOME, release, code, language)


def _path(home: Path, release: Release, code: str, quarter: Quarter | None, language: str) -> Path:
    return home / "observatory" / "bulletins" / release.id / f"{code}-{quarter or 'new'}-{language}.pdf"


def is_there(home: Path, release: Release, code: str, quarter: Quarter | None, language: str) -> bool:
    return _path(home, release, code, quarter, language).exists()


def paper(home: Path, release: Release, code: str, quarter: Quarter | None, language: str) -> bytes | None:
    """The PDF of this release: a release never changes, so neither does what is made of it. Nothing secret is in it:
    whoever deletes the folder has it made again. None: nothing is published of the place by itself."""
    path = _path(home, release, code, quarter, language)
    if path.exists():
        return path.read_bytes()
    content = _content(release, code, quarter, language)
    if content is None:
        return None
    drawn = render_one_sheet(TEMPLATE, content, most=PAGES)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}")
    half.write_bytes(drawn)
    half.replace(path)
    return drawn


def _content(release: Release, code: str, quarter: Quarter | None, language: str) -> dict[str, Any] | None:
    found = made(release, code, language)
    if found is None:
        return None
    own = ("bulletin-of", language, code, str(quarter)) if quarter else ("bulletin", language, code)
    link = whole(address(*own))
    parts = fitting(found.told)
    return {
        "name": name_of(code), "made": found, "parts": parts, "is_cut": len(parts) < len(found.told),
        "period": words.period(release.period),
        "quarter": quarter.words if quarter else "", "add_up": words.add_up(release.variance),
        "licence": words.licence(release.licence), "link": link, "qr": qr_image(link), "alike": words.ALIKE,
    }  # fmt: skip


def fitting(parts: Sequence[Part]) -> list[Part]:
    """The first of them, as many as the paper holds."""
    kept: list[Part] = []
    rows = 0
    for part in parts:
        rows += len(part.told) + 3 + len(part.unsaid) // 4
        if kept and rows > MOST_ROWS:
            break
        kept.append(part)
    return kept


def usual() -> list[str]:
    """Of what people ask for most."""
    return [COUNTRY, *(code for code, _name in codelists.kept_departments()), *words.THEMES]
