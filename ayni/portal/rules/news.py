"""What a news item must say before anybody reads it, and what it may not say by itself."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ayni.governance.rules.drafting import CannotApprove, CannotWrite

from ..models import Tongue
from . import guides as rules
from .texts import pieces

MOST_PARAGRAPHS = 40
TYPED_NUMBER = re.compile(
    r"\d[\d.,\N{NO-BREAK SPACE} ]*(?:mil(?:es|lones|lón)?\s+(?:de\s+)?)?(?:%|por ciento\b|personas?\b|casos?\b|"
    r"atenci(?:ón|ones)\b|atendid[oa]s?\b|familias?\b|migrantes?\b|refugiad[oa]s?\b|venezolan[oa]s?\b|niñ[oa]s?\b|"
    r"mujeres\b|hombres\b|documentos?\b|carn[eé]s?\b|derivaciones\b|solicitudes\b|soles\b|d[oó]lares\b)",
    re.IGNORECASE,
)
"""How many of something: what a published figure says, with its source, and nobody types."""


@dataclass(frozen=True)
class Known:
    """What an item may lead to."""

    mark: rules.Known
    guides: Collection[str]
    figures: Collection[str]
    campaign_is_public: bool = True
    session_is_public: bool = True


def what_is_missing(said: Any, known: Known, today: date) -> list[str]:
    """In sentences, for whoever writes it. `said`: texts, figures, guides, and the day from which it is read."""
    found: list[str] = []
    for language in Tongue.values:
        text = said.text(language)
        if text or language == Tongue.ES:
            found += [_in(language, one) for one in _of_text(text, language, known)]
    found += [_no_such(code) for code in said.figures if code not in known.figures]
    found += [_no_such(slug) for slug in said.guides if slug not in known.guides]
    if not known.campaign_is_public:
        found.append(_("The campaign has not begun, or was cancelled. Choose another, or none."))
    if not known.session_is_public:
        found.append(_("The session is not in the public calendar. Publish it first, or choose none."))
    found += rules.wrong_day(said.publish_on, today)
    return list(dict.fromkeys(found))


def _in(language: str, sentence: str) -> str:
    return sentence if language == Tongue.ES else f"{Tongue(language).label}: {sentence}"


def _no_such(mark: str) -> str:
    return _("%(mark)s: there is no such code. Look it up, or take it out.") % {"mark": mark}


def _of_text(text: Mapping[str, Any], language: str, known: Known) -> list[str]:
    whole = whole_text(text)
    found = []
    if not text.get("title"):
        found.append(_("Give it a title."))
    if not text.get("summary"):
        found.append(_("Say in one or two sentences what it is about."))
    if not text.get("body"):
        found.append(_("Write at least one paragraph."))
    if len(text.get("body") or []) > MOST_PARAGRAPHS:
        found.append(_("That is more than forty paragraphs. A news item is short: make a guide of it."))
    found += [str(one) for line in lines(text) for one in rules.wrong_marks(line, known.mark)]
    found += [_typed(one) for line in lines(text) for one in typed_numbers(line)]
    if language == Tongue.ES and whole:
        found += [str(one) for one in rules.hard_to_read(whole)]
    return found


def _typed(number: str) -> str:
    sentence = _(
        "“%(number)s” is a number that somebody typed. Write {figure:CODE} for a published figure, which brings its "
        "source; or say it without a number."
    )
    return sentence % {"number": number}


def typed_numbers(line: str) -> list[str]:
    """Numbers of people, cases, shares or money that stand in plain words."""
    plain = "".join(piece.value if piece.kind in {"plain", "strong"} else " " for piece in pieces(line))
    return [" ".join(found[0].split()) for found in TYPED_NUMBER.finditer(plain)]


def lines(text: Mapping[str, Any]) -> list[str]:
    """All that is read of it, in the order of the page."""
    said = [str(text.get("title") or ""), str(text.get("summary") or ""), *(text.get("body") or [])]
    return [line for line in said if line]


def whole_text(text: Mapping[str, Any]) -> str:
    return "\n".join(lines(text))


def check_slug(slug: str, *, taken: bool) -> None:
    if not rules.SLUG.fullmatch(slug) or len(slug) > 60:
        raise CannotWrite(_("Write the address in small letters, digits and dashes, such as feria-de-empleo."))
    if taken:
        raise CannotWrite(_("Another news item has this address. Choose another, or change that one."))


def check_may_start(*, open_draft: bool, withdrawn: bool) -> None:
    if open_draft:
        raise CannotWrite(_("Somebody has begun a draft of this item. Go on with that one, or discard it first."))
    if withdrawn:
        raise CannotWrite(_("This item is withdrawn. Bring it back first."))


def check_may_publish(*, state: str, wrote_it: bool, seen: int, revision: int, withdrawn: bool) -> None:
    """By the same rule as a guide, and not while it is withdrawn."""
    rules.check_may_publish(state=state, wrote_it=wrote_it, seen=seen, revision=revision)
    if withdrawn:
        raise CannotApprove(_("This item is withdrawn. Bring it back first."))


def check_may_withdraw(*, withdrawn: bool, published: bool) -> None:
    if withdrawn:
        raise rules.CannotKeep(_("This item is withdrawn already."))
    if not published:
        raise rules.CannotKeep(_("Nobody has read this item yet: discard its draft instead."))


def check_may_bring_back(*, withdrawn: bool) -> None:
    if not withdrawn:
        raise rules.CannotKeep(_("This item is not withdrawn."))


def nothing_new(*, before: Sequence[Any] | None, after: Sequence[Any]) -> list[str]:
    if before is None or list(before) != list(after):
        return []
    return [_("It says the same as what is published. Change something, or discard the draft.")]
