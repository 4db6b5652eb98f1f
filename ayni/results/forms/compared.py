"""A draft of a definition beside the version that it comes after, field by field, in the words of the form."""

from dataclasses import dataclass
from typing import Any

from ..models import Definition, DefinitionDraft
from .indicators import IndicatorForm, as_typed


@dataclass(frozen=True)
class Said:
    """One field: as it stands, and as the draft says it."""

    label: str
    before: str
    now: str

    @property
    def differs(self) -> bool:
        return self.before != self.now


def compared(draft: DefinitionDraft, before: Definition | None) -> list[Said]:
    """Those that one of the two fills; what changes first."""
    nodes = sorted(one.node_code for one in before.indicator.contributions.all()) if before else []
    old = as_typed(before, nodes) | {"why": before.why} if before else {}
    new = as_typed(draft.definition(), draft.nodes) | {"why": draft.said.get("why", "")}
    rows = [
        Said(str(field.label), _shown(name, old.get(name)), _shown(name, new.get(name)))
        for name, field in IndicatorForm.base_fields.items()
        if name != "code"
    ]
    filled = [row for row in rows if row.before or row.now]
    return sorted(filled, key=lambda row: not row.differs)


def _shown(name: str, value: Any) -> str:
    """A choice by its word."""
    if value is None or name not in {one.name for one in Definition._meta.concrete_fields}:
        return "" if value is None else str(value)
    words = dict(Definition._meta.get_field(name).flatchoices)  # type: ignore[union-attr]
    return str(words.get(value, value))
