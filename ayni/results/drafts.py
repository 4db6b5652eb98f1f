"""Drafts of definitions: which wait, which came back, and what each comes after."""

from django.db.models import Exists, OuterRef, QuerySet

from .models import Definition, DefinitionDraft, ValueState


def waiting() -> QuerySet[DefinitionDraft]:
    """The oldest first."""
    rows = DefinitionDraft.objects.filter(state=ValueState.WAITING).select_related("by")
    return rows.order_by("at", "pk")


def returned() -> QuerySet[DefinitionDraft]:
    """Those that came back and after which nobody wrote another, the newest first."""
    later = DefinitionDraft.objects.filter(code=OuterRef("code"), pk__gt=OuterRef("pk"))
    rows = DefinitionDraft.objects.filter(~Exists(later), state=ValueState.RETURNED).select_related("by", "decided_by")
    return rows.order_by("-decided_at", "-pk")


def open_of(code: str) -> DefinitionDraft | None:
    """The newest draft of an indicator, while it waits or after it came back."""
    draft = DefinitionDraft.objects.filter(code=code).select_related("by").order_by("-pk").first()
    return None if draft is None or draft.state == ValueState.APPROVED else draft


def before(draft: DefinitionDraft) -> Definition | None:
    """The version that it comes after; none of a new indicator."""
    versions = Definition.objects.filter(indicator__code=draft.code, version=draft.seen)
    return versions.select_related("indicator").prefetch_related("indicator__contributions").first()
