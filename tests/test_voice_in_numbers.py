"""What people tell us in numbers: against the database asked apart in SQL; and what is in no number."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection

from ayni.cases.tests.factories import open_case
from ayni.facts import builds
from ayni.facts.actions import build
from ayni.feedback import actions
from ayni.feedback.models import Report
from ayni.feedback.tests.factories import answered, bribe, report_of, treatment, waiting
from ayni.results import queries, voice
from ayni.results.rules import APART, Choice
from tests.age_bands import make_age_bands

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
TOLD = datetime(2026, 10, 5, 15, 0, tzinfo=UTC)


@pytest.fixture
def told(world, marta, clara, rosa):
    """Lima: seven that were answered, of which six are good; one late; one that nobody answered; two of Tumbes."""
    make_age_bands()
    lima = world.sede_central
    for number in range(7):
        report = answered(report_of(office=lima, at=TOLD, text=str(number)), marta, at=TOLD + timedelta(hours=10))
        satisfied = "NO" if number == 6 else "YES"
        actions.say(receipt=report.receipts.get(), satisfied=satisfied, text="", at=TOLD + timedelta(days=2))
    answered(report_of(office=lima, at=TOLD, text="tarde"), marta, at=TOLD + timedelta(hours=60))
    report_of(office=lima, at=TOLD, text="sin respuesta")
    report_of(bribe(), office=lima, at=TOLD, text="reservado")
    report_of(treatment(), office=lima, at=TOLD, text="sin nadie de fuera: a personas designadas")
    restricted = report_of(waiting(), office=lima, at=TOLD, text="de un caso restringido")
    case = open_case(rosa, "VP-TRATA", team=world.trata)
    Report.objects.filter(pk=restricted.pk).update(may_join=True, case=case)


@pytest.fixture
def built(told):
    yield build(home=settings.AYNI_HOME, at=AT)
    shutil.rmtree(builds.root(settings.AYNI_HOME))


def test_the_numbers_are_those_of_the_database(built, marta):
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*), count(first_answered_at), sum(case when first_answered_at <= answer_by then 1 else 0 end)"
            " from feedback_report where route <> 'NAMED' and case_id is null"
        )
        told, answered_, in_time = cursor.fetchone()
    [lima] = voice.voices(built, queries.reach_of(marta), Choice(by="office"))
    assert (lima.told, lima.count("answer", "ON_TIME", "LATE"), lima.count("answer", "ON_TIME")) == (9, 8, 7)
    assert (told, answered_, in_time) == (9, 8, 7)
    assert lima.share_in_time == pytest.approx(7 / 9)
    assert lima.hours_to_answer == pytest.approx(10 + 1 / 60, abs=0.01)
    assert lima.share_satisfied == pytest.approx(6 / 7)
    assert lima.margin[0] < 6 / 7 < lima.margin[1]


def test_what_went_to_named_people_and_what_is_restricted_is_in_no_number_of_others(built, marta, tomas):
    for reader in (marta, tomas):
        found = voice.voices(built, queries.reach_of(reader), Choice(by="category"))
        assert {(one.group, one.told) for one in found} == {("VZ-ESPERA", 9)}
        assert APART not in {one.group for one in found}


def test_the_page_shows_the_share_with_its_margin(client, built, marta):
    client.force_login(marta)
    page = client.get("/cumplimiento/voz/", {"by": "office"}).content.decode()
    assert "86" in page
    assert "Sede central" in page
    assert client.get("/cumplimiento/voz/", {"by": "nada", "since": "x"}).status_code == 200
