"""The page of what a new version changed, from cases to the numbers, with facts that were really built."""

import re
import shutil
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings

from ayni.audit.models import Event
from ayni.cases.models import Task
from ayni.cases.tests.factories import open_case, protocol
from ayni.facts import builds
from ayni.facts.actions import build
from ayni.governance.models import Protocol
from tests.age_bands import make_age_bands

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


def words(response) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def due_in(month: int, *, on_time: int, late: int, by, code: str = "VP-INDOC") -> None:
    """Cases whose first step was due in that month of 2026."""
    for number in range(on_time + late):
        due = datetime(2026, month, 15, 17, 0, tzinfo=UTC)
        task = open_case(by, code, at=due - timedelta(days=1)).tasks.get(order=1)
        Task.objects.filter(pk=task.pk).update(
            due_at=due, state="DONE", finished_at=due + timedelta(hours=1 if number >= on_time else -1)
        )


@pytest.fixture
def second_version(rosa):
    make_age_bands()
    first = protocol("PW-INDOC", "VP-INDOC")
    due_in(8, on_time=4, late=8, by=rosa)
    due_in(9, on_time=10, late=2, by=rosa)
    Protocol.objects.filter(pk=first.pk).update(valid_to=date(2026, 9, 1))
    return Protocol.objects.create(code="PW-INDOC", version=2, valid_from=date(2026, 9, 1), name="Indocumentados")


@pytest.fixture
def built(second_version):
    yield build(home=settings.AYNI_HOME, at=AT)
    shutil.rmtree(builds.root(settings.AYNI_HOME))


def test_shares_of_equal_months_before_and_after(client, marta, built):
    client.force_login(marta)
    page = words(client.get("/cumplimiento/cambios/PW-INDOC/2/"))
    assert "2 meses enteros a cada lado" in page
    assert "Antes: jul 2026 a ago 2026. Después: sep 2026 a oct 2026." in page
    assert "33 % de 12" in page
    assert "83 % de 12" in page
    assert "+50 puntos" in page
    assert Event.objects.filter(verb="compliance.viewed").count() == 2


def test_restricted_cases_of_others_change_no_number(client, rosa, marta, second_version):
    due_in(8, on_time=9, late=0, by=rosa, code="VP-TRATA")
    build(home=settings.AYNI_HOME, at=AT)
    client.force_login(marta)
    page = words(client.get("/cumplimiento/cambios/PW-TRATA/1/"))
    assert "No hay nada antes" in page
    assert "33 % de 12" in words(client.get("/cumplimiento/cambios/PW-INDOC/2/"))
    shutil.rmtree(builds.root(settings.AYNI_HOME))


def test_without_a_whole_month_it_says_from_when_on(client, marta, built):
    Protocol.objects.filter(version=2).update(valid_from=date(2026, 11, 5))
    client.force_login(marta)
    page = words(client.get("/cumplimiento/cambios/PW-INDOC/2/"))
    assert "Aún no hay tiempo suficiente" in page
    assert "1 ene 2027" in page


def test_before_the_first_build_there_are_no_figures(client, marta, second_version):
    client.force_login(marta)
    assert "ayni facts build" in words(client.get("/cumplimiento/cambios/PW-INDOC/2/"))
    assert client.get("/cumplimiento/cambios/PW-INDOC/9/").status_code == 404


def test_whoever_reads_no_numbers_does_not_read_these(client, rosa, second_version):
    client.force_login(rosa)
    assert client.get("/cumplimiento/cambios/PW-INDOC/2/").status_code == 403
