"""What may be counted of sessions and of who signed up: numbers, of nobody."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from ayni.facts.periods import month_of
from ayni.facts.registry import Column, FactTable, Kind, of_choices, of_table, register
from ayni.people.facts import DEPARTMENTS, OFFICES, ORGANISATIONS

from .models import Kind as SessionKind
from .models import Session, SignUp, SignUpState, State, Tongue

KINDS = of_table("session_kind", SessionKind)


def _sessions(at: datetime) -> Iterable[QuerySet[Any]]:
    return [Session.objects.filter(made_at__lte=at).order_by("pk")]


def _sign_ups(at: datetime) -> Iterable[QuerySet[Any]]:
    return [SignUp.objects.filter(made_at__lte=at).order_by("pk")]


def _where(path: str) -> tuple[Column, ...]:
    return (
        Column("office", Kind.CODE, (f"{path}office__code",), "Office that answers for it.", OFFICES),
        Column(
            "organisation", Kind.CODE, (f"{path}office__organisation__code",), "Whose office it is.", ORGANISATIONS
        ),
        Column(
            "department", Kind.CODE, (f"{path}department__code",), "Where it is; empty: online.", DEPARTMENTS
        ),
        Column("kind", Kind.CODE, (f"{path}kind__code",), "Session, talk, training…", KINDS),
        Column("month", Kind.MONTH, (f"{path}starts_at",), "Month in which it is held.", derive=month_of),
    )  # fmt: skip


register(
    FactTable(
        name="sessions",
        about="One row per session that the unit planned: of what kind, where, when, and what became of it.",
        model="outreach.Session",
        rows=_sessions,
        columns=(
            *_where(""),
            Column("state", Kind.CODE, ("state",), "Where it stands.", of_choices("session_state", State)),
            Column("language", Kind.CODE, ("language",), "Language it is held in.", of_choices("tongue", Tongue)),
            Column("seats", Kind.COUNT, ("seats",), "How many may come."),
            Column("is_online", Kind.FLAG, ("is_online",), "It is online."),
        ),
    )
)

register(
    FactTable(
        name="session_sign_ups",
        about="One row per sign-up for a session: of nobody.",
        model="outreach.SignUp",
        rows=_sign_ups,
        columns=(
            *_where("session__"),
            Column("state", Kind.CODE, ("state",), "Seat, waiting, withdrawn.", of_choices("sign_up", SignUpState)),
        ),
    )
)
