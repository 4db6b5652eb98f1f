"""What a draft of a guide says differently from the version before, and what stands in the way of publishing it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.governance.rules.protocols import Difference

from ..models import GuideDraft, GuideVersion, Service, Tongue
from ..rules import guides as rules
from ..rules import pictures
from ..rules.comparing import rows_changed
from ..rules.texts import LINES, ONE_LINE, ROWS
from .guides import address_of, latest, whole_address
from .pictures import facts_of, pictures_changed
from .telling import known
from .where import need_label

PARTS: dict[str, str | Promise] = {
    "title": pgettext_lazy("guide", "Title"),
    "browser_title": _("Title in the browser"),
    "summary": _("Summary"),
    "share": _("Text to share"),
    "who": _("For whom it is"),
    "need": pgettext_lazy("guide", "What you need"),
    "cost": _("What it costs"),
    "time": _("How long it takes"),
    "steps": _("Step by step"),
    "where": pgettext_lazy("guide", "Where to go"),
    "refused": _("If they refuse"),
    "rights": _("Your rights"),
    "doubts": _("What we are not sure of"),
    "service": pgettext_lazy("guide", "Service"),
    "order": _("Place within its service"),
    "discreet": _("Discreet"),
    "first": pgettext_lazy("guide", "Among the most needed"),
    "needs": pgettext_lazy("guide", "Services that one goes to"),
    "procedures": _("Procedures that it tells of"),
    "norms": _("Norms that it names"),
    "sources": _("Sources"),
    "pictures": _("Pictures"),
    "alts": _("What is said of its pictures"),
}


def missing(draft: GuideDraft, on: date) -> list[str]:
    """In sentences, for whoever writes it."""
    there = known(on)
    path = address_of(draft.guide, draft.language, discreet=bool(draft.facts.get("discreet")))
    found = rules.what_is_wrong(draft.text, language=draft.language, known=there, address=whole_address(path))
    found += rules.unknown_codes(draft.facts, there)
    sentences = rules.sentences(found)
    sentences += [said for _name, said in pictures.what_is_wrong(facts_of(draft), draft.text)]
    sentences += rules.missing_facts(
        draft.language, draft.text, draft.facts, draft.confidence, draft.publish_on, on
    )  # fmt: skip
    if draft.language != Tongue.ES and (source := latest(draft.guide, Tongue.ES)):
        sentences += rules.missing_doubts(draft.text, source.text)
    before = draft.based_on
    is_new = before is None or draft.meaning != before.meaning or draft.confidence != before.confidence
    return sentences + rules.nothing_new(is_new=is_new or bool(changes(before, draft)))


def changes(before: GuideVersion | None, after: GuideDraft | GuideVersion) -> list[Difference]:
    """Part by part, of a part of several rows row by row, and picture by picture."""
    if before is None:
        return []
    return [
        *_differences((before.text, before.facts), (after.text, after.facts)),
        *pictures_changed((before.text, before.facts), (after.text, after.facts)),
    ]


def typed_beside(draft: GuideDraft, text: Mapping[str, Any], facts: Mapping[str, Any]) -> list[Difference]:
    """What the draft says now, and what somebody typed who had seen an earlier one. Pictures are not typed."""
    return _differences((draft.text, draft.facts), (text, facts or draft.facts))


Written = tuple[Mapping[str, Any], Mapping[str, Any]]
"""Its text, and what stands beside it."""


def _differences(before: Written, after: Written) -> list[Difference]:
    was, now = _said(*before), _said(*after)
    return [
        Difference(name, number if name in IN_ROWS else "", old, new)
        for name in (*now, *(name for name in was if name not in now))
        for number, old, new in rows_changed(was.get(name, []), now.get(name, []))
    ]


IN_ROWS = frozenset((*LINES, *ROWS))
FACTS = ("service", "order", "discreet", "first", "needs", "procedures", "norms", "sources")


def _said(text: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, list[str]]:
    found = {name: [str(text[name])] for name in ONE_LINE if text.get(name)}
    found |= {name: [_row(row) for row in text[name]] for name in (*LINES, *ROWS) if text.get(name)}
    return found | {name: [_fact(name, facts[name])] for name in FACTS if name in facts}


def _fact(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if name == "service" and value in Service.values:
        return str(Service(value).label)
    if isinstance(value, list):
        return "; ".join(need_label(one) if name == "needs" else str(one) for one in value)
    return str(value)


def _row(row: str | Mapping[str, str]) -> str:
    return row if isinstance(row, str) else " · ".join(value for value in row.values() if value)


def part_in_words(name: str) -> str:
    return str(PARTS.get(name, name))
