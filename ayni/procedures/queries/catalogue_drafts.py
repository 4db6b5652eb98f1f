"""Drafts of the catalogue: what a version says as a draft would, what is missing, what differs, who may approve."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from ayni.access.models import User
from ayni.governance.models import DraftState

from ..models import CatalogueDraft, Procedure, Regime, RouteRule
from ..rules import catalogue_drafts as rules

Kind = CatalogueDraft.Kind
MODELS: dict[str, type[Regime] | type[Procedure]] = {Kind.REGIME: Regime, Kind.PROCEDURE: Procedure}
FIELDS = {
    Kind.REGIME: ("label_es", "legal_basis", "opens_on", "closes_on", "leads_to", "note", "source", "confidence"),
    Kind.PROCEDURE: (
        "label_es", "is_open", "opens_on", "closes_on", "channel", "result", "validity_days", "grants_status",
        "statutory_days", "silence", "payment_code", "legal_basis", "steps", "note", "source", "confidence",
    ),
}  # fmt: skip
REQUIREMENT = (
    "label_es", "kind", "document_type", "accepts", "mandatory", "applies", "applies_text", "exception_es", "source",
    "confidence",
)  # fmt: skip
FEE = ("applies", "amount", "as_of", "payment_code", "confidence")


def newest(kind: str, code: str) -> Regime | Procedure | None:
    """The version that a new one would follow: in force, or to come into force."""
    found: Regime | Procedure | None = MODELS[kind].objects.current().filter(code=code).first()
    return found


def said_by(entry: Regime | Procedure) -> dict[str, Any]:
    """What a version says, in the shape of a draft."""
    kind = Kind.PROCEDURE if isinstance(entry, Procedure) else Kind.REGIME
    content = {name: plain(getattr(entry, name)) for name in FIELDS[kind]}
    content["norms"] = [norm.code for norm in entry.norms.order_by("code")]
    if isinstance(entry, Procedure):
        content |= _parts(entry)
    return content


def _parts(entry: Procedure) -> dict[str, Any]:
    rows = RouteRule.objects.current().filter(procedure_code=entry.code).order_by("code")
    return {
        "regime": entry.regime.code if entry.regime else "",
        "authority": entry.authority.code if entry.authority else "",
        "requirements": [_taken(one, REQUIREMENT) for one in entry.requirements.order_by("order")],
        "fees": [_taken(one, FEE) for one in entry.fees.order_by("applies")],
        "rules": [
            {
                "code": row.code, "when": row.when, "says": row.label_es, "effect": row.effect, "exempts": row.exempts,
                "legal_basis": row.legal_basis, "source": row.source, "confidence": row.confidence,
            }
            for row in rows
        ],
    }  # fmt: skip


def _taken(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: plain(getattr(row, name)) for name in names}


def plain(value: Any) -> Any:
    """As JSON keeps it: a day and an amount as they are written."""
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, Decimal) else value


def open_drafts(user: User) -> QuerySet[CatalogueDraft]:
    """Those being written, and those that wait for approval; the latter first."""
    return CatalogueDraft.objects.visible_to(user).open().select_related("started_by").order_by("state", "code", "pk")


def finished_drafts(user: User) -> QuerySet[CatalogueDraft]:
    rows = CatalogueDraft.objects.visible_to(user).filter(state__in=[DraftState.APPROVED, DraftState.DISCARDED])
    return rows.order_by("-started_at", "-pk")[:50]


def waiting_for(user: User) -> QuerySet[CatalogueDraft]:
    """Drafts that this user could approve."""
    wrote = CatalogueDraft.authors.through._default_manager.filter(cataloguedraft=OuterRef("pk"), user=user)
    rows = CatalogueDraft.objects.visible_to(user).filter(~Exists(wrote), state=DraftState.SUBMITTED)
    return rows.order_by("submitted_at", "pk")


def draft_of(kind: str, code: str, user: User) -> CatalogueDraft | None:
    """The open draft of an entry, if there is one."""
    return CatalogueDraft.objects.visible_to(user).open().filter(kind=kind, code=code).first()


def missing(draft: CatalogueDraft, today: date) -> list[str]:
    whole = rules.Whole(draft.kind, draft.content, draft.reason, draft.based_on is None, draft.valid_from)
    return rules.what_is_missing(whole, today=today)


def changes(draft: CatalogueDraft) -> list[rules.Difference]:
    """What it says otherwise than the version that it follows."""
    base = MODELS[draft.kind].objects.filter(code=draft.code, version=draft.based_on or 0).first()
    return rules.differences(said_by(base) if base else {}, draft.content)


def is_on_the_newest(draft: CatalogueDraft) -> bool:
    base = newest(draft.kind, draft.code)
    return draft.based_on == (base.version if base else None)
