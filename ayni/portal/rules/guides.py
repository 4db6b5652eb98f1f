"""What a guide must say before anybody reads it, who publishes it, and when it is due to be checked again."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from ayni.governance.models import DraftState
from ayni.governance.rules.drafting import CannotApprove, CannotWrite
from ayni.lib.errors import RuleBroken

from ..models import Confidence, Tongue
from . import reading
from .texts import KINDS, Text, marks_in, pieces, whole_text

FURTHEST = timedelta(days=366)
"""How far ahead a day of publication may lie: 2099 is a slip of the finger, and nobody would ever read the text."""
SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

CHECK_EVERY = {
    Confidence.HIGH: timedelta(days=180),
    Confidence.MEDIUM: timedelta(days=90),
    Confidence.LOW: timedelta(days=45),
}
"""How long what was checked is trusted: what is less sure, for less."""


class CannotKeep(RuleBroken):
    """A guide is not published, withdrawn or taken back in that way."""


@dataclass(frozen=True)
class Wrong:
    """One thing that stands in the way of publishing a text: in which part, and what to do."""

    part: str
    sentence: str
    mark: str = ""
    """What is wrong, as it is typed: where a file is searched for the line."""

    def __str__(self) -> str:
        return self.sentence


Known = Callable[[str, str], bool]
"""Whether there is such a thing: kind of mark and its code → yes or no."""


def what_is_wrong(text: Text, *, language: str, known: Known, address: str) -> list[Wrong]:
    """All of it, in the order of the page. Ease of reading is reckoned in Spanish: the measure is of that language."""
    found = [Wrong(part, sentence) for part, sentence in needed().items() if not text.get(part)]
    found += _wrong_share(str(text.get("share", "")), address)
    found += [wrong for part, piece in marks_in(text) if (wrong := _wrong_mark(part, piece.kind, piece.value, known))]
    if language == Tongue.ES:
        found += hard_to_read(whole_text(text))
    return found


def needed() -> dict[str, str]:
    return {
        "title": _("Give it a title."),
        "summary": _("Say in one or two sentences what it is about."),
        "share": _("Write the text to share."),
        "who": _("Say for whom it is."),
        "steps": _("Write at least one step."),
    }


def _wrong_share(share: str, address: str) -> list[Wrong]:
    if share and "{url}" not in share:
        return [Wrong("share", _("The text to share needs the address: write {url} where it stands."), share)]
    length = reading.share_length(share, address)
    if length > reading.LONGEST_SHARE:
        sentence = _("The text to share has %(n)s characters with its address; a message has %(most)s. Shorten it.")
        return [Wrong("share", sentence % {"n": length, "most": reading.LONGEST_SHARE}, share)]
    return []


def _wrong_mark(part: str, kind: str, code: str, known: Known) -> Wrong | None:
    written = f"[[{code}]]" if kind == "guide" else f"{{{kind}:{code}}}"
    if kind == "address":
        return None
    if kind != "guide" and kind not in KINDS:
        sentence = _("%(mark)s: nothing is called so. It may be: %(kinds)s.")
        return Wrong(part, sentence % {"mark": written, "kinds": ", ".join(KINDS)}, written)
    if not known(kind, code):
        return Wrong(
            part, _("%(mark)s: there is no such code. Look it up, or take it out.") % {"mark": written}, written
        )
    return None


def wrong_marks(said: str, known: Known) -> list[Wrong]:
    """Of one line: each mark that names nothing."""
    found = (
        _wrong_mark("", piece.kind, piece.value, known)
        for piece in pieces(said)
        if piece.kind not in {"plain", "strong"}
    )
    return [wrong for wrong in found if wrong]


def hard_to_read(said: str) -> list[Wrong]:
    """Of a Spanish text: the sentences that are too long, and whether its words are."""
    found = [
        Wrong("", _("This sentence has more than 20 words. Make two of it: “%(sentence)s”") % {"sentence": one}, one)
        for one in reading.long_sentences(said)
    ]
    score = reading.score(said)
    if score < reading.EASY_ENOUGH:
        sentence = _(
            "It is hard to read: %(score)s on the INFLESZ scale, where %(least)s is easy enough. Shorter words and "
            "sentences help."
        )
        found.append(Wrong("", sentence % {"score": f"{score:.0f}", "least": f"{reading.EASY_ENOUGH:.0f}"}))
    return found


def check_slug(slug: str, *, taken: bool) -> None:
    if not SLUG.fullmatch(slug) or len(slug) > 60:
        raise CannotWrite(_("Write the address in small letters, digits and dashes, such as carne-de-extranjeria."))
    if taken:
        raise CannotWrite(_("Another guide has this address. Choose another, or change that guide."))


def check_may_translate(*, has_source: bool) -> None:
    if not has_source:
        raise CannotWrite(_("There is no Spanish text to translate. Publish that one first."))


def check_source(*, held_against: int, meaning: int | None) -> None:
    """A translation is sent on only if it was held against what the Spanish text says today."""
    if meaning is None:
        raise CannotWrite(_("The Spanish text of this guide was withdrawn. Its translation cannot be published."))
    if held_against < meaning:
        raise CannotWrite(
            _("The Spanish text came to say something else meanwhile. Compare the translation with it, and say so.")
        )


def check_may_publish(*, state: str, wrote_it: bool, seen: int, revision: int) -> None:
    if state != DraftState.SUBMITTED:
        raise CannotApprove(_("This draft is not waiting for a second reader any more. Look at it again."))
    if wrote_it:
        raise CannotApprove(_("You wrote part of this draft. A colleague who did not must read it."))
    if seen != revision:
        raise CannotApprove(_("The draft changed since you read it. Read it again before you publish it."))


def check_day(day: date, today: date) -> None:
    if day < today:
        raise CannotApprove(_("The day of publication has passed. Send it back, so that another day is chosen."))


def check_may_withdraw(*, withdrawn: bool) -> None:
    if withdrawn:
        raise CannotKeep(_("This guide is withdrawn already."))


def check_says_its_doubts(confidence: str, text: Text) -> None:
    if is_unsure(confidence) and not text.get("doubts"):
        raise CannotKeep(_("This text states everything as sure. Begin a draft, and say in it what is to be asked."))


def missing_doubts(text: Text, source: Text) -> list[str]:
    """Of a translation."""
    if text.get("doubts") or not source.get("doubts"):
        return []
    return [_("The Spanish text says what we are not sure of. Say it in the translation, too.")]


def check_may_bring_back(*, withdrawn: bool) -> None:
    if not withdrawn:
        raise CannotKeep(_("This guide is not withdrawn."))


def next_check(checked_on: date, confidence: str) -> date:
    return checked_on + CHECK_EVERY[Confidence(confidence)]


def is_outdated(translated: int, meaning: int) -> bool:
    """Whether the Spanish text came to say something else since it was translated."""
    return translated < meaning


def next_meaning(before: int | None, *, changes: bool) -> int:
    if before is None:
        return 1
    return before + 1 if changes else before


def sentences(found: Sequence[Wrong]) -> list[str]:
    return list(dict.fromkeys(str(one) for one in found))


def is_unsure(confidence: str) -> bool:
    """What is not confirmed is told as a doubt, never as a fact alone."""
    return confidence in {Confidence.MEDIUM, Confidence.LOW}


def missing_facts(
    language: str, text: Text, facts: Mapping[str, Any], confidence: str, publish_on: date | None, today: date
) -> list[str]:
    """What the Spanish text must state beside its words."""
    found = []
    if language == Tongue.ES:
        if not confidence:
            found.append(_("Say how sure it is."))
        if not facts.get("sources"):
            found.append(_("Name the sources that it is true to."))
        if is_unsure(confidence) and not text.get("doubts"):
            found.append(_("It is not sure in every part. Say under “What we are not sure of” what is to be asked."))
    return [*found, *wrong_day(publish_on, today)]


def wrong_day(publish_on: date | None, today: date) -> list[str]:
    if publish_on is None:
        return []
    if publish_on < today:
        return [_("The day of publication has passed. Choose today or a later day, or none.")]
    if publish_on - today > FURTHEST:
        return [_("The day of publication is more than a year away. Check its year.")]
    return []


def unknown_codes(facts: Mapping[str, Any], known: Known) -> list[Wrong]:
    """Of procedures and norms that stand beside the text."""
    kinds = {"procedures": "fee", "norms": "norm"}
    sentence = _("%(mark)s: there is no such code. Look it up, or take it out.")
    return [
        Wrong(name, sentence % {"mark": code}, code)
        for name, kind in kinds.items()
        for code in facts.get(name, [])
        if not known(kind, code)
    ]


def nothing_new(*, is_new: bool) -> list[str]:
    return [] if is_new else [_("It says the same as what is published. Change something, or discard the draft.")]
