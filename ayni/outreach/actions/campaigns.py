"""The life of a campaign: planned, running, ended or cancelled; what it is made of, who spreads it, whom it reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import Office, Organisation, User
from ayni.audit import actions as audit
from ayni.codelists.models import Territory

from ..models import (
    Campaign,
    CampaignAudience,
    CampaignChannel,
    CampaignKind,
    CampaignMaterial,
    CampaignState,
    CampaignTheme,
    CommunicationRequest,
    Perception,
    Reach,
    Spreading,
    Strategy,
)
from ..rules import campaigns as rules

LISTS = ("audiences", "channels", "themes")


@dataclass(frozen=True)
class Meant:
    """What whoever plans says of a campaign."""

    kind: CampaignKind
    title: str
    objective: str
    audiences: Sequence[CampaignAudience]
    channels: Sequence[CampaignChannel]
    themes: Sequence[CampaignTheme]
    department: Territory | None
    begins_on: date
    ends_on: date
    office: Office
    strategy: Strategy | None
    request: CommunicationRequest | None


def _held(campaign: Campaign) -> Campaign:
    return Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)


def _check(meant: Meant, today: date) -> None:
    rules.check_days(begins_on=meant.begins_on, ends_on=meant.ends_on, today=today)
    if meant.request is not None:
        rules.check_request_of_campaign(CommunicationRequest.objects.get(pk=meant.request.pk).state)


def _fields(meant: Meant) -> dict[str, object]:
    return {name: getattr(meant, name) for name in meant.__dataclass_fields__ if name not in LISTS}


@transaction.atomic
def plan_campaign(*, meant: Meant, by: User, at: datetime) -> Campaign:
    _check(meant, localdate(at))
    campaign = Campaign.objects.create(made_by=by, made_at=at, **_fields(meant))
    _set_lists(campaign, meant)
    audit.record("outreach.planned", subject=campaign, by=by, at=at, kind=meant.kind.code)
    return campaign


def _set_lists(campaign: Campaign, meant: Meant) -> None:
    for name in LISTS:
        getattr(campaign, name).set(getattr(meant, name))


@transaction.atomic
def change_campaign(*, campaign: Campaign, seen: int, meant: Meant, by: User, at: datetime) -> Campaign:
    """Of two colleagues who write at once the second is told."""
    campaign = _held(campaign)
    rules.check_may_change(campaign.state, seen=seen, revision=campaign.revision)
    _check(meant, localdate(at))
    changed = [name for name, value in _fields(meant).items() if getattr(campaign, name) != value]
    for name, value in _fields(meant).items():
        setattr(campaign, name, value)
    campaign.revision += 1
    campaign.save()
    _set_lists(campaign, meant)
    audit.record("outreach.changed", subject=campaign, by=by, at=at, changed=",".join(changed))
    return campaign


@transaction.atomic
def begin_campaign(*, campaign: Campaign, by: User, at: datetime) -> Campaign:
    campaign = _held(campaign)
    rules.check_step(campaign.state, CampaignState.RUNNING)
    rules.check_has_begun(campaign.begins_on, localdate(at))
    return _step(campaign, CampaignState.RUNNING, by=by, at=at)


@transaction.atomic
def end_campaign(*, campaign: Campaign, by: User, at: datetime) -> Campaign:
    campaign = _held(campaign)
    rules.check_step(campaign.state, CampaignState.ENDED)
    return _step(campaign, CampaignState.ENDED, by=by, at=at)


@transaction.atomic
def cancel_campaign(*, campaign: Campaign, reason: str, by: User, at: datetime) -> Campaign:
    campaign = _held(campaign)
    rules.check_step(campaign.state, CampaignState.CANCELLED)
    campaign.cancelled_reason = reason
    return _step(campaign, CampaignState.CANCELLED, by=by, at=at)


def _step(campaign: Campaign, to: CampaignState, *, by: User, at: datetime) -> Campaign:
    campaign.state = to
    campaign.save(update_fields=["state", "cancelled_reason"])
    audit.record(f"outreach.{to.lower()}", subject=campaign, by=by, at=at)
    return campaign


@transaction.atomic
def add_material(
    *, campaign: Campaign, title: str, address: str, reference: str, by: User, at: datetime
) -> CampaignMaterial:
    """Of ours, by its address here; of others, by theirs."""
    campaign = _held(campaign)
    rules.check_may_add(campaign.state)
    made = CampaignMaterial.objects.create(campaign=campaign, title=title, address=address, reference=reference)
    audit.record("outreach.material_added", subject=campaign, by=by, at=at, material=made.pk)
    return made


@dataclass(frozen=True)
class Spread:
    """Who spreads a campaign since when, and what they took of it."""

    organisation: Organisation | None
    name: str
    material: CampaignMaterial | None
    copies: int | None
    since: date


@transaction.atomic
def add_spreading(*, campaign: Campaign, spread: Spread, by: User, at: datetime) -> Spreading:
    campaign = _held(campaign)
    rules.check_may_add(campaign.state)
    rules.check_who(is_registered=spread.organisation is not None, name=spread.name)
    rules.check_copies(copies=spread.copies, has_material=spread.material is not None)
    if spread.material is not None:
        rules.check_material_of(is_of_it=spread.material.campaign_id == campaign.pk)
    made = Spreading.objects.create(
        campaign=campaign, organisation=spread.organisation, name=spread.name, material=spread.material,
        copies=spread.copies, since=spread.since,
    )  # fmt: skip
    audit.record("outreach.spread", subject=campaign, by=by, at=at, spreading=made.pk)
    return made


@dataclass(frozen=True)
class Counted:
    """How many people a channel reached, on which day, and how that is known."""

    channel: CampaignChannel
    how: str
    people: int
    counted_on: date
    method: str


@transaction.atomic
def count_reach(*, campaign: Campaign, counted: Counted, by: User, at: datetime) -> Reach:
    campaign = _held(campaign)
    rules.check_reach(
        state=campaign.state, begins_on=campaign.begins_on, counted_on=counted.counted_on, today=localdate(at)
    )
    rules.check_channel(is_used=campaign.channels.filter(pk=counted.channel.pk).exists())
    same = Reach.objects.filter(
        campaign=campaign, channel=counted.channel, how=counted.how, counted_on=counted.counted_on
    )
    rules.check_counted_once(is_there=same.exists())
    made = Reach.objects.create(
        campaign=campaign, channel=counted.channel, how=counted.how, people=counted.people,
        counted_on=counted.counted_on, method=counted.method,
    )  # fmt: skip
    audit.record("outreach.reach_counted", subject=campaign, by=by, at=at, reach=made.pk, how=counted.how)
    return made


@dataclass(frozen=True)
class Asked:
    """What a survey asked of whom, and how many answered so."""

    moment: str
    question: str
    population: str
    agree: int
    sample: int
    asked_on: date
    source: str


@transaction.atomic
def record_perception(*, campaign: Campaign, asked: Asked, by: User, at: datetime) -> Perception:
    campaign = _held(campaign)
    rules.check_may_add(campaign.state)
    rules.check_share(agree=asked.agree, sample=asked.sample)
    rules.check_perception(
        moment=asked.moment, begins_on=campaign.begins_on, asked_on=asked.asked_on, today=localdate(at)
    )
    same = Perception.objects.filter(campaign=campaign, moment=asked.moment, question=asked.question)
    rules.check_asked_once(is_there=same.exists())
    made = Perception.objects.create(
        campaign=campaign, moment=asked.moment, question=asked.question, population=asked.population,
        agree=asked.agree, sample=asked.sample, asked_on=asked.asked_on, source=asked.source,
    )  # fmt: skip
    audit.record("outreach.perception_recorded", subject=campaign, by=by, at=at, moment=asked.moment)
    return made
