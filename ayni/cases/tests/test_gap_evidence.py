"""Late steps and notes from the field, as evidence of a gap."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from ayni.cases import actions
from ayni.cases.models import GapEvidence
from ayni.governance import queries
from ayni.governance.hooks import GAP_EVIDENCE
from ayni.governance.tests.factories import GapFactory

from .factories import NOON, deny, later, need_in, open_case

pytestmark = pytest.mark.django_db


def late(case, gap, at=NOON):
    task = case.tasks.first()
    return GapEvidence.objects.create(
        kind="LATE_STEP", case=case, task=task, gap=gap, noted_by=case.caseworker, noted_at=at
    )


def of_all_kinds(case, gap):
    late(case, gap)
    GapEvidence.objects.create(
        kind="FIELD_NOTE", case=case, gap=gap, text="Cerrado", noted_by=case.caseworker, noted_at=NOON
    )
    need = actions.change_need(need=need_in(case), state="NO_SERVICE", by=case.caseworker, at=NOON)
    for evidence in (deny(case), need):
        actions.show_gap(evidence=evidence, gap=gap, by=case.caseworker, at=NOON)


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


def test_the_month_of_evidence_is_the_one_in_lima(rosa, vera):
    gap, last_of_november = GapFactory(), datetime(2026, 12, 1, 4, 59, tzinfo=UTC)
    late(open_case(rosa), gap, at=last_of_november)
    late(open_case(rosa), gap, at=last_of_november + timedelta(minutes=1))
    months = queries.tallies([gap], vera)[gap.pk].months
    assert list(months) == [date(2026, 12, 1), date(2026, 11, 1)]


def test_evidence_of_many_gaps_and_all_kinds_costs_one_statement(rosa, marta, django_assert_num_queries):
    gaps = [GapFactory() for _ in range(3)]
    for gap in gaps:
        of_all_kinds(open_case(rosa), gap)
    marta.active_memberships  # noqa: B018 - what every page has asked for before
    with django_assert_num_queries(1):
        found = queries.tallies(gaps, marta)
    assert [dict(found[gap.pk].kinds) for gap in gaps] == [dict.fromkeys(GAP_EVIDENCE, 1)] * 3


def test_hidden_people_of_different_kinds_fill_a_block_together(rosa, tomas):
    gap = GapFactory()
    for _ in range(9):
        of_all_kinds(open_case(rosa, "VP-TRATA"), gap)
    assert queries.tallies([gap], tomas)[gap.pk].total == 0, "36 rows of nine people"
    late(open_case(rosa, "VP-TRATA"), gap)
    tally = queries.tallies([gap], tomas)[gap.pk]
    assert (dict(tally.kinds), len(tally.months)) == ({}, 0)
    assert tally.reserved == 37


def test_a_late_step_shows_a_gap_once(rosa):
    gap, case = GapFactory(), open_case(rosa)
    late(case, gap)
    with pytest.raises(IntegrityError), transaction.atomic():
        late(case, gap)


def test_the_page_of_a_gap_with_evidence_of_all_kinds_stays_within_twelve_statements(
    client, rosa, marta, django_assert_max_num_queries
):
    gap = GapFactory()
    of_all_kinds(open_case(rosa), gap)
    client.force_login(marta)
    client.get(f"/brechas/{gap.code}/")
    with django_assert_max_num_queries(12):
        page = client.get(f"/brechas/{gap.code}/").content.decode()
    for kind in GAP_EVIDENCE.values():
        assert str(kind.name) in page
    assert page.count("ay-list__side") >= len(GAP_EVIDENCE)
