"""Late steps and notes from the field, as evidence of a gap."""

import pytest
from django.db import IntegrityError, transaction

from ayni.cases.models import GapEvidence
from ayni.governance import queries
from ayni.governance.hooks import GAP_EVIDENCE
from ayni.governance.tests.factories import GapFactory

from .factories import NOON, later, open_case

pytestmark = pytest.mark.django_db


def late(case, gap, at=NOON):
    task = case.tasks.first()
    return GapEvidence.objects.create(
        kind="LATE_STEP", case=case, task=task, gap=gap, noted_by=case.caseworker, noted_at=at
    )


def test_whoever_sees_the_case_sees_the_row_and_others_only_the_number(rosa, julio, vera):
    gap = GapFactory()
    late(open_case(rosa), gap)
    assert [row.words for row in queries.evidence_shown(gap, julio)] == ["Paso PW-INDOC, 1, vencía el 21 nov 2026"]
    assert queries.evidence_shown(gap, vera) == []
    assert queries.tallies([gap], vera)[gap.pk].kinds == {"LATE_STEP": 1}


def test_a_restricted_case_is_neither_listed_nor_counted_for_others(rosa, julio, marta, tomas):
    gap = GapFactory()
    late(open_case(rosa, "VP-TRATA"), gap)
    assert len(queries.evidence_shown(gap, rosa)) == 1
    assert queries.tallies([gap], rosa)[gap.pk].total == 1
    for other in (julio, marta, tomas):
        assert queries.evidence_shown(gap, other) == []
        assert queries.tallies([gap], other)[gap.pk].total == 0


def test_ten_people_of_restricted_cases_are_counted_together(rosa, tomas):
    gap = GapFactory()
    for _ in range(10):
        late(open_case(rosa, "VP-TRATA"), gap)
    tally = queries.tallies([gap], tomas)[gap.pk]
    assert (tally.reserved, dict(tally.kinds)) == (10, {})


def test_a_note_without_a_case_is_read_by_whoever_works_with_cases(rosa, vera):
    gap = GapFactory()
    GapEvidence.objects.create(kind="FIELD_NOTE", gap=gap, text="Cerrado", noted_by=rosa, noted_at=later(days=40))
    assert [row.kind for row in GapEvidence.objects.visible_to(vera)] == ["FIELD_NOTE"]
    (month,) = queries.tallies([gap], vera)[gap.pk].months
    assert (month.year, month.month, month.day) == (2026, 12, 1)


def test_evidence_of_many_gaps_costs_one_statement_a_kind(rosa, marta, django_assert_num_queries):
    gaps = [GapFactory() for _ in range(3)]
    for gap in gaps:
        late(open_case(rosa), gap)
    marta.active_memberships  # noqa: B018 - what every page has asked for before
    with django_assert_num_queries(len(GAP_EVIDENCE)):
        queries.tallies(gaps, marta)


def test_a_late_step_shows_a_gap_once(rosa):
    gap, case = GapFactory(), open_case(rosa)
    late(case, gap)
    with pytest.raises(IntegrityError), transaction.atomic():
        late(case, gap)
