"""The register of norms, policies and plans: the lists, and what hangs on one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from ayni.access.models import User
from ayni.codelists import queries as codelists
from ayni.codelists.models import LegalNorm

from ..models import DraftState, FollowUp, FollowUpKind, Instrument, Protocol, ProtocolDraft, ProtocolStep

REGISTERED = ("-registered_at", "-pk")


@dataclass(frozen=True)
class InstrumentFilters:
    """What narrows the list. Empty: everything."""

    kind: str = ""
    track: str = ""
    state: str = ""
    topic: str = ""
    level: str = ""
    department: str = ""
    migration: str = ""


def instruments(user: User, filters: InstrumentFilters) -> QuerySet[Instrument]:
    """Order: REGISTERED."""
    rows = Instrument.objects.visible_to(user).select_related("territory", "institution", "owner")
    asked = {
        "kind": filters.kind,
        "track": filters.track,
        "state": filters.state,
        "topic": filters.topic,
        "level": filters.level,
        "territory__department_code": filters.department,
        "migration": filters.migration,
    }
    return rows.filter(**{name: value for name, value in asked.items() if value})


def whole_instruments(user: User) -> QuerySet[Instrument]:
    return Instrument.objects.visible_to(user).select_related(
        "territory__parent__parent", "institution", "owner", "registered_by", "gap", "norm"
    )


def happened(instrument: Instrument) -> list[FollowUp]:
    """All that happened with it, the newest first."""
    return list(instrument.follow_ups.select_related("recorded_by").order_by("-on", "-pk"))


def versions_from(instrument: Instrument) -> list[ProtocolDraft]:
    """The versions of protocols that follow from it, approved or on the way."""
    rows = instrument.drafts.exclude(state=DraftState.DISCARDED).select_related("protocol")
    return list(rows.order_by("-started_at", "-pk"))


def topics() -> list[str]:
    """The topics that norms and instruments have."""
    of_norms = codelists.current(LegalNorm).order_by().values_list("topic", flat=True)
    of_instruments = Instrument.objects.order_by().exclude(topic="").values_list("topic", flat=True)
    return sorted({*of_norms, *of_instruments})


def norms(topic: str = "", kind: str = "") -> QuerySet[LegalNorm]:
    """The norms in force, with when each was last looked at."""
    reviews = FollowUp.objects.filter(norm_code=OuterRef("code"), kind=FollowUpKind.REVIEW).order_by("-on", "-pk")
    rows = codelists.current(LegalNorm).annotate(reviewed_on=Subquery(reviews.values("on")[:1]))
    rows = rows.filter(topic=topic) if topic else rows
    return (rows.filter(kind=kind) if kind else rows).order_by("topic", "-year", "code")


def kinds_of_norm() -> list[str]:
    return sorted({*codelists.current(LegalNorm).order_by().values_list("kind", flat=True)})


def steps_resting_on(code: str, on: date) -> list[ProtocolStep]:
    """The steps in force that rest on a norm, whichever version of it they name."""
    rows = ProtocolStep.objects.filter(norms__code=code, protocol__in=Protocol.objects.in_force(on).values("pk"))
    return list(rows.select_related("protocol", "actor").distinct().order_by("protocol__name", "order"))


def instruments_about(codes: Iterable[str]) -> list[Instrument]:
    """What became one of these norms."""
    return list(Instrument.objects.filter(norm__code__in=list(codes)).order_by(*REGISTERED))
