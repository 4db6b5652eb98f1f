"""How files come in and go: lists that were taken in, and files that ended. Who is registered stands in `people`: with
its day, and less those who left, it gives the stock of any day."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, QuerySet, TextChoices, Value
from django.utils.translation import pgettext_lazy

from ayni.facts.periods import day_of, month_of
from ayni.facts.registry import Column, FactTable, Kind, of_choices, register

from ..models import Basis, Erasure, Ground, ImportBatch, Merge
from ..models.imports import BatchState, RowState
from .files import DEPARTMENTS, OFFICES, ORGANISATIONS


class WayOut(TextChoices):
    """How a file ended."""

    MERGED = "MERGED", pgettext_lazy("file", "It became part of another one")
    ERASED = "ERASED", pgettext_lazy("file", "It was erased")


def _text(text: str) -> Value:
    return Value(text, output_field=CharField())


def _ended(at: datetime) -> Iterable[QuerySet[Any]]:
    merged = Merge.objects.filter(at__lte=at, undone_at__isnull=True).order_by("pk")
    erased = Erasure.objects.filter(erased_at__lte=at).order_by("pk")
    return [
        merged.annotate(
            way=_text(WayOut.MERGED), why=_text(""), ended=F("at"), place=F("kept__office__department__code")
        ),
        erased.annotate(
            way=_text(WayOut.ERASED), why=F("ground"), ended=F("erased_at"), place=F("person__office__department__code")
        ),
    ]  # fmt: skip


register(
    FactTable(
        name="files_ended",
        about="One row per file that was merged into another one or erased: of which department, when and why. Neither "
        "office, row nor person: in a small office it would be about somebody.",
        model="people.Merge",
        rows=_ended,
        columns=(
            Column("way", Kind.CODE, ("way",), "Merged or erased.", of_choices("way_out", WayOut)),
            Column("ground", Kind.CODE, ("why",), "Why it was erased.", of_choices("erasure_ground", Ground)),
            Column("department", Kind.CODE, ("place",), "Where its office is.", DEPARTMENTS),
            Column("month", Kind.MONTH, ("ended",), "Month in which it ended.", derive=month_of),
            Column("ended_on", Kind.DAY, ("ended",), "Day on which it ended.", derive=day_of),
        ),
    )
)


def _imports(at: datetime) -> Iterable[QuerySet[Any]]:
    return [ImportBatch.objects.filter(received_at__lte=at).order_by("pk")]


def _all(counts: dict[str, int]) -> int:
    return sum(counts.values())


def _taken_in(counts: dict[str, int]) -> int:
    return counts.get(RowState.ACCEPTED, 0)


register(
    FactTable(
        name="imports",
        about="One row per list of people that came in: whose office took it, and how much of it was taken in.",
        model="people.ImportBatch",
        rows=_imports,
        columns=(
            Column("office", Kind.CODE, ("office__code",), "Office that took it.", OFFICES),
            Column("organisation", Kind.CODE, ("office__organisation__code",), "Whose office it is.", ORGANISATIONS),
            Column("department", Kind.CODE, ("office__department__code",), "Where the office is.", DEPARTMENTS),
            Column("state", Kind.CODE, ("state",), "Where it stands.", of_choices("import_state", BatchState)),
            Column("basis", Kind.CODE, ("basis",), "Why its data could be taken.", of_choices("basis", Basis)),
            Column("rows", Kind.COUNT, ("counts",), "How many rows it has.", derive=_all),
            Column("accepted", Kind.COUNT, ("counts",), "How many became or joined a file.", derive=_taken_in),
            Column("month", Kind.MONTH, ("received_at",), "Month in which it came.", derive=month_of),
        ),
    )
)
