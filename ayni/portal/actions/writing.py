"""How the next version of a guide is written in a language, and how it comes to be read."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.codelists.tables import digest
from ayni.governance.actions.drafting import held, written_in
from ayni.governance.models import DraftState
from ayni.governance.rules import drafting
from ayni.lib import french
from ayni.notices import actions as notices

from .. import queries
from ..models import Confidence, Guide, GuideDraft, GuideVersion, Tongue
from ..rules import guides as rules
from ..rules import pictures
from .pictures import let_pictures_go, show_pictures
from .shelving import forget_pages


@dataclass(frozen=True)
class Written:
    """What a person writes on the page of a draft."""

    text: dict[str, Any]
    facts: dict[str, Any] = field(default_factory=dict)
    confidence: str = ""
    changes_meaning: bool = True
    reason: str = ""
    publish_on: date | None = None


@transaction.atomic
def start_new_guide(*, slug: str, service: str, title: str, by: User, at: datetime) -> GuideDraft:
    """A guide that there is not yet, begun in Spanish."""
    rules.check_slug(slug, taken=Guide.objects.filter(slug=slug).exists())
    guide = Guide.objects.create(slug=slug)
    facts = {
        "service": service, "order": 100, "first": False, "discreet": False, "procedures": [], "norms": [],
        "needs": [], "sources": [],
    }  # fmt: skip
    return _begin(guide, Tongue.ES, None, {"title": title}, facts, by=by, at=at)


@transaction.atomic
def start_draft(*, guide: Guide, language: str, by: User, at: datetime) -> GuideDraft:
    """A draft that says what the newest version says, to be changed; of a translation that there is not yet, an empty
    one."""
    guide = Guide.objects.select_for_update(of=("self",)).get(pk=guide.pk)
    taken = GuideDraft.objects.open().filter(guide=guide, language=language).exists()
    drafting.check_may_start(open_draft=taken)
    base = queries.latest(guide, language)
    if language != Tongue.ES:
        rules.check_may_translate(has_source=queries.meaning_of(guide) is not None)
    return _begin(guide, language, base, base.text if base else {}, base.facts if base else {}, by=by, at=at)


def _begin(
    guide: Guide, language: str, base: GuideVersion | None, text: dict[str, Any], facts: dict[str, Any], *, by: User,
    at: datetime,
) -> GuideDraft:  # fmt: skip
    draft = GuideDraft.objects.create(
        guide=guide, language=language, based_on=base, text=text, facts=facts, started_by=by, started_at=at,
        confidence=base.confidence if base else "", changes_meaning=base is None,
        meaning=base.meaning if base else queries.meaning_of(guide) or 1,
    )  # fmt: skip
    draft.authors.add(by)
    _record("guide.draft_started", draft, by=by, at=at)
    return draft


@transaction.atomic
def write_draft(*, draft: GuideDraft, seen: int, written: Written, by: User, at: datetime) -> GuideDraft:
    """All that the page says. Of two colleagues who write at once the second is told."""
    draft = _write(draft, seen, written, by=by)
    _record("guide.draft_written", draft, by=by, at=at, revision=draft.revision)
    return draft


@transaction.atomic
def keep_typed(*, draft: GuideDraft, seen: int, written: Written, by: User) -> GuideDraft:
    """The same while somebody types, so that a tab that is closed loses nothing. The trail has it once, when they say
    that they are done."""
    return _write(draft, seen, written, by=by)


def _write(draft: GuideDraft, seen: int, written: Written, *, by: User) -> GuideDraft:
    draft = held(draft, seen)
    before, draft.reason, draft.publish_on = draft.text, written.reason, written.publish_on
    # Pictures have a page of their own.
    said = french.spaced_all(written.text) if draft.language == Tongue.FR else written.text
    draft.text = said | ({"alts": alts} if (alts := pictures.alts(before)) else {})
    if draft.language == Tongue.ES:
        draft.facts = draft.facts | written.facts
        if placed := pictures.placed(draft.facts):
            draft.facts["pictures"] = pictures.as_facts(pictures.follow_steps(placed, before, draft.text))
        draft.confidence, draft.changes_meaning = written.confidence, written.changes_meaning
    written_in(draft, by=by)
    return draft


@transaction.atomic
def compare_draft(*, draft: GuideDraft, seen: int, by: User, at: datetime) -> GuideDraft:
    """Whoever translates has held the draft against what the Spanish text says now."""
    draft = held(draft, seen)
    draft.meaning = queries.meaning_of(draft.guide) or draft.meaning
    written_in(draft, by=by)
    _record("guide.draft_compared", draft, by=by, at=at, meaning=draft.meaning)
    return draft


@transaction.atomic
def submit_draft(*, draft: GuideDraft, seen: int, by: User, at: datetime) -> GuideDraft:
    """It is complete: a colleague who did not write in it may publish it."""
    draft = held(draft, seen)
    _check_whole(draft, at)
    waited = draft.state == DraftState.SUBMITTED
    draft.state, draft.submitted_at, draft.returned_note = DraftState.SUBMITTED, at, ""
    draft.save()
    _record("guide.draft_submitted", draft, by=by, at=at, revision=draft.revision)
    if not waited:
        _tell_publishers(draft, at=at)
    return draft


def _check_whole(draft: GuideDraft, at: datetime) -> None:
    drafting.check_base(is_newest=draft.based_on == queries.latest(draft.guide, draft.language))
    if draft.language != Tongue.ES:
        rules.check_source(held_against=draft.meaning, meaning=queries.meaning_of(draft.guide))
    drafting.check_is_whole(queries.missing(draft, localdate(at)))


def _tell_publishers(draft: GuideDraft, *, at: datetime) -> None:
    url = settings.PUBLIC_URL + reverse("portal:draft", args=[draft.pk])
    notice = notices.Notice(_("A guide waits for a second reader"), _("Sign in to read it: %(url)s") % {"url": url})
    for user in queries.publishers_of(draft):
        notices.tell(user=user, notice=notice, at=at)


@transaction.atomic
def return_draft(*, draft: GuideDraft, note: str, by: User, at: datetime) -> GuideDraft:
    """Back to whoever writes it, with what should change."""
    draft = GuideDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    wrote = draft.authors.filter(pk=by.pk).exists()
    rules.check_may_publish(state=draft.state, wrote_it=wrote, seen=draft.revision, revision=draft.revision)
    draft.state, draft.submitted_at, draft.returned_note = DraftState.WRITING, None, note
    draft.save()
    _record("guide.draft_returned", draft, by=by, at=at)
    return draft


@transaction.atomic
def discard_draft(*, draft: GuideDraft, seen: int, by: User, at: datetime) -> GuideDraft:
    draft = held(draft, seen)
    draft.state = DraftState.DISCARDED
    draft.save()
    let_pictures_go(one.name for one in pictures.placed(draft.facts))
    _record("guide.draft_discarded", draft, by=by, at=at)
    return draft


@transaction.atomic
def publish_draft(*, draft: GuideDraft, seen: int, by: User, at: datetime) -> GuideDraft:
    """The second reader publishes the very words of a revision, today or from the day that it names."""
    draft = GuideDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    wrote = draft.authors.filter(pk=by.pk).exists()
    rules.check_may_publish(state=draft.state, wrote_it=wrote, seen=seen, revision=draft.revision)
    _check_whole(draft, at)
    day = draft.publish_on or localdate(at)
    rules.check_day(day, localdate(at))
    draft.version = _make_version(draft, day, by=by, at=at)
    show_pictures(draft.version.facts, on=day)
    draft.state = DraftState.APPROVED
    draft.save()
    audit.record(
        "guide.version_made", subject=draft.version, by=by, at=at, slug=draft.guide.slug, language=draft.language,
        version=draft.version.number, published_on=day.isoformat(), meaning=draft.version.meaning,
    )  # fmt: skip
    forget_pages(at=at)
    return draft


def _make_version(draft: GuideDraft, day: date, *, by: User, at: datetime) -> GuideVersion:
    before, today = queries.latest(draft.guide, draft.language), localdate(at)
    is_source = draft.language == Tongue.ES
    confidence = draft.confidence or Confidence.LOW
    meaning = rules.next_meaning(before.meaning if before else None, changes=draft.changes_meaning)
    return GuideVersion.objects.create(
        guide=draft.guide, language=draft.language, number=before.number + 1 if before else 1, published_on=day,
        made_at=at, text=draft.text, facts=draft.facts if is_source else {}, written_by_hand=True, approved_by=by,
        meaning=meaning if is_source else draft.meaning, confidence=confidence, checked_on=today,
        checked_by=queries.keeper_of(by), check_by=rules.next_check(today, confidence),
        digest=digest({"text": draft.text, "facts": draft.facts}),
    )  # fmt: skip


def _record(verb: str, draft: GuideDraft, *, by: User, at: datetime, **details: Any) -> None:
    audit.record(verb, subject=draft, by=by, at=at, slug=draft.guide.slug, language=draft.language, **details)
