"""How a guide comes by its pictures, and how what nobody shows goes."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.governance.actions.drafting import held, written_in

from .. import queries
from ..hooks import Redrawn
from ..models import GuideDraft, GuidePicture, Tongue
from ..rules import pictures as rules


@dataclass(frozen=True)
class Picture:
    """Where it is to stand, and what is said of it in the language of the draft. `name`: of one that is there."""

    alt: str
    place: int = rules.HEAD
    name: str = ""


@transaction.atomic
def add_picture(
    *, draft: GuideDraft, seen: int, picture: Picture, redrawn: Redrawn, by: User, at: datetime
) -> GuideDraft:
    """A picture of the Spanish text, and so of every translation. Nobody outside sees it until it is published."""
    draft = held(draft, seen)
    name = hashlib.sha256(redrawn.content).hexdigest()
    _check_place(draft, picture.place, name)
    rules.check_alt(picture.alt)
    _claim(name, redrawn, by=by, at=at)
    others = [one for one in rules.placed(draft.facts) if one.name != name]
    _put(draft, [*others, rules.Placed(picture.place, name)], {name: picture.alt.strip()})
    return _done("guide.picture_added", draft, name, by=by, at=at)


@transaction.atomic
def change_picture(*, draft: GuideDraft, seen: int, picture: Picture, by: User, at: datetime) -> GuideDraft:
    """What is said of it; in the Spanish text also where it stands."""
    draft = held(draft, seen)
    there = rules.placed(queries.facts_of(draft))
    rules.check_has(there, picture.name)
    rules.check_alt(picture.alt)
    if draft.language == Tongue.ES:
        _check_place(draft, picture.place, picture.name)
        there = [one for one in there if one.name != picture.name] + [rules.Placed(picture.place, picture.name)]
        _put(draft, there, {picture.name: picture.alt.strip()})
    else:
        draft.text = {**draft.text, "alts": rules.alts(draft.text) | {picture.name: picture.alt.strip()}}
    return _done("guide.picture_changed", draft, picture.name, by=by, at=at)


@transaction.atomic
def take_picture_out(*, draft: GuideDraft, seen: int, name: str, by: User, at: datetime) -> GuideDraft:
    """Of this draft. A version that was published keeps its own."""
    draft = held(draft, seen)
    there = rules.placed(draft.facts)
    rules.check_has(there, name)
    _put(draft, [one for one in there if one.name != name], {})
    draft = _done("guide.picture_taken_out", draft, name, by=by, at=at)
    let_pictures_go([name])
    return draft


def _check_place(draft: GuideDraft, place: int, name: str) -> None:
    steps = len(draft.text.get("steps") or ())
    rules.check_may_place(
        rules.placed(draft.facts), language=draft.language, place=place, steps=steps, name=name
    )  # fmt: skip


def _put(draft: GuideDraft, pictures: list[rules.Placed], said: dict[str, str]) -> None:
    """What is said of a picture that is gone goes with it."""
    names = {one.name for one in pictures}
    draft.facts = {**draft.facts, "pictures": rules.as_facts(pictures)}
    alts = {name: alt for name, alt in (rules.alts(draft.text) | said).items() if name in names}
    draft.text = {**draft.text, "alts": alts}


def _done(verb: str, draft: GuideDraft, name: str, *, by: User, at: datetime) -> GuideDraft:
    written_in(draft, by=by)
    audit.record(
        verb, subject=draft, by=by, at=at, slug=draft.guide.slug, language=draft.language, picture=name[:12],
        revision=draft.revision,
    )  # fmt: skip
    return draft


def _claim(name: str, redrawn: Redrawn, *, by: User, at: datetime) -> GuidePicture:
    """The row of this content, locked: whoever lets it go meanwhile is waited for, or waits."""
    values = {
        "content": redrawn.content, "width": redrawn.width, "height": redrawn.height, "made_by": by, "made_at": at,
    }  # fmt: skip
    while True:
        row, is_new = GuidePicture.objects.get_or_create(digest=name, defaults=values)
        if is_new or GuidePicture.objects.select_for_update().filter(pk=row.pk).exists():
            return row


def show_pictures(facts: Mapping[str, Any], *, on: date) -> None:
    """From this day on anybody may see what a version names."""
    names = [one.name for one in rules.placed(facts)]
    for row in GuidePicture.objects.select_for_update().filter(digest__in=names).order_by("pk"):
        row.public_from = min(filter(None, (row.public_from, on)))
        row.is_discreet = row.is_discreet or bool(facts.get("discreet"))
        row.save(update_fields=["public_from", "is_discreet"])


def let_pictures_go(names: Iterable[str]) -> None:
    """What was never published and no draft names any more goes."""
    for row in GuidePicture.objects.select_for_update().filter(digest__in=list(names), public_from=None).order_by("pk"):
        drafts = GuideDraft.objects.open().filter(language=Tongue.ES).values_list("facts", flat=True)
        if not any(row.digest == one.name for facts in drafts for one in rules.placed(facts)):
            row.delete()
