"""News: what is published, as anybody reads it, and what waits for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from ayni.access.models import User
from ayni.governance.rules.protocols import Difference, differences
from ayni.outreach.models import Campaign, Session, State

from ..models import Guide, NewsDraft, NewsItem, NewsSaid, NewsVersion, PublishedFigure, Tongue
from ..rules import news as rules
from .guides import Shown
from .hiring import Cited, cited, guides_named
from .telling import Line, known, told_lines


@dataclass(frozen=True)
class News:
    """An item as somebody reads it in a language: in Spanish where it is not translated."""

    version: NewsVersion
    language: str
    """In which it is shown."""
    languages: tuple[str, ...]

    @property
    def slug(self) -> str:
        return self.version.item.slug

    @property
    def title(self) -> str:
        return str(self.version.text(self.language).get("title", ""))

    @property
    def summary(self) -> str:
        return str(self.version.text(self.language).get("summary", ""))


@dataclass(frozen=True)
class ToldNews:
    """All that the page of an item says of it, with its marks resolved."""

    title: str
    summary: Line
    body: list[Line]
    figures: list[Cited]
    guides: list[Shown]
    campaign: Campaign | None
    session: Session | None


def begun_news(on: date) -> QuerySet[NewsVersion]:
    """Of each item that stands: the version of that day, the newest first."""
    newest = (
        NewsVersion.objects.filter(item=OuterRef("item"), published_on__lte=on).order_by("-number").values("pk")[:1]
    )
    rows = NewsVersion.objects.filter(pk=Subquery(newest), item__withdrawn_at__isnull=True).select_related("item")
    return rows.order_by("-published_on", "-pk")


def _in(version: NewsVersion, language: str) -> News:
    languages = tuple(one for one in Tongue.values if version.text(one))
    return News(version, language if language in languages else Tongue.ES.value, languages)


def news(language: str, on: date, *, most: int) -> list[News]:
    return [_in(one, language) for one in begun_news(on)[:most]]


def all_news(on: date) -> list[News]:
    return [_in(one, Tongue.ES) for one in begun_news(on)]


def news_item(slug: str, language: str, on: date) -> News | None:
    found = begun_news(on).filter(item__slug=slug).select_related("campaign", "session").first()
    return _in(found, language) if found else None


def told_news(said: NewsSaid, language: str, on: date) -> ToldNews:
    """What it rests on and leads to is what is public that day; the rest is left out."""
    text = said.text(language)
    summary, *body = told_lines([str(text.get("summary", "")), *(text.get("body") or [])], language, on)
    campaign, session = said.campaign, said.session
    return ToldNews(
        title=str(text.get("title", "")), summary=summary, body=body, figures=cited(said.figures, language, on),
        guides=guides_named(said.guides, language, on),
        campaign=campaign if campaign and _campaign_is_public(campaign) else None,
        session=session if session and _session_is_public(session) else None,
    )  # fmt: skip


def _campaign_is_public(campaign: Campaign) -> bool:
    return Campaign.objects.public().filter(pk=campaign.pk).exists()


def _session_is_public(session: Session) -> bool:
    return Session.objects.published().filter(pk=session.pk).exists()


def sessions_to_lead_to() -> QuerySet[Session]:
    return Session.objects.published().exclude(state=State.CANCELLED).order_by("-starts_at", "-pk")


def missing_of_news(draft: NewsDraft, on: date) -> list[str]:
    """In sentences, for whoever writes it."""
    there = rules.Known(
        mark=known(on),
        guides=set(Guide.objects.standing().values_list("slug", flat=True)),
        figures=set(PublishedFigure.objects.current().values_list("code", flat=True)),
        campaign_is_public=draft.campaign is None or _campaign_is_public(draft.campaign),
        session_is_public=draft.session is None or _session_is_public(draft.session),
    )
    before = draft.based_on
    found = rules.what_is_missing(draft, there, on)
    return found + rules.nothing_new(before=_all_of(before) if before else None, after=_all_of(draft))


def _all_of(said: NewsSaid) -> Sequence[Any]:
    return [said.texts, list(said.figures), list(said.guides), said.campaign_id, said.session_id]


def changes_of_news(before: NewsSaid | None, after: NewsSaid) -> list[Difference]:
    """Part by part, and of the body paragraph by paragraph."""
    return differences(_rows(before), _rows(after)) if before else []


def _rows(said: NewsSaid) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for language, text in said.texts.items():
        name = str(Tongue(language).label)
        found[name] = {"title": str(text.get("title", "")), "summary": str(text.get("summary", ""))}
        found[name] |= {str(place): line for place, line in enumerate(text.get("body") or [], start=1)}
    found["figures"] = {"": "; ".join(said.figures)}
    found["guides"] = {"": "; ".join(said.guides)}
    return found


def latest_news(item: NewsItem) -> NewsVersion | None:
    """The newest version, also if its day is still to come."""
    return NewsVersion.objects.filter(item=item).order_by("-number").first()


def news_drafts(user: User) -> QuerySet[NewsDraft]:
    rows = NewsDraft.objects.visible_to(user).open().select_related("item", "started_by")
    return rows.order_by("state", "-started_at", "-pk")


def news_waiting_for(user: User) -> QuerySet[NewsDraft]:
    """Drafts that this user could publish."""
    wrote = NewsDraft.authors.through._default_manager.filter(newsdraft=OuterRef("pk"), user=user)
    rows = NewsDraft.objects.visible_to(user).filter(~Exists(wrote), state="SUBMITTED")
    return rows.select_related("item").order_by("submitted_at", "pk")


def news_versions(item: NewsItem) -> QuerySet[NewsVersion]:
    return NewsVersion.objects.filter(item=item).select_related("approved_by").order_by("-number")


def news_draft_of(item: NewsItem, user: User) -> NewsDraft | None:
    return NewsDraft.objects.visible_to(user).open().filter(item=item).first()
