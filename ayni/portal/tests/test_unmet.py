"""What was looked for and is nowhere: counted by need, department and month, and of nobody."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from ayni.portal import actions
from ayni.portal.models import Unmet
from ayni.portal.views import where

from .where_factories import country, point

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 27, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def made():
    return country()


def counted() -> list[tuple[str, str, int]]:
    return list(Unmet.objects.order_by("need", "department").values_list("need", "department", "times"))


def test_a_need_that_nothing_in_the_department_meets_is_counted(client, made):
    point(made, "150110", "Posta")
    client.get("/donde-ir/?necesidad=SV-SAL&lugar=240101")
    client.get("/donde-ir/?necesidad=SV-SAL&lugar=15")
    assert counted() == [("SV-SAL", "24", 1)]
    assert Unmet.objects.get().month == date(2026, 11, 1)


def test_one_connection_counts_once_a_day(client, made):
    for _n in range(5):
        client.get("/donde-ir/?necesidad=SV-SAL&lugar=24")
    client.get("/donde-ir/?necesidad=SV-SAL&lugar=24", headers={"X-Forwarded-For": "10.0.0.9"})
    assert counted() == [("SV-SAL", "24", 1)]
    client.get("/donde-ir/?necesidad=SV-SAL&lugar=24", REMOTE_ADDR="10.0.0.9")
    assert counted() == [("SV-SAL", "24", 2)]


def test_what_is_only_filtered_away_or_has_no_need_or_no_place_is_no_gap(client, made):
    point(made, "240101", "Posta")
    for query in (
        "necesidad=SV-SAL&lugar=24&gratis=si", "necesidad=SV-SAL&lugar=24&accesible=si", "necesidad=SV-SAL",
        "q=algo+que+nadie+dice&lugar=15", "necesidad=NADA&lugar=15", "lugar=15",
    ):  # fmt: skip
        client.get(f"/donde-ir/?{query}")
    client.post("/donde-ir/", {"necesidad": "SV-SAL", "lat": "-16.4", "lon": "-71.5"})
    assert counted() == []


def test_what_the_words_are_called_is_counted_and_the_words_are_kept_nowhere(client, made):
    client.get("/donde-ir/", {"q": "psicóloga para mi hija Rosa", "lugar": "24"})
    assert counted() == [("SV-SAL-MEN", "24", 1)]


def test_staff_read_what_was_missed_often_and_of_the_rest_only_how_many(client, made, rosa):
    for _n in range(5):
        actions.count_unmet(needs=["SV-SAL"], department="24", at=AT)
    actions.count_unmet(needs=["SV-SAL-MEN"], department="15", at=AT)
    client.force_login(rosa)
    page = client.get(reverse("portal:unmet")).content.decode()
    assert "Salud: médico, posta, hospital" in page
    assert "Tumbes" in page
    assert "Y 1 necesidad en un departamento, menos veces." in page
    assert "Salud mental" not in page


def test_a_month_is_that_of_lima(made):
    actions.count_unmet(needs=["SV-SAL"], department="24", at=datetime(2026, 12, 1, 3, tzinfo=UTC))
    assert Unmet.objects.get().month == date(2026, 11, 1)
    cache.clear()


def test_nobody_fills_the_counters_with_needs_and_departments(client, made, monkeypatch):
    monkeypatch.setattr(where, "MOST_UNMET", 2)
    cache.clear()
    for department in ("15", "24", "04"):
        client.get(f"/donde-ir/?necesidad=SV-SAL&lugar={department}")
    assert len(counted()) == 2
    client.get("/donde-ir/?necesidad=SV-SAL&lugar=04", REMOTE_ADDR="10.0.0.9")
    assert len(counted()) == 3, "another address counts"
