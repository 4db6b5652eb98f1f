"""Campaigns and what units ask for are of offices; news, links and what companies promise are of nobody."""

from typing import Any

from ayni.outreach.tests.campaign_factories import StrategyFactory, campaign_of, commitment_of, request_of
from ayni.portal import actions as portal
from ayni.portal.models import OutsidePage

from .cast import Cast
from .observatory_api import OBSERVATORY_API
from .page import Page, page
from .session_pages import SESSION_PAGES
from .whom import CASE_STAFF, PUBLIC, STAFF, SUPERVISORS

READ = ("news", "news-feed", "news-item", "outside", "commitments")
"""Each in Spanish and in another language."""

CAMPAIGN_PAGES: dict[str, Page] = {
    "outreach:campaigns": page(CASE_STAFF, methods="GET"),
    "outreach:new-campaign": page(CASE_STAFF),
    "outreach:campaign": page(CASE_STAFF, "outreach"),
    "outreach:change-campaign": page(CASE_STAFF, "outreach"),
    # Whoever receives people asks, too; the office that was asked answers.
    "outreach:requests": page(STAFF, methods="GET"),
    "outreach:ask-for": page(STAFF),
    "outreach:asked": page(STAFF, "asked for", methods="GET"),
    "outreach:answer-request": page(CASE_STAFF, "to answer", methods="POST"),
    "outreach:commitments": page(CASE_STAFF, methods="GET"),
    "outreach:new-commitment": page(CASE_STAFF),
    "outreach:commitment": page(CASE_STAFF),
    "outreach:strategies": page(CASE_STAFF),
    "outreach:strategy": page(CASE_STAFF),
}
NEWS_PAGES: dict[str, Page] = {
    **{f"portal:{name}{suffix}": page(PUBLIC, methods="GET") for name in READ for suffix in ("", "-in")},
    **dict.fromkeys(
        (f"portal:{name}" for name in ("newsroom", "catalogue", "news-history", "news-draft", "preview-news")),
        page(CASE_STAFF, methods="GET"),
    ),
    **dict.fromkeys(("portal:new-news", "portal:write-news"), page(CASE_STAFF)),
    **dict.fromkeys(
        (f"portal:{name}" for name in ("correct-news", "submit-news", "discard-news")),
        page(CASE_STAFF, methods="POST"),
    ),
    **dict.fromkeys(
        (f"portal:{name}" for name in ("publish-news", "return-news", "bring-news-back")),
        page(SUPERVISORS, methods="POST"),
    ),
    **dict.fromkeys(("portal:withdraw-news", "portal:confirm-address"), page(SUPERVISORS)),
}
MORE_PAGES = SESSION_PAGES | CAMPAIGN_PAGES | NEWS_PAGES | OBSERVATORY_API


def campaigns(cast: Cast) -> dict[str, Any]:
    """By kind and variant: of two offices, and what one asks of the other."""
    asked = {
        "of sede central": request_of(cast.vera, cast.sede_central),
        "of tumbes": request_of(cast.vera, cast.vera.office),
    }
    return {
        "outreach": {"of sede central": campaign_of(cast.rosa), "of tumbes": campaign_of(cast.vera)},
        "asked for": asked,
        "to answer": asked,
    }


def words_of_campaigns(cast: Cast) -> dict[str, dict[str, Any]]:
    """The words of the addresses of what is of nobody."""
    item = _published(cast)
    draft = portal.correct_news(item=item, by=cast.rosa, at=item.versions.get().made_at)
    about = {f"about_{language}": "Para qué" for language in ("es", "en", "pt", "fr", "ht")}
    OutsidePage.objects.create(
        code="OP-A", theme="UN", label_es="Una página", valid_from="2022-01-01", confidence="unknown", **about
    )  # fmt: skip
    news = {"word": item.slug, "slug": item.slug, "language": "pt", "draft_number": draft.pk}
    return {
        **dict.fromkeys(NEWS_PAGES, news),
        "portal:preview-news": news | {"language": "es"},
        "portal:confirm-address": {"slug": "op-a"},
        "outreach:commitment": {"commitment_id": commitment_of(cast.rosa).pk},
        "outreach:strategy": {"strategy_id": StrategyFactory().pk},
    }


def _published(cast: Cast) -> Any:
    at = cast.rosa.date_joined
    text = {"title": "Feria", "summary": "Hay una feria.", "body": ["Venga."]}
    draft = portal.start_news(slug="feria", title="Feria", by=cast.rosa, at=at)
    written = portal.WrittenNews(texts={"es": text, "pt": text})
    draft = portal.write_news(draft=draft, seen=draft.revision, written=written, by=cast.rosa, at=at)
    draft = portal.submit_news(draft=draft, seen=draft.revision, by=cast.rosa, at=at)
    return portal.publish_news(draft=draft, seen=draft.revision, by=cast.marta, at=at).item
