"""Guides read aloud: what is said, and whether its file is there."""

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from ..models import Tongue
from .guides import Shown, shelves
from .telling import Told, told

MONEY = re.compile(r"S/ ?(\d[\d,]*)(?:\.00|(\.\d\d))?")


def folder() -> Path:
    return Path(settings.AYNI_HOME) / "portal-audio"


def script(said: Told) -> str:
    """All of it, a line for each, as somebody would read it to another."""
    parts = [said.title, said.summary.plain]
    for title, lines in (
        (_("For whom it is"), said.who),
        (pgettext("guide", "What you need"), said.need),
        (_("What it costs"), [said.cost] if said.cost else []),
        (_("How long it takes"), [said.time] if said.time else []),
        (_("Step by step"), [line for step in said.steps for line in (step.title, step.text)]),
        (pgettext("guide", "Where to go"), said.where),
        (_("If they refuse"), said.refused),
        (_("Your rights"), [right.text for right in said.rights]),
        (_("What we are not sure of"), said.doubts),
    ):
        if lines:
            parts += [title, *(line.plain for line in lines)]
    return "\n".join(_stopped(MONEY.sub(r"\1\2 soles", part)) for part in parts if part)


def _stopped(line: str) -> str:
    """A line that ends without a stop is read as if it went on."""
    return line if line.endswith((".", "?", "!", ":", "…")) else f"{line}."


def file_of(said: str, language: str) -> Path:
    """Named by what is said in it: other words are another file."""
    return folder() / f"{hashlib.sha256(language.encode() + said.encode()).hexdigest()[:32]}.mp3"


def audio_of(said: Told, language: str) -> Path | None:
    """Its file, if it was made."""
    path = file_of(script(said), language)
    return path if path.exists() else None


def to_be_read(on: date) -> Iterator[tuple[str, str, Path]]:
    """Of everything that is published: what is to be said, in which language, and into which file."""
    for tongue in Tongue:
        with override(tongue):
            rows: list[Shown] = [one for group in shelves(tongue, on).values() for one in group]
            for one in rows:
                if one.said.language == tongue:
                    said = script(told(one.said.text, tongue, on))
                    yield said, tongue.value, file_of(said, tongue)
