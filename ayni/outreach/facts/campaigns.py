"""What may be counted of campaigns: numbers, of nobody."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from ayni.facts.periods import month_of
from ayni.facts.registry import Column, FactTable, Kind, of_choices, of_table, register
from ayni.people.facts import DEPARTMENTS, OFFICES, ORGANISATIONS

from ..models import Campaign, CampaignAudience, CampaignChannel, CampaignKind, CampaignState, How, Reach

CAMPAIGN_KINDS = of_table("campaign_kind", CampaignKind)
AUDIENCES = of_table("campaign_audience", CampaignAudience)
CHANNELS = of_table("campaign_channel", CampaignChannel)
STATES = of_choices("campaign_state", CampaignState)


def _campaigns(at: datetime) -> Iterable[QuerySet[Any]]:
    return [Campaign.objects.filter(made_at__lte=at).order_by("pk")]


def _audiences(at: datetime) -> Iterable[QuerySet[Any]]:
    through = Campaign.audiences.through._default_manager
    return [through.filter(campaign__made_at__lte=at).order_by("pk")]


def _reaches(at: datetime) -> Iterable[QuerySet[Any]]:
    return [Reach.objects.filter(campaign__made_at__lte=at, counted_on__lte=localdate(at)).order_by("pk")]


def _of_campaign(path: str) -> tuple[Column, ...]:
    return (
        Column("office", Kind.CODE, (f"{path}office__code",), "Office that answers for it.", OFFICES),
        Column(
            "organisation", Kind.CODE, (f"{path}office__organisation__code",), "Whose office it is.", ORGANISATIONS
        ),
        Column(
            "department", Kind.CODE, (f"{path}department__code",), "Where it is; empty: the whole country.",
            DEPARTMENTS,
        ),
        Column("kind", Kind.CODE, (f"{path}kind__code",), "Information, sensitisation…", CAMPAIGN_KINDS),
        Column("state", Kind.CODE, (f"{path}state",), "Where it stands.", STATES),
        Column("month", Kind.MONTH, (f"{path}begins_on",), "Month in which it begins.", derive=month_of),
    )  # fmt: skip


register(
    FactTable(
        name="campaigns",
        about="One row per campaign: of what kind, where, from when.",
        model="outreach.Campaign",
        rows=_campaigns,
        columns=(
            *_of_campaign(""),
            Column(
                "was_asked_for", Kind.FLAG, ("request_id",), "A unit asked for it.", derive=lambda asked: bool(asked)
            ),
        ),
    )
)

register(
    FactTable(
        name="campaign_audiences",
        about="One row per campaign and audience that it speaks to: a campaign for two is two rows.",
        model="outreach.Campaign_audiences",
        rows=_audiences,
        columns=(
            *_of_campaign("campaign__"),
            Column("audience", Kind.CODE, ("campaignaudience__code",), "To whom it speaks.", AUDIENCES),
        ),
    )
)

register(
    FactTable(
        name="campaign_reach",
        about="One row per count of how many people a channel of a campaign reached: of nobody, and never added up "
        "across ways of counting.",
        model="outreach.Reach",
        rows=_reaches,
        columns=(
            *_of_campaign("campaign__"),
            Column("channel", Kind.CODE, ("channel__code",), "By which way.", CHANNELS),
            Column("how", Kind.CODE, ("how",), "Measured or estimated.", of_choices("reach_how", How)),
            Column("counted", Kind.DAY, ("counted_on",), "Day of the count."),
            Column("people", Kind.COUNT, ("people",), "How many people."),
        ),
    )
)
