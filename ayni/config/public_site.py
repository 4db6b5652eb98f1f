"""What the public site and the route finder of the front desk are to each other: addresses and titles, no import."""

from datetime import date, datetime

from django.urls import NoReverseMatch, reverse

from ayni.outreach.queries import public_sessions
from ayni.portal import queries
from ayni.portal.models import Tongue
from ayni.procedures.hooks import Call, GuideLink

NO_ERASER = {
    "portal.Conversation": "where somebody is in the menus of a telephone; of nobody, and gone within minutes",
    "portal.Answered": "what a telephone was answered, so that it is not answered twice; of nobody, and gone as soon",
}
"""Tables of the public site, which knows no person, that hold what somebody typed."""
WHERE = "portal:where"
"""The page that says where to go."""


def address(name: str, language: str) -> str:
    return reverse(name) if language == Tongue.ES else reverse(f"{name}-in", args=[language])


def sessions_to_find(at: datetime) -> list[dict[str, str]]:
    """The calendar of sessions and the page of each that is to come, in every language."""
    named: list[tuple[str, dict[str, object]]] = [("outreach:calendar", {})]
    named += [("outreach:session", {"session_id": pk}) for pk in public_sessions(at)]
    return [
        {
            tongue: reverse(name, kwargs=words)
            if tongue == Tongue.ES
            else reverse(f"{name}-in", kwargs={"language": tongue, **words})
            for tongue in Tongue.values
        }
        for name, words in named
    ]


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
        return address("portal:start", language)

    def where_to_go(self, language: str) -> str:
        try:
            return address(WHERE, language)
        except NoReverseMatch:
            return ""
