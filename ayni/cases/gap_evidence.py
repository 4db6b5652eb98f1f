"""What cases know about gaps: late steps, notes from the field, denials and needs that no service meets. `counted` is
for every table of evidence whose rows lead to a case."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import Any

from django.db.models import Case as If
from django.db.models import Count, DateField, F, Q, QuerySet, When
from django.db.models.functions import Cast, TruncMonth
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.access.models import User
from ayni.design.words import day
from ayni.governance import hooks
from ayni.governance.models import Gap
from ayni.lib.together import read_together
from ayni.people.models import Sensitivity

from .models import Case, Denial, EvidenceKind, GapEvidence, Need, NeedState

SHOWN = 50


def counted(
    rows: QuerySet[Any], gaps: Collection[int], user: User, *, case: str = "case", at: str = "noted_at"
) -> QuerySet[Any, Any]:
    """How much evidence these rows are: gap, month, the person if they are hidden from this user, number. `case` and
    `at` are the paths from a row to its case, which may be missing, and to its moment; the row's key to the gap is
    called `gap`."""
    seen = Case.objects.visible_to(user).order_by().values("pk")
    hidden = Q(**{f"{case}__sensitivity": Sensitivity.RESTRICTED}) & ~Q(**{f"{case}__in": seen})
    # A date also in the eyes of the database: what is read together is read by the type of its column.
    month = Cast(TruncMonth(at), DateField())
    found = rows.filter(gap__in=gaps).annotate(month=month, hidden=If(When(hidden, then=F(f"{case}__person"))))
    tally: QuerySet[Any, Any] = found.order_by().values_list("gap", "month", "hidden").annotate(number=Count("pk"))
    return tally


def pieces(gaps: Collection[int], user: User) -> Mapping[str, Iterable[hooks.Piece]]:
    """Of all kinds, in one statement."""
    asked = {
        **{kind.value: counted(GapEvidence.objects.filter(kind=kind), gaps, user) for kind in EvidenceKind},
        "DENIAL": counted(Denial.objects.all(), gaps, user, at="recorded_at"),
        "UNMET_NEED": counted(Need.objects.filter(state=NeedState.NO_SERVICE), gaps, user, at="changed_at"),
    }
    answers = zip(asked, read_together(*asked.values()), strict=True)
    return {
        kind: [hooks.Piece(gap, month, number, hidden_person=person) for gap, month, person, number in found]
        for kind, found in answers
    }


def _rows(kind: EvidenceKind, say: Callable[[GapEvidence], tuple[str, str]], gap: Gap, user: User) -> Any:
    rows = GapEvidence.objects.visible_to(user).filter(gap=gap, kind=kind).order_by("-noted_at", "-pk")
    rows = rows.select_related("case", "task__step__protocol", "territory")[:SHOWN]
    return [hooks.EvidenceRow(row.noted_at, *say(row)) for row in rows]


def _late_step(row: GapEvidence) -> tuple[str, str]:
    task = row.task
    assert task is not None  # noqa: S101 - a constraint says so
    due = day(task.due_at.date()) if task.due_at else "–"
    of = f"{task.step.protocol.code}, {task.step.order}" if task.step else ""
    words = _("Step %(step)s, due on %(due)s") % {"step": of, "due": due}
    return words, reverse("desk:task", args=[task.case_id, task.pk])


def _field_note(row: GapEvidence) -> tuple[str, str]:
    where = row.territory.label_es if row.territory else _("no place given")
    return _("Note from the field: %(where)s") % {"where": where}, reverse("desk:field-note", args=[row.pk])


def _denials(gap: Gap, user: User) -> Any:
    rows = Denial.objects.visible_to(user).filter(gap=gap).select_related("category", "barrier", "organisation")
    return [
        hooks.EvidenceRow(row.recorded_at, _denial(row), reverse("desk:denial", args=[row.case_id, row.pk]))
        for row in rows.order_by("-recorded_at", "-pk")[:SHOWN]
    ]


def _denial(row: Denial) -> str:
    who = row.organisation.name if row.organisation else ""
    return " · ".join(filter(None, [row.barrier.label_es, row.category.label_es, who]))


def _needs(gap: Gap, user: User) -> Any:
    visible = Case.objects.visible_to(user).order_by().values("pk")
    rows = Need.objects.filter(gap=gap, state=NeedState.NO_SERVICE, case__in=visible).select_related("sector")
    return [
        hooks.EvidenceRow(row.changed_at, row.sector.label_es, reverse("desk:case-needs", args=[row.case_id]))
        for row in rows.order_by("-changed_at", "-pk")[:SHOWN]
        if row.changed_at
    ]


EVIDENCE = {
    EvidenceKind.LATE_STEP.value: hooks.GapEvidence(
        gettext_lazy("Steps done late, or not done"), partial(_rows, EvidenceKind.LATE_STEP, _late_step)
    ),
    EvidenceKind.FIELD_NOTE.value: hooks.GapEvidence(
        gettext_lazy("Notes from the field"), partial(_rows, EvidenceKind.FIELD_NOTE, _field_note)
    ),
    "DENIAL": hooks.GapEvidence(gettext_lazy("Denials of service"), _denials),
    "UNMET_NEED": hooks.GapEvidence(gettext_lazy("Needs that no service meets"), _needs),
}
