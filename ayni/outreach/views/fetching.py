"""A session, or what hangs on one, as far as this user sees it."""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404

from ayni.access.permissions import SignedIn

from .. import queries
from ..models import Session

Row = TypeVar("Row", bound=Model)


def session_of(request: SignedIn, session_id: UUID) -> Session:
    return get_object_or_404(queries.sessions(), pk__in=Session.objects.visible_to(request.user), pk=session_id)


def part_of(rows: "QuerySet[Row]", request: SignedIn, key: Any) -> Row:
    """A row of a session that this user sees."""
    return get_object_or_404(rows.filter(session__in=Session.objects.visible_to(request.user)), pk=key)
