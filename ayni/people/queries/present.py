"""What stands of a person's characteristics, read in the statement that reads the person: the head of every page of
the file shows it without asking once more."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Aggregate, CharField, F, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from ayni.codelists import queries as codelists
from ayni.people.models import Characteristic, Confidence, Kind, Person
from ayni.people.rules.characteristics import KINDS
from ayni.people.rules.sources import Provenance

from .histories import is_confirmed

_BETWEEN, _WITHIN = "\n", "|"


class _Joined(Aggregate):
    """The texts of a group, one a line, in no order."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, CHAR(10))"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "STRING_AGG(%(expressions)s, CHR(10))"
        return super().as_sql(compiler, connection, template=template, **extra)


@dataclass(frozen=True)
class Present:
    """One characteristic as it is now."""

    kind: str
    heading: str
    text: str
    since: date | None
    is_confirmed: bool


def said() -> Subquery:
    """To annotate people with; `present` reads it. What is sensitive is not in it."""
    parts = ["kind", "code", "day", "source", "confidence"]
    line = Concat(*[part for name in parts for part in (F(name), Value(_WITHIN))], output_field=TextField())
    rows = Characteristic.objects.filter(person=OuterRef("pk"), ended_at=None).exclude(code="").order_by()
    dated = rows.annotate(day=Coalesce(Cast("since", CharField()), Value("")))
    return Subquery(dated.values("person").annotate(lines=_Joined(line)).values("lines"))


def present(person: Person) -> list[Present]:
    """Of a person of `whole`, in the order of the kinds."""
    lines = [line.split(_WITHIN) for line in (getattr(person, "said", None) or "").split(_BETWEEN) if line]
    labels = codelists.labels((KINDS[kind].codes, code) for kind, code, *_rest in lines)
    found = [
        Present(
            kind, str(Kind(kind).label), labels.get((KINDS[kind].codes, code), code),
            date.fromisoformat(day) if day else None, is_confirmed(Provenance(source, Confidence(confidence))),
        )
        for kind, code, day, source, confidence, *_rest in lines
    ]  # fmt: skip
    order = [kind.value for kind in Kind]
    return sorted(found, key=lambda one: (order.index(one.kind), one.since or date.min, one.text))


def present_of(person: Person, kind: str) -> str:
    """In words; empty if the file says nothing of it."""
    return ", ".join(one.text for one in present(person) if one.kind == kind)
