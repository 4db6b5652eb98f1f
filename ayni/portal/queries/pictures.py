"""The pictures of a guide, with what is said of them in a language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.governance.rules.protocols import Difference

from .. import drawings
from ..models import GuideDraft, GuidePicture, Tongue
from ..rules import pictures as rules
from ..rules.texts import Text
from .guides import Shown, latest
from .telling import Illustration, Told

Where = Callable[[str], str]
"""Name of a picture → where it is taken from."""


def public_address(name: str) -> str:
    return drawings.address(name) if _is_drawing(name) else reverse("portal:picture", args=[name])


def own_address(name: str) -> str:
    """For whoever writes: also of a picture that nobody else may see yet."""
    return drawings.address(name) if _is_drawing(name) else reverse("portal:own-picture", args=[name])


def embedded(name: str) -> str:
    """In the page itself: for a sheet that is printed."""
    if _is_drawing(name):
        return drawings.embedded(name)
    row = GuidePicture.objects.get(digest=name)
    return drawings.embedded_as("image/webp", bytes(row.content))


def _is_drawing(name: str) -> bool:
    return rules.DRAWING.fullmatch(name) is not None


def illustrations(facts: Mapping[str, Any], text: Text, where: Where = public_address) -> list[Illustration]:
    """All that a guide has, in the order of the page. `facts`: those of its Spanish text. What has no words in this
    language has none here, either."""
    placed, said = rules.placed(facts), rules.alts(text)
    rows = GuidePicture.objects.filter(digest__in=[one.name for one in placed if not _is_drawing(one.name)])
    sizes = drawings.sizes() | {row[0]: (row[1], row[2]) for row in rows.values_list("digest", "width", "height")}
    return [
        Illustration(one.place, one.name, said.get(one.name, ""), where(one.name), *sizes[one.name])
        for one in placed
        if one.name in sizes
    ]


def illustrated(told: Told, found: Shown, where: Where = public_address) -> Told:
    """The page with its pictures. One without words in this language is left out; all but the first wait until they
    are near."""
    rows = [one for one in illustrations(found.source.facts, found.said.text, where) if one.alt]
    by_place = {one.place: replace(one, is_lazy=bool(n)) for n, one in enumerate(rows)}
    steps = [replace(step, picture=by_place.get(n)) for n, step in enumerate(told.steps, start=1)]
    return replace(told, picture=by_place.get(rules.HEAD), steps=steps)


def preview_image(told: Told) -> str:
    """What a shared link shows: a photo of the guide, if it has one; nothing that shows a link understands an SVG."""
    every = [told.picture, *(step.picture for step in told.steps)]
    first = next((one for one in every if one and not _is_drawing(one.name)), None)
    return str(settings.PUBLIC_URL) + first.address if first else ""


def facts_of(draft: GuideDraft) -> Mapping[str, Any]:
    """What stands beside the words of a draft; of a translation, beside those that it translates."""
    if draft.language == Tongue.ES:
        return dict(draft.facts)
    source = latest(draft.guide, Tongue.ES)
    return source.facts if source else {}


def pictures_of(draft: GuideDraft) -> list[Illustration]:
    """For whoever writes it: also those that have no words yet, or no place any more."""
    return illustrations(facts_of(draft), draft.text, own_address)


@dataclass(frozen=True)
class Place:
    number: int
    title: str
    """Of its step; empty: above the text."""


def free_places(draft: GuideDraft, *, but: str = "") -> list[Place]:
    """Where a picture may be put: the head, or a step without one. `but`: where this one is now is free to it."""
    taken = {one.place for one in rules.placed(draft.facts) if one.name != but}
    steps = [str(row["title"]) for row in draft.text.get("steps") or ()]
    return [Place(n, title) for n, title in enumerate(["", *steps]) if n not in taken]


def picture_shown(digest: str, on: date) -> GuidePicture | None:
    """For anybody."""
    return GuidePicture.objects.shown(on).filter(digest=digest).first()


def picture_of_drafts(digest: str) -> GuidePicture | None:
    return GuidePicture.objects.filter(digest=digest).first()


def pictures_changed(before: tuple[Text, Mapping[str, Any]], after: tuple[Text, Mapping[str, Any]]) -> list[Difference]:
    """Place by place; of a translation, which has no places of its own, picture by picture."""
    was, now = _by_place(*before), _by_place(*after)
    found = []
    for key in sorted(was.keys() | now.keys()):
        (old, said), (new, says) = was.get(key, ("", "")), now.get(key, ("", ""))
        if old and new and old != new and said == says:
            says = _("%(words)s (another picture)") % {"words": says}
        if (old, said) != (new, says):
            found.append(Difference("pictures", rules.in_words(key[0]), said, says))
    return found


def _by_place(text: Text, facts: Mapping[str, Any]) -> dict[tuple[int, str], tuple[str, str]]:
    """Where it stands → name of the picture, what is said of it. Those without a place are told apart by their name."""
    said = rules.alts(text)
    placed = rules.placed(facts) or [rules.Placed(rules.LOOSE, name) for name in said]
    return {
        (one.place, one.name if one.place == rules.LOOSE else ""): (one.name, said.get(one.name, "")) for one in placed
    }
