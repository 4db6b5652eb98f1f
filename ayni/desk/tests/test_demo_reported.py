"""A newcomer to the demo finds a report that is frozen, one that is being written, a value with its document, and a
district whose governance somebody assessed."""

import shutil

import pytest
from django.conf import settings

from ayni.desk.demo import World, reported
from ayni.desk.demo.territorial import SMP
from ayni.facts import builds
from ayni.facts.actions import build
from ayni.results import sheets
from ayni.results.models import Assessment, Report, ReportState, Value
from tests.demo import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def reports(demo: World):
    made = build(home=settings.AYNI_HOME, at=AT)
    reported.report(made, AT)
    yield {one.state: one for one in Report.objects.order_by("pk")}
    shutil.rmtree(builds.root(settings.AYNI_HOME))


def test_the_quarter_that_is_over_is_approved_by_somebody_else_and_the_running_one_is_being_written(reports):
    frozen, draft = reports[ReportState.APPROVED], reports[ReportState.DRAFT]
    assert (frozen.number, draft.number) == ("IR-2026-T3-OIM", "IR-2026-T4-OIM")
    assert frozen.approved_by.username == "marta"
    assert [one.username for one in frozen.authors.all()] == ["tomas"]
    assert frozen.achievements
    known = [one for one in frozen.contents["indicators"].values() if one["value"] is not None]
    assert len(known) > 30
    assert [one.code for one in sheets.annex(frozen)] == ["ESP-01"]
    assert sheets.annex(frozen)[0].document


def test_a_value_and_an_answer_wait_for_a_colleague(reports):
    assert Value.objects.get(state="WAITING").indicator.code == "MUN-01"
    assert Assessment.objects.get(review="WAITING").place == SMP
    states = Assessment.objects.approved().order_by().values_list("state", flat=True)
    assert set(states) == {"WORKS", "PARTLY", "ABSENT", "UNKNOWN"}
