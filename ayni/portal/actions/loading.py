"""Loading the guides of `data/guides/`: read as a whole, checked as a whole, written as a whole, or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ayni.audit import actions as audit
from ayni.codelists.tables import BrokenTables, Problem, digest

from .. import queries
from ..models import Guide, GuideVersion, Tongue
from ..reference import Said, Sentence, read_guides
from ..rules import guides as rules
from ..rules import pictures
from .shelving import forget_pages


@dataclass
class Loaded:
    """What a load did. Printed, it is one sentence."""

    new: int = 0
    changed: int = 0
    withdrawn: int = 0
    kept_by_hand: int = 0

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.withdrawn)

    def __str__(self) -> str:
        said = f"Guides: {self.new} new texts, {self.changed} changed, {self.withdrawn} guides withdrawn."
        return said + (f" {self.kept_by_hand} written by hand, left alone." if self.kept_by_hand else "")


@transaction.atomic
def load_guides(folder: Path, *, on: date, at: datetime) -> Loaded:
    """Make the guides say what the folder says. What was published on a page stays as it is there. Raises
    `BrokenTables`, which names every place to mend."""
    said = read_guides(folder)
    for one in said:
        Guide.objects.get_or_create(slug=one.slug)
    known = queries.known(on)
    if problems := [problem for one in said for problem in _problems(one, known)]:
        raise BrokenTables(problems)
    done = Loaded()
    for one in said:
        _load(one, done, on=on, at=at)
    _withdraw_gone({one.slug for one in said}, done, at=at)
    if done:
        forget_pages(at=at)
    return done


def _problems(said: Said, known: rules.Known) -> Iterator[Problem]:
    """Every mark that names nothing, and whatever else stands in the way of reading it, by file and line."""
    guide = Guide.objects.get(slug=said.slug)
    for language, text in said.texts.items():
        address = queries.whole_address(queries.address_of(guide, language, discreet=said.facts["discreet"]))
        for wrong in rules.what_is_wrong(text, language=language, known=known, address=address):
            file, line = said.file(language), said.line(language, wrong.mark)
            yield Sentence(file, line, wrong.part, wrong.mark, wrong.sentence)
        for name, sentence in pictures.what_is_wrong(said.facts, text):
            yield Sentence(said.file(language), said.line(language, name), "alts", name, sentence)
    for name, kind in (("procedures", "fee"), ("norms", "norm")):
        for code in said.facts[name]:
            if not known(kind, code):
                yield Problem(f"guides/{said.slug}/guide.toml", 1, name, code, _("a code of the reference data"))


def _load(said: Said, done: Loaded, *, on: date, at: datetime) -> None:
    guide = Guide.objects.get(slug=said.slug)
    if guide.withdrawn_at is not None and guide.withdrawn_by is None:
        guide.withdrawn_at, guide.withdrawn_reason = None, ""
        guide.save()
    for language, text in said.texts.items():
        before = queries.latest(guide, language)
        if before is not None and before.written_by_hand:
            done.kept_by_hand += 1
            continue
        facts = said.facts if language == Tongue.ES else {}
        wanted = digest({"text": text, "facts": facts, "meaning": said.meanings[language]})
        if before is None or before.digest != wanted:
            _make_version(guide, said, language, before, wanted, on=on, at=at)
            done.new, done.changed = done.new + (before is None), done.changed + (before is not None)
        elif (before.checked_on, before.checked_by, before.confidence) != _checked(said):
            GuideVersion.objects.filter(pk=before.pk).update(**_check_fields(said))
            done.changed += 1


def _checked(said: Said) -> tuple[date, str, str]:
    return said.checked_on, said.checked_by, said.confidence


def _check_fields(said: Said) -> dict[str, Any]:
    return {
        "confidence": said.confidence,
        "checked_on": said.checked_on,
        "checked_by": said.checked_by,
        "check_by": rules.next_check(said.checked_on, said.confidence),
    }


def _make_version(
    guide: Guide, said: Said, language: str, before: GuideVersion | None, wanted: str, *, on: date, at: datetime
) -> None:
    version = GuideVersion.objects.create(
        guide=guide, language=language, number=before.number + 1 if before else 1, published_on=on, made_at=at,
        text=said.texts[language], facts=said.facts if language == Tongue.ES else {}, digest=wanted,
        meaning=said.meanings[language], **_check_fields(said),
    )  # fmt: skip
    audit.record(
        "guide.version_made", subject=version, by=audit.SYSTEM, at=at, slug=guide.slug, language=language,
        version=version.number, published_on=on.isoformat(), meaning=version.meaning,
    )  # fmt: skip


def _withdraw_gone(slugs: set[str], done: Loaded, *, at: datetime) -> None:
    """What the folder no longer has and nobody wrote on a page."""
    by_hand = GuideVersion.objects.filter(written_by_hand=True).values("guide")
    loaded = GuideVersion.objects.filter(written_by_hand=False).values("guide")
    gone = Guide.objects.standing().filter(pk__in=loaded).exclude(slug__in=slugs).exclude(pk__in=by_hand)
    for guide in gone:
        guide.withdrawn_at, guide.withdrawn_reason = at, _("It is no longer part of the guides of this site.")
        guide.save()
        audit.record("guide.withdrawn", subject=guide, by=audit.SYSTEM, at=at, slug=guide.slug)
        done.withdrawn += 1
