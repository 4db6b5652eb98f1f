"""How a news item is written, read over by a second person, published, corrected and withdrawn: with the drafts of
`governance`, as guides are."""

from collections.abc import Sequence
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
from ayni.governance.actions.drafting import held, written_in
from ayni.governance.models import DraftState
from ayni.governance.rules import drafting
from ayni.lib import french
from ayni.notices import actions as notices
from ayni.outreach.models import Campaign, Session

from .. import queries
from ..models import NewsDraft, NewsItem, NewsVersion, Tongue
from ..rules import guides as guides_rules
from ..rules import news as rules
from .shelving import forget_pages

SAID = ("texts", "figures", "guides", "campaign", "session")


@dataclass(frozen=True)
class WrittenNews:
    """What a person writes on the page of a draft."""

    texts: dict[str, dict[str, Any]]
    figures: Sequence[str] = ()
    guides: Sequence[str] = ()
    campaign: Campaign | None = None
    session: Session | None = None
    publish_on: date | None = None
    reason: str = field(default="")


@transaction.atomic
def start_news(*, slug: str, title: str, by: User, at: datetime) -> NewsDraft:
    """An item that there is not yet."""
    rules.check_slug(slug, taken=NewsItem.objects.filter(slug=slug).exists())
    item = NewsItem.objects.create(slug=slug)
    return _begin(item, None, by=by, at=at, texts={Tongue.ES.value: {"title": title}})


@transaction.atomic
def correct_news(*, item: NewsItem, by: User, at: datetime) -> NewsDraft:
    """A draft that says what is published, to be changed."""
    item = _held_item(item)
    taken = NewsDraft.objects.open().filter(item=item).exists()
    rules.check_may_start(open_draft=taken, withdrawn=item.withdrawn_at is not None)
    base = queries.latest_news(item)
    said = {name: getattr(base, name) for name in SAID} if base else {}
    return _begin(item, base, by=by, at=at, **said)


def _held_item(item: NewsItem) -> NewsItem:
    return NewsItem.objects.select_for_update(of=("self",)).get(pk=item.pk)


def _begin(item: NewsItem, base: NewsVersion | None, *, by: User, at: datetime, **said: Any) -> NewsDraft:
    draft = NewsDraft.objects.create(item=item, based_on=base, started_by=by, started_at=at, **said)
    draft.authors.add(by)
    _record("news.draft_started", draft, by=by, at=at)
    return draft


@transaction.atomic
def write_news(*, draft: NewsDraft, seen: int, written: WrittenNews, by: User, at: datetime) -> NewsDraft:
    """All that the page says. Of two colleagues who write at once the second is told."""
    draft = held(draft, seen)
    draft.texts = {
        tongue: french.spaced_all(said) if tongue == Tongue.FR else said for tongue, said in written.texts.items()
    }
    draft.figures, draft.guides = list(written.figures), list(written.guides)
    draft.campaign, draft.session = written.campaign, written.session
    draft.publish_on, draft.reason = written.publish_on, written.reason
    written_in(draft, by=by)
    _record("news.draft_written", draft, by=by, at=at, revision=draft.revision)
    return draft


@transaction.atomic
def submit_news(*, draft: NewsDraft, seen: int, by: User, at: datetime) -> NewsDraft:
    """It is complete: a colleague who did not write in it may publish it."""
    draft = held(draft, seen)
    _check_whole(draft, at)
    waited = draft.state == DraftState.SUBMITTED
    draft.state, draft.submitted_at, draft.returned_note = DraftState.SUBMITTED, at, ""
    draft.save()
    _record("news.draft_submitted", draft, by=by, at=at, revision=draft.revision)
    if not waited:
        _tell_publishers(draft, at=at)
    return draft


def _check_whole(draft: NewsDraft, at: datetime) -> None:
    drafting.check_base(is_newest=draft.based_on == queries.latest_news(draft.item))
    drafting.check_is_whole(queries.missing_of_news(draft, localdate(at)))


def _tell_publishers(draft: NewsDraft, *, at: datetime) -> None:
    url = settings.PUBLIC_URL + reverse("portal:news-draft", args=[draft.pk])
    notice = notices.Notice(_("A news item waits for a second reader"), _("Sign in to read it: %(url)s") % {"url": url})
    for user in queries.publishers_of(draft):
        notices.tell(user=user, notice=notice, at=at)


@transaction.atomic
def return_news(*, draft: NewsDraft, note: str, by: User, at: datetime) -> NewsDraft:
    """Back to whoever writes it, with what should change."""
    draft = NewsDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    wrote = draft.authors.filter(pk=by.pk).exists()
    guides_rules.check_may_publish(
        state=draft.state, wrote_it=wrote, seen=draft.revision, revision=draft.revision
    )  # fmt: skip
    draft.state, draft.submitted_at, draft.returned_note = DraftState.WRITING, None, note
    draft.save()
    _record("news.draft_returned", draft, by=by, at=at)
    return draft


@transaction.atomic
def discard_news(*, draft: NewsDraft, seen: int, by: User, at: datetime) -> NewsDraft:
    draft = held(draft, seen)
    draft.state = DraftState.DISCARDED
    draft.save()
    _record("news.draft_discarded", draft, by=by, at=at)
    return draft


@transaction.atomic
def publish_news(*, draft: NewsDraft, seen: int, by: User, at: datetime) -> NewsDraft:
    """The second reader publishes the very words of a revision, today or from the day that it names."""
    item = _held_item(draft.item)
    draft = NewsDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    wrote = draft.authors.filter(pk=by.pk).exists()
    rules.check_may_publish(
        state=draft.state, wrote_it=wrote, seen=seen, revision=draft.revision, withdrawn=item.withdrawn_at is not None
    )
    _check_whole(draft, at)
    before = queries.latest_news(item)
    draft.version = NewsVersion.objects.create(
        item=item, number=before.number + 1 if before else 1, published_on=draft.publish_on or localdate(at),
        made_at=at, approved_by=by, published_by=queries.keeper_of(by), **{name: getattr(draft, name) for name in SAID},
    )  # fmt: skip
    draft.state = DraftState.APPROVED
    draft.save()
    _record("news.published", draft, by=by, at=at, version=draft.version.number)
    forget_pages(at=at)
    return draft


@transaction.atomic
def withdraw_news(*, item: NewsItem, reason: str, by: User, at: datetime) -> NewsItem:
    """Nobody reads it any more. Who comes with its address is told so, and why."""
    item = _held_item(item)
    published = queries.latest_news(item) is not None
    rules.check_may_withdraw(withdrawn=item.withdrawn_at is not None, published=published)
    item.withdrawn_at, item.withdrawn_by, item.withdrawn_reason = at, by, reason
    item.save()
    audit.record("news.withdrawn", subject=item, by=by, at=at, slug=item.slug)
    forget_pages(at=at)
    return item


@transaction.atomic
def bring_news_back(*, item: NewsItem, by: User, at: datetime) -> NewsItem:
    item = _held_item(item)
    rules.check_may_bring_back(withdrawn=item.withdrawn_at is not None)
    item.withdrawn_at, item.withdrawn_by, item.withdrawn_reason = None, None, ""
    item.save()
    audit.record("news.brought_back", subject=item, by=by, at=at, slug=item.slug)
    forget_pages(at=at)
    return item


def _record(verb: str, draft: NewsDraft, *, by: User, at: datetime, **details: Any) -> None:
    audit.record(verb, subject=draft, by=by, at=at, slug=draft.item.slug, **details)
