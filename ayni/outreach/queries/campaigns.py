"""Campaigns, what units ask for and what companies promise, as whoever keeps them sees them and as anybody may."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from ayni.access.models import Office, Organisation, User
from ayni.audit import queries as audit
from ayni.audit.words import WORDS
from ayni.codelists.models import Listed, Territory

from ..models import (
    Campaign,
    Commitment,
    CommunicationRequest,
    How,
    Moment,
    Perception,
    RequestState,
    Strategy,
)
from ..rules.perception import Difference, Share, difference


def campaigns() -> QuerySet[Campaign]:
    """Every one, with what its page shows."""
    rows = Campaign.objects.select_related(
        "kind", "department", "office", "strategy", "request__office", "made_by"
    ).prefetch_related("audiences", "channels", "themes")
    return rows.order_by("-begins_on", "-pk")


def terms(model: type[Listed], on: date) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.in_force(on).order_by("order", "code")
    return rows


def departments() -> QuerySet[Territory]:
    rows: QuerySet[Territory] = Territory.objects.current().filter(level=Territory.Level.DEPARTMENT)
    return rows.order_by("label_es", "pk")


def organisations() -> QuerySet[Organisation]:
    return Organisation.objects.order_by("name", "pk")


def strategies() -> QuerySet[Strategy]:
    return Strategy.objects.select_related("made_by").order_by("-last_year", "-first_year", "title", "pk")


def own_offices() -> QuerySet[Office]:
    """Of the institution of the unit, which is asked to communicate."""
    return Office.objects.select_related("organisation").order_by("name", "pk")


def requests() -> QuerySet[CommunicationRequest]:
    rows = CommunicationRequest.objects.select_related("office", "asked_of", "asked_by").prefetch_related("audiences")
    return rows.order_by("needed_by", "pk")


def requests_to_answer(user: User) -> QuerySet[CommunicationRequest]:
    """What was accepted by the user's offices: what a campaign may answer."""
    states = [RequestState.ACCEPTED, RequestState.DELIVERED]
    return CommunicationRequest.objects.answered_by(user).filter(state__in=states).order_by("needed_by", "pk")


@dataclass(frozen=True)
class Reached:
    """How many people a campaign reached: what was measured and what was estimated are never added up."""

    measured: int | None
    estimated: int | None


def reached(campaign: Campaign) -> Reached:
    """Of each channel the newest count of each kind: who was counted again is not counted twice. None: nobody
    counted. A person reached by two channels is counted in both, and the page says so."""
    newest: dict[tuple[str, int], int] = {}
    for row in campaign.reaches.order_by("counted_on", "pk"):
        newest[row.how, row.channel_id] = row.people
    found = {how: [people for (one, _channel), people in newest.items() if one == how] for how in How.values}
    return Reached(*(sum(found[how]) if found[how] else None for how in (How.MEASURED, How.ESTIMATED)))


@dataclass(frozen=True)
class Question:
    """What was asked before, after, or both, and what became of it."""

    words: str
    before: Perception | None
    after: Perception | None

    @property
    def change(self) -> Difference | None:
        if self.before is None or self.after is None:
            return None
        return difference(share_of(self.before), share_of(self.after))


def share_of(one: Perception) -> Share:
    return Share(one.agree, one.sample)


def questions(campaign: Campaign) -> list[Question]:
    rows: dict[str, dict[str, Perception]] = {}
    for one in campaign.perceptions.order_by("asked_on", "pk"):
        rows.setdefault(one.question, {})[one.moment] = one
    return [Question(words, said.get(Moment.BEFORE), said.get(Moment.AFTER)) for words, said in rows.items()]


@dataclass(frozen=True)
class Done:
    """A line of the history."""

    what: str
    who: str
    at: Any


def history(one: Campaign | CommunicationRequest | Commitment) -> list[Done]:
    """What was done with it, the newest first, from the trail."""
    events = audit.about({type(one): [one.pk]}, limit=50)
    ids = {event.by for event in events if event.by.isdecimal()}
    names = {str(user.pk): user.display_name for user in User.objects.filter(pk__in=ids).order_by("pk")}
    return [Done(str(WORDS.get(event.verb, event.verb)), names.get(event.by, ""), event.at) for event in events]


def commitments() -> QuerySet[Commitment]:
    rows = Commitment.objects.select_related("organisation", "department", "made_by", "verified_by")
    return rows.order_by("-made_on", "-pk")


def shown_commitments() -> Iterable[Commitment]:
    """Of the companies that agreed, for anybody: the newest first."""
    return commitments().filter(pk__in=Commitment.objects.public())


def public_campaigns() -> QuerySet[Campaign]:
    """Those that a text of the public site may lead to."""
    return Campaign.objects.public().select_related("kind").order_by("-begins_on", "-pk")
