"""What an activity probably served: what it says itself, or what the last one like it said."""

from typing import Any

from django.db.models import QuerySet

from ayni.access.models import Office

from ..models import OVER, Assistance, AssistanceState, Kind, Session
from ..rules.aims import likely_outcome, likely_outcome_with


def of_session(session: Session) -> dict[str, str]:
    """`aim` and `outcome` to be shown chosen when it is closed."""
    before = _last(session)
    assistance = session.assistance
    # Of whom it is for is known more often than what another one like it was for.
    likely = likely_outcome(session.audience_kind) if session.audience_kind else before.outcome if before else ""
    return {
        "aim": session.aim or (assistance.aim if assistance else "") or (before.aim if before else ""),
        "outcome": session.outcome or (assistance.outcome if assistance else "") or likely,
    }


def _last(session: Session) -> Session | None:
    """The last of its series, else the last of its kind in its office."""
    rows = _held().exclude(pk=session.pk)
    series = rows.filter(series=session.series_id).first() if session.series_id else None
    return series or rows.filter(kind__code=session.kind.code, office=session.office_id).first()


def _held() -> QuerySet[Session]:
    return Session.objects.filter(state__in=OVER).exclude(aim="").order_by("-starts_at", "-pk")


def of_kind(kind: Kind, office: Office) -> str:
    """The objective that the last session of this kind in this office served; nothing, if there was none."""
    found = _held().filter(kind__code=kind.code, office=office).values_list("aim", flat=True).first()
    return found or ""


def of_assistance(assistance: Assistance) -> dict[str, str]:
    """What it says itself, else what the last one that was fulfilled and wanted the same change served."""
    rows: QuerySet[Any] = Assistance.objects.filter(
        state=AssistanceState.DONE, change=assistance.change, office=assistance.office_id
    )
    before = rows.exclude(aim="").order_by("-ended_at", "-pk").first()
    is_own = assistance.institution_id == assistance.office.organisation_id
    return {
        "aim": assistance.aim or (before.aim if before else ""),
        "outcome": assistance.outcome or likely_outcome_with(is_own=is_own),
    }  # fmt: skip
