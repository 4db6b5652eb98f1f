"""Studies: which there are, and what was answered, with no way back to whoever it was."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.codelists.models import Barrier
from ayni.codelists.queries import current
from ayni.governance.models import Gap
from ayni.instruments.xlsform.asking import Filled, filled
from ayni.instruments.xlsform.incoming import WAY
from ayni.referrals.queries import token_hash

from ..models import Finding, Response, Study, StudyState

MOST_ROWS = 50_000


def studies(user: User) -> QuerySet[Study]:
    """Each with how many answers came."""
    rows = Study.objects.visible_to(user).select_related("office", "territory")
    return rows.annotate(answered=Count("responses", filter=Q(responses__sent_on__isnull=False)))


def by_token(token: str) -> Study | None:
    return Study.objects.exclude(state=StudyState.DRAFT).filter(token=token[:20]).first()


def draft_of(study: Study, secret: str) -> Response | None:
    """What was begun at this address."""
    return Response.objects.filter(study=study, draft=draft_digest(secret)).first() if secret else None


def draft_digest(secret: str) -> str:
    return token_hash("study-draft", secret[:60])


def barriers() -> QuerySet[Barrier]:
    return current(Barrier).order_by("label_es", "pk")


def gaps(user: User) -> QuerySet[Gap]:
    return Gap.objects.visible_to(user).order_by("code")


def findings(study: Study) -> QuerySet[Finding]:
    return Finding.objects.filter(study=study).select_related("sector", "barrier", "gap").order_by("made_at", "pk")


def stands(study: Study, typed: Mapping[str, Any], *, today: date, language: str) -> Filled:
    return filled(study.definition, typed, today=today, language=language)


def table(study: Study) -> Iterator[list[str]]:
    """A header, then a line for each that was sent: a key that only this installation can make, the month, whether
    it came by the page or in a file, and what was answered. What is in a repeat has its number in the header."""
    rows = list(Response.objects.filter(study=study, sent_on__isnull=False).order_by("id")[:MOST_ROWS])
    columns = _columns(study, rows)
    yield ["respuesta", "mes", "idioma", WAY, *columns]
    for one in rows:
        month = f"{one.sent_on:%Y-%m}" if one.sent_on else ""
        way = _("page") if one.file_id is None else _("file")
        yield [key_of(one.pk), month, one.language, way, *(_cell(one.answers.get(path)) for path in columns)]


def _columns(study: Study, rows: list[Response]) -> list[str]:
    """Questions in the order of the form, however often a repeat was filled in."""
    order = {item["name"]: place for place, item in enumerate(study.definition["items"]) if item["name"]}
    paths = {path for one in rows for path in one.answers}
    return sorted(paths, key=lambda path: _place(path, order))


def _place(path: str, order: Mapping[str, int]) -> tuple[int, ...]:
    """Names and numbers take turns in a path, however deep it is."""
    return tuple(int(part) if part.isdecimal() else order.get(part, 999) for part in path.split("."))


def key_of(response: UUID) -> str:
    """Of an answer, in the table that leaves. A letter in front: a spreadsheet would take `12e4…` for a number."""
    return "r" + token_hash("study-response", str(response))[:16]


def _cell(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value if value is not None else "")
