"""Pictures of a guide: where they stand, and what is said of them to whoever does not see them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from ayni.governance.rules.drafting import CannotWrite
from ayni.lib.errors import RuleBroken

from ..models import Tongue
from .texts import Text

MOST = 3
"""A guide is a page, and its first visit weighs 100 kB at most: `tests/test_weight.py` reckons it."""
LONGEST_ALT = 160
HEAD, LOOSE = 0, -1
"""Places beside those of the steps, which are numbered from 1: above the text, and nowhere since its step went."""
DIGEST = re.compile(r"[0-9a-f]{64}")
DRAWING = re.compile(r"[a-z0-9-]{1,40}\.svg")
"""Of ours, which lie with the code. Nobody uploads one: an SVG is a program."""
NAME_OF_A_FILE = re.compile(
    r"\.(?:jpe?g|png|webp|gif|heic|svg|pdf|bmp|tiff?)$"
    r"|^(?:img|dscn?|pxl|image|screenshot|captura|whatsapp image)[ _-]*\d",
    re.IGNORECASE,
)
SAYS_NOTHING = frozenset({
    "imagen", "foto", "fotografia", "fotografía", "dibujo", "figura", "ilustracion", "ilustración", "image", "picture",
    "photo", "drawing", "figure", "imagem", "desenho", "dessin", "imaj", "desen", "grafico", "gráfico", "alt", "texto",
    "una", "un", "la", "el", "the", "une", "uma", "yon", "le", "de",
})  # fmt: skip
"""Words that say that there is a picture, and not which, in the languages of the site."""


class NoPicture(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("That is no picture. Choose a JPEG, PNG or WebP picture."))


@dataclass(frozen=True)
class Placed:
    """A picture at its place. `name`: the digest of its content, or a drawing of ours."""

    place: int
    name: str


def placed(facts: Mapping[str, Any]) -> list[Placed]:
    """In the order of the page; those that stand nowhere are last."""
    rows = [Placed(int(row["place"]), str(row["name"])) for row in facts.get("pictures") or ()]
    return sorted(rows, key=lambda one: (one.place == LOOSE, one.place, one.name))


def as_facts(pictures: Sequence[Placed]) -> list[dict[str, Any]]:
    return [{"place": one.place, "name": one.name} for one in sorted(pictures, key=lambda one: (one.place, one.name))]


def alts(text: Text) -> dict[str, str]:
    """What is said of each picture, by its name."""
    return dict(text.get("alts") or {})


def wrong_alt(alt: str) -> str:
    """Why this says nothing to whoever does not see the picture; nothing if it does."""
    said = alt.strip()
    words = re.findall(r"[^\W\d_]{2,}", said.lower())
    if not said:
        return _("Say what the picture shows: whoever does not see it hears this.")
    if len(said) > LONGEST_ALT:
        return _("It has %(n)s characters; at most %(most)s. Say only what matters.") % {
            "n": len(said), "most": LONGEST_ALT,
        }  # fmt: skip
    if NAME_OF_A_FILE.search(said) or "_" in said:
        return _("That is the name of a file. Say what the picture shows.")
    if len(words) < 2 or set(words) <= SAYS_NOTHING:
        return _("That says nothing of the picture. Say what it shows, in a few words.")
    return ""


def check_alt(alt: str) -> None:
    if wrong := wrong_alt(alt):
        raise CannotWrite(wrong)


def check_may_place(pictures: Sequence[Placed], *, language: str, place: int, steps: int, name: str) -> None:
    """Whether a picture may stand there, new or moved."""
    others = [one for one in pictures if one.name != name]
    if language != Tongue.ES:
        raise CannotWrite(_("Pictures are the same in every language: add or move them in the Spanish text."))
    if len(others) >= MOST:
        raise CannotWrite(_("A guide has at most %(most)s pictures. Take one out first.") % {"most": MOST})
    if place in {one.place for one in others}:
        raise CannotWrite(_("There is a picture in that place already. Choose another place."))
    if not HEAD <= place <= steps:
        raise CannotWrite(_("There is no such step any more. Choose another place."))


def check_has(pictures: Sequence[Placed], name: str) -> None:
    if name not in {one.name for one in pictures}:
        raise CannotWrite(_("This picture is not in the draft any more."))


def what_is_wrong(facts: Mapping[str, Any], text: Text) -> list[tuple[str, str]]:
    """Sentence by picture, in the order of the page. `facts`: those of the Spanish text."""
    found, said = [], alts(text)
    for one in placed(facts):
        alt = said.get(one.name, "")
        if wrong := wrong_alt(alt):
            found.append((one.name, f"{in_words(one.place)}: {wrong}"))
        if one.place == LOOSE or one.place > len(text.get("steps") or ()):
            sentence = _("The step of this picture is gone: “%(alt)s”. Say where it goes, or take it out.")
            found.append((one.name, sentence % {"alt": alt}))
    return found


def in_words(place: int) -> str:
    names = {HEAD: _("The picture above the text"), LOOSE: _("A picture")}
    return names.get(place) or _("The picture of step %(n)s") % {"n": place}


def without_words(facts: Mapping[str, Any], text: Text) -> bool:
    """Whether a picture says nothing in this language."""
    said = alts(text)
    return any(not said.get(one.name) for one in placed(facts))


def _titles(text: Text) -> list[str]:
    return [str(row["title"]) for row in text.get("steps") or ()]


def follow_steps(pictures: Sequence[Placed], before: Text, after: Text) -> list[Placed]:
    """A picture stays with its step when steps before it come or go, or its own words change. One whose step is gone
    stands nowhere, and whoever writes is told."""
    moved = {HEAD: HEAD, LOOSE: LOOSE}
    matched = SequenceMatcher(None, _titles(before), _titles(after), autojunk=False)
    for kind, at, until, to, to_until in matched.get_opcodes():
        if kind == "equal" or (kind == "replace" and until - at == to_until - to):
            moved |= {at + n + 1: to + n + 1 for n in range(until - at)}
    return [Placed(moved.get(one.place, LOOSE), one.name) for one in pictures]
