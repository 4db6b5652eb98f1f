"""What happened around, and what a community is exposed to: written down, and mended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import Office, User
from ayni.audit import actions as audit
from ayni.codelists.models import Country, Territory

from ..models import Community, CommunityRisk, ContextEvent
from ..rules import context as rules


@dataclass(frozen=True)
class Happened:
    kind: str
    title: str
    began_on: date
    effect: str
    office: Office
    ended_on: date | None = None
    country: Country | None = None
    territory: Territory | None = None
    people: int | None = None
    link: str = ""


@dataclass(frozen=True)
class Known:
    """Of a community. `risks`: hazard → level, of those that were looked at."""

    name: str
    territory: Territory
    population: str
    vulnerabilities: str
    assessed_on: date
    office: Office
    capacities: str = ""
    people: int | None = None
    again_on: date | None = None
    risks: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def note_event(*, happened: Happened, event: ContextEvent | None = None, by: User, at: datetime) -> ContextEvent:
    """A new one, or what is there already with other words."""
    rules.check_days(began_on=happened.began_on, ended_on=happened.ended_on, today=localdate(at))
    one = event or ContextEvent(made_by=by, made_at=at)
    for name in happened.__dataclass_fields__:
        setattr(one, name, getattr(happened, name))
    one.save()
    audit.record("context.changed" if event else "context.noted", subject=one, by=by, at=at, kind=one.kind)
    return one


@transaction.atomic
def describe_community(*, known: Known, community: Community | None = None, by: User, at: datetime) -> Community:
    rules.check_past(known.assessed_on, today=localdate(at))
    one = community or Community(made_by=by, made_at=at)
    for name in known.__dataclass_fields__:
        if name != "risks":
            setattr(one, name, getattr(known, name))
    one.save()
    CommunityRisk.objects.filter(community=one).delete()
    CommunityRisk.objects.bulk_create(
        CommunityRisk(community=one, hazard=hazard, level=level) for hazard, level in sorted(known.risks.items())
    )
    audit.record("community.changed" if community else "community.described", subject=one, by=by, at=at)
    return one
