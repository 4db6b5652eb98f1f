"""What the public site and the route finder of the front desk are to each other: addresses and titles, no import. What
uploads for a guide go through, for the public site has no door to the files of people. And the news of the demo, for
the desk has none to the public site."""

from datetime import date, datetime, timedelta

from django.urls import NoReverseMatch
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.desk.hooks import News
from ayni.files.preparing import Kind, prepare
from ayni.files.redrawing import MOST_BYTES, Refusal
from ayni.files.rules import CannotTake
from ayni.lib.tongues import address_in
from ayni.outreach.models import Campaign
from ayni.outreach.queries import public_sessions
from ayni.portal import actions, queries
from ayni.portal.hooks import Redrawn
from ayni.portal.models import Tongue
from ayni.portal.rules.pictures import NoPicture
from ayni.procedures.hooks import Call, GuideLink

NO_ERASER = {
    "portal.Conversation": "where somebody is in the menus of a telephone; of nobody, and gone within minutes",
    "notices.Subscription": "an address that asked for what is published; it ends with a press, and nothing stays",
    "observatory.Purpose": "what somebody says that they used figures for; nothing leads from it to a person",
    "portal.Answered": "what a telephone was answered, so that it is not answered twice; of nobody, and gone as soon",
}
"""Tables of the public site, which knows no person, that hold what somebody typed."""
WHERE = "portal:where"
"""The page that says where to go."""


def sessions_to_find(at: datetime) -> list[dict[str, str]]:
    """The calendar of sessions and the page of each that is to come, in every language."""
    named: list[tuple[str, dict[str, object]]] = [("outreach:calendar", {})]
    named += [("outreach:session", {"session_id": pk}) for pk in public_sessions(at)]
    return [{tongue: address_in(tongue, name, **words) for tongue in Tongue.values} for name, words in named]


class PublicSite:
    def guides(self, language: str, on: date) -> list[GuideLink]:
        rows = [one for shelf in queries.shelves(language, on).values() for one in shelf]
        return [
            GuideLink(frozenset(one.source.fact("procedures") or ()), one.title, one.address, one.said.language)
            for one in rows
        ]

    def calls(self, language: str) -> list[Call]:
        return [Call(one.number, one.dialled, one.label, one.is_sure) for one in queries.lines_of_emergency(language)]

    def start(self, language: str) -> str:
        return address_in(language, "portal:start")

    def where_to_go(self, language: str) -> str:
        try:
            return address_in(language, WHERE)
        except NoReverseMatch:
            return ""


def publish_news(news: News, campaign: Campaign, *, by: tuple[User, User], at: datetime) -> None:
    """What tells of a campaign of the demo: written by one, read over and published by the other."""
    writer, reader = by
    draft = actions.start_news(slug=news.slug, title=news.title, by=writer, at=at)
    said = {"title": news.title, "summary": news.summary, "body": list(news.body)}
    is_known = queries.known(localdate(at))
    figures = [code for code in news.figures if is_known("figure", code)]
    written = actions.WrittenNews({Tongue.ES.value: said}, figures, campaign=campaign)
    draft = actions.write_news(draft=draft, seen=draft.revision, written=written, by=writer, at=at)
    draft = actions.submit_news(draft=draft, seen=draft.revision, by=writer, at=at)
    actions.publish_news(draft=draft, seen=draft.revision, by=reader, at=at + timedelta(hours=3))


def redraw(content: bytes, size: int) -> Redrawn:
    """Made harmless as every upload is. Raises RuleBroken: of what is no picture, in the words of a guide."""
    if size > MOST_BYTES:
        raise CannotTake(Refusal.TOO_LARGE)
    try:
        drawn = prepare(content, kind=Kind.GUIDE)
    except CannotTake as refused:
        if refused.why in {Refusal.NOT_TAKEN, Refusal.PAPER_FOR_PHOTO}:
            raise NoPicture from None
        raise
    return Redrawn(drawn.content, drawn.width, drawn.height)
